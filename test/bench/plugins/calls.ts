/** One call at a time, in rounds that alternate with what it is compared to, so that a machine that slows down slows both. */
import { median } from '../load.ts';
import type { startEcho } from './echo.ts';
import { type Figures, quantile, times } from './figures.ts';
import type { Place } from './place.ts';
import { alerts, summary } from './samples.ts';

/** In the first five or six, V8 still compiles on both sides of a call; the median is of those without it. */
const ROUNDS = 15;
const CALLS = 2000;
const LARGE = 300;
const input = '{"id":1}';
/** Thread and process: p50 and p99 of a trivial call, µs. */
const GOALS = { thread: { p50: 30, p99: 250, echoes: 2 }, process: { p50: 70, p99: 500, echoes: 4 } };

interface Round { readonly echo: number; readonly call: number; readonly p99: number; readonly inside: number; readonly direct: number; readonly large: number; readonly largeInside: number }

export async function calls(place: Place, echo: ReturnType<typeof startEcho>, figures: Figures): Promise<void> {
  const event = alerts(10_000);
  const json = JSON.stringify(event);
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const bare = await times(CALLS, () => echo.call(input));
    const small: number[] = [];
    const call = await times(CALLS, async () => { small.push(await place.run(place.program, { input })); });
    const direct = await times(LARGE, async () => JSON.stringify(summary(JSON.parse(json) as typeof event)));
    const inside: number[] = [];
    const large = await times(LARGE, async () => { inside.push(await place.run(place.program, { input: json, name: 'summary' })); });
    rounds.push({ echo: median(bare), call: median(call), p99: quantile(call, 0.99), inside: median(small), direct: median(direct), large: median(large), largeInside: median(inside) });
  }
  report(place, rounds.slice(1), figures); // nothing of the first is optimized
}

function report({ placement }: Place, rounds: readonly Round[], { lower }: Figures): void {
  const of = (pick: (round: Round) => number): number => median(rounds.map(pick));
  const goals = GOALS[placement];
  console.log(`${placement}: bare thread’s echo ${micro(of((r) => r.echo))}, trivial call ${micro(of((r) => r.call))}; summary of 10 kB ${micro(of((r) => r.large))}, of the host itself ${micro(of((r) => r.direct))}`);
  lower(`${placement}: trivial call from a clean slate, p50, of a bare thread’s echo`, of((r) => r.call / r.echo), goals.echoes);
  lower(`${placement}: trivial call, p50 beyond an echo, µs`, of((r) => r.call - r.echo) * 1000, goals.p50);
  lower(`${placement}: trivial call, p99, µs`, of((r) => r.p99) * 1000, goals.p99);
  lower(`${placement}: clean slate and all else around the guest’s own time, p50, µs`, of((r) => r.call - r.echo - r.inside) * 1000, 150);
  lower(`${placement}: summary of 10 kB, p50, ms`, of((r) => r.large), 1.2);
  lower(`${placement}: summary of 10 kB in the guest, of the host’s own`, of((r) => r.largeInside / r.direct), 15);
}

function micro(ms: number): string { return `${(ms * 1000).toFixed(0)} µs`; }
