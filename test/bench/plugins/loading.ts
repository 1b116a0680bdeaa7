/** A bundle from source to its first answer, beside what the host needs to compile the same text. */
import { Script } from 'node:vm';
import { median } from '../load.ts';
import { type Figures, quantile, times } from './figures.ts';
import type { Place } from './place.ts';
import { bundle } from './samples.ts';

const SIZE = 50_000;
const TIMES = 40;

export async function loading({ load, run }: Place, { lower }: Figures): Promise<void> {
  const own: number[] = [];
  const taken = await times(TIMES, async (n) => {
    const source = bundle(SIZE, n);
    const start = performance.now();
    const compiled = new Script(`(function () { ${source.replace('export default', 'return')} })`, { produceCachedData: true });
    if (compiled.cachedData === undefined) throw new Error('The host compiled nothing');
    own.push(performance.now() - start);
    await run(await load(source), { input: '{"id":"x"}' });
  });
  const cold = taken.map((ms, n) => ms - (own[n] ?? 0));
  console.log(`bundle of 50 kB: the host itself compiles it in ${median(own).toFixed(2)} ms`);
  lower('cold start of a bundle of 50 kB: load and first call, p50, ms', median(cold), 5);
  lower('cold start of a bundle of 50 kB: load and first call, p99, ms', quantile(cold, 0.99), 50);
}
