/** Text as Notion keeps it: a list of pieces, each 2,000 characters at most. */
import type { Json, JsonObject } from '@patchbay/sdk';
import { list, string } from '../wire/fields.ts';

const PIECE = 2000;
const PIECES = 100;
const ADDRESS = /https?:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]}]/g;

/** Addresses become links, unless there are too many; nothing else in the text is markup. */
export function richText(text: string, { links = true }: { readonly links?: boolean } = {}): readonly JsonObject[] {
  const pieces = links ? linked(text) : [];
  return links && pieces.length <= PIECES ? pieces : cut(text).map((part) => piece(part));
}

function linked(text: string): JsonObject[] {
  const pieces: JsonObject[] = [];
  let from = 0;
  for (const { 0: url, index } of text.matchAll(ADDRESS)) {
    if (url.length > PIECE) continue;
    pieces.push(...cut(text.slice(from, index)).map((part) => piece(part)), piece(url, url));
    from = index + url.length;
  }
  return [...pieces, ...cut(text.slice(from)).map((part) => piece(part))];
}

const piece = (content: string, url?: string): JsonObject => ({ type: 'text', text: url === undefined ? { content } : { content, link: { url } } });

/** Half a character is none: pairs stay together. */
function cut(text: string): string[] {
  const parts: string[] = [];
  for (let from = 0; from < text.length;) {
    const end = from + PIECE;
    const splits = end < text.length && /[\ud800-\udbff]/.test(text[end - 1]!);
    parts.push(text.slice(from, splits ? end - 1 : end));
    from = splits ? end - 1 : end;
  }
  return parts;
}

export const plainText = (value: Json): string => list(value, '').map((each) => string(each, 'plain_text') || string(each, 'text.content')).join('');
