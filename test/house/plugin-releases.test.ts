// Releases of plugins in a whole hub: published, moved to, gone back from, quarantined, taken back, and gone without a trace.
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { type Caller, type Document, Failure, hubResources, scopeSet, type TenantId } from '@patchbay/contracts';
import { collectionsOf, startHub } from '@patchbay/hub';
import { generateSigningKey } from '@patchbay/vault';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { releaseOf, revocationOf } from './plugins/release.ts';

let hub: TestHub;
let tenant: TenantId;
beforeAll(async () => {
  hub = await startTestHub({ store: 'sqlite' });
  ({ tenant } = await hub.house.authenticate({ authorization: `Bearer ${hub.key}` }));
}, 60_000);
afterAll(() => hub?.stop());

let count = 0;
const call = async (action: string, input: unknown, as: Partial<Caller> = {}): Promise<Document> => {
  const caller: Caller = { tenant, principal: 'tester', name: 'tester', scopes: scopeSet(['*']), issuers: [], ...as };
  return (await hub.house.invoke({ action, input, caller, signal: new AbortController().signal, via: 'test', requestId: `req_${++count}` })).output as Document;
};
const refusal = async (work: Promise<unknown>): Promise<Failure> => work.then(() => { throw new Error('it was not refused'); }, (error: unknown) => { if (error instanceof Failure) return error; throw error; });
const installed = async (): Promise<Document> => ((await call('installation_list', { plugin: 'acme/echo' })) as unknown as { items: Document[] }).items[0]!;

