// Deployments: what protects an environment holds them, one at a time gets in, the hub or a CI does the work, and everything that happened is told.
import { afterEach, expect, test } from 'vitest';
import { Failure } from '@patchbay/contracts';
import { BRING_UP, type Deployment, type DeploymentHub, eventually, type Listed, movableClock, startDeploymentHub, TEAR_DOWN } from './deployment-hub.ts';

let home: DeploymentHub | undefined;
afterEach(async () => { await home?.stop(); home = undefined; });
const start = async (options: Parameters<typeof startDeploymentHub>[0] = {}): Promise<DeploymentHub> => (home = await startDeploymentHub(options));

const ended = ({ ended: yes }: Deployment): boolean => yes;
const inState = (...states: string[]) => ({ status }: Deployment): boolean => states.includes(status);

test.each(['sqlite', 'postgres'] as const)('the hub brings a version up by what the environment says, with the rights of who declared it, on %s', async (store) => {
  const { environment, deploy, get, behave, calls, events, call, keyOf } = await start({ store });
  behave['thing_up'] = ({ version }) => ({ url: 'https://shop.example.com', image: `shop:${String(version)}` });
  const { id: place } = await environment({ bring_up: BRING_UP });
  const ci = await keyOf('ci', 'deployment:write', 'deployment:read');
  const created = await deploy({ reason: 'Release of the week' }, { key: ci });
  expect(created).toMatchObject({ status_code: 200, runner: 'hub', status: 'running', environment: place });
  const done = await eventually(() => get(created.id), ended);
  expect(done).toMatchObject({ status: 'succeeded', url: 'https://shop.example.com', outputs: { image: 'shop:1.0.0' } });
  expect(calls).toMatchObject([{ action: 'thing_up', input: { place: 'production', version: '1.0.0' } }]);
  const types = (await events('deployment.')).map(({ type }) => type);
  expect(types).toEqual(['deployment.created', 'deployment.running', 'deployment.succeeded']);
  expect(await call('GET', `environments/${place}`)).toMatchObject({ deployment: created.id, frozen: false });
});

test('a CI creates, begins, writes its log and finishes; the place is its own meanwhile', async () => {
  const { environment, deploy, call, get } = await start();
  await call('POST', 'secrets', { name: 'shop/db', value: 'hunter2-hunter2' });
  await environment({ variables: { LEVEL: '{{environment.slug}}' }, secret_variables: { DATABASE: 'shop/db' }, url_template: 'https://{{environment.slug}}.example.com' });
  const first = await deploy();
  expect(first).toMatchObject({ runner: 'ci', status: 'queued', ready_at: expect.any(String), waiting_for: [{ kind: 'runner' }] });
  const second = await deploy({ release: '1.1.0', begin: true });
  expect(second).toMatchObject({ status: 'queued', waiting_for: [{ kind: 'turn', needs: first.id }] });
  expect(await call('POST', `deployments/${second.id}/begin`, {})).toMatchObject({ status_code: 409, code: 'deployment.held' });
  const begun = await call('POST', `deployments/${first.id}/begin`, { run: { provider: 'gitlab', run: '17' } });
  expect(begun).toMatchObject({ deployment: { status: 'running', run: { run: '17' } }, variables: { LEVEL: 'production' }, secrets: { DATABASE: 'hunter2-hunter2' } });
  expect(await call('POST', `deployments/${first.id}/begin`, {})).toMatchObject({ deployment: { status: 'running' } });
  expect(await call('POST', `deployments/${first.id}/log`, { lines: ['one', 'password is hunter2-hunter2', 'token ghp_0123456789abcdefghij0123456789abcdefgh'], group: 'helm' })).toMatchObject({ appended: 3 });
  const log = await call<{ entries: { offset: number; lines: string[] }[]; next_offset: number; complete: boolean }>('GET', `deployments/${first.id}/log`);
  expect(log).toMatchObject({ entries: [{ stream: 'out', group: 'helm', lines: ['one', 'password is ***', 'token ***'] }], complete: false });
  const finished = await call('POST', `deployments/${first.id}/finish`, { status: 'succeeded', outputs: { image: 'shop@sha256:1' } });
  expect(finished).toMatchObject({ status: 'succeeded', url: 'https://production.example.com', outputs: { image: 'shop@sha256:1' } });
  expect(await call('POST', `deployments/${first.id}/finish`, { status: 'succeeded' })).toMatchObject({ status_code: 200, status: 'succeeded' });
  expect(await call('POST', `deployments/${first.id}/finish`, { status: 'failed' })).toMatchObject({ status_code: 409, code: 'deployment.ended' });
  expect(await eventually(() => get(second.id), ({ ready_at }) => ready_at !== undefined)).toMatchObject({ status: 'queued' });
  expect(await call('GET', `deployments/${first.id}/log?offset=${log.next_offset}`)).toMatchObject({ entries: [], complete: true });
});

