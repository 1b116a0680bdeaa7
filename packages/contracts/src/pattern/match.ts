/** Whether a pattern is found in a text: all ways at once, one character after the other. */
import { parsePattern, type Step } from './parse.ts';
import { quickPattern } from './quick.ts';

export interface Pattern {
  /** How many steps it was compiled into. */
  readonly size: number;
  /** `spend` is told how much work each character was, and may throw. */
  isIn(text: string, spend: (steps: number) => void): boolean;
}

export function compilePattern(source: string): Pattern {
  const program = parsePattern(source);
  const quick = quickPattern(source);
  if (quick === undefined) return { size: program.length, isIn: (text, spend) => find(program, text, spend) };
  return { size: program.length, isIn(text, spend) { spend(text.length >> 6); return quick.test(text); } };
}

function find(program: readonly Step[], text: string, spend: (steps: number) => void): boolean {
  const seen = new Int32Array(program.length).fill(-1);
  let current: number[] = [];
  let following: number[] = [];
  for (let at = 0; ;) {
    if (reach(program, 0, at, text, seen, current)) return true;
    spend(1 + (current.length >> 1));
    if (at >= text.length) return false;
    const code = text.codePointAt(at)!;
    const next = at + (code > 0xffff ? 2 : 1);
    for (const place of current) {
      const step = program[place] as Extract<Step, { do: 'take' }>; // only those are kept
      if (step.atom(code) && reach(program, place + 1, next, text, seen, following)) return true;
    }
    [current, following] = [following, current];
    following.length = 0;
    at = next;
  }
}

/** Goes on to every step that takes a character from here; true when there is nothing more to find. `seen` keeps each from being there twice. */
function reach(program: readonly Step[], from: number, at: number, text: string, seen: Int32Array, into: number[]): boolean {
  const open = [from];
  while (open.length > 0) {
    const place = open.pop()!;
    if (seen[place] === at) continue;
    seen[place] = at;
    const step = program[place]!;
    if (step.do === 'found') return true;
    if (step.do === 'take') into.push(place);
    else if (step.do === 'split') open.push(step.second, step.first);
    else if (holds(step.what, at, text)) open.push(place + 1);
  }
  return false;
}

function holds(what: 'start' | 'end' | 'boundary' | 'inside', at: number, text: string): boolean {
  if (what === 'start') return at === 0;
  if (what === 'end') return at === text.length;
  return (isWord(text.charCodeAt(at - 1)) !== isWord(text.charCodeAt(at))) === (what === 'boundary');
}

const isWord = (code: number): boolean => (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