describe('a release', () => {
  it('is published once, by the key that its namespace belongs to, and says what its code says', async () => {
    const first = releaseOf({ version: '1.0.0' });
    expect(await refusal(call('plugin_publish', { ...first.input, public_key: undefined }))).toMatchObject({ code: 'package.refused', details: { step: 'policy', reason: expect.stringMatching(/and none came$/) as string } });
    expect(await refusal(call('plugin_publish', { ...first.input, public_key: 'AAAA' }))).toMatchObject({ code: 'package.refused', details: { step: 'policy', reason: expect.stringMatching(/and what came is no such key$/) as string } });
    expect(await call('plugin_publish', first.input)).toMatchObject({ plugin: 'acme/echo', plugin_version: '1.0.0', sha256: first.sha256 });
    expect(await refusal(call('plugin_publish', first.input))).toMatchObject({ code: 'resource.duplicate', message: 'acme/echo 1.0.0 is published already' });
    const thief = releaseOf({ version: '1.0.1', key: generateSigningKey() });
    expect(await refusal(call('plugin_publish', thief.input))).toMatchObject({ details: { step: 'policy' } });
    expect(await refusal(call('plugin_publish', { ...thief.input, public_key: undefined }))).toMatchObject({ details: { step: 'signature' } });
    expect(await refusal(call('plugin_publish', releaseOf({ version: '1.0.2', sequence: 1 }).input))).toMatchObject({ details: { step: 'policy', reason: expect.stringContaining('sequence') as string } });
    expect(await refusal(call('plugin_publish', releaseOf({ version: '1.0.3', describes: { hosts: ['https://evil.example'] } }).input))).toMatchObject({ details: { step: 'manifest' } });
    expect(await refusal(call('plugin_publish', releaseOf({ id: 'evil/ehco', version: '1.0.0', key: generateSigningKey() }).input))).toMatchObject({ details: { step: 'policy', reason: 'evil/ehco looks like acme/echo' } });
    expect(((await call('plugin_release_list', {})) as { items: Document[] }).items).toMatchObject([{ plugin: 'acme/echo', status: 'listed', publisher: 'acme' }]);
  });

  it('runs once it is enabled, beside the tools of the hub', async () => {
    await call('plugin_install', { name: 'echo', enabled: true });
    expect(await installed()).toMatchObject({ status: 'enabled', installed_version: '1.0.0' });
    expect(await call('acme_echo_echo', { text: 'hello' })).toEqual({ text: 'hello' });
    const other = { tenant: 'ten_01jd8xk3v2q4r6t8w0y2a4c6e8' as TenantId };
    expect(await refusal(call('acme_echo_echo', { text: 'hello' }, other))).toMatchObject({ code: 'action.not_found' });
  });

  it('gives way to a new one that proves healthy and asks for no more, and not to another', async () => {
    await call('plugin_publish', releaseOf({ version: '1.1.0', body: "if (handler === 'health') return { state: 'down', reason: 'no disk' }; return 2;" }).input);
    expect(await refusal(call('plugin_update', { name: 'echo' }))).toMatchObject({ code: 'plugin.update_failed', details: { reason: 'no disk' } });
    await call('plugin_publish', releaseOf({ version: '1.2.0', hosts: ['https://api.example'], body: "return handler === 'health' ? { state: 'ok' } : 'new';" }).input);
    expect(await refusal(call('plugin_update', { name: 'echo' }))).toMatchObject({ code: 'plugin.consent_required', details: { missing_permissions: ['net:https://api.example'], version: '1.2.0' } });
    expect(await call('acme_echo_echo', { text: 'still' })).toEqual({ text: 'still' });
    expect(await call('plugin_update', { name: 'echo', permissions: ['net:https://api.example'] })).toMatchObject({ installed_version: '1.2.0', previous_version: '1.0.0', status: 'enabled' });
    expect(await call('acme_echo_echo', { text: 'x' })).toBe('new');
  });

  it('that fails soon after is left again by itself', async () => {
    await call('plugin_publish', releaseOf({ version: '1.3.0', hosts: ['https://api.example'], body: "if (handler === 'health') return { state: 'ok' }; for (;;);" }).input);
    await call('plugin_update', { name: 'echo' });
    expect(await refusal(call('acme_echo_echo', { text: 'x' }))).toMatchObject({ code: 'plugin.stopped', details: { limit: 'cpu' } });
    await expect.poll(async () => (await installed())['installed_version'], { timeout: 10_000 }).toBe('1.2.0');
    expect(await call('acme_echo_echo', { text: 'x' })).toBe('new');
    expect(((await call('event_list', { type: 'plugin.rolled_back' })) as { items: Document[] }).items).toHaveLength(1);
  });

  it('that has to be killed again and again is quarantined until an operator enables it', async () => {
    await call('plugin_uninstall', { name: 'echo' });
    await call('plugin_install', { name: 'echo', version: '1.3.0', permissions: ['net:https://api.example'], enabled: true });
    for (let kill = 0; kill < 3; kill++) expect(await refusal(call('acme_echo_echo', { text: 'x' }))).toMatchObject({ code: 'plugin.stopped' });
    await expect.poll(async () => (await installed())['status'], { timeout: 10_000 }).toBe('quarantined');
    expect(await refusal(call('acme_echo_echo', { text: 'x' }))).toMatchObject({ code: 'action.not_found' });
    expect(await call('plugin_configure', { name: 'echo', config: {} })).toMatchObject({ status: 'quarantined' });
    expect(await call('plugin_enable', { name: 'echo' })).toMatchObject({ status: 'enabled' });
  }, 30_000);

  it('is taken back by its publisher, and stops wherever it runs', async () => {
    await call('plugin_update', { name: 'echo', version: '1.2.0' });
    expect(await refusal(call('plugin_revoke', { revocation: revocationOf('1.2.0', { key: generateSigningKey() }) }))).toMatchObject({ code: 'package.refused' });
    expect(await call('plugin_revoke', { revocation: revocationOf('1.2.0') })).toMatchObject({ stopped: 1 });
    expect(await installed()).toMatchObject({ status: 'quarantined', status_reason: '1.2.0 was taken back: it leaks' });
    expect(await refusal(call('acme_echo_echo', { text: 'x' }))).toMatchObject({ code: 'action.not_found' });
    expect(await call('plugin_get', { name: 'echo' })).toMatchObject({ versions: ['1.3.0', '1.1.0', '1.0.0'] });
    expect(await refusal(call('plugin_publish', releaseOf({ version: '1.2.0', hosts: ['https://api.example'] }).input))).toMatchObject({ details: { step: 'policy' } });
  });

  it('is verified again when it is loaded: a changed store is found', async () => {
    await call('plugin_uninstall', { name: 'echo' });
    await call('plugin_publish', releaseOf({ version: '2.0.0' }).input);
    const { id } = ((await call('plugin_release_list', {})) as { items: Document[] }).items[0]!;
    const file = new DatabaseSync(join(hub.dataDir, 'hub.db'), { timeout: 5000 });
    const row = file.prepare(`select body from "plugin_release" where id = ?`).get(String(id)) as { body: string };
    file.prepare(`update "plugin_blob" set body = replace(body, 'H4sI', 'H4sJ') where body like ?`).run(`%${(JSON.parse(row.body) as { sha256: string }).sha256}%`);
    file.close();
    await call('plugin_install', { name: 'echo', version: '2.0.0', enabled: true });
    expect(await refusal(call('acme_echo_echo', { text: 'x' }))).toMatchObject({ code: 'package.damaged' });
    await call('plugin_uninstall', { name: 'echo' });
  });
});

