/** How often something happened lately. Exact up to a few hundred; beyond that, times are counted in that many parts of the window. */

export interface Limit {
  readonly most: number;
  readonly withinMs: number;
}

/** Times with how often, the oldest first. */
export type Happened = readonly (readonly [at: number, times: number])[];

const MOST_PARTS = 256;

/** One more, and without what is too old. */
export function oneMore(before: Happened, at: number, { most, withinMs }: Limit): Happened {
  const part = most <= MOST_PARTS ? 1 : Math.ceil(withinMs / MOST_PARTS);
  const rounded = Math.floor(at / part) * part;
  const left = recent(before, at, withinMs);
  const same = left.findLastIndex(([time]) => time === rounded);
  return same === -1 ? [...left, [rounded, 1] as const] : left.with(same, [rounded, left[same]![1] + 1]);
}

export const timesIn = (happened: Happened, at: number, withinMs: number): number => recent(happened, at, withinMs).reduce((sum, [, times]) => sum + times, 0);

const recent = (happened: Happened, at: number, withinMs: number): Happened => happened.filter(([time]) => time > at - withinMs);
