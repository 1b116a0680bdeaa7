// What lets a deployment through counts for that deployment, in its environment, by whoever gave it: not for another place, not after it was stopped, not twice by one run of a CI.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { startOidcIssuer } from '../doubles/oidc-issuer.ts';
import { type Deployment, type DeploymentHub, eventually, movableClock, startDeploymentHub } from './deployment-hub.ts';
import { releaseOf } from './plugins/release.ts';

let home: DeploymentHub | undefined;
afterEach(async () => { await home?.stop(); home = undefined; });
const LOOPBACK = { deliveries: { egressAllow: ['127.0.0.0/8'] } };
const start = async (options: Parameters<typeof startDeploymentHub>[0] = {}): Promise<DeploymentHub> => (home = await startDeploymentHub(options));

interface Gate { readonly open: boolean; readonly waiting_for: readonly { readonly kind: string; readonly detail: string; readonly permanent?: boolean }[] }
const gate = (environment: string, more = ''): Promise<Gate> => home!.call<Gate>('GET', `gates?project=shop&environment=${environment}${more}`);

/** Logs a run of a CI in, as often as a test wants. */
async function runsOfCi(scopes: readonly string[]) {
  const issuer = await startOidcIssuer();
  const { id } = await home!.call<{ id: string }>('POST', 'trust_policies', { name: 'ci', provider: 'github', issuer: issuer.url, audiences: ['hub'], claims: [{ claim: 'repository_id', values: ['4711'] }], scopes });
  return {
    stop: () => issuer.stop(),
    async enter(run: string): Promise<string> {
      const token = issuer.mint({ aud: 'hub', sub: 'repo', repository: 'acme/shop', repository_id: '4711', run_id: run, run_attempt: '1' });
      const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange', subject_token: token, subject_token_type: 'urn:ietf:params:oauth:token-type:jwt', policy: id });
      return ((await (await fetch(`${home!.hub.url}/v1/token`, { method: 'POST', body: form })).json()) as { access_token: string }).access_token;
    },
  };
}

test('a run of a CI that logs in again is still who asked, and who approved', async () => {
  const { environment, deploy, call } = await start({ config: LOOPBACK });
  await environment({ protection: { approvals: 2 } });
  const ci = await runsOfCi(['deployment:write', 'deployment:read', 'deployment:approve']);
  const { id } = await deploy({}, { key: await ci.enter('1') });
  const approve = (key: string) => call<Deployment & { code?: string }>('POST', `deployments/${id}/approve`, {}, { key });
  expect(await approve(await ci.enter('1'))).toMatchObject({ status_code: 403, code: 'approval.own_request' });
  expect(await approve(await ci.enter('2'))).toMatchObject({ status: 'waiting', waiting_for: [{ detail: expect.stringContaining('1 of 2') }] });
  expect(await approve(await ci.enter('2'))).toMatchObject({ status_code: 409, code: 'approval.decided' });
  expect(await approve(await home!.keyOf('ada', 'deployment:approve'))).toMatchObject({ status: 'queued' });
  await ci.stop();
});

test('approvals of one environment open no gate of another one', async () => {
  const { environment, deploy, call } = await start();
  await environment({ protection: { approvals: 1 } });
  await environment({ slug: 'staging', name: 'Staging', tier: 'staging', protection: { approvals: 1 } });
  const { id } = await deploy({ environment: 'staging' }, { key: await home!.keyOf('ci', 'deployment:write', 'deployment:read') });
  await call('POST', `deployments/${id}/approve`, {});
  expect(await gate('staging', `&deployment=${id}`)).toMatchObject({ open: true });
  expect(await gate('production', `&deployment=${id}`)).toMatchObject({ open: false, waiting_for: [{ kind: 'gate', permanent: true, detail: expect.stringContaining('is for staging') }] });
});

test('a deployment that was rejected or cancelled opens no gate, whatever was approved before', async () => {
  const { environment, deploy, call, keyOf } = await start();
  await environment({ protection: { approvals: 2 } });
  const ci = await keyOf('ci', 'deployment:write', 'deployment:read');
  const others = [await keyOf('ada', 'deployment:approve'), await keyOf('bob', 'deployment:approve')];
  const { id } = await deploy({}, { key: ci });
  for (const key of others) await call('POST', `deployments/${id}/approve`, {}, { key });
  expect(await gate('production', `&deployment=${id}`)).toMatchObject({ open: true });
  await call('POST', `deployments/${id}/cancel`, { reason: 'wrong branch' });
  expect(await gate('production', `&deployment=${id}`)).toMatchObject({ open: false, waiting_for: [{ permanent: true, detail: expect.stringContaining('wrong branch') }] });
});

