/** What an object declares, in the words of the hub; and what it needs for that: ids of other objects, and values of Secrets. */
import { type Field, type Fields, isAbsent, isFields, type ResourceModel } from '@patchbay/reconcile';
import { camel, objectRefOf, secretRefOf } from '../crd/names.ts';
import { Refusal } from '../refusal.ts';

export interface SpecPorts {
  /** The id of an object in the same namespace. */
  readonly idOf: (resource: string, name: string) => string | Promise<string>;
  /** The id of what is called so at the hub. */
  readonly idNamed: (resource: string, text: string) => Promise<string>;
  readonly secret: (name: string) => Promise<SecretValue>;
}

/** Undefined is what is no text: the hub takes no other values. */
export interface SecretValue { readonly version: string; readonly data: ReadonlyMap<string, string | undefined> }

export interface Declaration {
  readonly fields: Fields;
  /** By secret field: where its value comes from, and in which version. */
  readonly secrets: ReadonlyMap<string, string>;
}

export async function declarationOf({ fields }: ResourceModel, spec: Fields, ports: SpecPorts): Promise<Declaration> {
  const secrets = new Map<string, string>();
  const read = async (field: Field): Promise<unknown> => {
    if (field.references !== undefined) return reference(field, field.references, spec, ports);
    if (!field.secret) return fromSpec(spec[camel(field.name)], field);
    const ref = spec[secretRefOf(field.name)];
    if (!isFields(ref)) return undefined;
    const { version, data } = await ports.secret(String(ref['name']));
    secrets.set(field.name, version);
    return secretIn(field, ref, data);
  };
  const entries = await Promise.all(fields.map(async (field) => [field.name, await read(field)] as const));
  return { fields: Object.fromEntries(entries.filter(([, value]) => value !== undefined)), secrets };
}

async function reference({ name }: Field, target: string, spec: Fields, { idOf, idNamed }: SpecPorts): Promise<string | undefined> {
  const [ref, text] = [spec[objectRefOf(name)], spec[camel(name)]];
  if (isFields(ref)) return idOf(target, String(ref['name']));
  return typeof text === 'string' ? idNamed(target, text) : undefined;
}

/** Of a map all keys of the Secret are taken. */
function secretIn({ shape }: Field, ref: Fields, data: SecretValue['data']): unknown {
  const name = String(ref['name']);
  if (shape.kind !== 'string') return Object.fromEntries([...data].map(([key, value]) => [key, textOf(value, name, key)]));
  const key = String(ref['key']);
  if (!data.has(key)) throw new Refusal({ code: 'operator.secret_missing', message: `The Secret ${name} has no key ${key}. Add it, or correct the reference.`, after: WAIT_MS });
  return textOf(data.get(key), name, key);
}

/** Read as text all the same, it would be another value than the one that was meant. */
function textOf(value: string | undefined, name: string, key: string): string {
  if (value === undefined) throw new Refusal({ code: 'operator.secret_unreadable', message: `The key ${key} of the Secret ${name} holds bytes that are no UTF-8. Write them as text, for example in base64.`, after: WAIT_MS });
  return value;
}

/** Things that others bring about are told by a watch; this is for when it missed them. */
export const WAIT_MS = 60_000;

function fromSpec(value: unknown, { shape }: Field): unknown {
  return isAbsent(value) ? undefined : snaked(value, shape);
}

/** The names of fields as the hub has them. */
function snaked(value: unknown, shape: Field['shape']): unknown {
  if ((shape.kind === 'list' || shape.kind === 'set') && Array.isArray(value)) return value.map((item) => snaked(item, shape.items));
  if (shape.kind === 'map' && isFields(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, snaked(item, shape.values)]));
  if (shape.kind !== 'object' || !isFields(value)) return value;
  return Object.fromEntries(shape.fields.flatMap((field) => {
    const item = value[camel(field.name)];
    return isAbsent(item) ? [] : [[field.name, snaked(item, field.shape)]];
  }));
}