test('one who asks to begin at once and is held by nothing runs at once', async () => {
  const { environment, deploy, call } = await start();
  await environment();
  const created = await deploy({ begin: true });
  expect(created).toMatchObject({ status: 'running' });
  expect(await call('POST', `deployments/${created.id}/finish`, { status: 'failed', detail: 'The smoke test failed' })).toMatchObject({ status: 'failed', detail: 'The smoke test failed' });
});

test('approvals: not by who asked, not by a key that they issued, not twice by one person, and only by those who may', async () => {
  const { environment, deploy, call, keyOf, hub } = await start();
  const ada = await keyOf('ada', '*');
  const bob = await keyOf('bob', 'deployment:approve', 'deployment:read');
  const me = await call<{ principal: string }>('POST', 'tools/whoami', {}, { key: ada });
  const him = await call<{ principal: string }>('POST', 'tools/whoami', {}, { key: bob });
  await environment({ protection: { approvals: 2, approvers: [me.principal, him.principal] } });
  const ci = await keyOf('ci', 'deployment:write', 'deployment:read', 'deployment:approve', 'api_key:write');
  const { id } = await deploy({}, { key: ci });
  const approve = (key: string) => call<Deployment & { code?: string }>('POST', `deployments/${id}/approve`, { comment: 'fine' }, { key });
  const { key: child } = await call<{ key: string }>('POST', 'api_keys', { name: 'child of ci', scopes: ['deployment:approve'] }, { key: ci });
  expect(await approve(ci)).toMatchObject({ status_code: 403, code: 'approval.own_request' });
  expect(await approve(child)).toMatchObject({ status_code: 403, code: 'approval.own_request' });
  expect(await approve(hub.key)).toMatchObject({ status_code: 403, code: 'deployment.not_approver' });
  expect(await approve(await keyOf('nobody', 'deployment:read'))).toMatchObject({ status_code: 403, code: 'caller.forbidden' });
  expect(await approve(ada)).toMatchObject({ status: 'waiting', waiting_for: [{ kind: 'approvals', detail: expect.stringContaining('1 of 2') }] });
  expect(await approve(ada)).toMatchObject({ status_code: 409, code: 'approval.decided' });
  expect(await approve(bob)).toMatchObject({ status: 'queued', ready_at: expect.any(String) });
  expect(await approve(bob)).toMatchObject({ status_code: 409, code: 'approval.decided' });
});

test('a rejection ends it, and who asked may approve where the environment lets them', async () => {
  const { environment, deploy, call } = await start();
  await environment({ protection: { approvals: 1, requester_may_approve: true } });
  const { id } = await deploy();
  expect(await call('POST', `deployments/${id}/reject`, { comment: 'not on a Friday' })).toMatchObject({ status: 'cancelled', outcome: 'rejected', detail: expect.stringContaining('not on a Friday') });
  expect(await call('POST', `deployments/${id}/approve`, {})).toMatchObject({ code: 'deployment.ended' });
  const { id: other } = await deploy();
  expect(await call('POST', `deployments/${other}/approve`, {})).toMatchObject({ ready_at: expect.any(String) });
});

test('a ref that may not be deployed is refused at once, and so is a version that nobody names', async () => {
  const { environment, deploy } = await start();
  await environment({ protection: { refs: ['refs/heads/main', 'refs/tags/v*'] } });
  expect(await deploy({ ref: 'refs/heads/evil' })).toMatchObject({ status_code: 422, code: 'deployment.refused', waiting_for: [{ detail: expect.stringContaining('refs/heads/main') }] });
  expect(await deploy()).toMatchObject({ status_code: 422, code: 'deployment.refused' });
  expect(await deploy({ ref: 'refs/tags/v1.2' })).toMatchObject({ status_code: 200 });
  expect(await deploy({ release: undefined })).toMatchObject({ status_code: 422, code: 'input.invalid' });
  expect(await deploy({ environment: 'nowhere' })).toMatchObject({ status_code: 422, code: 'reference.not_found' });
});

