/** Semantic versions (semver.org), read and put in order. */
export interface Version { readonly major: number; readonly minor: number; readonly patch: number; readonly pre: readonly string[] }

const VERSION = /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?$/;

export function readVersion(text: string): Version | undefined {
  const [, major, minor, patch, pre] = VERSION.exec(text.trim()) ?? [];
  return patch === undefined ? undefined : { major: Number(major), minor: Number(minor), patch: Number(patch), pre: pre?.split('.') ?? [] };
}

export function compare(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch || comparePre(a.pre, b.pre);
}

/** A release is newer than what came before it; numbers are older than words. */
function comparePre(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const [left, right] = [a[at], b[at]];
    if (left === right) continue;
    if (left === undefined || right === undefined) return left === undefined ? -1 : 1;
    const [isNumber, other] = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (isNumber && other) return Number(left) - Number(right);
    if (isNumber !== other) return isNumber ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return 0;
}

export type Step = 'major' | 'minor' | 'patch' | 'pre' | 'none' | 'back';

export function stepBetween(from: Version, to: Version): Step {
  const order = compare(to, from);
  if (order <= 0) return order === 0 ? 'none' : 'back';
  if (to.major !== from.major) return 'major';
  if (to.minor !== from.minor) return 'minor';
  return to.patch === from.patch ? 'pre' : 'patch';
}
