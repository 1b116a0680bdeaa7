/** Limit B: answers 202 and forwards what came with an HMAC. Nothing is stored. */
import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { CONNECTIONS } from './measure.ts';

const pool = new Pool(process.argv[2] ?? '', { connections: CONNECTIONS, pipelining: 1 });
const key = createSecretKey(randomBytes(32));
let sent = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { type, data } = JSON.parse(Buffer.concat(chunks).toString()) as { type: string; data: unknown };
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"id":"evt"}');
    forward(JSON.stringify({ type, timestamp: new Date().toISOString(), data }));
  });
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })));
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));

function forward(body: string): void {
  const id = `evt_${String(sent++).padStart(26, '0')}`;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const headers = { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}` };
  pool.dispatch({ path: '/', method: 'POST', body, headers }, {
    onRequestStart() { /* nothing to prepare */ },
    onResponseStart() { /* any answer will do */ },
    onResponseData() { /* the bytes are counted by nobody */ },
    onResponseEnd() { /* it arrived */ },
    onResponseError: (_, error) => console.error(error),
  });
}
