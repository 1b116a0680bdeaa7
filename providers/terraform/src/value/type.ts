/** Terraform's types, as the protocol writes them. */
export type Type =
  | 'string' | 'number' | 'bool' | 'dynamic'
  | readonly ['list' | 'set' | 'map', Type]
  | readonly ['object', Readonly<Record<string, Type>>]
  | readonly ['tuple', readonly Type[]];

export const typeBytes = (type: Type): Uint8Array => Buffer.from(JSON.stringify(type));

/** Of a value that brings its type along. */
export function inferType(value: unknown): Type {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number' || typeof value === 'bigint') return 'number';
  if (Array.isArray(value)) return ['tuple', value.map(inferType)];
  if (typeof value === 'object' && value !== null) return ['object', Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inferType(each)]))];
  return 'dynamic';
}