test('a waiting time and a freeze window hold it until they are over', async () => {
  const clock = movableClock();
  const { environment, deploy, get, call, events } = await start({ ports: { now: clock.now } });
  const until = new Date(clock.now() + 7_200_000).toISOString();
  const { id: place } = await environment({ protection: { wait: 600, freeze_windows: [{ reason: 'Year-end closing', kind: 'once', starts_at: new Date(clock.now() - 1000).toISOString(), ends_at: until }] } });
  const { id } = await deploy();
  expect(await get(id)).toMatchObject({ status: 'waiting', waiting_for: [{ kind: 'wait' }, { kind: 'freeze', detail: 'Year-end closing', until }] });
  expect(await call('GET', `environments/${place}`)).toMatchObject({ frozen: true });
  clock.move(601_000);
  expect(await eventually(() => get(id), ({ waiting_for }) => waiting_for.length === 1)).toMatchObject({ status: 'waiting', waiting_for: [{ kind: 'freeze' }] });
  clock.move(7_200_000);
  expect(await eventually(() => get(id), ({ ready_at }) => ready_at !== undefined)).toMatchObject({ status: 'queued' });
  expect((await events('environment.frozen')).length).toBe(1);
});

test('a gate holds it until the same version has run in another environment long enough', async () => {
  const clock = movableClock();
  const { environment, deploy, get, call } = await start({ ports: { now: clock.now } });
  await environment({ slug: 'staging', name: 'Staging', tier: 'staging' });
  await environment({ protection: { gates: [{ kind: 'environment', environment: 'staging', for: 3600 }] } });
  const { id } = await deploy();
  expect(await get(id)).toMatchObject({ status: 'waiting', waiting_for: [{ kind: 'gate', detail: expect.stringContaining('does not run in staging') }] });
  const staged = await deploy({ environment: 'staging', begin: true });
  await call('POST', `deployments/${staged.id}/finish`, { status: 'succeeded' });
  expect(await eventually(() => get(id), ({ waiting_for }) => waiting_for[0]?.until !== undefined)).toMatchObject({ waiting_for: [{ kind: 'gate', detail: expect.stringContaining('for 3600 s') }] });
  expect(await call('GET', 'gates?project=shop&environment=production&release=2.0.0')).toMatchObject({ open: false });
  clock.move(3_601_000);
  expect(await eventually(() => get(id), ({ ready_at }) => ready_at !== undefined)).toMatchObject({ status: 'queued' });
  expect(await call('GET', 'gates?project=shop&environment=production&release=1.0.0')).toMatchObject({ open: true, waiting_for: [] });
});

test('a gate without what it looks at, a cron that is none and an action that is not there are refused where they are declared', async () => {
  const { environment, keyOf, call } = await start();
  await expect(environment({ protection: { gates: [{ kind: 'pipeline' }] } })).rejects.toThrow('protection.gates.0.pipeline');
  await expect(environment({ protection: { freeze_windows: [{ reason: 'x', kind: 'recurring', cron: '61 * * * *', duration: 600 }] } })).rejects.toThrow('freeze_windows.0.cron');
  await expect(environment({ protection: { freeze_windows: [{ reason: 'x', kind: 'recurring', cron: '0 1 * * *', duration: 600, time_zone: 'Mars/Olympus' }] } })).rejects.toThrow('no time zone');
  await expect(environment({ bring_up: { action: 'nobody_does' } })).rejects.toThrow('there is no action');
  await expect(environment({ bring_up: { action: 'event_publish', input: { typ: 'deploy.wanted', subject: '{{environment.slug}}' } } })).rejects.toThrow('bring_up.input.type');
  const weak = await keyOf('weak', 'environment:write', 'project:read');
  const { items: [project] } = await call<Listed<{ id: string }>>('GET', 'projects');
  expect(await call('POST', 'environments', { project: project!.id, slug: 'x', name: 'X', tier: 'staging', bring_up: BRING_UP }, { key: weak })).toMatchObject({ status_code: 403, needs: 'thing:write' });
});

