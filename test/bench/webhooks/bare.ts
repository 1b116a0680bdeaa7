/** Limit A: signed keep-alive POSTs by the client that the engine has, which is cheaper than undici's bare dispatch (`bench egress`), and nothing stored. */
import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { createEgress } from '@patchbay/egress';
import { CONNECTIONS, DATA, type Measured, measure } from './measure.ts';

export async function bare(sink: string, seconds: number): Promise<Measured> {
  const egress = createEgress({}, { allow: ['127.0.0.0/8'], connections: CONNECTIONS });
  const stop = new AbortController().signal;
  const key = createSecretKey(randomBytes(32));
  let sent = 0;

  async function post(): Promise<void> {
    const id = `evt_${String(sent++).padStart(26, '0')}`;
    const timestamp = String(Math.floor(Date.now() / 1000));
    const body = JSON.stringify({ type: 'build.finished', timestamp: new Date().toISOString(), data: DATA });
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    const headers = { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
    await egress.send({ url: `${sink}/`, method: 'POST', body, headers }, stop);
  }

  try {
    return await measure(async (until) => {
      await Promise.all(Array.from({ length: CONNECTIONS }, async () => { while (performance.now() < until) await post(); }));
      return sent;
    }, seconds);
  } finally {
    await egress.close();
  }
}
