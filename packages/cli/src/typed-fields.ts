/** Fields of an input as people type them, NAME=VALUE: their types follow from the schema of the action. */
import type { Client } from '@patchbay/client';
import { usage } from './complaint.ts';

type Schema = Readonly<Record<string, unknown>>;
type Said = readonly [name: string, value: string];

export function saidField(text: string): Said {
  const [name = '', value] = text.split(/=(.*)/s, 2);
  if (name === '' || value === undefined) throw usage('--field takes NAME=VALUE', 'For example -F slug=shop.');
  return [name, value];
}

/** Of an action that only the hub knows: asked for where the values alone don't tell. */
export async function schemaAt(hub: Client, action: string, fields: readonly Said[], signal: AbortSignal): Promise<Schema> {
  if (fields.every(([, value]) => typeof asJson(value) === 'string')) return {};
  for await (const { id, input_schema } of hub.tools({ signal })) if (id === action) return input_schema;
  return {};
}

export function typedFields(fields: readonly Said[], { properties }: Schema): Record<string, unknown> {
  const known = (properties ?? {}) as Readonly<Record<string, Schema>>; // a JSON Schema
  return Object.fromEntries(fields.map(([name, value]) => [name, isText(known[name], value) ? value : asJson(value)]));
}

/** A text, or nothing. */
function isText(schema: Schema | undefined, value: string): boolean {
  const types = typesOf(schema);
  return types.includes('string') && types.every((type) => type === 'string' || (type === 'null' && value !== 'null'));
}

const typesOf = (schema: Schema = {}): readonly unknown[] => (Array.isArray(schema['anyOf']) ? schema['anyOf'].flatMap((each: Schema) => typesOf(each)) : [schema['type']].flat());

/** `7`, `true`, `[1]`; a word that is no JSON is a string. */
function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
