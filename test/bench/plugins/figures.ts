/** Collects figures, rounded to what a measurement can tell. */
import type { Figure } from '../../proof.ts';

export type Figures = ReturnType<typeof createFigures>;

export function createFigures() {
  const all: Figure[] = [];
  const add = (better: Figure['better']) => (name: string, value: number, goal: number): void => { all.push({ name, value: Number(value.toPrecision(4)), goal, better }); };
  return Object.freeze({ all, lower: add('lower'), higher: add('higher') });
}

export async function times(count: number, run: (n: number) => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  for (let n = 0; n < count; n++) {
    const start = performance.now();
    await run(n);
    taken.push(performance.now() - start);
  }
  return taken;
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}
