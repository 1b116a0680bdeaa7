import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectionOf, createIds, flagResource, installationResource } from '@patchbay/contracts';
import { definePlugin, manifestOf } from '@patchbay/sdk';
import { openSqlite } from '@patchbay/storage';
import { afterEach, expect, it } from 'vitest';
import { pluginCollections } from '../collections.ts';
import { createDirectory } from '../directory.ts';
import { TENANT } from '../fixture.ts';
import { createRegistry } from '../registry/registry.ts';
import { createMark } from './marks.ts';
import { unattendedUpdates } from './unattended.ts';
import { createVitals } from './vitals.ts';
import { createWatchdog } from './watch.ts';

const DAY = 86_400_000;
const now = (): number => 100 * DAY;
const after: (() => Promise<unknown>)[] = [];
afterEach(async () => { for (const each of after.splice(0).reverse()) await each(); });

/** A hub that may update an installation of 1.0.0 by itself, as often as one asks, on a store that others have too. */
async function openHub(versions: readonly string[], file?: string) {
  const folder = file ?? join(await mkdtemp(join(tmpdir(), 'setback-')), 'hub.db');
  const store = await openSqlite({ file: folder, collections: [...pluginCollections, collectionOf(installationResource), collectionOf(flagResource)], now });
  const newId = createIds({ now, random: () => randomBytes(10) });
  const registry = createRegistry([], 'ten_root');
  for (const version of versions) {
    const plugin = definePlugin({ id: 'acme/echo', version, title: 'Echo', summary: 'S' });
    registry.put(TENANT, version, { plugin: plugin.id, version, manifest: manifestOf(plugin), code: { kind: 'trusted', plugin }, origin: 'package', at: 0, channel: 'stable' });
  }
  const report = (error: unknown): void => { throw error; };
  const directory = createDirectory({ store, newId, registry, sealedOf: () => ({}), loadRelease: async () => undefined, askElsewhere: async () => true, report });
  const mark = createMark({ store, now, directory, tell: () => ({ ops: [], committed: () => undefined }) });
  const vitals = createVitals({ store, now, meter: { request: () => undefined, remaining: () => undefined, health: () => undefined } });
  const watchdog = createWatchdog({ mark, vitals, runs: directory.canRun, now, report });
  directory.onRelease((id) => watchdog.forget(id));
  const gate = { target: (_: unknown, version: string | undefined) => ({ version: version ?? '', permissions: [], patch: {} }), prove: async () => undefined };
  const update = unattendedUpdates({ store, registry, gate, mark, vitals, step: async () => undefined, now, report });
  const body = { plugin: 'acme/echo', name: 'default', version: '*', config: {}, permissions: [], secret_names: [], update_policy: 'latest', update_delay: 0, enabled: true, installed_version: '1.0.0', previous_version: null, status: 'enabled', status_reason: null, status_since: new Date(0).toISOString() };
  if (file === undefined) await store.commit([{ op: 'insert', in: 'installation', tenant: TENANT, id: 'inst_1', body, at: now() }]);
  await directory.start();
  after.push(async () => { directory.stop(); await store.close(); await rm(join(folder, '..'), { recursive: true, force: true }); });
  const live = () => directory.get(TENANT, 'inst_1')!;
  return {
    file: folder, mark, live, update: () => update(new AbortController().signal),
    fails: async (times = 1) => { for (let time = 0; time < times; time++) watchdog.note(live(), 'killed', 'it looped'); await watchdog.settled(); },
    status: async () => (await store.get('installation', TENANT, 'inst_1'))!.body,
  };
}

it('a version that was gone back from is not moved to again by itself, by no hub; the next one is', async () => {
  const hub = await openHub(['1.0.0', '1.1.0']);
  await hub.update();
  expect(await hub.status()).toMatchObject({ installed_version: '1.1.0' });
  await hub.fails();
  expect(await hub.status()).toMatchObject({ installed_version: '1.0.0', status: 'enabled' });
  await hub.update();
  expect(await hub.status()).toMatchObject({ installed_version: '1.0.0' });
  const other = await openHub(['1.0.0', '1.1.0', '1.2.0'], hub.file);
  await other.update();
  expect(await other.status()).toMatchObject({ installed_version: '1.2.0', previous_version: '1.0.0' });
});

it('what can’t go back, as the version before was taken back, is stopped instead', async () => {
  const hub = await openHub(['1.0.0']);
  await hub.mark(TENANT, 'inst_1', () => ({ body: { previous_version: '0.9.0', status_since: new Date(now()).toISOString() } }));
  await hub.fails();
  expect(await hub.status()).toMatchObject({ installed_version: '1.0.0', status: 'enabled' });
  await hub.fails(2);
  expect(await hub.status()).toMatchObject({ installed_version: '1.0.0', status: 'quarantined' });
});

it('what somebody lets run again starts anew: what it did before is not counted twice', async () => {
  const hub = await openHub(['1.0.0']);
  await hub.fails(3);
  expect(await hub.status()).toMatchObject({ status: 'quarantined' });
  await hub.mark(TENANT, 'inst_1', () => ({ body: { status: 'enabled' } }));
  await hub.fails(2);
  expect(await hub.status()).toMatchObject({ status: 'enabled' });
  await hub.fails();
  expect(await hub.status()).toMatchObject({ status: 'quarantined' });
});
