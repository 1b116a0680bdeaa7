/**
 * A regular expression as a program of few instructions, so that matching takes time in proportion to the text, whatever the
 * pattern: Node's own engine can be kept busy for years by thirty characters. One character at a time is still Node's business:
 * classes and escapes mean what they mean there.
 */
import { type Atom, atomOf } from './atom.ts';

export type Step =
  | { readonly do: 'take'; readonly atom: Atom }
  | { readonly do: 'split'; first: number; second: number }
  | { readonly do: 'at'; readonly what: 'start' | 'end' | 'boundary' | 'inside' }
  | { readonly do: 'found' };

type Node =
  | { readonly kind: 'atom'; readonly atom: Atom }
  | { readonly kind: 'at'; readonly what: 'start' | 'end' | 'boundary' | 'inside' }
  | { readonly kind: 'row'; readonly parts: readonly Node[] }
  | { readonly kind: 'any'; readonly of: readonly Node[] }
  | { readonly kind: 'times'; readonly part: Node; readonly least: number; readonly most: number };

/** A pattern that this hub does not run; the message says why. */
export class PatternRefused extends Error {}

const LONGEST = 1_000;
const DEEPEST = 30;
const MOST_STEPS = 2_000;

export function parsePattern(source: string): readonly Step[] {
  if (source.length > LONGEST) throw new PatternRefused(`expected a pattern of ${LONGEST} characters at most`);
  const unicode = flagOf(source);
  let at = 0;
  let depth = 0;

  function either(): Node {
    if (++depth > DEEPEST) throw new PatternRefused(`expected no more than ${DEEPEST} groups inside one another`);
    const of = [row()];
    while (source[at] === '|') {
      at++;
      of.push(row());
    }
    depth--;
    return of.length === 1 ? of[0]! : { kind: 'any', of };
  }

  function row(): Node {
    const parts: Node[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(repeated(part()));
    return { kind: 'row', parts };
  }

  function part(): Node {
    const character = source[at]!;
    if (character === '(') return group();
    if (character === '^' || character === '$') {
      at++;
      return { kind: 'at', what: character === '^' ? 'start' : 'end' };
    }
    const text = /^(?:\[(?:\\[^]|[^\]\\])*\]|\\(?:u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[a-zA-Z]|[pP]\{[^}]*\}|k<[^>]*>|[1-9][0-9]*|[^])|[^])/u.exec(source.slice(at))![0];
    at += text.length;
    if (text === '\\b' || text === '\\B') return { kind: 'at', what: text === '\\b' ? 'boundary' : 'inside' };
    if (/^\\(?:k|[1-9])/.test(text)) throw new PatternRefused('a pattern can’t refer back to what a group matched');
    return { kind: 'atom', atom: atomOf(text, unicode) };
  }

  function group(): Node {
    const opening = /^\((?:\?(?:[:=!]|<[=!]|<[^>]*>)?)?/.exec(source.slice(at))![0];
    if (/[=!]$/.test(opening)) throw new PatternRefused('a pattern can’t look ahead or behind');
    if (opening === '(?') throw new PatternRefused('a pattern can’t change its flags');
    at += opening.length;
    const inside = either();
    at++;
    return inside;
  }

  function repeated(inside: Node): Node {
    const found = /^(?:[*+?]|\{(\d+)(,(\d*))?\})/.exec(source.slice(at));
    if (found === null) return inside;
    at += found[0].length;
    if (source[at] === '?') at++; // how eager it is makes no difference to whether there is a match
    const [sign, from, comma, to] = found;
    if (sign === '*') return { kind: 'times', part: inside, least: 0, most: Infinity };
    if (sign === '+') return { kind: 'times', part: inside, least: 1, most: Infinity };
    if (sign === '?') return { kind: 'times', part: inside, least: 0, most: 1 };
    const least = Number(from);
    return { kind: 'times', part: inside, least, most: comma === undefined ? least : to === '' || to === undefined ? Infinity : Number(to) };
  }

  return compile(either());
}

const tooLarge = (): PatternRefused => new PatternRefused(`the pattern is too large: repetitions come to more than ${MOST_STEPS} steps; bound lengths with minLength and maxLength`);

/** As JSON Schema wants it, with `u`; or without, for patterns that are right only then. */
function flagOf(source: string): boolean {
  for (const flag of ['u', '']) {
    try {
      return RegExp(source, flag).unicode; // only read, never run
    } catch { /* the other one may */ }
  }
  throw new PatternRefused('expected a regular expression');
}

function compile(root: Node): readonly Step[] {
  const steps: Step[] = [];
  let work = 0;

  function push(step: Step): number {
    if (steps.length >= MOST_STEPS) throw tooLarge();
    return steps.push(step) - 1;
  }

  function emit(node: Node): void {
    if (++work > 10 * MOST_STEPS) throw tooLarge(); // repetitions of nothing push nothing
    if (node.kind === 'atom') push({ do: 'take', atom: node.atom });
    else if (node.kind === 'at') push({ do: 'at', what: node.what });
    else if (node.kind === 'row') for (const part of node.parts) emit(part);
    else if (node.kind === 'any') emitAny(node.of);
    else emitTimes(node);
  }

  function emitAny(of: readonly Node[]): void {
    const ends: number[] = [];
    for (const [index, branch] of of.entries()) {
      const split = index < of.length - 1 ? push({ do: 'split', first: steps.length + 1, second: 0 }) : undefined;
      emit(branch);
      if (split === undefined) continue;
      ends.push(push({ do: 'split', first: 0, second: 0 }));
      redirect(split, steps.length);
    }
    for (const end of ends) redirect(end, steps.length, steps.length);
  }

  function emitTimes({ part, least, most }: Extract<Node, { kind: 'times' }>): void {
    for (let n = 0; n < least; n++) emit(part);
    if (most === Infinity) {
      const split = push({ do: 'split', first: steps.length + 1, second: 0 });
      emit(part);
      push({ do: 'split', first: split, second: split });
      redirect(split, steps.length);
    }
    const splits: number[] = [];
    for (let n = least; n < most && most !== Infinity; n++) {
      splits.push(push({ do: 'split', first: steps.length + 1, second: 0 }));
      emit(part);
    }
    for (const split of splits) redirect(split, steps.length);
  }

  function redirect(place: number, second: number, first?: number): void {
    const step = steps[place] as Extract<Step, { do: 'split' }>; // it was pushed as one
    step.second = second;
    if (first !== undefined) step.first = first;
  }

  emit(root);
  push({ do: 'found' });
  return steps;
}
