/** Random bytes from a pool: a call of the system for every id would cost more than the id. */
import { randomFillSync } from 'node:crypto';

const POOL = 8192;

export function pooledRandom(): (bytes: number) => Uint8Array {
  const pool = new Uint8Array(POOL);
  let at = POOL;
  return (bytes) => {
    if (at + bytes > POOL) {
      randomFillSync(pool);
      at = 0;
    }
    at += bytes;
    return pool.slice(at - bytes, at);
  };
}