test('where deployments replace one another, the older one is told to stop and the newer one takes its turn', async () => {
  const { environment, deploy, get, call, behave } = await start();
  await environment({ when_busy: 'replace', bring_up: BRING_UP });
  const stopped: string[] = [];
  behave['thing_up'] = ({ version }, { signal }) => (version === '1.0.0' ? new Promise((_, reject) => { signal.addEventListener('abort', () => { stopped.push('1.0.0'); reject(new Failure('action.cancelled', 'stopped')); }); }) : {});
  const first = await deploy();
  await eventually(() => get(first.id), inState('running'));
  await eventually(() => home!.calls.length, (length) => length === 1);
  const second = await deploy({ release: '2.0.0' });
  expect(await eventually(() => get(second.id), ended)).toMatchObject({ status: 'succeeded' });
  expect(await get(first.id)).toMatchObject({ status: 'superseded', superseded_by: second.id });
  expect(stopped).toEqual(['1.0.0']);
  expect(await call('GET', 'deployments?status=superseded')).toMatchObject({ items: [{ id: first.id }] });
});

test('where a busy environment refuses, a second deployment is refused', async () => {
  const { environment, deploy } = await start();
  await environment({ when_busy: 'refuse' });
  await deploy({ begin: true });
  expect(await deploy({ release: '2.0.0' })).toMatchObject({ status_code: 409, code: 'deployment.busy' });
});

test('what brings it up is tried again when that may help, and its last word is kept', async () => {
  const { environment, deploy, get, behave, calls, call, events } = await start();
  await environment({ bring_up: BRING_UP });
  behave['thing_up'] = () => { throw new Failure('upstream.invalid', 'the cluster knows no such image'); };
  const bad = await deploy();
  expect(await eventually(() => get(bad.id), ended)).toMatchObject({ status: 'failed', outcome: 'upstream.invalid', detail: 'the cluster knows no such image' });
  expect(await call('GET', `deployments/${bad.id}/log`)).toMatchObject({ entries: [{ stream: 'hub', lines: [expect.stringContaining('no such image')] }], complete: true });
  let tries = 0;
  behave['thing_up'] = () => { if (++tries === 1) throw new Failure('upstream.unavailable', 'the cluster rests'); return {}; };
  const good = await deploy();
  expect(await eventually(() => get(good.id), ended)).toMatchObject({ status: 'succeeded', attempt: 2 });
  expect(calls.length).toBe(3);
  expect((await events('deployment.retrying')).length).toBe(1);
}, 20_000);

test('what an action or a CI says when it fails shows no secret: not in the deployment, its log and its events', async () => {
  const { environment, deploy, get, behave, call, events } = await start();
  await call('POST', 'secrets', { name: 'shop/db', value: 'hunter2-hunter2' });
  await environment({ bring_up: { action: 'thing_up', input: { password: '{{secrets.DATABASE}}' } }, secret_variables: { DATABASE: 'shop/db' } });
  behave['thing_up'] = ({ password }) => { throw new Failure('upstream.invalid', `nobody has the password ${String(password)}`); };
  const { id } = await deploy();
  expect(await eventually(() => get(id), ended)).toMatchObject({ status: 'failed', detail: 'nobody has the password ***' });
  await environment({ slug: 'by-ci', name: 'By CI', secret_variables: { DATABASE: 'shop/db' } });
  const other = await deploy({ environment: 'by-ci', begin: true });
  expect(await call('POST', `deployments/${other.id}/finish`, { status: 'failed', detail: 'nobody has hunter2-hunter2' })).toMatchObject({ detail: 'nobody has ***' });
  expect(JSON.stringify([await call('GET', `deployments/${id}/log`), await events('deployment.')])).not.toContain('hunter2');
});

test('a destructive action that brings it up waits for its own approval, and is done once', async () => {
  const { environment, deploy, get, calls, call, keyOf, editions } = await start();
  const other = await keyOf('other', '*');
  const declarer = await keyOf('declarer', '*');
  const { items: [project] } = await call<Listed<{ id: string }>>('GET', 'projects');
  void environment;
  await call('POST', 'environments', { project: project!.id, slug: 'production', name: 'P', tier: 'production', bring_up: { action: 'wreck_it', input: {} } }, { key: declarer });
  const { id } = await deploy();
  const waiting = await eventually(() => get(id), ({ waiting_for }) => waiting_for.length > 0);
  expect(waiting).toMatchObject({ status: 'running', waiting_for: [{ kind: 'action_approval', needs: expect.stringMatching(/^apr_/) }] });
  expect(calls).toEqual([]);
  const first = waiting.waiting_for[0]!.needs;
  editions['wreck_it'] = 'another';
  expect(await call('POST', 'tools/approval_approve', { id: first }, { key: other })).toMatchObject({ status: 'approved' });
  const anew = await eventually(() => get(id), ({ waiting_for: [what] }) => what !== undefined && what.needs !== first, 15_000);
  expect([anew.status, calls], 'what was approved is not what would run').toEqual(['running', []]);
  expect(await call('POST', 'tools/approval_approve', { id: anew.waiting_for[0]!.needs }, { key: other })).toMatchObject({ status: 'approved' });
  expect(await eventually(() => get(id), ended, 15_000)).toMatchObject({ status: 'succeeded' });
  expect(calls.length).toBe(1);
}, 30_000);

