/** Tells other hubs which logs have grown: at once, then once in a while for all that grew since. To tell costs the server a transaction. */
export function createAnnouncements(tell: (logs: ReadonlySet<string>) => void, everyMs: number) {
  let grown = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  function say(): void {
    timer = undefined;
    if (grown.size === 0) return;
    const logs = grown;
    grown = new Set();
    tell(logs);
    timer = setTimeout(say, everyMs).unref();
  }

  return {
    grew(logs: ReadonlySet<string>): void {
      for (const log of logs) grown.add(log);
      if (timer === undefined) say();
    },
    close(): void {
      clearTimeout(timer);
      say();
      clearTimeout(timer);
    },
  };
}
