// Plugins that decide: asked before a deployment comes to be and before an action that writes, and their word holds.
import { execFileSync } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { type DeploymentHub, type Listed, startDeploymentHub } from './deployment-hub.ts';
import { installExhibit } from './plugins/exhibit.ts';
import { releaseOf } from './plugins/release.ts';

let home: DeploymentHub | undefined;
afterEach(async () => { await home?.stop(); home = undefined; });
const start = async (options: Parameters<typeof startDeploymentHub>[0] = {}): Promise<DeploymentHub> => (home = await startDeploymentHub(options));

const toolOf = ({ call }: DeploymentHub) => (action: string, input: object) => call('POST', `tools/${action}`, input);
const freezes = [{ name: 'Holidays', from: '2020-01-01T00:00:00Z', to: '2090-01-01T00:00:00Z', environments: ['production'] }];
const trailOf = async ({ call }: DeploymentHub, action: string) => (await call<Listed>('GET', `audit_entries?action=${action}&limit=50`)).items;

/** What this process has started. */
const programs = (): string[] => execFileSync('ps', ['-A', '-o', 'ppid=,args='], { encoding: 'utf8' }).split('\n').map((line) => line.trim()).filter((line) => line.startsWith(`${process.pid} `));

/** A small plugin with one hook that decides; its body answers. */
async function installDecider(hub: DeploymentHub, { name, hook, order = 100, onFailure = 'open', body }: { name: string; hook: string; order?: number; onFailure?: 'open' | 'closed'; body: string }) {
  const decides = { hooks: [{ name: hook, mode: 'decide' as const, events: [], order, on_failure: onFailure }], permissions: [`decide:${hook}`] };
  const tool = toolOf(hub);
  await tool('plugin_publish', releaseOf({ id: `acme/${name}`, version: '1.0.0', health: false, manifest: decides, body }).input);
  expect(await tool('plugin_install', { name: `acme/${name}`, permissions: decides.permissions, enabled: true })).toMatchObject({ status: 'enabled' });
}

test.each(['thread', 'process'] as const)('a strict freeze calendar really blocks a deployment, in a %s of its own', async (isolation) => {
  const hub = await start({ config: { plugins: { isolation } } });
  await hub.environment();
  await hub.environment({ slug: 'staging', name: 'Staging', tier: 'staging' });
  await installExhibit('freeze-calendar', { freezes, strict: true }, toolOf(hub));
  expect(await hub.deploy()).toMatchObject({ status_code: 403, code: 'decision.denied', by: 'patchbay/freeze-calendar', reason: expect.stringContaining('Holidays is a freeze until'), fix: expect.any(String) });
  expect(await hub.call('GET', 'gates?project=shop&environment=production&release=1.0.0')).toMatchObject({ open: false, waiting_for: [{ kind: 'gate', permanent: true, detail: expect.stringContaining('patchbay/freeze-calendar: Holidays') }] });
  expect(await hub.call<Listed>('GET', 'deployments')).toMatchObject({ items: [] });
  expect(await trailOf(hub, 'deployment_create')).toMatchObject([{ outcome: 'refused', failure: 'decision.denied', reason: expect.stringContaining('patchbay/freeze-calendar: Holidays') }]);
  expect(programs().some((args) => args.includes('--permission'))).toBe(isolation === 'process');
  expect(await hub.deploy({ environment: 'staging' })).toMatchObject({ status_code: 200 });
  const accesses = async () => (await hub.call<Listed>('GET', 'plugin_accesses?limit=50')).items.filter(({ kind }) => kind === 'decide').map(({ target, outcome }) => [target, outcome]);
  await expect.poll(accesses, { timeout: 10_000 }).toEqual(expect.arrayContaining([['onDeploymentRequested', 'deny'], ['onDeploymentRequested', 'allow']]));
  expect(await hub.call('POST', 'tools/plugin_disable', { name: 'freeze-calendar' })).toMatchObject({ status: 'disabled' });
  expect(await hub.deploy()).toMatchObject({ status_code: 200 });
}, 60_000);

test('a calendar that is not strict lets a deployment wait until somebody else approves it', async () => {
  const hub = await start();
  await hub.environment();
  await installExhibit('freeze-calendar', { freezes }, toolOf(hub));
  const ci = await hub.keyOf('ci', 'deployment:write', 'deployment:read', 'deployment:approve');
  expect(await hub.call('GET', 'gates?project=shop&environment=production&release=1.0.0')).toMatchObject({ open: false, waiting_for: [{ kind: 'approvals' }] });
  const held = await hub.deploy({}, { key: ci });
  expect(held).toMatchObject({ status: 'waiting', approvals_needed: 1, waiting_for: [{ kind: 'approvals', detail: expect.stringContaining('patchbay/freeze-calendar: Holidays') }] });
  expect(await hub.call('POST', `deployments/${held.id}/approve`, {}, { key: ci })).toMatchObject({ code: 'approval.own_request' });
  expect(await hub.call('POST', `deployments/${held.id}/approve`, {})).toMatchObject({ status: 'queued', ready_at: expect.any(String) });
});

