/**
 * Reads a text with its markup: **strong**, *emphasis*, ~~strike~~, `code`, [label](url), lines that begin with "- ", and ``` around lines of code.
 * A backslash makes the next character stand for itself. What is not closed stands for itself, too. One pass, without looking back.
 */
import { type Block, type Inline, NOTHING, safeUrl } from './markup.ts';
import { plainOf } from './print-markup.ts';

const FENCE = '```';
const DEEPEST = 6;

export function readMarkup(source: string): Block[] {
  const blocks: Block[] = [];
  let code: string[] | undefined;
  for (const line of linesOf(source)) {
    if (said(line).trim() === FENCE) {
      if (code !== undefined) blocks.push({ kind: 'code', text: code.join('\n') });
      code = code === undefined ? [] : undefined;
    } else if (code !== undefined) code.push(unescaped(line));
    else blocks.push(line.startsWith('- ') ? { kind: 'item', of: readInlines(line.slice(2)) } : { kind: 'line', of: readInlines(line) });
  }
  if (code !== undefined) blocks.push({ kind: 'code', text: code.join('\n') });
  return trimmed(blocks);
}

/** Without the signs of values that say nothing. */
const said = (text: string): string => text.replaceAll(NOTHING, '');

/** An escaped line break is a part of its line. */
function linesOf(source: string): string[] {
  const lines: string[] = [];
  let from = 0;
  for (let at = 0; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === '\n') {
      lines.push(source.slice(from, at));
      from = at + 1;
    }
  }
  return [...lines, source.slice(from)];
}

const unescaped = (text: string): string => said(text).replaceAll(/\\([^A-Za-z0-9])/g, '$1');

/** Without empty lines at both ends, and with one between two parts. */
function trimmed(blocks: readonly Block[]): Block[] {
  const empty = (block: Block | undefined): boolean => block === undefined || (block.kind === 'line' && block.of.length === 0);
  const kept = blocks.filter((block, at) => !empty(block) || !empty(blocks[at - 1]));
  return empty(kept.at(-1)) ? kept.slice(0, -1) : kept;
}

const MARKS = [['**', 'strong'], ['~~', 'strike'], ['*', 'emphasis'], ['_', 'emphasis']] as const;

export function readInlines(source: string, depth = 0): Inline[] {
  const found: Inline[] = [];
  let text = '';

  function push(inline: Inline): void {
    if (inline.kind === 'text') {
      text += inline.text;
      return;
    }
    if (text !== '') found.push({ kind: 'text', text });
    text = '';
    found.push(inline);
  }

  for (let at = 0; at < source.length;) {
    const read = depth < DEEPEST ? (codeAt(source, at) ?? linkAt(source, at, depth) ?? markedAt(source, at, depth)) : undefined;
    if (read !== undefined) {
      push(read.inline);
      at = read.to;
    } else if (source[at] === NOTHING) at++;
    else {
      const escape = source[at] === '\\' && at + 1 < source.length && /[^A-Za-z0-9]/.test(source[at + 1]!);
      text += source[escape ? at + 1 : at]!;
      at += escape ? 2 : 1;
    }
  }
  if (text !== '') found.push({ kind: 'text', text });
  return found;
}

interface Read { readonly inline: Inline; readonly to: number }

function codeAt(source: string, at: number): Read | undefined {
  if (source[at] !== '`') return undefined;
  const end = closing(source, at + 1, '`');
  return end === -1 || end === at + 1 ? undefined : { inline: marked({ kind: 'code', text: unescaped(source.slice(at + 1, end)) }), to: end + 1 };
}

function linkAt(source: string, at: number, depth: number): Read | undefined {
  if (source[at] !== '[') return undefined;
  const middle = closing(source, at + 1, ']');
  if (middle === -1 || source[middle + 1] !== '(') return undefined;
  const end = closing(source, middle + 2, ')');
  if (end === -1) return undefined;
  const of = readInlines(source.slice(at + 1, middle), depth + 1).filter(({ kind }) => kind !== 'link');
  const url = safeUrl(unescaped(source.slice(middle + 2, end)));
  const label: readonly Inline[] = of.length === 0 ? [{ kind: 'text', text: url ?? '' }] : of;
  return { inline: url === undefined ? marked({ kind: 'emphasis', of: label }) : { kind: 'link', of: label, url }, to: end + 1 };
}

/** Not within a word: snake_case stands for itself. */
function markedAt(source: string, at: number, depth: number): Read | undefined {
  const mark = MARKS.find(([sign]) => source.startsWith(sign, at));
  if (mark === undefined) return undefined;
  const [sign, kind] = mark;
  const from = at + sign.length;
  if (/\s/.test(source[from] ?? ' ') || (sign === '_' && /\w/.test(source[at - 1] ?? ' '))) return undefined;
  const end = closing(source, from, sign);
  if (end <= from || /\s/.test(source[end - 1]!) || (sign === '_' && /\w/.test(source[end + 1] ?? ' '))) return undefined;
  return { inline: marked({ kind, of: readInlines(source.slice(from, end), depth + 1) }), to: end + sign.length };
}

/** Around nothing there are no marks. */
function marked(inline: Inline): Inline {
  const words = plainOf([inline]);
  return words.trim() === '' ? { kind: 'text', text: words } : inline;
}

function closing(source: string, from: number, sign: string): number {
  for (let at = from; at < source.length && at - from < FARTHEST; at++) {
    if (source[at] === '\\') at++;
    else if (source.startsWith(sign, at) && !(sign === '*' && source[at + 1] === '*')) return at;
    else if (sign === '*' && source.startsWith('**', at)) at++;
  }
  return -1;
}

/** How far the end of a mark may be: a text full of beginnings would be read again for each. */
const FARTHEST = 1000;
