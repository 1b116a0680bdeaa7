// Tables and code of the reference pages.

export type JsonSchema = Readonly<Record<string, unknown>>;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

/** Code in a line; the fence grows with the ticks inside. */
export function code(text: string): string {
  if (text === '') return '';
  const ticks = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return ticks.length === 1 ? `\`${text}\`` : `${ticks} ${text} ${ticks}`;
}

export const page = (title: string, intro: string, parts: readonly string[]): string => `<!-- Written by npm run catalog. Do not edit. -->\n# ${title}\n\n${intro}\n\n${parts.join('\n\n')}\n`;

/** A value on one line, cut where a reader would stop. */
export function value(what: unknown): string {
  if (what === undefined) return '';
  const text = JSON.stringify(what);
  return code(text.length > 120 ? `${text.slice(0, 117)}…` : text);
}
