/** A time limit beside a signal. Not AbortSignal.any() of a timeout: what nobody holds may be collected before it fires. */
export async function within<T>(ms: number, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  const leave = (): void => limit.abort(signal.reason);
  const timer = setTimeout(() => limit.abort(new Error(`no whole answer within ${ms / 1000} s`)), ms);
  if (signal.aborted) leave();
  else signal.addEventListener('abort', leave, { once: true });
  try {
    return await work(limit.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', leave);
  }
}