test('back to an earlier version, which did not have to pass anything but the approvals, and on to another environment', async () => {
  const { environment, deploy, get, call } = await start();
  await environment({ protection: { refs: ['refs/heads/main'] } });
  await environment({ slug: 'staging', name: 'Staging', tier: 'staging' });
  const go = async (release: string, more: object = {}): Promise<string> => {
    const { id } = await deploy({ release, begin: true, ref: 'refs/heads/main', ...more });
    await call('POST', `deployments/${id}/finish`, { status: 'succeeded' });
    return id;
  };
  const one = await go('1.0.0');
  const two = await go('2.0.0');
  expect(await call('POST', `deployments/rollback`, { id: two })).toMatchObject({ status_code: 422, code: 'deployment.refused', fix: expect.stringMatching(/^Read `detail`/) });
  const back = await call<Deployment>('POST', 'deployments/rollback', { project: 'shop', environment: 'production', reason: 'The basket is broken' });
  expect(back).toMatchObject({ status_code: 200, kind: 'rollback', from: one, release: '1.0.0' });
  await call('POST', `deployments/${back.id}/begin`, {});
  await call('POST', `deployments/${back.id}/finish`, { status: 'succeeded' });
  expect(await get(two)).toMatchObject({ status: 'rolled_back' });
  expect(await call('POST', 'deployments/rollback', { id: two })).toMatchObject({ kind: 'rollback', release: '2.0.0' });
  const staged = await go('3.0.0', { environment: 'staging' });
  expect(await call('POST', `deployments/${staged}/promote`, { environment: 'production' })).toMatchObject({ kind: 'promotion', from: staged, release: '3.0.0' });
  expect(await call('POST', `deployments/${back.id}/promote`, { environment: 'nowhere' })).toMatchObject({ code: 'reference.not_found' });
});

test('back from a release that keeps its name is back to the commit before', async () => {
  const { environment, deploy, call } = await start();
  await environment();
  const go = async (commit: string): Promise<string> => {
    const { id } = await deploy({ release: 'nightly', commit, begin: true });
    await call('POST', `deployments/${id}/finish`, { status: 'succeeded' });
    return id;
  };
  const good = await go('a'.repeat(40));
  await go('b'.repeat(40));
  await go('b'.repeat(12));
  expect(await call('POST', 'deployments/rollback', { project: 'shop', environment: 'production' })).toMatchObject({ status_code: 200, from: good, commit: 'a'.repeat(40) });
});

test('one that nobody begins or finishes in time ends by itself, and gives its place away', async () => {
  const clock = movableClock();
  const { environment, deploy, get } = await start({ ports: { now: clock.now } });
  await environment();
  const idle = await deploy();
  const next = await deploy({ release: '1.1.0', begin: true });
  clock.move(901_000);
  expect(await eventually(() => get(idle.id), ended)).toMatchObject({ status: 'cancelled', outcome: 'not_begun' });
  expect(await eventually(() => get(next.id), ({ ready_at }) => ready_at !== undefined)).toMatchObject({ status: 'queued' });
  const third = await deploy({ release: '1.2.0', begin: true });
  clock.move(901_000);
  await eventually(() => get(third.id), ({ ready_at }) => ready_at !== undefined);
  expect(await home!.call('POST', `deployments/${third.id}/begin`, {})).toMatchObject({ status_code: 200 });
  clock.move(3_601_000);
  expect(await eventually(() => get(third.id), ended)).toMatchObject({ status: 'failed', outcome: 'timed_out' });
});

