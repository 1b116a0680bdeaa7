/** Limit A: signed keep-alive POSTs by the client that the engine has, which is cheaper than undici's bare dispatch (`bench egress`), and nothing stored. */
import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { createEgress } from '@patchbay/egress';
import { Pool } from 'undici';
import { CONNECTIONS, DATA, type Measured, measure } from './measure.ts';

type Post = (body: string, headers: Record<string, string>) => Promise<unknown>;

export async function bare(sink: string, seconds: number): Promise<Measured> {
  const egress = createEgress({}, { allow: ['127.0.0.0/8'], connections: CONNECTIONS });
  const stop = new AbortController().signal;
  try {
    return await flooded((body, headers) => egress.send({ url: `${sink}/`, method: 'POST', body, headers }, stop), seconds);
  } finally {
    await egress.close();
  }
}

/** The same by the cheapest way that undici has: what the limit would be with a client that everybody can have. */
export async function bareByUndici(sink: string, seconds: number): Promise<Measured> {
  const pool = new Pool(sink, { connections: CONNECTIONS, pipelining: 1 });
  const nothing = (): void => undefined;
  try {
    return await flooded((body, headers) => new Promise((resolve, reject) => {
      pool.dispatch({ path: '/', method: 'POST', body, headers }, { onRequestStart: nothing, onResponseStart: nothing, onResponseData: nothing, onResponseEnd: resolve, onResponseError: (_, error) => reject(error) });
    }), seconds);
  } finally {
    await pool.close();
  }
}

function flooded(send: Post, seconds: number): Promise<Measured> {
  const key = createSecretKey(randomBytes(32));
  let sent = 0;

  async function post(): Promise<void> {
    const id = `evt_${String(sent++).padStart(26, '0')}`;
    const timestamp = String(Math.floor(Date.now() / 1000));
    const body = JSON.stringify({ type: 'build.finished', timestamp: new Date().toISOString(), data: DATA });
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    await send(body, { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` });
  }

  return measure(async (until) => {
    await Promise.all(Array.from({ length: CONNECTIONS }, async () => { while (performance.now() < until) await post(); }));
    return sent;
  }, seconds);
}
