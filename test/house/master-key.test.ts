// Another master key for hubs that run: it is put beside the one of now, and takes over without a restart.
import { mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hub, readConfig, rotateMasterKeyOffline, startHub } from '@patchbay/hub';
import type { Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findPostgres, startPostgres } from '../doubles/postgres.ts';
import { type Tool, toolOf } from './plugin-tool.ts';

let dataDir: string;
let kept: Store;
let key: string;
let hubs: Hub[];

beforeEach(async () => { dataDir = await mkdtemp(join(tmpdir(), 'patchbay-master-')); hubs = []; });
afterEach(async () => { await Promise.all(hubs.map((hub) => hub.stop())); await rm(dataDir, { recursive: true, force: true }); });

async function start(): Promise<Tool> {
  const hub = await startHub({ listen: { host: '127.0.0.1', port: 0, drainMs: 100 }, keeping: { dataDir }, observe: { level: 'silent' } }, { around: (store) => (kept = store) });
  hubs.push(hub);
  key = hub.firstKey ?? key;
  return toolOf({ url: hub.url, key });
}
const file = (): string => join(dataDir, 'master.key');
const rotate = async (to: string): Promise<number> => {
  const config = readConfig({}, { keeping: { dataDir } });
  return (await rotateMasterKeyOffline(config, { ...config.keys, file: to })).rewrapped;
};
const wrappedBy = async (): Promise<ReadonlySet<unknown>> => new Set((await kept.list('data_key', { limit: 99 }) as Row[]).map(({ body }) => body['masterKeyId']));
const secret = (tool: Tool, name: string, tenant?: unknown) => tool('secret_create', { name, value: 'hidden' }, tenant === undefined ? {} : { 'x-tenant-id': String(tenant) });
const endpoint = (tool: Tool, name: string, tenant?: unknown) => tool('endpoint_create', { name, url: 'https://hooks.example.com' }, tenant === undefined ? {} : { 'x-tenant-id': String(tenant) });
const reveal = (tool: Tool, id: unknown, tenant: unknown) => tool('endpoint_secret_reveal', { endpoint: id }, { 'x-tenant-id': String(tenant) });

test('a hub that runs goes on with it, one that starts meanwhile has both, and then the new one is enough', async () => {
  const tool = await start();
  const { id: acme } = await tool('tenant_create', { slug: 'acme', name: 'Acme' });
  const { id } = await endpoint(tool, 'billing', acme);
  expect(await wrappedBy()).toHaveProperty('size', 1);
  const before = await wrappedBy();
  expect(await rotate(`${file()}.next`)).toBe(2);
  const { id: late } = await tool('tenant_create', { slug: 'late', name: 'Late' });
  expect(await secret(tool, 'deploy/token', late)).toMatchObject({ status_code: 200 });
  const after = await wrappedBy();
  expect([after.size, after.isDisjointFrom(before)]).toEqual([1, true]);
  expect(await rotate(`${file()}.next`)).toBe(0);

  const second = await start();
  expect(await reveal(second, id, acme)).toMatchObject({ key: expect.stringMatching(/^whsec_/) });
  await Promise.all(hubs.splice(0).map((hub) => hub.stop()));
  await rename(`${file()}.next`, file());
  const third = await start();
  expect(await reveal(third, id, acme)).toMatchObject({ key: expect.stringMatching(/^whsec_/) });
  await expect(stat(`${file()}.next`)).rejects.toMatchObject({ code: 'ENOENT' });
}, 60_000);

test('a hub that can’t find it makes no data key that the old one would open', async () => {
  const tool = await start();
  const { id: acme } = await tool('tenant_create', { slug: 'acme', name: 'Acme' });
  await rotate(join(dataDir, 'elsewhere.key'));
  expect(await secret(tool, 'deploy/token', acme)).toMatchObject({ status_code: 500, code: 'secret.unreadable' });
  await rename(join(dataDir, 'elsewhere.key'), `${file()}.next`);
  expect(await secret(tool, 'deploy/token', acme)).toMatchObject({ status_code: 200 });
});

test('a folder without a store has nothing to rotate, and says so: “0 are left” would have the old key thrown away', async () => {
  const config = readConfig({}, { keeping: { dataDir: join(dataDir, 'mistyped') } });
  await expect(rotateMasterKeyOffline(config, { ...config.keys, file: join(dataDir, 'new.key') })).rejects.toThrow(/There is no store at .*mistyped/);
  await expect(stat(join(dataDir, 'mistyped'))).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(stat(join(dataDir, 'new.key'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test.runIf(findPostgres() !== undefined)('a hub on PostgreSQL whose master key comes from elsewhere needs no data folder, and no place where it could be made', async () => {
  const server = await startPostgres();
  try {
    await writeFile(join(dataDir, 'home'), '');
    const keys = { kind: 'environment', value: Buffer.alloc(32, 7).toString('base64') } as const;
    const hub = await startHub({ listen: { host: '127.0.0.1', port: 0, drainMs: 100 }, keeping: { dataDir: join(dataDir, 'home', '.patchbay'), databaseUrl: await server.createDatabase() }, keys, observe: { level: 'silent' } });
    await hub.stop();
    expect(hub.firstKey).toMatch(/^pb_/);
  } finally {
    await server.stop();
  }
}, 60_000);
