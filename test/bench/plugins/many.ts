/** A hundred programs of a hundred tenants in one executor. */
import { median } from '../load.ts';
import type { startEcho } from './echo.ts';
import type { Figures } from './figures.ts';
import type { Place } from './place.ts';

const PROGRAMS = 100;
const CALLS = 100;
const ROUNDS = 5;
const LIMIT_MB = 1;

export async function many(place: Place, echo: ReturnType<typeof startEcho>, { lower, higher }: Figures): Promise<void> {
  const before = place.residentBytes();
  const programs = await Promise.all(Array.from({ length: PROGRAMS }, (_, n) => place.load(`export default (event) => ({ ok: true, id: event.id + ${n} });`, `tenant ${n}`)));
  await Promise.all(programs.map((each) => place.run(each, { input: '{"id":1}' })));
  lower(`${place.placement}: memory of an idle program that was called, MB`, (place.residentBytes() - before) / PROGRAMS / 2 ** 20, LIMIT_MB);
  const rates: number[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const bare = await rate(() => echo.call('{"id":1}'));
    const own = await rate((n) => place.run(programs[n % PROGRAMS]!, { input: '{"id":1}' }));
    rates.push(own);
    ratios.push(bare / own);
  }
  higher(`${place.placement}: calls per second over ${PROGRAMS} programs, each from a clean slate`, median(rates), 15_000);
  console.log(`${place.placement}: a bare thread echoes ${median(ratios).toFixed(1)} times as many`);
}

/** As many callers as programs, each with one call after another. */
async function rate(run: (caller: number) => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await Promise.all(Array.from({ length: PROGRAMS }, async (_, caller) => { for (let n = 0; n < CALLS; n++) await run(caller); }));
  return PROGRAMS * CALLS / ((performance.now() - start) / 1000);
}
