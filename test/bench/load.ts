/** A bounded load from one process: so many connections, one request after another on each, for so long. */
import { Pool } from 'undici';

export interface Load {
  readonly origin: string;
  readonly connections: number;
  readonly seconds: number;
  /** The n-th request. */
  readonly request: (n: number) => { method: 'GET' | 'POST'; path: string; headers: Record<string, string>; body?: string };
  /** Another status than this is an error, and errors make a figure worthless. */
  readonly status: number;
}

export interface Outcome {
  readonly perSecond: number;
  readonly errors: number;
  readonly latencies: Float64Array;
}

export async function run({ origin, connections, seconds, request, status }: Load): Promise<Outcome> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const latencies: number[] = [];
  let errors = 0;
  let n = 0;
  const began = performance.now();
  const end = began + seconds * 1000;
  const one = (): Promise<void> => new Promise((resolve) => {
    const at = performance.now();
    let came = 0;
    const done = (): void => {
      if (came !== status) errors++;
      latencies.push(performance.now() - at);
      resolve();
    };
    pool.dispatch(request(n++), {
      onRequestStart() { /* nothing to prepare */ },
      onResponseStart(_controller, code) { came = code; },
      onResponseData() { /* the bytes are counted by nobody */ },
      onResponseEnd: done,
      onResponseError: done,
    });
  });
  await Promise.all(Array.from({ length: connections }, async () => { while (performance.now() < end) await one(); }));
  const took = (performance.now() - began) / 1000;
  await pool.close();
  return { perSecond: latencies.length / took, errors, latencies: Float64Array.from(latencies).sort() };
}

export const quantile = (sorted: Float64Array, q: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
