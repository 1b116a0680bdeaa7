/**
 * What the guard, the deadline, the caps and the pools of egress cost beside undici's bare Pool.dispatch. `npm run bench egress`
 * CPU of this process per request, 64 connections, 1 KiB to loopback. Rounds alternate and medians are compared, because the machine's speed changes.
 */
import { join } from 'node:path';
import { createEgress } from '@patchbay/egress';
import { Pool } from 'undici';
import { proof } from '../proof.ts';
import { median } from './load.ts';
import { start } from './process.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 15);
const REQUESTS = Number(process.env['REQUESTS'] ?? 20_000);
const AT_ONCE = 64;
const MANY = 1_000;

const sink = await start([process.execPath, join(import.meta.dirname, 'egress/sink.ts')]);
const origin = sink.said['url']!;
const body = Buffer.alloc(1024, 'x');
const headers = (n: number): Record<string, string> => ({
  'content-type': 'application/json', 'user-agent': 'patchbay', 'webhook-id': `msg_${n}`, 'webhook-timestamp': String(1_614_265_330 + n), 'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
});

const pool = new Pool(origin, { connections: AT_ONCE, pipelining: 1 });
const url = `${origin}/hook`;
const egress = createEgress({}, { allow: ['127.0.0.0/8'], connections: AT_ONCE });
const urls = Array.from({ length: MANY }, (_, n) => `${origin}/hook/${n}`);
const stop = new AbortController().signal;
const policy = { deny: ['203.0.113.0/24'], httpsOnly: false };
let failed = 0;

const bare = (n: number): Promise<void> => new Promise((resolve) => {
  let status = 0;
  const done = () => { if (status !== 200) failed++; resolve(); };
  pool.dispatch({ method: 'POST', path: '/hook', headers: headers(n), body, headersTimeout: 15_000, bodyTimeout: 15_000 }, {
    onRequestStart() { /* nothing to prepare */ },
    onResponseStart(_, code) { status = code; },
    onResponseData() { /* read and forgotten */ },
    onResponseEnd: done,
    onResponseError: done,
  });
});
const sent = async (n: number): Promise<void> => {
  const { status } = await egress.send({ method: 'POST', url, headers: headers(n), body, deadlineMs: 15_000, maxBytes: 65_536, keepBytes: 16_384, onExcess: 'truncate', breaker: true, policy }, stop);
  if (status !== 200) failed++;
};
const toMany = async (n: number): Promise<void> => {
  const { status } = await egress.send({ method: 'POST', url: urls[n % MANY]!, headers: headers(n), body, deadlineMs: 15_000 }, stop);
  if (status !== 200) failed++;
};

await round(bare);
await round(sent);
const pairs: { bare: number; sent: number; many: number }[] = [];
for (let at = 0; at < ROUNDS; at++) {
  const pair = { bare: await round(bare), sent: await round(sent), many: await round(toMany) };
  pairs.push(pair);
  console.log(`bare ${pair.bare.toFixed(1)} µs, send ${pair.sent.toFixed(1)} µs, to ${MANY} URLs ${pair.many.toFixed(1)} µs of CPU per request; ratio ${(pair.sent / pair.bare).toFixed(3)}`);
}
await pool.close();
await egress.close();
await sink.stop();

proof('bench egress', [
  { name: 'CPU of send, of a bare dispatch', value: round3(median(pairs.map((pair) => pair.sent / pair.bare))), goal: 1.35, better: 'lower' },
  { name: `CPU of send to ${MANY} URLs of one origin, of a bare dispatch`, value: round3(median(pairs.map((pair) => pair.many / pair.bare))), goal: 1.35, better: 'lower' },
  { name: 'requests that failed', value: failed, goal: 0, better: 'lower' },
]);

/** CPU microseconds per request. */
async function round(one: (n: number) => Promise<void>): Promise<number> {
  let n = 0;
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => { while (n < REQUESTS) await one(n++); }));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / REQUESTS;
}

function round3(value: number): number { return Number(value.toFixed(3)); }
