/** Stdout belongs to the handshake. What anything prints after it is handed to the host as a stream. */
export interface Printed {
  put(chunk: Uint8Array): void;
  stream(signal: AbortSignal): AsyncIterable<Uint8Array>;
}

export function createPrinted(): Printed {
  const waiting: Uint8Array[] = [];
  let wake = (): void => {};
  return Object.freeze({
    put(chunk: Uint8Array) {
      waiting.push(chunk);
      wake();
    },
    async *stream(signal: AbortSignal) {
      signal.addEventListener('abort', () => wake(), { once: true });
      while (!signal.aborted) {
        while (waiting.length > 0) yield waiting.shift()!;
        await new Promise<void>((resolve) => { wake = resolve; });
      }
    },
  });
}
