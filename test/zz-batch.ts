import { fork } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuSeconds, start } from './bench/process.ts';
import { run } from './bench/load.ts';
import { DATA } from './bench/webhooks/measure.ts';
const dir = await mkdtemp(join(tmpdir(), 'zz-'));
const hub = await start([process.execPath, ...(process.argv.includes('--prof') ? ['--cpu-prof', '--cpu-prof-dir=/tmp/help-a/prof'] : []), join(import.meta.dirname, 'bench/webhooks/hub.ts'), dir]);
const headers = { authorization: `Bearer ${hub.said['key']}`, 'content-type': 'application/json' };
const named = process.argv.includes('--named');
let n = 0;
const body = (count: number) => JSON.stringify({ events: Array.from({ length: count }, () => ({ type: 'build.finished', subject: 'shop', data: DATA, ...(named ? { own_id: `x-${n++}` } : {}) })) });
const fixed = body(100);
for (let round = 0; round < 5; round++) {
  const cpu = cpuSeconds(hub.pid);
  const { perSecond, errors } = await run({ origin: hub.said['url']!, connections: 4, seconds: 3, status: 200, request: () => ({ method: 'POST', path: '/v1/tools/event_publish_batch', headers, body: named ? body(100) : fixed }) });
  console.log(`batches of 100: ${Math.round(perSecond * 100)} events/s, ${((cpuSeconds(hub.pid) - cpu) / (perSecond * 3 * 100) * 1e6).toFixed(1)} µs CPU per event (all threads), errors ${errors}`);
}
for (let round = 0; round < 0; round++) {
  const cpu = cpuSeconds(hub.pid);
  const { perSecond, errors } = await run({ origin: hub.said['url']!, connections: 32, seconds: 3, status: 200, request: () => ({ method: 'POST', path: '/v1/tools/event_publish', headers, body: JSON.stringify({ type: 'build.finished', subject: 'shop', data: DATA, ...(named ? { own_id: `y-${n++}` } : {}) }) }) });
  console.log(`single: ${Math.round(perSecond)} events/s, ${((cpuSeconds(hub.pid) - cpu) / (perSecond * 3) * 1e6).toFixed(1)} µs CPU per event, errors ${errors}`);
}
await hub.stop();
