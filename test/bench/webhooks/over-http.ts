/** Single events over HTTP, to a relay that stores nothing: both in processes of their own, under the same load. The hub is the command that users start. */
import { join } from 'node:path';
import { type Load, median, run } from '../load.ts';
import { type Child, cpuSeconds, residentMegabytes, start } from '../process.ts';
import { CONNECTIONS, DATA } from './measure.ts';

export interface OverHttp {
  readonly ratio: number;
  /** Events a second in batches of 100, delivered. */
  readonly batched: number;
  /** Resident memory of the hub after the last round. */
  readonly megabytes: number;
}

const PROGRAM = join(import.meta.dirname, '../../../packages/cli/src/bin.ts');
/** It may post to this machine, and its limits are so high that they meter nothing. */
const UNMETERED = { PATCHBAY_EGRESS_ALLOW: '127.0.0.0/8', PATCHBAY_RATE_LIMIT_PRINCIPAL: '100000000', PATCHBAY_RATE_LIMIT_TENANT: '100000000' };

export async function overHttp(dataDir: string, sink: string, rounds: number, seconds: number): Promise<OverHttp> {
  const relay = await start([process.execPath, join(import.meta.dirname, 'relay.ts'), sink]);
  const hub = await start([process.execPath, PROGRAM, 'start', '--port', '0', '--data', dataDir, '--log-level', 'warn', '--output', 'json'], UNMETERED);
  try {
    await declare(hub, sink);
    const toRelay = load(relay, '/', 202, seconds);
    const toHub = load(hub, '/v1/tools/event_publish', 200, seconds);
    for (const each of [toRelay, toHub]) await run(each);
    const ratios: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      const limit = await run(toRelay);
      await rest(relay);
      const own = await run(toHub);
      await rest(hub);
      if (limit.errors + own.errors > 0) throw new Error(`${limit.errors} and ${own.errors} requests failed`);
      console.log(`over HTTP, round ${round}: relay ${Math.round(limit.perSecond)}/s, hub ${Math.round(own.perSecond)}/s`);
      ratios.push(own.perSecond / limit.perSecond);
    }
    const batched: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const { perSecond, errors } = await batches(hub, seconds);
      if (errors > 0) throw new Error(`${errors} batches failed`);
      if (round > 0) batched.push(perSecond); // the first warms up
    }
    return { ratio: median(ratios), batched: median(batched), megabytes: residentMegabytes(hub.pid) };
  } finally {
    await Promise.all([relay.stop(), hub.stop()]);
  }
}

const REST_MS = 200;
const AT_REST = 0.02;

/** What one has taken in and not yet sent would go out in the time of the other. */
async function rest({ pid }: Child): Promise<void> {
  for (let before = -1, now = cpuSeconds(pid); now - before > AT_REST; now = cpuSeconds(pid)) {
    before = now;
    await new Promise((resolve) => { setTimeout(resolve, REST_MS); });
  }
}

function load({ said }: Child, path: string, status: number, seconds: number): Load {
  const body = JSON.stringify({ type: 'build.finished', subject: 'shop', data: DATA });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${said['first_key'] ?? ''}` };
  return { origin: said['url'] ?? '', connections: CONNECTIONS, seconds, status, request: () => ({ method: 'POST', path, headers, body }) };
}

const BATCH = 100;

/** From the first request to the last delivery: what is only taken in is not done. */
async function batches(hub: Child, seconds: number): Promise<{ perSecond: number; errors: number }> {
  const body = JSON.stringify({ events: Array.from({ length: BATCH }, () => ({ type: 'build.finished', subject: 'shop', data: DATA })) });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${hub.said['first_key'] ?? ''}` };
  const began = performance.now();
  const before = await delivered(hub);
  const { errors } = await run({ origin: hub.said['url'] ?? '', connections: 8, seconds, status: 200, request: () => ({ method: 'POST', path: '/v1/tools/event_publish_batch', headers, body }) });
  let done = await delivered(hub);
  for (let last = -1; last !== done; ) {
    last = done;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    done = await delivered(hub);
  }
  return { perSecond: (done - before) / ((performance.now() - began - 100) / 1000), errors };
}

async function delivered({ said }: Child): Promise<number> {
  const text = await (await fetch(`${said['url']}/metrics`)).text();
  return Number(/^patchbay_deliveries_total\{[^}]*outcome="delivered"[^}]*\} (\d+)/m.exec(text)?.[1] ?? 0);
}

async function declare({ said }: Child, sink: string): Promise<void> {
  const body = JSON.stringify({ name: 'sink', url: `${sink}/`, concurrency: CONNECTIONS });
  const answer = await fetch(`${said['url']}/v1/endpoints`, { method: 'POST', headers: { authorization: `Bearer ${said['first_key']}`, 'content-type': 'application/json' }, body });
  if (answer.status !== 201) throw new Error(await answer.text());
}
