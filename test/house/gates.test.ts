// Gates: what scanners found, which alerts are open and how a pipeline went hold a deployment, say so, and let it go on when that is over.
import { connectors } from '@patchbay/connectors';
import { afterEach, expect, test } from 'vitest';
import { COMMIT, type Deployment, type DeploymentHub, eventually, startDeploymentHub } from './deployment-hub.ts';
import { ended, type PipelineHub, startPipelineHub } from './pipeline-hub.ts';

let home: DeploymentHub | undefined;
let world: PipelineHub | undefined;
afterEach(async () => { await home?.stop(); await world?.stop(); home = undefined; world = undefined; });
const begun = ({ ready_at, ended: over }: Deployment): boolean => ready_at !== undefined || over;
const gate = (more: object): object => ({ protection: { gates: [more] } });

test('a version goes in when its scan is there and small enough; the latest result of each scanner counts', async () => {
  home = await startDeploymentHub();
  const { environment, deploy, call, get, events } = home;
  await environment(gate({ kind: 'vulnerabilities', severity: 'high', at_most: 1 }));
  const { id } = await deploy({ commit: COMMIT });
  expect(await get(id)).toMatchObject({ status: 'waiting', waiting_for: [{ kind: 'gate', detail: expect.stringContaining('no result of a scanner is there') }] });
  const report = (scanner: string, counts: object, more: object = {}) => call('POST', 'scans', { project: 'shop', commit: COMMIT, scanner, counts, ...more });
  expect(await report('trivy', { critical: 1, high: 3, low: 40 }, { url: 'https://scanner.example.com/4711' })).toMatchObject({ status_code: 200, counts: { critical: 1, high: 3, medium: 0 } });
  expect(await eventually(() => get(id), ({ waiting_for }) => waiting_for[0]?.detail.includes('found 4') === true)).toMatchObject({ waiting_for: [{ detail: expect.stringContaining('https://scanner.example.com/4711') }] });
  await report('grype', { critical: 0, high: 1 });
  await report('trivy', { high: 1, low: 40 });
  expect(await eventually(() => get(id), begun)).toMatchObject({ status: 'queued', ready_at: expect.any(String) });
  expect((await call<{ items: unknown[] }>('GET', 'scans')).items).toHaveLength(2);
  expect(await events('scan.')).toHaveLength(3);
});

test('a scan of a release that was built from another commit says nothing about this one', async () => {
  home = await startDeploymentHub();
  const { environment, deploy, call, get } = home;
  await environment(gate({ kind: 'vulnerabilities', severity: 'high' }));
  const report = (version: object) => call('POST', 'scans', { project: 'shop', scanner: 'trivy', counts: {}, ...version });
  await report({ release: 'nightly', commit: 'a'.repeat(40) });
  const { id } = await deploy({ release: 'nightly', commit: COMMIT });
  expect(await get(id)).toMatchObject({ status: 'waiting', waiting_for: [{ detail: expect.stringContaining('no result of a scanner is there') }] });
  await report({ release: 'nightly', commit: COMMIT.slice(0, 12) });
  expect(await eventually(() => get(id), begun)).toMatchObject({ ready_at: expect.any(String) });
});

test('open alerts of a severity hold it; those that name another place do not; and the end of the alert lets it go on', async () => {
  home = await startDeploymentHub({ ports: { builtIn: connectors.filter(({ id }) => id === 'patchbay/alertmanager') } });
  const { environment, deploy, call, get } = home;
  await environment(gate({ kind: 'alerts', severity: 'high' }));
  const installed = await call<{ id: string; missing_permissions: string[] }>('POST', 'tools/plugin_install', { name: 'patchbay/alertmanager', config: { base_url: 'https://alertmanager.example.com' }, secrets: { webhook_token: 'alertmanager-token' } });
  await call('POST', 'tools/plugin_enable', { name: 'patchbay/alertmanager', permissions: installed.missing_permissions });
  const tell = async (status: 'firing' | 'resolved', labels: Record<string, string>): Promise<void> => {
    const body = JSON.stringify({ version: '4', groupKey: 'g', receiver: 'hub', status, groupLabels: {}, commonLabels: {}, externalURL: 'https://alertmanager.example.com', truncatedAlerts: 0, alerts: [{ status, labels, annotations: {}, startsAt: '2026-11-20T10:00:00Z', endsAt: '0001-01-01T00:00:00Z', fingerprint: labels['alertname'] }] });
    const reply = await fetch(`${home!.hub.url}/v1/webhooks/${installed.id}`, { method: 'POST', body, headers: { 'content-type': 'application/json', authorization: 'Bearer alertmanager-token' } });
    expect(reply.status).toBe(202);
  };
  await tell('firing', { alertname: 'Slow', severity: 'warning' });
  await tell('firing', { alertname: 'Elsewhere', severity: 'critical', environment: 'staging' });
  await tell('firing', { alertname: 'Down', severity: 'critical', environment: 'production' });
  await call('POST', 'events', { type: 'alertmanager.alert.resolved', subject: 'Down', data: { fingerprint: 'Down' } }); // by nobody who proved anything
  await eventually(() => call<{ open: boolean }>('GET', 'gates?project=shop&environment=production&release=1.0.0'), ({ open }) => !open);
  const held = await deploy();
  expect(held).toMatchObject({ waiting_for: [{ kind: 'gate', detail: '1 alerts of severity high or above are open, and 0 may be: Down' }] });
  await tell('resolved', { alertname: 'Down', severity: 'critical', environment: 'production' });
  expect(await eventually(() => get(held.id), begun)).toMatchObject({ ready_at: expect.any(String) });
});

