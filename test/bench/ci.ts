/**
 * What a step costs a job, and many waiting steps a hub: size and start of the bundles, overhead of a wait, the way of a cancel, a thousand that wait. `npm run bench ci`
 * CPU of a start is measured in turns with `node -e 0`: it does not depend on what else the machine does.
 */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCertificates } from '../attack/egress/certificates.ts';
import { runStep } from '../conformance/ci/github/runner.ts';
import { proof } from '../proof.ts';
import { cpuOf } from './ci/start.ts';
import { followMany } from './ci/waiting.ts';
import { median } from './load.ts';
import { residentMegabytes, start } from './process.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 15);
const STEPS = Number(process.env['STEPS'] ?? 1000);
const VERBS = ['deploy', 'preview', 'gate', 'call', 'notify', 'setup'];
const actions = join(import.meta.dirname, '../../actions');

const folder = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
const hub = await start([process.execPath, join(import.meta.dirname, '../../packages/cli/src/bin.ts'), 'start', '--port', '0', '--data', folder, '--log-level', 'warn', '--output', 'json']);
const { url = '', first_key: key = '' } = hub.said;
const call = async (action: string, input: object): Promise<Record<string, unknown>> => {
  const reply = await fetch(`${url}/v1/tools/${action}`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify(input) });
  return await reply.json() as Record<string, unknown>;
};

const sizes = await Promise.all([...VERBS.map((verb) => join(actions, 'github', verb, 'index.cjs')), join(actions, 'program/patchbay-ci.cjs'), ...['lambda', 'approvals'].map((name) => join(actions, 'codepipeline', name, 'index.cjs'))].map(async (file) => (await stat(file)).size / 1024));

const worker = (await stat(join(actions, 'codepipeline/worker.cjs'))).size / 1024;

// A start, up to the network and up to the first answer over TLS.
using certificates = openCertificates();
const identity = certificates.selfSigned('localhost');
const certificateFile = join(folder, 'cert.pem');
await writeFile(certificateFile, identity.cert);
const tls = createServer(identity, (request, response) => { request.resume(); response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"evt_1"}'); });
await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
const secure = `https://localhost:${(tls.address() as AddressInfo).port}`; // it listens on TCP
const input = { INPUT_HUB: secure, INPUT_TOKEN: 'pb_bench', INPUT_EVENT: 'build.finished' };
const [bare, reaching, answered, bareTrusting]: [number[], number[], number[], number[]] = [[], [], [], []];
const notify = join(actions, 'github/notify/index.cjs');
for (let round = 0; round < ROUNDS; round++) {
  bare.push(await cpuOf(['-e', '0'], {}, 'end'));
  reaching.push(await cpuOf([notify], { ...input, INPUT_HUB: 'http://127.0.0.1:9' }, 'network'));
  bareTrusting.push(await cpuOf(['-e', '0'], { NODE_EXTRA_CA_CERTS: certificateFile }, 'end'));
  answered.push(await cpuOf([notify], { ...input, NODE_EXTRA_CA_CERTS: certificateFile }, 'end'));
}
tls.close();
console.log(`CPU: node -e 0 ${median(bare).toFixed(1)} ms, to the network ${median(reaching).toFixed(1)} ms, to the answer over TLS ${median(answered).toFixed(1)} ms`);

// A wait and a cancel, by the real bundle.
const project = String((await call('project_create', { slug: 'shop', name: 'Web shop' }))['id']);
await call('environment_create', { project, slug: 'staging', name: 'Staging', tier: 'staging', when_busy: 'wait' });
await call('environment_create', { project, slug: 'held', name: 'Held', tier: 'production', protection: { approvals: 1 } });
const deploy = { action: join(actions, 'github/deploy'), with: { hub: url, token: key, project: 'shop', environment: 'staging', run: 'sleep 1' } };
const waits: number[] = [];
const cancels: number[] = [];
for (let round = 0; round < 5; round++) {
  const ended = await runStep(deploy);
  waits.push(ended.endedAt - Date.parse(String((await call('deployment_get', { id: ended.outputs['deployment'] }))['ended_at'])));
  let at = 0;
  const stopped = await runStep({ ...deploy, with: { ...deploy.with, environment: 'held' }, cancelAt: /waiting/, onLine: (line) => { if (line.startsWith('waiting')) at = Date.now(); } });
  cancels.push(Date.parse(String((await call('deployment_get', { id: stopped.outputs['deployment'] }))['ended_at'])) - at);
}

// A thousand that wait for one deployment, which then ends.
const { id } = await call('deployment_create', { project: 'shop', environment: 'held', release: '1.0.0' });
const waiting = await followMany(url, key, String(id), STEPS);
await new Promise((resolve) => setTimeout(resolve, 2000));
const [resident, dropped] = [residentMegabytes(hub.pid), waiting.dropped + STEPS - waiting.open];
const since = performance.now();
await call('deployment_cancel', { id });
for (let n = 0; n < 200 && waiting.ended < STEPS; n++) await new Promise((resolve) => setTimeout(resolve, 50));
const heard = waiting.heardAfter(since);
waiting.close();
await hub.stop();
await rm(folder, { recursive: true, force: true });

proof('bench ci', [
  { name: 'largest bundle, kB unminified', value: Math.max(...sizes), goal: 60, better: 'lower' },
  { name: 'job worker of CodePipeline, kB unminified', value: worker, goal: 60, better: 'lower' },
  { name: 'CPU before the network, × node -e 0', value: median(reaching) / median(bare), goal: 1.4, better: 'lower' },
  { name: 'CPU to the first HTTPS answer, × node -e 0', value: median(answered) / median(bareTrusting), goal: 2.9, better: 'lower' },
  { name: 'end of the step after the deployment, ms, worst', value: Math.max(...waits), goal: 1000, better: 'lower' },
  { name: 'cancel until the deployment has ended, ms, worst', value: Math.max(...cancels), goal: 2000, better: 'lower' },
  { name: 'hub with so many waiting steps, MB', value: resident, goal: 250, better: 'lower' },
  { name: 'waiting steps', value: heard.length, goal: STEPS, better: 'higher' },
  { name: 'streams that were dropped', value: dropped, goal: 0, better: 'lower' },
  { name: 'all waiting steps heard of the end, ms', value: Math.max(...heard), goal: 1000, better: 'lower' },
]);
