/** Ends a turn: after its time, or because the worker stops. */
import { Paused } from '../step.ts';

export function pausing(ms: number, stop?: AbortSignal): AbortSignal {
  const control = new AbortController();
  const pause = (): void => { clearTimeout(timer); stop?.removeEventListener('abort', pause); control.abort(new Paused('paused')); };
  const timer = setTimeout(pause, ms);
  timer.unref();
  stop?.addEventListener('abort', pause, { once: true });
  if (stop?.aborted === true) pause();
  return control.signal;
}
