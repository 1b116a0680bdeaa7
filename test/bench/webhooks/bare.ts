/** Limit A: signed keep-alive POSTs by undici's dispatch, the cheapest way Node has, and nothing stored. */
import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { Pool } from 'undici';
import { CONNECTIONS, DATA, type Measured, measure } from './measure.ts';

export async function bare(sink: string, seconds: number): Promise<Measured> {
  const pool = new Pool(sink, { connections: CONNECTIONS, pipelining: 1, keepAliveTimeout: 60_000, headersTimeout: 15_000, bodyTimeout: 15_000 });
  const key = createSecretKey(randomBytes(32));
  let sent = 0;

  const post = (): Promise<void> => new Promise((resolve, reject) => {
    const id = `evt_${String(sent++).padStart(26, '0')}`;
    const timestamp = String(Math.floor(Date.now() / 1000));
    const body = JSON.stringify({ type: 'build.finished', timestamp: new Date().toISOString(), data: DATA });
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    const headers = { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
    pool.dispatch({ path: '/', method: 'POST', body, headers }, {
      onRequestStart() { /* nothing to prepare */ },
      onResponseStart() { /* any answer will do */ },
      onResponseData() { /* the bytes are counted by nobody */ },
      onResponseEnd: () => resolve(),
      onResponseError: (_, error) => reject(error),
    });
  });

  try {
    return await measure(async (until) => {
      await Promise.all(Array.from({ length: CONNECTIONS }, async () => { while (performance.now() < until) await post(); }));
      return sent;
    }, seconds);
  } finally {
    await pool.close();
  }
}
