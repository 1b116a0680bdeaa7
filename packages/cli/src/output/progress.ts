/** One line on stderr that is written over, for long work, if somebody looks. */
import type { Io } from '../io.ts';

export interface Progress { show(text: string): void; end(): void }

export function progress({ err, errIsTerminal, now }: Io): Progress {
  let last = -Infinity;
  let shown = false;
  return {
    show(text) {
      if (!errIsTerminal || now() - last < 100) return;
      last = now();
      shown = true;
      err(`\r\u001B[K${text}`);
    },
    end() {
      if (shown) err('\r\u001B[K');
      shown = false;
    },
  };
}