it('a version that is not there is refused when it is asked for, with those that are', async () => {
  for (const version of ['1.0.0', '1.1.0']) await call('plugin_publish', releaseOf({ id: 'acme/wanted', version, health: false }).input);
  for (const version of ['9.9.9', '^2.0.0']) expect(await refusal(call('plugin_install', { name: 'acme/wanted', version }))).toMatchObject({ code: 'plugin.not_found', message: `There is no ${version} of acme/wanted here, but 1.1.0, 1.0.0`, details: { plugin: 'acme/wanted', versions: ['1.1.0', '1.0.0'] } });
  expect(await refusal(call('plugin_install', { name: 'acme/wanted', version: 'latest' }))).toMatchObject({ code: 'input.invalid' });
  expect(await call('installation_create', { plugin: 'acme/wanted', name: 'declared', version: '^2.0.0' })).toMatchObject({ installed_version: null, status_reason: 'there is no release that `version` allows' });
  expect(await call('plugin_install', { name: 'acme/wanted', version: '^1.0.0' })).toMatchObject({ installed_version: '1.1.0' });
});

it('a version that comes after another one is told which, so that it can put right what that one kept', async () => {
  const body = "if (handler === 'lifecycle') return host.call('state.set', { key: 'from', value: `${name} ${input}` }); return host.call('state.get', { key: 'from' });";
  await call('plugin_publish', releaseOf({ id: 'acme/mover', version: '1.0.0', health: false }).input);
  await call('plugin_install', { name: 'acme/mover', enabled: true });
  await call('plugin_publish', releaseOf({ id: 'acme/mover', version: '1.1.0', health: false, manifest: { lifecycle: ['update'] }, body }).input);
  expect(await call('plugin_update', { name: 'acme/mover' })).toMatchObject({ installed_version: '1.1.0' });
  expect(await call('acme_mover_echo', { text: 'x' })).toEqual({ ok: true, value: { value: 'update 1.0.0' } });
  await call('plugin_uninstall', { name: 'acme/mover' });
});

it('a run that is kept holds no secret, also where the plugin was shown it', async () => {
  const body = "const { value } = await host.call('reveal', { secret: 'token' }); await host.call('state.set', { key: 'k', value: `say \"${value}\"` }); return { value };";
  await call('plugin_publish', releaseOf({ id: 'acme/teller', version: '1.0.0', health: false, manifest: { secrets: [{ name: 'token', description: 'T', required: false }], permissions: ['reveal:token'] }, body }).input);
  const { id } = await call('plugin_install', { name: 'acme/teller', enabled: true, permissions: ['reveal:token'], secrets: { token: 'top-secret-1' } });
  await call('installation_update', { id, record: 'all' });
  expect(await call('acme_teller_echo', { text: 'x' })).toEqual({ value: 'top-secret-1' });
  const runs = async (): Promise<Document[]> => ((await call('plugin_run_list', { plugin: 'acme/teller' })) as { items: Document[] }).items;
  await expect.poll(async () => (await runs()).length, { timeout: 10_000 }).toBe(1);
  expect(JSON.stringify(await runs())).not.toContain('top-secret');
  expect(JSON.stringify(await runs())).toContain('•••');
  await call('plugin_uninstall', { name: 'acme/teller' });
});

it('nobody allows a plugin what they may not do themselves, also where the action is yet to come', async () => {
  await call('plugin_publish', releaseOf({ id: 'acme/patient', version: '1.0.0', health: false, manifest: { permissions: ['invoke:acme_later_echo'] } }).input);
  const little = { scopes: scopeSet(['installation:write', 'installation:read']) };
  expect(await refusal(call('plugin_install', { name: 'acme/patient', permissions: ['invoke:acme_later_echo'] }, little))).toMatchObject({ code: 'caller.forbidden', details: { needs: '*' } });
  await call('plugin_install', { name: 'acme/patient' }, little);
  expect(await refusal(call('plugin_enable', { name: 'acme/patient', permissions: ['invoke:acme_later_echo'] }, little))).toMatchObject({ code: 'caller.forbidden' });
  expect(await call('plugin_enable', { name: 'acme/patient', permissions: ['invoke:acme_later_echo'] })).toMatchObject({ status: 'enabled' });
  await call('plugin_uninstall', { name: 'acme/patient' });
});

