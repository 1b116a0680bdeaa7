// A hub that restarts while a job waits for it, or begins something.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import type { Verb } from './inputs/table.ts';
import { detectHost } from './hosts/detect.ts';
import { type Doing, runStep } from './run-step.ts';
import { call } from './verbs/call.ts';
import { deploy } from './verbs/deploy.ts';
import { gate } from './verbs/gate.ts';
import { notify } from './verbs/notify.ts';
import { preview } from './verbs/preview.ts';
import { setup } from './verbs/setup.ts';
import { doWork } from './work/do-work.ts';

let server: Server | undefined;
afterEach(() => { server?.closeAllConnections(); server?.close(); });

interface World { readonly url: string; readonly asked: string[]; away: boolean }
type Answers = (what: string, world: World) => object | undefined;

/** While it is away it answers nothing; undefined is never answered. */
async function hubThat(answers: Answers, away = false): Promise<World> {
  const world = { url: '', asked: [] as string[], away };
  server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const what = `${request.method} ${(request.url ?? '').replace(/\?.*$/, '')}`;
    world.asked.push(what);
    if (world.away) return void request.socket.destroy();
    const answer = what.endsWith('/stream') ? { status: 502 } : answers(what, world);
    if (world.away) return void request.socket.destroy();
    if (answer !== undefined) response.writeHead('status' in answer && typeof answer.status === 'number' ? answer.status : 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => { server!.listen(0, '127.0.0.1', resolve); });
  world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return world;
}

function job<V extends Verb>(verb: V, doing: Doing<V>, { url }: World, flags: Readonly<Record<string, string>>) {
  const said: string[] = [];
  const listeners: (() => void)[] = [];
  const host = detectHost({ env: {}, flags: { hub: url, token: 'pb_a-token', ...flags }, temporary: '/tmp', random: () => 'random', now: Date.now, write: (text) => { said.push(text); }, append: () => undefined, read: () => undefined, onSignal: (_, listener) => { listeners.push(listener); } });
  const code = runStep(verb, doing, host, { now: Date.now, random: () => 0.05 }, doWork);
  return { code, said: () => said.join(''), cancel: () => { for (const listener of listeners) listener(); } };
}

const AWAY_MS = 1_200;
const place = { project: 'shop', environment: 'production', timeout: '60' };
const impatient = { retries: '1' };
const deployment = (more: object) => ({ id: 'dep_1', version: 1, project: 'prj_1', environment_slug: 'production', status: 'waiting', runner: 'hub', ended: false, waiting_for: [{ kind: 'approvals', detail: 'one more' }], outputs: {}, ...more });
const succeeded = { version: 9, status: 'succeeded', ended: true, waiting_for: [] };
const backAfter = (world: World, ms: number): void => { world.away = true; setTimeout(() => { world.away = false; }, ms); };

test('a gate is asked for until its time is over, whatever becomes of the hub meanwhile', async () => {
  let looks = 0;
  const world = await hubThat((_, here) => {
    looks += 1;
    if (looks === 1) setTimeout(() => backAfter(here, 1_500), 100);
    return { open: looks > 1, waiting_for: looks > 1 ? [] : [{ kind: 'approvals', detail: 'one more' }] };
  });
  const { code, said } = job('gate', gate, world, { ...place, ...impatient, interval: '1' });
  expect([await code, said()]).toEqual([0, expect.stringMatching(/approvals: one more\nThe hub does not answer yet: Could not reach[^\n]*\nThe hub answers again\.\nNothing holds it/)]);
});

test('an approval is waited for until its time is over', async () => {
  let looks = 0;
  const world = await hubThat((what, here) => {
    if (what === 'GET /v1/approvals/apr_1') {
      looks += 1;
      if (looks === 1) setTimeout(() => backAfter(here, 1_500), 100);
      return { status: looks > 1 ? 'approved' : 'pending' };
    }
    return looks > 1 ? { deleted: true } : { status: 403, code: 'approval.required', detail: 'needs an approval', fix: '', approval_id: 'apr_1' };
  });
  const { code, said } = job('call', call, world, { action: 'secret_delete', ...impatient, timeout: '60', interval: '1' });
  expect([await code, said()]).toEqual([0, expect.stringContaining('The hub answers again.')]);
});

test('a deployment is followed until its time is over', async () => {
  let waits = 0;
  const world = await hubThat((what, here) => {
    if (what.endsWith('/log')) return { entries: [], complete: false };
    if (!what.endsWith('/wait')) return deployment({});
    waits += 1;
    if (waits === 1) backAfter(here, AWAY_MS);
    return deployment(succeeded);
  });
  const { code, said } = job('deploy', deploy, world, { ...place, ...impatient });
  expect([await code, said()]).toEqual([0, expect.stringMatching(/The hub does not answer yet[^\n]*\nThe hub answers again\.\n[\s\S]*Deployed to production/)]);
});

