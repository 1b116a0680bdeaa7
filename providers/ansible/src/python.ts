/** Values as Python and YAML write them. JSON is nearly both. */

export function python(value: unknown, indent = ''): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return typeof value === 'string' ? text(value) : JSON.stringify(value);
  const deeper = `${indent}    `;
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[\n${value.map((item) => `${deeper}${python(item, deeper)},\n`).join('')}${indent}]`;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return entries.length === 0 ? '{}' : `{\n${entries.map(([key, item]) => `${deeper}${text(key)}: ${python(item, deeper)},\n`).join('')}${indent}}`;
}

/** JSON escapes are Python's, but for what lies beyond the basic plane, which Python takes as it is. */
const text = (value: string): string => JSON.stringify(value);

/** Block style, so that documentation reads as people write it. */
export function yaml(value: unknown, indent = ''): string {
  if (Array.isArray(value)) return value.length === 0 ? ' []\n' : `\n${value.map((item) => `${indent}-${line(item, `${indent}  `)}`).join('')}`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return entries.length === 0 ? ' {}\n' : `\n${entries.map(([key, item]) => `${indent}${/^[A-Za-z_][\w-]*$/.test(key) && !['yes', 'no', 'on', 'off', 'true', 'false', 'null'].includes(key) ? key : JSON.stringify(key)}:${line(item, `${indent}  `)}`).join('')}`;
  }
  return ` ${scalar(value)}\n`;
}

const line = (value: unknown, indent: string): string => yaml(value, indent);
const scalar = (value: unknown): string => (typeof value === 'string' ? JSON.stringify(value) : String(value));

/** A raw string of Python: quotes of its own kind would end it. */
export const raw = (body: string): string => `r'''\n${body.replaceAll("'''", "' ' '")}'''`;
