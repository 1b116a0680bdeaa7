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
