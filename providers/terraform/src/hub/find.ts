/** One resource by what somebody calls it: its id, or its natural key. */
import { check, type Fields, isFields, type ResourceModel } from '@patchbay/reconcile';
import { Refusal } from './diagnose.ts';
import { type Api, type Hub, isGone } from './hub.ts';

export interface FindPorts { readonly hub: Hub; readonly modelOf: (resource: string) => ResourceModel | undefined; readonly signal: AbortSignal }

/** `shop`, `prj_01…`, `shop/production`, or JSON of the key. A reference in the key may be a name itself. */
export async function findByName(model: ResourceModel, name: string, ports: FindPorts): Promise<Fields> {
  const found = isIdOf(model, name) ? await getOrNothing(apiOf(model, ports), name, ports.signal) : await findByKey(model, keyIn(model, name), ports);
  if (found === undefined) throw new Refusal(`There is no ${model.title.toLowerCase()} ${name}`, `Expected an id (${model.prefix}_…) or ${spelledKey(model)} of one that exists at ${ports.hub.config.url}.`);
  return found;
}

/** A key whose references are names is resolved first. */
export async function findByKey(model: ResourceModel, key: Fields, ports: FindPorts): Promise<Fields | undefined> {
  const resolved = await Promise.all(model.key.map(async (field) => [field, await resolve(model, field, key[field], ports)] as const));
  return apiOf(model, ports).find(Object.fromEntries(resolved), { signal: ports.signal });
}

async function resolve(model: ResourceModel, field: string, value: unknown, ports: FindPorts): Promise<unknown> {
  const target = ports.modelOf(model.fields.find(({ name }) => name === field)?.references ?? '');
  if (target === undefined || typeof value !== 'string' || isIdOf(target, value)) return value;
  return (await findByName(target, value, ports))['id'];
}

const apiOf = ({ plural }: ResourceModel, { hub }: FindPorts): Api => hub.client.resource(plural);

export const isIdOf = ({ prefix }: ResourceModel, text: string): boolean => new RegExp(`^${prefix}_[0-7][0-9a-z]{25}$`).test(text);

async function getOrNothing(api: Api, id: string, signal: AbortSignal): Promise<Fields | undefined> {
  return api.get(id, { signal }).catch((error: unknown) => {
    if (isGone(error)) return undefined;
    throw error;
  });
}

/** Parts may contain slashes themselves: of all ways to read it, the first whose parts are what the fields take. */
function keyIn(model: ResourceModel, name: string): Fields {
  if (name.startsWith('{')) return jsonKey(model, name);
  const fields = model.key.map((field) => model.fields.find((each) => each.name === field));
  const fitting = splits(name.split('/'), fields.length).find((parts) => fields.every((field, i) => field === undefined || field.references !== undefined || check(field.shape, parts[i]).length === 0));
  if (fitting === undefined) throw new Refusal(`${name} does not name a ${model.title.toLowerCase()}`, `Expected an id (${model.prefix}_…) or ${spelledKey(model)}.`);
  return Object.fromEntries(model.key.map((field, i) => [field, fitting[i]]));
}

/** Every way to make so many parts of the segments. */
function splits(segments: readonly string[], parts: number): string[][] {
  if (parts === 1) return [[segments.join('/')]];
  return segments.slice(0, Math.max(0, segments.length - parts + 1)).flatMap((_, i) => splits(segments.slice(i + 1), parts - 1).map((rest) => [segments.slice(0, i + 1).join('/'), ...rest]));
}

function jsonKey(model: ResourceModel, text: string): Fields {
  try {
    const key: unknown = JSON.parse(text);
    if (isFields(key) && model.key.every((field) => key[field] !== undefined)) return key;
  } catch { /* said below */ }
  throw new Refusal(`${text} does not name a ${model.title.toLowerCase()}`, `Expected JSON with ${model.key.join(' and ')}.`);
}

export const spelledKey = ({ key }: ResourceModel): string => key.map((field) => `<${field}>`).join('/');
