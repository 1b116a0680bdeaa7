/** Keeps the event loop from sleeping for a moment, while something is about to come. It goes round and serves all else meanwhile. */
import { AWAKE_MS, createPatience } from './patience.ts';

export function createVigil() {
  const patience = createPatience();
  let until = 0; // 0: it has come
  let on = false;

  function round(): void {
    on = until !== 0;
    if (!on) return;
    if (performance.now() < until) return void setImmediate(round);
    on = false;
    until = 0;
    patience.failed();
  }

  return Object.freeze({
    begin(): void {
      if (!on && !patience.wanted()) return;
      until = performance.now() + AWAKE_MS;
      if (!on) setImmediate(round);
      on = true;
    },
    /** It has come. */
    end(): void {
      if (until === 0) return;
      until = 0;
      patience.paid();
    },
  });
}
