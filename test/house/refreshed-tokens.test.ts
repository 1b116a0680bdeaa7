/** OAuth apps whose access tokens are short and whose refresh tokens count once: the successor is kept, whatever else happens to the installation. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectors } from '@patchbay/connectors';
import { type ConnectorCases, fileOf, startRefreshing, type Vendor } from '@patchbay/connectors/testing';
import { startHub } from '@patchbay/hub';
import type { JsonObject } from '@patchbay/sdk';
import { afterEach, expect, test } from 'vitest';
import { openPlugin, type PluginHost } from '../doubles/plugin-host.ts';
import { findPostgres, startPostgres } from '../doubles/postgres.ts';
import { caller, CONFIG, eventually } from './event-hub.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => { for (const close of open.splice(0).toReversed()) await close(); });

async function install(name: string, moreSecrets: Readonly<Record<string, string>> = {}): Promise<{ vendor: Vendor; host: PluginHost }> {
  const { cases } = (await import(fileOf(name, 'cases.ts'))) as { cases: ConnectorCases };
  const vendor = await cases.start();
  open.push(() => vendor.close());
  const { client, refresh } = startRefreshing(name);
  const host = await openPlugin({ plugin: connectors.find(({ id }) => id === `patchbay/${name}`)!, file: fileOf(name, 'plugin.ts'), runtime: 'trusted', config: { ...vendor.config, client_id: client.id }, secrets: { client_secret: client.secret, refresh_token: refresh, ...moreSecrets } });
  open.push(() => host.close());
  return { vendor, host };
}

const reads: readonly { readonly name: string; readonly query: string; readonly input: JsonObject }[] = [
  { name: 'jira', query: 'get_issue', input: { key: 'OPS-3' } },
  { name: 'confluence', query: 'list_spaces', input: {} },
  { name: 'gitlab', query: 'list_issues', input: { owner: 'acme/web', repository: 'shop', limit: 1 } },
];

for (const { name, query, input } of reads) {
  test(`${name} is asked with tokens that are renewed, also after the installation changed and a token was refused`, async () => {
    const { vendor, host } = await install(name);
    const refreshes = (): number => vendor.asked.filter(({ path }) => path === '/oauth/token').length;
    await host.query(query, input);
    expect(vendor.asked.at(-1)!.headers['authorization']).toMatch(new RegExp(`^Bearer ${name}-access-`));
    expect(refreshes()).toBe(1);
    expect(await host.health()).toMatchObject({ status: 'enabled' });
    await host.query(query, input);
    vendor.next('expired');
    await host.query(query, input);
    expect(refreshes()).toBeGreaterThan(2);
  });
}

test('two that need a token at once, before and after a change, use no refresh token twice', async () => {
  const { vendor, host } = await install('jira');
  const ask = () => host.query('get_issue', { key: 'OPS-3' });
  await Promise.all([ask(), host.call('installation_update', { id: host.installation['id'], update_policy: 'patch' }), ask(), ask()]);
  await ask();
  const used = vendor.asked.filter(({ path }) => path === '/oauth/token').map(({ body }) => (body as JsonObject)['refresh_token']);
  expect(new Set(used).size).toBe(used.length);
});

test('a refresh token that people put in counts before the successor of the old one', async () => {
  const { vendor, host } = await install('jira');
  await host.query('get_issue', { key: 'OPS-3' });
  const { client, refresh } = startRefreshing('jira');
  const newest = String((vendor.asked.findLast(({ path }) => path === '/oauth/token')!.body as JsonObject)['refresh_token']);
  expect(newest).toBe(refresh);
  await host.call('plugin_configure', { name: 'patchbay/jira', secrets: { client_secret: client.secret, refresh_token: `${refresh}-1` } });
  await host.query('get_issue', { key: 'OPS-3' });
  expect((vendor.asked.findLast(({ path }) => path === '/oauth/token')!.body as JsonObject)['refresh_token']).toBe(`${refresh}-1`);
});

test.each(findPostgres() === undefined ? [] : ['PostgreSQL'])('hubs on %s that need a token at once use no refresh token twice, and one takes what another was given', async () => {
  const { cases } = (await import(fileOf('jira', 'cases.ts'))) as { cases: ConnectorCases };
  const vendor = await cases.start();
  open.push(() => vendor.close());
  const database = await startPostgres();
  open.push(() => database.stop());
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-refresh-'));
  open.push(() => rm(dataDir, { recursive: true, force: true }));
  let late = 0;
  const options = { ...CONFIG, listen: { port: 0 }, observe: { level: 'silent' as const }, keeping: { databaseUrl: database.url, dataDir }, deliveries: { egressAllow: ['127.0.0.0/8'] } };
  const hubs = [await startHub(options, { now: () => Date.now() + late })];
  hubs.push(await startHub(options, { now: () => Date.now() + late }), await startHub(options, { now: () => Date.now() + late }));
  open.push(() => Promise.all(hubs.map((hub) => hub.stop())));
  const calls = hubs.map(({ url }) => caller(url, hubs[0]!.firstKey!));
  const { client, refresh } = startRefreshing('jira');
  const { missing_permissions: permissions } = await calls[0]!<{ missing_permissions: string[] }>('POST', 'plugins/jira/install', { config: { ...vendor.config, client_id: client.id }, secrets: { client_secret: client.secret, refresh_token: refresh } });
  await calls[0]!('POST', 'plugins/jira/enable', { permissions });
  for (const call of calls) await eventually(() => call<{ items: { id: string }[] }>('GET', 'tools?limit=500'), ({ items }) => items.some(({ id }) => id === 'jira_get_issue')); // hubs hear of it one after the other
  const look = () => Promise.all(calls.map((call) => call<{ key: string }>('POST', 'tools/jira_get_issue', { key: 'OPS-3' })));
  const used = () => vendor.asked.filter(({ path, body }) => path === '/oauth/token' && body !== null).map(({ body }) => (body as JsonObject)['refresh_token']);
  for (let round = 1; round <= 4; round++) {
    expect(await look()).toMatchObject(hubs.map(() => ({ key: 'OPS-3' })));
    expect(used()).toHaveLength(round);
    late += 3_600_000;
  }
  expect(new Set(used()).size).toBe(4);
}, 120_000);
