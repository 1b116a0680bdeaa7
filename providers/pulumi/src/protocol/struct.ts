/** google.protobuf.Struct, in which Pulumi sends all values, and the values that are none of JSON: what is not known, what is secret, what refers to a resource. */
import { type AnyMessage, bool, double, explicit, type FieldType, int, many, map, message, string, sub } from '@patchbay/grpc';
import { type Fields, isFields, UNKNOWN } from '@patchbay/reconcile';
import { Secret } from '../value/secret.ts';

export interface StructMessage { readonly fields?: Readonly<Record<string, ValueMessage>> | undefined }

interface ValueMessage {
  readonly nothing?: number | undefined;
  readonly number?: number | undefined;
  readonly string?: string | undefined;
  readonly bool?: boolean | undefined;
  readonly struct?: StructMessage | undefined;
  readonly list?: { readonly values?: readonly ValueMessage[] | undefined } | undefined;
}

export const Struct: AnyMessage = message({ fields: map(sub(1, () => Value)) });
const List: AnyMessage = message({ values: many(sub(1, () => Value)) });
const Value: AnyMessage = message({ nothing: explicit(int(1)), number: explicit(double(2)), string: explicit(string(3)), bool: explicit(bool(4)), struct: sub(5, () => Struct), list: sub(6, () => List) });

/** A field of a message that holds a Struct. */
export const struct = (no: number): FieldType<StructMessage, 'one'> => sub(no, () => Struct) as FieldType<StructMessage, 'one'>; // the shape of the message above

const UNKNOWN_TEXT = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';
const OUTPUT = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';
const RESOURCE = '5cf8f73096256a8f31e491e813e4eb8e';

export const toStruct = (bag: Fields): StructMessage =>
  ({ fields: Object.fromEntries(Object.entries(bag).flatMap(([name, value]) => (value === undefined ? [] : [[name, toValue(value)]]))) });

function toValue(value: unknown): ValueMessage {
  if (value === null || value === undefined) return { nothing: 0 };
  if (value === UNKNOWN) return { string: UNKNOWN_TEXT };
  if (value instanceof Secret) return { struct: toStruct({ [SIGNATURE]: SECRET, value: value.value }) };
  if (typeof value === 'string') return { string: value };
  if (typeof value === 'boolean') return { bool: value };
  if (typeof value === 'number') return { number: value };
  if (Array.isArray(value)) return { list: { values: value.map(toValue) } };
  if (isFields(value)) return { struct: toStruct(value) };
  throw new TypeError(`Expected a value of JSON, but got a ${typeof value}`);
}

export const fromStruct = (message: StructMessage | undefined): Fields =>
  Object.fromEntries(Object.entries(message?.fields ?? {}).map(([name, value]) => [name, fromValue(value)]));

function fromValue({ string, number, bool, list, struct }: ValueMessage): unknown {
  if (string !== undefined) return string === UNKNOWN_TEXT ? UNKNOWN : string;
  if (number !== undefined) return number;
  if (bool !== undefined) return bool;
  if (list !== undefined) return (list.values ?? []).map(fromValue);
  return struct === undefined ? null : special(fromStruct(struct));
}

function special(bag: Fields): unknown {
  switch (bag[SIGNATURE]) {
    case SECRET: return new Secret(bag['value']);
    case OUTPUT: return bag['secret'] === true ? new Secret(known(bag)) : known(bag);
    case RESOURCE: return bag['id'] ?? bag['urn']; // whoever passes a whole resource means its id
    default: return bag;
  }
}

const known = (output: Fields): unknown => ('value' in output ? output['value'] : UNKNOWN);
