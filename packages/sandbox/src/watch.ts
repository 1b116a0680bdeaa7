/**
 * Whether a thread hangs. One that is over its time and says nothing may also be one that a busy machine does not let run: the CPU time
 * that it has taken decides, for a while. After that its neighbours have waited long enough.
 */
import type { Worker } from 'node:worker_threads';
import type { CellReader } from './cells.ts';

/** With one every five milliseconds the neighbours are spared a wait of more than a fifth of a second. */
const MOST_LOOKS = 40;

/** To be called every few milliseconds; answers the call that hangs, or 0. */
export function watchOver(thread: Pick<Worker, 'cpuUsage'>, cells: Pick<CellReader, 'stuck' | 'due'>): (graceMs: number) => number {
  let suspect = 0;
  let looks = 0;
  let asked = false;
  let guilty = 0;

  async function judge(call: number): Promise<void> {
    const { user, system } = await thread.cpuUsage();
    if (suspect === call && (user + system) / 1000 >= cells.due()) guilty = call;
  }

  function ask(call: number): void {
    asked = true;
    judge(call).catch(() => { guilty = call; }).finally(() => { asked = false; }); // without an answer it has ended
  }

  return (graceMs) => {
    const call = cells.stuck(graceMs);
    if (call !== suspect) looks = 0;
    suspect = call;
    if (call === 0) return 0;
    if (call === guilty || ++looks > MOST_LOOKS) return call;
    if (!asked) ask(call);
    return 0;
  };
}