test('a pipeline must have passed for the commit, whoever started it; and a gate that stays shut for too long ends the deployment', async () => {
  world = await startPipelineHub('github');
  const { vendor, start, until, later } = world;
  const { environment, deploy, get } = world.home;
  await environment(gate({ kind: 'pipeline', pipeline: 'deploy', timeout: 3600 }));
  const commit = '6dcb09b5b57875f334f61aebed695e2e4193db5e';
  expect(await deploy({ release: '1' })).toMatchObject({ status_code: 422, code: 'deployment.refused' });
  const { id } = await deploy({ commit });
  expect(await get(id)).toMatchObject({ waiting_for: [{ detail: expect.stringContaining('deploy has not run for 6dcb09b5b578') }] });
  const failing = await start();
  await until(failing.id, ({ ci_run }) => ci_run !== undefined);
  vendor.ci.move(vendor.ci.runs()[0]!.id, 'failed');
  await until(failing.id, ended);
  later(31_000);
  expect(await eventually(() => get(id), ({ waiting_for }) => waiting_for[0]?.detail.includes('failed') === true)).toMatchObject({ waiting_for: [{ detail: expect.stringContaining('deploy is failed for'), needs: failing.id }] });
  const passing = await start();
  await until(passing.id, ({ ci_run }) => ci_run !== undefined);
  vendor.ci.move(vendor.ci.runs()[1]!.id, 'succeeded');
  await until(passing.id, ended);
  expect(await eventually(() => get(id), begun)).toMatchObject({ ready_at: expect.any(String) });
  const other = await deploy({ commit: COMMIT });
  later(3_601_000);
  expect(await eventually(() => get(other.id), ({ ended: yes }) => yes)).toMatchObject({ status: 'cancelled', outcome: 'refused', detail: expect.stringContaining('waited for 3600 s') });
}, 60_000);

test('asked without a deployment, what only a deployment can have is of no use to wait for: approvals, and a time that begins with it', async () => {
  home = await startDeploymentHub();
  const { environment, deploy, call } = home;
  await environment({ protection: { approvals: 1, wait: 600 } });
  const ask = (more = '') => call<{ open: boolean; waiting_for: unknown[] }>('GET', `gates?project=shop&environment=production&release=1.0.0${more}`);
  const onlyWith = expect.stringContaining('ask for one with `deployment`') as string;
  expect((await ask()).waiting_for).toEqual([{ kind: 'approvals', permanent: true, detail: onlyWith }, { kind: 'wait', permanent: true, detail: onlyWith }]);
  const { id } = await deploy({ release: '1.0.0' });
  expect((await ask(`&deployment=${id}`)).waiting_for).toEqual([{ kind: 'approvals', detail: '0 of 1 approvals' }, { kind: 'wait', detail: expect.any(String), until: expect.any(String) }]);
});

test('what a gate looks at may be renamed, an environment as well as a pipeline: the gate goes on looking at it', async () => {
  world = await startPipelineHub('github');
  const { environment, deploy, call, get, events } = world.home;
  const staging = await environment({ slug: 'staging', name: 'Staging', tier: 'staging' });
  const production = await environment({ protection: { gates: [{ kind: 'environment', environment: 'staging' }, { kind: 'pipeline', pipeline: 'deploy' }] } });
  const { id } = await deploy({ commit: COMMIT });
  const gatesNow = async () => (await call<{ protection: { gates: { environment?: string; pipeline?: string }[] } }>('GET', `environments/${production.id}`)).protection.gates.map((each) => each.environment ?? each.pipeline);
  expect(await call('PATCH', `environments/${staging.id}`, { slug: 'stage' }, { 'dry-run': 'true' })).toMatchObject({ status_code: 200 });
  expect(await gatesNow()).toEqual(['staging', 'deploy']);
  expect(await call('PATCH', `environments/${staging.id}`, { slug: 'stage' })).toMatchObject({ status_code: 200, slug: 'stage' });
  expect(await call('PATCH', `pipelines/${world.pipeline}`, { name: 'roll-out' })).toMatchObject({ status_code: 200, name: 'roll-out' });
  expect(await gatesNow()).toEqual(['stage', 'roll-out']);
  expect((await events('environment.updated')).filter(({ subject }) => subject === production.id)).toMatchObject([{ data: { version: 2 } }, { data: { version: 3, slug: 'production' } }]);
  world.later(31_000);
  const waiting = await eventually(() => get(id), ({ waiting_for: [first] }) => first?.detail.includes('stage') === true && !first.detail.includes('staging'));
  expect(waiting).toMatchObject({ status: 'waiting', waiting_for: [{ detail: expect.stringContaining('does not run in stage') }, { detail: expect.stringContaining('roll-out has not run') }] });
});
