import { type Dialect, NONE } from '../table.ts';

/**
 * PostgreSQL can't take the characters \u0000 and half surrogates out of JSON: one of them anywhere in a body would make each
 * index expression fail. The body keeps them, the index sees the replacement character. JSON.stringify writes \u for nothing
 * but these and other control characters, so most bodies are not touched.
 */
const readable = (column: string): string => String.raw`(case when strpos(${column}::text, '\u') = 0 then ${column} else regexp_replace(${column}::text, '(?<!\\)((\\\\)*)\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '\1\\ufffd', 'g')::json end)`;

const CASTS = { text: ' collate "C"', number: '::double precision', boolean: '::boolean' } as const;

export const postgresDialect: Dialect = {
  kind: 'postgres',
  value: (field, type, column = 'body') => `((${readable(column)} ->> '${field}')${CASTS[type]})`,
  none: (type) => ({ text: `''`, number: `'${NONE.number}'::double precision`, boolean: 'false' })[type],
  place: (index) => `$${index}`,
  types: { text: 'text collate "C"', integer: 'bigint', json: 'json' },
};

/** PostgreSQL keeps no NUL in text. */
export const storable = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text);
