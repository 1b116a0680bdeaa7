/** Blocks of a page, from text that people write and back to it. */
import { at, type JsonObject } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';
import { languageOf } from './languages.ts';
import { plainText, richText } from './rich-text.ts';

const FENCE = /^```\s*([^`]*)$/;
const QUOTE = /^> ?/;
/** A line that is a block of its own: how it is recognised, and what it has besides its text. */
const LINES: readonly { readonly type: string; readonly is: RegExp; readonly more?: (found: RegExpExecArray) => JsonObject }[] = [
  { type: 'heading_1', is: /^# +(?<text>.+)$/ },
  { type: 'heading_2', is: /^## +(?<text>.+)$/ },
  { type: 'heading_3', is: /^#{3,6} +(?<text>.+)$/ },
  { type: 'to_do', is: /^[-*] +\[(?<done>[ xX])\] +(?<text>.+)$/, more: ({ groups }) => ({ checked: groups!['done'] !== ' ' }) },
  { type: 'bulleted_list_item', is: /^[-*] +(?<text>.+)$/ },
  { type: 'numbered_list_item', is: /^\d{1,9}[.)] +(?<text>.+)$/ },
];

export function blocksOf(text: string): readonly JsonObject[] {
  const made: JsonObject[] = [];
  let open: { readonly type: 'paragraph' | 'quote'; readonly lines: string[] } | undefined;
  const close = (): void => {
    if (open !== undefined) made.push(block(open.type, { rich_text: richText(open.lines.join('\n')) }));
    open = undefined;
  };
  const rows = text.replaceAll('\r\n', '\n').split('\n');
  for (let row = 0; row < rows.length; row++) {
    const line = rows[row]!;
    const code = codeAt(rows, row);
    const own = code?.block ?? lineBlock(line);
    const type = QUOTE.test(line) ? 'quote' : 'paragraph';
    if (own !== undefined || line.trim() === '' || open?.type !== type) close();
    if (own !== undefined) made.push(own);
    else if (line.trim() !== '') (open ??= { type, lines: [] }).lines.push(type === 'quote' ? line.replace(QUOTE, '') : line);
    row = code?.end ?? row;
  }
  close();
  return made;
}

const block = (type: string, fields: JsonObject): JsonObject => ({ object: 'block', type, [type]: fields });

/** A fence that nothing closes is text. */
function codeAt(rows: readonly string[], row: number): { readonly block: JsonObject; readonly end: number } | undefined {
  const fence = FENCE.exec(rows[row]!);
  const end = fence === null ? -1 : rows.findIndex((each, at_) => at_ > row && each.trim() === '```');
  return end < 0 ? undefined : { block: block('code', { rich_text: richText(rows.slice(row + 1, end).join('\n'), { links: false }), language: languageOf(fence![1]!) }), end };
}

function lineBlock(line: string): JsonObject | undefined {
  if (/^(-{3,}|\*{3,})\s*$/.test(line)) return block('divider', {});
  for (const { type, is, more } of LINES) {
    const found = is.exec(line);
    if (found !== null) return block(type, { rich_text: richText(found.groups!['text']!), ...more?.(found) });
  }
  return undefined;
}

/** What a block says by itself. */
export function textOf(each: JsonObject): string {
  const type = string(each, 'type');
  return plainText((at(each, `${type}.rich_text`) ?? []) as JsonObject[]) || string(each, `${type}.title`) || string(each, `${type}.expression`) || string(each, `${type}.url`) || plainText((at(each, `${type}.caption`) ?? []) as JsonObject[]) || rowOf(each);
}

const rowOf = (each: JsonObject): string => ((at(each, 'table_row.cells') ?? []) as JsonObject[][]).map((cell) => plainText(cell)).join(' | ');

interface Seen { readonly type: string; readonly text: string; readonly level: number; readonly checked: boolean; readonly language: string }

const BEFORE: Readonly<Record<string, string>> = { heading_1: '# ', heading_2: '## ', heading_3: '### ', bulleted_list_item: '- ', numbered_list_item: '1. ', quote: '> ' };
const LISTED = new Set(['bulleted_list_item', 'numbered_list_item', 'to_do', 'table_row']);

/** As it could be written again; what is inside another block stands two spaces to the right. */
export function written(seen: readonly Seen[]): string {
  return seen.map((each, at_) => {
    const together = at_ > 0 && LISTED.has(each.type) && LISTED.has(seen[at_ - 1]!.type);
    return `${at_ === 0 ? '' : together ? '\n' : '\n\n'}${indented(lineOf(each), each.level)}`;
  }).join('');
}

function lineOf({ type, text, checked, language }: Seen): string {
  if (type === 'divider') return '---';
  if (type === 'code') return `\`\`\`${language === 'plain text' ? '' : language}\n${text}\n\`\`\``;
  if (type === 'to_do') return `- [${checked ? 'x' : ' '}] ${text}`;
  return type === 'quote' ? text.split('\n').map((line) => `> ${line}`).join('\n') : `${BEFORE[type] ?? ''}${text}`;
}

const indented = (text: string, level: number): string => (level === 0 ? text : text.split('\n').map((line) => `${'  '.repeat(level)}${line}`).join('\n'));