test('a check that waits for a call is answered by what plugins decide and by what stopped the deployment, as anybody else who asks', async () => {
  const answers: { result: string; jobId: string }[] = [];
  const azure = createServer((request, response) => {
    let text = '';
    request.on('data', (part) => { text += String(part); }).on('end', () => { answers.push(JSON.parse(text) as { result: string; jobId: string }); response.end('{}'); });
  });
  await new Promise<void>((resolve) => { azure.listen(0, '127.0.0.1', resolve); });
  const { environment, deploy, call } = await start({ config: LOOPBACK });
  await environment();
  const ask = (job: string, more: object) => call('POST', 'gates/answers', { project: 'shop', environment: 'production', ...more, azure_devops: { collection_url: `http://127.0.0.1:${(azure.address() as AddressInfo).port}/`, project: 'p', hub: 'checks', plan: 'p', job, task: 't', token: 'of the job' } });
  const resultOf = (job: string) => eventually(() => answers.find(({ jobId }) => jobId === job)?.result, (result) => result !== undefined, 15_000);
  expect(await ask('open', { release: '1' })).toMatchObject({ status_code: 200 });
  expect(await resultOf('open')).toBe('succeeded');
  const { id } = await deploy();
  await call('POST', `deployments/${id}/cancel`, {});
  await ask('cancelled', { deployment: id });
  expect(await resultOf('cancelled')).toBe('failed');
  const decides = { hooks: [{ name: 'onDeploymentRequested', mode: 'decide' as const, events: [], order: 1, on_failure: 'closed' as const }], permissions: ['decide:onDeploymentRequested'] };
  await call('POST', 'tools/plugin_publish', releaseOf({ id: 'acme/no', version: '1.0.0', health: false, manifest: decides, body: `return { decision: 'deny', reason: 'not today' };` }).input);
  expect(await call('POST', 'tools/plugin_install', { name: 'acme/no', permissions: decides.permissions, enabled: true })).toMatchObject({ status: 'enabled' });
  expect(await gate('production', '&release=1')).toMatchObject({ open: false });
  await ask('denied', { release: '1' });
  expect(await resultOf('denied')).toBe('failed');
  azure.close();
}, 40_000);

test('a deployment that waits for the approval of its action is cancelled at once, and what was approved too late is not done', async () => {
  const clock = movableClock();
  const { deploy, get, calls, call, keyOf } = await start({ ports: { now: clock.now } });
  const { items: [project] } = await call<{ items: { id: string }[] }>('GET', 'projects');
  await call('POST', 'environments', { project: project!.id, slug: 'production', name: 'P', tier: 'production', bring_up: { action: 'wreck_it', input: {} } }, { key: await keyOf('declarer', '*') });
  const { id } = await deploy();
  const waiting = await eventually(() => get(id), ({ waiting_for }) => waiting_for.length > 0);
  const approval = waiting.waiting_for[0]!.needs!;
  clock.move(6_000); // it looks whether somebody decided, and nobody has
  await eventually(() => get(id), ({ version }) => version > waiting.version, 1_500);
  expect(await call('POST', `deployments/${id}/cancel`, { reason: 'wrong branch' })).toMatchObject({ status_code: 200 });
  clock.move(6_000);
  expect(await eventually(() => get(id), ({ ended }) => ended, 5_000)).toMatchObject({ status: 'cancelled', detail: expect.stringContaining('wrong branch') });
  await call('POST', 'tools/approval_approve', { id: approval }, { key: await keyOf('other', '*') });
  clock.move(61_000);
  const next = await deploy({ release: '2' });
  await eventually(() => get(next.id), ({ waiting_for }) => waiting_for.length > 0);
  expect(calls).toEqual([]);
}, 30_000);

test('a place that is kept for a CI is no way around a freeze that begins meanwhile', async () => {
  const clock = movableClock();
  const { environment, deploy, call } = await start({ ports: { now: clock.now } });
  const at = (seconds: number): string => new Date(clock.now() + seconds * 1000).toISOString();
  await environment({ protection: { freeze_windows: [{ kind: 'once', starts_at: at(3_600), ends_at: at(7_200), reason: 'Holidays' }] } });
  const { id } = await deploy({ begin_within: 86_400 });
  const begin = () => call<{ code?: string }>('POST', `deployments/${id}/begin`, {});
  clock.move(4_000_000);
  expect(await begin()).toMatchObject({ status_code: 409, code: 'deployment.held', waiting_for: [{ kind: 'freeze', detail: 'Holidays' }] });
  clock.move(4_000_000);
  expect(await begin()).toMatchObject({ status_code: 200, deployment: { status: 'running' } });
});

test('a release that was built from another commit is not the version that ran in another environment', async () => {
  const { environment, deploy, call } = await start();
  await environment({ slug: 'staging', name: 'Staging', tier: 'staging' });
  await environment({ protection: { gates: [{ kind: 'environment', environment: 'staging' }] } });
  const [one, other] = ['3f0c1d9e5b7a2468ace013579bdf02468ace1357', '4a0c1d9e5b7a2468ace013579bdf02468ace1357'];
  const { id } = await deploy({ environment: 'staging', commit: one, begin: true });
  await call('POST', `deployments/${id}/finish`, { status: 'succeeded' });
  expect(await gate('production', `&release=1.0.0&commit=${other}`)).toMatchObject({ open: false });
  for (const version of [`release=1.0.0&commit=${one}`, 'release=1.0.0', `release=1.0.0&commit=${one.slice(0, 12)}`]) expect([version, await gate('production', `&${version}`)]).toMatchObject([version, { open: true }]);
  expect(await gate('production', `&release=1.0.1&commit=${one}`)).toMatchObject({ open: false });
});
