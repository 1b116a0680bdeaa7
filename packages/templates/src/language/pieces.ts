/** A text cut into what stands as it is, `{{ … }}` and `{% … %}`. A tag that is alone on its line takes the line with it. */
import { Misread, type Place } from './node.ts';

export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'output' | 'tag'; readonly inside: string; readonly at: Place };

const CLOSING = { '{{': '}}', '{%': '%}' } as const;

export function piecesOf(source: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (;;) {
    const open = nextOpening(source, from);
    if (open === -1) break;
    const opening = source.slice(open, open + 2) as '{{' | '{%';
    const end = closingOf(source, open + 2, CLOSING[opening]);
    if (end === -1) throw new Misread(placeOf(source, open), `expected ${opening} to have its ${CLOSING[opening]}`);
    const kind = opening === '{{' ? 'output' : 'tag';
    const alone = kind === 'tag' ? lineOf(source, open, end + 2, from) : undefined;
    pushText(pieces, source.slice(from, alone?.from ?? open));
    pieces.push({ kind, inside: source.slice(open + 2, end), at: placeOf(source, open) });
    from = alone?.to ?? end + 2;
  }
  const rest = source.slice(from);
  const stray = rest.search(/\}\}|%\}/);
  if (stray !== -1) throw new Misread(placeOf(source, from + stray), `expected {{ or {% before ${rest.slice(stray, stray + 2)}`);
  pushText(pieces, rest);
  return pieces;
}

function nextOpening(source: string, from: number): number {
  for (let at = source.indexOf('{', from); at !== -1; at = source.indexOf('{', at + 1)) if (source[at + 1] === '{' || source[at + 1] === '%') return at;
  return -1;
}

/** What is quoted closes nothing. */
function closingOf(source: string, from: number, closing: string): number {
  let quote = '';
  for (let at = from; at < source.length; at++) {
    const character = source[at]!;
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (source.startsWith(closing, at)) return at;
  }
  return -1;
}

/** The whole line, if there is nothing else on it. */
function lineOf(source: string, open: number, end: number, from: number): { readonly from: number; readonly to: number } | undefined {
  let start = open;
  while (start > from && (source[start - 1] === ' ' || source[start - 1] === '\t')) start--;
  if (start > 0 && source[start - 1] !== '\n') return undefined;
  let to = end;
  while (source[to] === ' ' || source[to] === '\t' || source[to] === '\r') to++;
  if (to < source.length && source[to] !== '\n') return undefined;
  return { from: start, to: Math.min(source.length, to + 1) };
}

function pushText(pieces: Piece[], text: string): void {
  if (text !== '') pieces.push({ kind: 'text', text });
}

/** From 1, as editors count. */
export function placeOf(source: string, offset: number): Place {
  const before = source.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}
