/** One resource by what somebody calls it: its id, or its natural key. */
import { readKey, spelledKey } from './key-text.ts';
import type { ResourceModel } from './model.ts';
import { type Fields, isFields } from './unknown.ts';

/** Of a client of the hub, what looks up. */
export interface Lookup {
  get(id: string, options: { readonly signal: AbortSignal }): Promise<Fields>;
  find(key: Fields, options: { readonly signal: AbortSignal }): Promise<Fields | undefined>;
}

export interface FindPorts {
  readonly api: (plural: string) => Lookup;
  readonly modelOf: (resource: string) => ResourceModel | undefined;
  /** The URL of the hub, for the words of a refusal. */
  readonly at: string;
  readonly signal: AbortSignal;
}

/** Nothing is called so. `fix` says what was expected. */
export class NotNamed extends Error {
  override readonly name = 'NotNamed';
  readonly fix: string;
  constructor(message: string, fix: string) {
    super(message);
    this.fix = fix;
  }
}

/** `shop`, `prj_01…`, `shop/production`, or JSON of the key. A reference in the key may be a name itself. */
export async function findByName(model: ResourceModel, name: string, ports: FindPorts): Promise<Fields> {
  const found = isIdOf(model, name) ? await getOrNothing(ports.api(model.plural), name, ports.signal) : await findByKey(model, keyIn(model, name), ports);
  if (found === undefined) throw new NotNamed(`There is no ${model.title.toLowerCase()} ${name}`, `Expected an id (${model.prefix}_…) or ${spelledKey(model)} of one that exists at ${ports.at}.`);
  return found;
}

/** A key whose references are names is resolved first. */
export async function findByKey(model: ResourceModel, key: Fields, ports: FindPorts): Promise<Fields | undefined> {
  const resolved = await Promise.all(model.key.map(async (field) => [field, await resolve(model, field, key[field], ports)] as const));
  return ports.api(model.plural).find(Object.fromEntries(resolved), { signal: ports.signal });
}

async function resolve(model: ResourceModel, field: string, value: unknown, ports: FindPorts): Promise<unknown> {
  const target = ports.modelOf(model.fields.find(({ name }) => name === field)?.references ?? '');
  if (target === undefined || typeof value !== 'string' || isIdOf(target, value)) return value;
  return (await findByName(target, value, ports))['id'];
}

export const isIdOf = ({ prefix }: ResourceModel, text: string): boolean => new RegExp(`^${prefix}_[0-7][0-9a-z]{25}$`).test(text);

async function getOrNothing(api: Lookup, id: string, signal: AbortSignal): Promise<Fields | undefined> {
  return api.get(id, { signal }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'resource.not_found') return undefined;
    throw error;
  });
}

function keyIn(model: ResourceModel, name: string): Fields {
  if (name.startsWith('{')) return jsonKey(model, name);
  const key = readKey(model, name);
  if (key === undefined) throw new NotNamed(`${name} names no ${model.title.toLowerCase()}`, `Expected an id (${model.prefix}_…) or ${spelledKey(model)}.`);
  return key;
}

function jsonKey(model: ResourceModel, text: string): Fields {
  try {
    const key: unknown = JSON.parse(text);
    if (isFields(key) && model.key.every((field) => key[field] !== undefined)) return key;
  } catch { /* said below */ }
  throw new NotNamed(`${text} names no ${model.title.toLowerCase()}`, `Expected JSON with ${model.key.join(' and ')}.`);
}
