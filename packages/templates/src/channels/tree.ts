/** A payload that the template brings itself: its texts are filled in where they stand. */
import type { Document } from '@patchbay/contracts';
import { plainText, safeUrl } from '../markup/markup.ts';
import type { Pen } from '../compose.ts';

/** How a value is made fit for a text at this key of this object. */
export type EscapeAt = (key: string, parent: Document) => (text: string) => string;

const ADDRESS = /(^|_)(url|href)$|Url$/;

export function writeTree(tree: unknown, pen: Pen, escapeAt: EscapeAt, key = '', parent: Document = {}): unknown {
  if (typeof tree === 'string') return ADDRESS.test(key) ? addressOf(tree, key, pen) : pen.write(tree, escapeAt(key, parent));
  if (Array.isArray(tree)) return tree.map((each) => writeTree(each, pen, escapeAt, key, parent));
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([name, value]): [string, unknown] => [name, writeTree(value, pen, escapeAt, name, tree as Document)]).filter(([, value]) => value !== undefined));
}

/** Left out, if it leads elsewhere than to a page. */
function addressOf(source: string, key: string, pen: Pen): string | undefined {
  const url = safeUrl(pen.write(source, plainText));
  if (url === undefined) pen.note(`${key} is no http or https address, and was left out`);
  return url;
}
