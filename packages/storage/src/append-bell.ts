/** Tells who follows a log that there is more: at once for appends of this process, soon for those of others. */

export type AppendListener = (logs: ReadonlySet<string>) => void;

/** Logs and how many entries they have, over all tenants. */
export type Totals = () => Promise<readonly (readonly [string, number])[]>;

export function createAppendBell(totals: Totals, everyMs: number) {
  const listeners = new Set<AppendListener>();
  let known: Map<string, number> | undefined;
  let timer: NodeJS.Timeout | undefined;

  function ring(logs: ReadonlySet<string>): void {
    if (logs.size > 0) for (const listener of listeners) listener(logs);
  }

  /** Compares the totals with those of the last look. Whoever rang at once already makes this look ring again, which does no harm. */
  async function look(): Promise<void> {
    const now = new Map(await totals().catch(() => known ?? []));
    const before = known;
    known = now;
    if (before !== undefined) ring(new Set([...now].filter(([log, total]) => before.get(log) !== total).map(([log]) => log)));
  }

  function watch(): void {
    timer ??= setInterval(() => { void look(); }, everyMs).unref();
  }

  function rest(): void {
    clearInterval(timer);
    timer = undefined;
    known = undefined;
  }

  return {
    ring,
    look,
    listen(listener: AppendListener): () => void {
      listeners.add(listener);
      watch();
      void look();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) rest();
      };
    },
    close(): void {
      listeners.clear();
      rest();
    },
  };
}