test('when the time is over and the hub is still away, the last words say so', async () => {
  const world = await hubThat((what, here) => {
    if (!what.endsWith('/wait')) return deployment({});
    here.away = true;
    return {};
  });
  const { code, said } = job('deploy', deploy, world, { ...place, ...impatient, timeout: '2' });
  expect([await code, said()]).toEqual([1, expect.stringMatching(/could not be cancelled[\s\S]*has not ended within 2 s, as far as is known: the hub does not answer: Could not reach[\s\S]*step\.timeout/)]);
});

test.each([
  ['deploy', deploy, place, () => deployment(succeeded)],
  ['preview', preview, { ...place, 'pull-request': '7' }, () => ({ preview: { id: 'prv_1', slug: 'pr-7', status: 'up' }, deployment: deployment(succeeded) })],
  ['preview', preview, { ...place, 'pull-request': '7', operation: 'down' }, () => ({ preview: { id: 'prv_1', slug: 'pr-7', status: 'gone' } })],
  ['call', call, { action: 'project_get' }, () => ({ id: 'prj_1' })],
  ['gate', gate, place, () => ({ open: true, waiting_for: [] })],
  ['notify', notify, { event: 'build.finished' }, () => ({ id: 'evt_1' })],
] as const)('%s begins as soon as the hub is there, under one key', async (verb, doing, flags, answer) => {
  const world = await hubThat((what) => (what.endsWith('/log') ? { entries: [], complete: true } : what.endsWith('/wait') ? deployment(succeeded) : answer()), true);
  setTimeout(() => { world.away = false; }, AWAY_MS);
  const { code, said } = job(verb as 'deploy', doing as Doing<'deploy'>, world, flags);
  expect([await code, said()]).toEqual([0, expect.stringContaining('The hub answers again.')]);
});

test('setup waits for a hub that is just coming', async () => {
  const world = await hubThat((what) => (what === 'POST /v1/token' ? { access_token: 'pbt_a-token', expires_in: 900 } : undefined), true);
  setTimeout(() => { world.away = false; }, AWAY_MS);
  vi.stubEnv('PATCHBAY_ID_TOKEN', 'x');
  const said: string[] = [];
  const host = { ...detectHost({ env: { PATCHBAY_ID_TOKEN: 'an-id-token' }, flags: { hub: world.url, policy: 'trust_1', program: 'false' }, temporary: '/tmp', random: () => 'random', now: Date.now, write: (text) => { said.push(text); }, append: () => undefined, read: () => undefined, onSignal: () => undefined }) };
  expect([await runStep('setup', setup, host, { now: Date.now, random: () => 0.05 }), said.join('')]).toEqual([0, expect.stringContaining('Logged in')]);
});

test('retries of 0 mean it: what was not begun fails at once', async () => {
  const world = await hubThat(() => undefined, true);
  const { code } = job('deploy', deploy, world, { ...place, retries: '0' });
  expect([await code, world.asked.length]).toEqual([1, 1]);
});

test('a refusal that is final is not asked for again', async () => {
  const world = await hubThat(() => ({ status: 403, code: 'caller.forbidden', detail: 'no', fix: '' }));
  const { code } = job('notify', notify, world, { event: 'build.finished' });
  expect([await code, world.asked.length]).toEqual([1, 1]);
});

test('a job that is cancelled while it asks a hub that is away ends, and begins nothing afterwards', async () => {
  const world = await hubThat(() => deployment({}), true);
  const { code, cancel } = job('deploy', deploy, world, place);
  setTimeout(cancel, 500);
  expect(await code).toBe(130);
  const asked = world.asked.length;
  world.away = false;
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(world.asked.length).toBe(asked);
});

test('commands that have done their work say so to a hub that comes back', async () => {
  const ended: string[] = [];
  const world = await hubThat((what, here) => {
    if (what.endsWith('/begin')) { setTimeout(() => backAfter(here, AWAY_MS), 50); return { variables: {}, secrets: {} }; }
    if (what.endsWith('/finish')) ended.push(what);
    return deployment({ runner: 'ci', status: 'running', waiting_for: [], ...(ended.length > 0 ? succeeded : {}), entries: [] });
  });
  const { code, said } = job('deploy', deploy, world, { ...place, ...impatient, run: 'echo hello; sleep 0.3; echo done' });
  expect([await code, ended.length, said()]).toEqual([0, 1, expect.stringContaining('Deployed to production')]);
  expect(said()).not.toContain('is not kept');
  expect(world.asked.filter((what) => what.endsWith('/log') && what.startsWith('POST')).length).toBeGreaterThan(0);
});