it('a plugin takes each step of its life when it comes, installs itself once, and nothing before it was allowed', async () => {
  const body = "if (handler === 'lifecycle') { const { value: { value = [] } } = await host.call('state.get', { key: 'steps' }); return host.call('state.set', { key: 'steps', value: [...value, name] }); } return handler === 'health' ? { state: 'ok' } : host.call('state.get', { key: 'steps' });";
  await call('plugin_publish', releaseOf({ id: 'acme/stepper', version: '1.0.0', health: false, hosts: ['https://api.example.com'], manifest: { lifecycle: ['install', 'enable', 'disable', 'uninstall'] }, body }).input);
  const { id } = await call('plugin_install', { name: 'acme/stepper', enabled: true });
  expect(await call('installation_get', { id })).toMatchObject({ status: 'configured' });
  await call('plugin_enable', { name: 'acme/stepper', permissions: ['net:https://api.example.com'] });
  await call('plugin_disable', { name: 'acme/stepper' });
  await call('plugin_enable', { name: 'acme/stepper' });
  expect(await call('acme_stepper_echo', { text: 'x' })).toMatchObject({ value: { value: ['install', 'enable', 'disable', 'enable'] } });
  await call('plugin_uninstall', { name: 'acme/stepper' });
});

it('an installation that is gone leaves nothing in the store but the trail', async () => {
  const trail = new Set(collectionsOf(hubResources).filter(({ kind }) => kind === 'log').map(({ name }) => name));
  const tables = (): Record<string, number> => {
    const file = new DatabaseSync(join(hub.dataDir, 'hub.db'), { readOnly: true });
    const counted = Object.fromEntries(collectionsOf(hubResources).filter(({ name }) => !trail.has(name)).map(({ name }) => [name, (file.prepare(`select count(*) as n from "${name}"`).get() as { n: number }).n]));
    file.close();
    return counted;
  };
  await call('plugin_publish', releaseOf({ id: 'acme/keeper', version: '1.0.0', body: "await host.call('state.set', { key: input?.text ?? 'x', value: 1 }); return handler === 'health' ? { state: 'ok' } : 1;" }).input);
  const before = tables();
  const { id } = await call('plugin_install', { name: 'acme/keeper', enabled: true });
  await call('installation_update', { id, record: 'all' });
  await call('acme_keeper_echo', { text: 'kept' });
  await expect.poll(async () => ((await call('plugin_run_list', { plugin: 'acme/keeper' })) as { items: Document[] }).items.length, { timeout: 10_000 }).toBeGreaterThan(0);
  await call('acme_keeper_echo', { text: 'kept' });
  expect(tables()['plugin_state']).toBe((before['plugin_state'] ?? 0) + 1);
  await call('plugin_uninstall', { name: 'acme/keeper' });
  expect(tables()).toEqual(before);
});

it('another hub on the same store follows: releases, installations and their end', async () => {
  const second = await startHub({ listen: { host: '127.0.0.1', port: 0 }, keeping: { dataDir: hub.dataDir }, observe: { level: 'silent' } });
  try {
    const tools = async (): Promise<string[]> => {
      const caller = await second.house.authenticate({ authorization: `Bearer ${hub.key}` });
      return second.house.catalog.listFor(caller).map(({ id }) => id);
    };
    await call('plugin_publish', releaseOf({ id: 'acme/shared', version: '1.0.0' }).input);
    await call('plugin_install', { name: 'acme/shared', enabled: true });
    await expect.poll(tools, { timeout: 10_000 }).toContain('acme_shared_echo');
    const caller: Caller = { tenant, principal: 'tester', name: 'tester', scopes: scopeSet(['*']), issuers: [] };
    const answer = await second.house.invoke({ action: 'acme_shared_echo', input: { text: 'over there' }, caller, signal: new AbortController().signal, via: 'test', requestId: 'req_second' });
    expect(answer.output).toEqual({ text: 'over there' });
    await call('plugin_uninstall', { name: 'acme/shared' });
    await expect.poll(tools, { timeout: 10_000 }).not.toContain('acme_shared_echo');
  } finally {
    await second.stop();
  }
}, 60_000);
