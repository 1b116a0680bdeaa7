/** Arguments that a tool wants repeated as headers. One that asks for them wrongly can't be called as it wants, so it is not offered at all. */

export interface ParamHeader { readonly path: readonly string[]; readonly header: string }

const TOKEN = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/;
const PLAIN = ['string', 'integer', 'boolean'];

/** Undefined: asked for wrongly. */
export function headersIn(schema: unknown): readonly ParamHeader[] | undefined {
  const found: ParamHeader[] = [];
  const marks = (JSON.stringify(schema)?.split('"x-mcp-header":').length ?? 1) - 1;
  if (marks === 0) return found;
  if (!collect(schema, [], found) || found.length !== marks) return undefined; // it counts only where `properties` lead
  return new Set(found.map(({ header }) => header.toLowerCase())).size === found.length ? found : undefined;
}

function collect(schema: unknown, path: readonly string[], found: ParamHeader[]): boolean {
  const properties = (schema as { readonly properties?: Readonly<Record<string, Readonly<Record<string, unknown>> | null>> } | null)?.properties ?? {};
  return Object.entries(properties).every(([key, part]) => {
    const header = part?.['x-mcp-header'];
    if (header === undefined) return collect(part, [...path, key], found);
    if (typeof header !== 'string' || !TOKEN.test(header) || !PLAIN.includes(String(part?.['type']))) return false;
    found.push({ path: [...path, key], header });
    return true;
  });
}

/** A value as a header holds it: what is not plain goes in base64. */
export const encoded = (value: string): string => (/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(value) && !value.startsWith('=?base64?') ? value : `=?base64?${Buffer.from(value).toString('base64')}?=`);