test('the version gate holds a step back, and never the way back by a rollback', async () => {
  const hub = await start();
  await hub.environment();
  await installExhibit('semver-gate', {}, toolOf(hub));
  const through = async (release: string) => {
    const { id } = await hub.deploy({ release, begin: true });
    await hub.call('POST', `deployments/${id}/finish`, { status: 'succeeded' });
    return id;
  };
  const first = await through('1.4.1');
  await through('1.4.2');
  const { items: [shop] } = await hub.call<{ items: { id: string }[] }>('GET', 'projects?slug=shop');
  const remembered = () => hub.call('POST', 'tools/semver_gate_current', { project: shop!.id, environment: 'production' });
  await expect.poll(remembered, { timeout: 15_000 }).toMatchObject({ version: '1.4.2' });
  expect(await hub.deploy({ release: '1.4.0' })).toMatchObject({ code: 'decision.denied', reason: '1.4.0 is older than 1.4.2' });
  expect(await hub.deploy({ release: '2.0.0' })).toMatchObject({ status: 'waiting', waiting_for: [{ kind: 'approvals', detail: expect.stringContaining('major step') }] });
  expect(await hub.call('POST', 'deployments/rollback', { id: first })).toMatchObject({ status_code: 200, release: '1.4.1' });
  const other = await hub.call<{ id: string }>('POST', 'projects', { slug: 'other', name: 'Other' });
  await hub.environment({ project: other.id });
  expect(await hub.deploy({ project: 'other', release: '0.1.0' }), 'another project has a production of its own').toMatchObject({ status_code: 200, release: '0.1.0' });
}, 60_000);

test('the cost guard denies an action beyond the budget, and lets somebody approve an expensive one', async () => {
  const hub = await start();
  await installExhibit('cost-guard', { monthly_budget: 100, approve_above: 50, prices: { thing_up: 60, thing_down: 101 } }, toolOf(hub));
  const tool = toolOf(hub);
  expect(await tool('thing_down', {})).toMatchObject({ status_code: 403, code: 'decision.denied', by: 'patchbay/cost-guard', reason: expect.stringContaining('101 EUR') });
  const ada = await hub.keyOf('ada', '*');
  const waits = await hub.call<{ approval_id: string }>('POST', 'tools/thing_up', { size: 1 }, { key: ada });
  expect(waits).toMatchObject({ status_code: 409, code: 'approval.required', by: 'patchbay/cost-guard', reason: 'It would cost 60 EUR' });
  expect(hub.calls).toEqual([]);
  expect(await hub.call('POST', 'tools/approval_approve', { id: waits.approval_id })).toMatchObject({ status: 'approved', summary: expect.stringContaining('patchbay/cost-guard: It would cost 60 EUR') });
  expect(await hub.call('POST', 'tools/thing_up', { size: 2 }, { key: ada, 'approval-id': waits.approval_id })).toMatchObject({ code: 'approval.mismatch' });
  expect(await hub.call('POST', 'tools/thing_up', { size: 1 }, { key: ada, 'approval-id': waits.approval_id })).toMatchObject({ status_code: 200 });
  expect(await hub.call('POST', 'tools/thing_up', { size: 1 }, { key: ada, 'approval-id': waits.approval_id })).toMatchObject({ code: 'approval.used' });
  expect(hub.calls).toHaveLength(1);
  expect(await trailOf(hub, 'thing_down')).toMatchObject([{ outcome: 'refused', failure: 'decision.denied', reason: expect.stringContaining('patchbay/cost-guard') }]);
}, 30_000);

