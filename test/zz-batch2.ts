import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { start } from './bench/process.ts';
import { bare } from './bench/webhooks/bare.ts';
import { CONNECTIONS, DATA } from './bench/webhooks/measure.ts';
const sink = fork(join(import.meta.dirname, 'bench/webhooks/sink.ts'), { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], env: { ...process.env, RECORD: '1' } });
let url = '';
for await (const line of createInterface({ input: sink.stdout! })) { url = JSON.parse(line).url; break; }
const tell = async () => { sink.send('tell'); return ((await once(sink, 'message'))[0] as unknown[]).length; };
const dir = await mkdtemp(join(tmpdir(), 'zz-'));
const hub = await start([process.execPath, join(import.meta.dirname, 'bench/webhooks/hub.ts'), dir]);
const headers = { authorization: `Bearer ${hub.said['key']}`, 'content-type': 'application/json' };
await fetch(`${hub.said['url']}/v1/endpoints`, { method: 'POST', headers, body: JSON.stringify({ name: 'sink', url: `${url}/`, concurrency: CONNECTIONS }) });
await fetch(`${hub.said['url']}/v1/endpoints`, { headers }); await tell();
const body = JSON.stringify({ events: Array.from({ length: 100 }, () => ({ type: 'build.finished', subject: 'shop', data: DATA })) });
await bare(url, 2); await tell();
for (let round = 0; round < 5; round++) {
  const a = await bare(url, 2); await tell();
  const began = performance.now();
  let sent = 0, got = 0;
  const poll = async () => { got += await tell(); };
  const lanes = Array.from({ length: 4 }, async () => { while (performance.now() - began < 3000) { if (sent - got > 1200) { await new Promise((r) => setTimeout(r, 5)); continue; } const answer = await fetch(`${hub.said['url']}/v1/tools/event_publish_batch`, { method: 'POST', headers, body }); if (answer.status !== 200) throw new Error(await answer.text()); await answer.arrayBuffer(); sent += 100; } });
  let running = true;
  const polling = (async () => { while (running || got < sent) { await poll(); await new Promise((r) => setTimeout(r, 10)); } })();
  await Promise.all(lanes); running = false; await polling;
  const rate = got / ((performance.now() - began) / 1000);
  console.log(`bare ${Math.round(a.perSecond)}/s, batches delivered ${Math.round(rate)}/s, ratio ${(rate / a.perSecond).toFixed(2)}`);
}
await hub.stop(); sink.kill();
