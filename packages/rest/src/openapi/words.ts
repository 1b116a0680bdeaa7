/** What the parts of the document share. */
export type Json = Readonly<Record<string, unknown>>;

/** `api_key` → `ApiKey`. */
export const pascal = (name: string): string => name.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');

export const ref = (kind: 'schemas' | 'parameters' | 'headers' | 'examples' | 'responses', name: string): Json => ({ $ref: `#/components/${kind}/${name}` });

/** JSON content, with an example where the schema tells enough to make one. */
export const json = (schema: Json, example?: unknown): Json => ({ 'application/json': { schema, ...(example === undefined ? {} : { example }) } });