test('what somebody let through is the plugin as it was: of another version it waits for another word', async () => {
  const hub = await start();
  const tool = toolOf(hub);
  await installExhibit('cost-guard', { monthly_budget: 1000, approve_above: 50, prices: { acme_echo_echo: 60 } }, tool);
  await tool('plugin_publish', releaseOf({ id: 'acme/echo', version: '1.0.0' }).input);
  expect(await tool('plugin_install', { name: 'acme/echo', version: '^1.0.0', enabled: true })).toMatchObject({ status: 'enabled' });
  const ada = await hub.keyOf('ada', '*');
  const ask = (approval?: string) => hub.call<{ approval_id: string }>('POST', 'tools/acme_echo_echo', { text: 'x' }, { key: ada, ...(approval === undefined ? {} : { 'approval-id': approval }) });
  const { approval_id: first } = await ask();
  await tool('approval_approve', { id: first });
  await tool('plugin_publish', releaseOf({ id: 'acme/echo', version: '1.0.1', body: "return handler === 'health' ? { state: 'ok' } : { text: 'another' };" }).input);
  expect(await tool('plugin_update', { name: 'echo' })).toMatchObject({ installed_version: '1.0.1' });
  expect(await ask(first)).toMatchObject({ status_code: 422, code: 'approval.mismatch' });
  const { approval_id: second } = await ask();
  expect(second).not.toBe(first);
  await tool('approval_approve', { id: second });
  expect(await ask(second)).toMatchObject({ status_code: 200, text: 'another' });
}, 30_000);

test('a plugin that decides about actions sees who asks for what, without secrets, in its order, and is never asked about reads or its own way out', async () => {
  const hub = await start();
  await installDecider(hub, { name: 'first', hook: 'onActionRequested', order: 10, body: "return input.action === 'project_create' ? { kind: 'deny', reason: 'the first says no' } : { kind: 'allow' };" });
  await installDecider(hub, { name: 'second', hook: 'onActionRequested', order: 20, body: "return { kind: 'deny', reason: JSON.stringify(input) };" });
  const tool = toolOf(hub);
  expect(await hub.call('POST', 'projects', { slug: 'other', name: 'Other' })).toMatchObject({ code: 'decision.denied', by: 'acme/first', reason: 'the first says no' });
  const said = await tool('secret_create', { name: 'shop/db', value: 'hunter2-hunter2' });
  expect(said).toMatchObject({ code: 'decision.denied', by: 'acme/second' });
  expect(JSON.parse(String(said['reason']))).toMatchObject({ action: 'secret_create', safety: 'moderate', input: { name: 'shop/db' }, via: 'rest', principal: expect.stringMatching(/^key_/) });
  expect(JSON.stringify(said)).not.toContain('hunter2');
  expect(await tool('project_list', {})).toMatchObject({ status_code: 200 });
  expect(await tool('plugin_disable', { name: 'acme/second' })).toMatchObject({ status: 'disabled' });
  expect(await tool('secret_create', { name: 'shop/db', value: 'hunter2-hunter2' })).toMatchObject({ name: 'shop/db' });
});

test('one that fails counts as it declared, also when it was quarantined for it, and nobody is locked out', async () => {
  const hub = await start();
  const tool = toolOf(hub);
  await installDecider(hub, { name: 'open', hook: 'onDeploymentRequested', body: 'for (;;) {}' });
  await hub.environment();
  expect(await hub.deploy()).toMatchObject({ status_code: 200 });
  await tool('plugin_uninstall', { name: 'acme/open' });
  await installDecider(hub, { name: 'closed', hook: 'onDeploymentRequested', onFailure: 'closed', body: 'for (;;) {}' });
  for (let attempt = 0; attempt < 3; attempt++) expect(await hub.deploy()).toMatchObject({ status_code: 403, code: 'decision.denied', by: 'acme/closed', reason: 'it failed, and nothing happens without its word' });
  await expect.poll(() => hub.call<Listed>('GET', 'installations'), { timeout: 10_000 }).toMatchObject({ items: [{ status: 'quarantined' }] });
  expect(await hub.deploy()).toMatchObject({ status_code: 403, code: 'decision.denied', reason: 'it is quarantined, and nothing happens without its word' });
  expect(await tool('plugin_uninstall', { name: 'acme/closed' })).toMatchObject({ deleted: true });
  expect(await hub.deploy()).toMatchObject({ status_code: 200 });
}, 60_000);

test('nobody lets a plugin decide about more than they may see or approve themselves', async () => {
  const hub = await start();
  const key = await hub.keyOf('installer', 'installation:write', 'installation:read', 'plugin_release:write');
  const decides = { hooks: [{ name: 'onActionRequested', mode: 'decide' as const, events: [], order: 1, on_failure: 'open' as const }], permissions: ['decide:onActionRequested'] };
  await toolOf(hub)('plugin_publish', releaseOf({ id: 'acme/spy', version: '1.0.0', health: false, manifest: decides, body: "return { kind: 'allow' };" }).input);
  expect(await hub.call('POST', 'tools/plugin_install', { name: 'acme/spy', permissions: decides.permissions, enabled: true }, { key })).toMatchObject({ status_code: 403, code: 'caller.forbidden', needs: '*' });
});
