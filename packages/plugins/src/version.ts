/** Versions and ranges as npm writes them, as much of it as plugins use: `1.4.2`, `^1.4.0`, `~1.4`, `1.x`, `>=1.2.0 <2`, `a || b`, `*`. https://semver.org */

type Parts = readonly [major: number, minor: number, patch: number];
export interface Version { readonly parts: Parts; readonly pre: readonly string[] }

const VERSION = /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:-([0-9A-Za-z.-]{1,60}))?(?:\+[0-9A-Za-z.-]{1,60})?$/;
const COMPARATOR = /^(\^|~|>=|<=|>|<|=)?v?(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:-([0-9A-Za-z.-]+))?$/;

export function parseVersion(text: string): Version | undefined {
  const [, major, minor, patch, pre] = VERSION.exec(text) ?? [];
  return major === undefined ? undefined : { parts: [Number(major), Number(minor), Number(patch)], pre: pre === undefined ? [] : pre.split('.') };
}

export function compareVersions(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  if (left === undefined || right === undefined) return (left === undefined ? 0 : 1) - (right === undefined ? 0 : 1);
  return compare(left, right);
}

function compare(a: Version, b: Version): number {
  const parts = a.parts.map((part, index) => part - b.parts[index]!).find((difference) => difference !== 0);
  return parts ?? comparePre(a.pre, b.pre);
}

/** A pre-release comes before its release; numbers compare as numbers and come before words. */
function comparePre(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return Math.sign(b.length - a.length) * (a.length === b.length ? 0 : 1);
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [left, right] = [a[index], b[index]];
    if (left === undefined || right === undefined) return left === undefined ? -1 : 1;
    if (left === right) continue;
    const numbers = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (numbers[0] && numbers[1]) return Number(left) - Number(right);
    if (numbers[0] !== numbers[1]) return numbers[0] ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return 0;
}

type Test = (version: Version) => boolean;

/** Undefined for what is no range. Pre-releases only fit a range that names one of the same version. */
export function readRange(range: string): ((version: string) => boolean) | undefined {
  const choices = range.split('||').map((choice) => readAll(choice.trim()));
  if (choices.some((choice) => choice === undefined)) return undefined;
  return (text) => {
    const version = parseVersion(text);
    return version !== undefined && choices.some((tests) => tests!.every((test) => test(version)));
  };
}

function readAll(choice: string): Test[] | undefined {
  if (choice === '' || choice === '*') return [({ pre }) => pre.length === 0];
  const comparators = choice.replaceAll(/([\^~<>=])\s+/g, '$1').split(/\s+/).map((text) => COMPARATOR.exec(text));
  if (comparators.some((match) => match === null)) return undefined;
  const named = new Set(comparators.flatMap((match) => (match![5] === undefined ? [] : [[2, 3, 4].map((group) => match![group]).join('.')])));
  const release: Test = ({ parts, pre }) => pre.length === 0 || named.has(parts.join('.'));
  return [release, ...comparators.map((match) => testOf(match!))];
}

function testOf([, operator = '=', ...groups]: RegExpExecArray): Test {
  const numbers = groups.slice(0, 3).map((group) => (group === undefined || /[xX*]/.test(group) ? undefined : Number(group)));
  const [major, minor, patch] = numbers;
  if (major === undefined) return () => true;
  const low: Version = { parts: [major, minor ?? 0, patch ?? 0], pre: groups[3]?.split('.') ?? [] };
  const next: Parts = minor === undefined ? [major + 1, 0, 0] : patch === undefined ? [major, minor + 1, 0] : [major, minor, patch + 1];
  const below = (parts: Parts): Test => (version) => compare(version, { parts, pre: ['0'] }) < 0;
  const from: Test = (version) => compare(version, low) >= 0;
  switch (operator) {
    case '^': return both(from, below(major > 0 || minor === undefined ? [major + 1, 0, 0] : minor > 0 || patch === undefined ? [0, minor + 1, 0] : [0, 0, patch + 1]));
    case '~': return both(from, below(minor === undefined ? [major + 1, 0, 0] : [major, minor + 1, 0]));
    case '>=': return from;
    case '>': return (version) => compare(version, patch === undefined ? { parts: next, pre: [] } : low) >= (patch === undefined ? 0 : 1);
    case '<': return (version) => compare(version, low.pre.length === 0 ? { ...low, pre: ['0'] } : low) < 0;
    case '<=': return patch === undefined ? below(next) : (version) => compare(version, low) <= 0;
    default: return patch === undefined ? both(from, below(next)) : (version) => compare(version, low) === 0;
  }
}

const both = (a: Test, b: Test): Test => (version) => a(version) && b(version);
