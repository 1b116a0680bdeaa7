/** Standard output as a log: never blocks the hub, keeps the order, and a reader that went away is no reason to stop. */
import { pino } from 'pino';

export interface Output {
  write(line: string): void;
  flush(): Promise<void>;
}

export function standardOutput(): Output {
  const stream = pino.destination({ fd: 1, sync: false });
  stream.on('error', () => undefined);
  return Object.freeze({
    write: (line: string) => { stream.write(line); },
    flush: () => new Promise<void>((resolve) => { stream.flush(() => resolve()); }),
  });
}
