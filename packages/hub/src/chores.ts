/** Work that comes back: each chore waits for itself to end, and a failure is reported and tried again next time. */
export interface Chore {
  readonly name: string;
  readonly everyMs: number;
  /** `stopping`: the hub waits for it, so what changes nothing leaves off. `over`: its time to end is over, too. */
  readonly work: (stopping: AbortSignal, over: AbortSignal) => Promise<void>;
  /** Not once more when the hub stops. */
  readonly atEnd?: boolean;
}

export function startChores(chores: readonly Chore[], report: (error: unknown, about: Readonly<Record<string, unknown>>) => void, over: AbortSignal): () => Promise<void> {
  const stopping = new AbortController();
  const stopped = new Set<Promise<void>>();
  const timers = chores.map((chore) => {
    let running = false;
    const timer = setInterval(() => {
      if (running) return;
      running = true;
      const run = chore.work(stopping.signal, over).catch((error: unknown) => { if (!stopping.signal.aborted) report(error, { chore: chore.name }); }).finally(() => { running = false; stopped.delete(run); });
      stopped.add(run);
    }, chore.everyMs);
    timer.unref();
    return timer;
  });
  return async () => {
    for (const timer of timers) clearInterval(timer);
    stopping.abort();
    await Promise.all(stopped);
  };
}