test('a cancelled one that runs in a CI has a moment to stop, and then ends anyway', async () => {
  const clock = movableClock();
  const { environment, deploy, get, call } = await start({ ports: { now: clock.now } });
  await environment();
  const { id } = await deploy({ begin: true });
  expect(await call('POST', `deployments/${id}/cancel`, { reason: 'wrong branch' })).toMatchObject({ status: 'running', cancel_requested_at: expect.any(String), waiting_for: [{ kind: 'cancellation' }] });
  expect(await call('POST', `deployments/${id}/cancel`, {})).toMatchObject({ status_code: 200 });
  clock.move(61_000);
  expect(await eventually(() => get(id), ended)).toMatchObject({ status: 'cancelled', outcome: 'cancelled', detail: expect.stringContaining('wrong branch') });
  expect(await call('POST', `deployments/${id}/cancel`, {})).toMatchObject({ status_code: 200, status: 'cancelled' });
});

test('an environment that lives for a time is torn down when that is over, and not before a newer deployment’s time', async () => {
  const clock = movableClock();
  const { environment, deploy, get, calls, call, events } = await start({ ports: { now: clock.now } });
  const { id: place } = await environment({ bring_up: BRING_UP, tear_down: TEAR_DOWN, time_to_live: 3600 });
  const first = await deploy();
  await eventually(() => get(first.id), ended);
  clock.move(1_800_000);
  const second = await deploy({ release: '2' });
  await eventually(() => get(second.id), ended);
  clock.move(1_900_000);
  await new Promise((resolve) => { setTimeout(resolve, 1200); });
  expect(calls.map(({ action }) => action)).toEqual(['thing_up', 'thing_up']);
  clock.move(1_800_000);
  await eventually(() => calls.length, (length) => length === 3);
  expect(calls[2]).toMatchObject({ action: 'thing_down', input: { place: 'production' } });
  await eventually(() => events('environment.torn_down'), (all) => all.length === 1);
  expect(await call('GET', `environments/${place}`)).toMatchObject({ deployment: null });
  expect((await events('deployment.created')).length).toBe(2);
});

test('an environment whose time is over while a new version comes up is not torn down under it', async () => {
  const clock = movableClock();
  const { environment, deploy, get, calls, behave } = await start({ ports: { now: clock.now } });
  await environment({ bring_up: BRING_UP, tear_down: TEAR_DOWN, time_to_live: 3600 });
  const first = await deploy();
  await eventually(() => get(first.id), ended);
  clock.move(3_000_000);
  let release = (): void => undefined;
  behave['thing_up'] = () => new Promise((resolve) => { release = () => resolve({}); });
  const second = await deploy({ release: '2' });
  await eventually(() => calls.length, (length) => length === 2);
  clock.move(700_000);
  expect(await eventually(() => get(second.id), ({ cancel_requested_at }) => cancel_requested_at !== undefined, 2_000)).not.toHaveProperty('cancel_requested_at');
  release();
  expect(await eventually(() => get(second.id), ended)).toMatchObject({ status: 'succeeded' });
  clock.move(61_000);
  behave['thing_up'] = () => ({});
  const third = await deploy({ release: '3' });
  expect(await eventually(() => get(third.id), ended)).toMatchObject({ status: 'succeeded' });
  expect(calls.map(({ action }) => action)).toEqual(['thing_up', 'thing_up', 'thing_up']);
}, 20_000);

test('deployments of a tenant are nobody else’s', async () => {
  const { environment, deploy, call, hub } = await start();
  await environment();
  const { id } = await deploy();
  const { id: tenant } = await call<{ id: string }>('POST', 'tenants', { slug: 'other', name: 'Other' });
  const me = await call<{ principal: string }>('POST', 'tools/whoami', {});
  await call('POST', 'role_bindings', { subject_kind: 'principal', subject: me.principal, role: 'admin' }, { 'x-tenant-id': tenant });
  for (const [method, path] of [['GET', `deployments/${id}`], ['POST', `deployments/${id}/begin`], ['GET', `deployments/${id}/log`], ['GET', `deployments/${id}/stream`], ['GET', `deployments/${id}/wait`]] as const) {
    const answer = await fetch(`${hub.url}/v1/${path}`, { method, headers: { authorization: `Bearer ${hub.key}`, 'x-tenant-id': tenant, 'content-type': 'application/json' }, ...(method === 'POST' ? { body: '{}' } : {}) });
    expect([path, answer.status]).toEqual([path, 404]);
    await answer.arrayBuffer();
  }
});
