/** Stars of a plugin, pulled towards the mean of all while there are few of them: one friend makes no favourite. */
export interface Rating { readonly shown: number; readonly count: number; readonly histogram: number[] }

const PULL = 10;
/** When nobody has rated anything. */
const MIDDLE = 3.5;

export function ratingOf(stars: readonly number[], mean: number): Rating {
  const sum = stars.reduce((total, each) => total + each, 0);
  return { shown: round((mean * PULL + sum) / (PULL + stars.length)), count: stars.length, histogram: [1, 2, 3, 4, 5].map((star) => stars.filter((each) => each === star).length) };
}

export const meanOf = (stars: readonly number[]): number => (stars.length === 0 ? MIDDLE : stars.reduce((total, each) => total + each, 0) / stars.length);

const round = (value: number): number => Math.round(value * 100) / 100;

/** 95 percent. */
const Z = 1.96;

/** How large a share of people is content at the least: the lower bound of Wilson's interval of those who gave four or five stars. */
export function wilson(stars: readonly number[]): number {
  const n = stars.length;
  if (n === 0) return 0;
  const p = stars.filter((each) => each >= 4).length / n;
  return (p + Z ** 2 / (2 * n) - Z * Math.sqrt((p * (1 - p)) / n + Z ** 2 / (4 * n ** 2))) / (1 + Z ** 2 / n);
}
