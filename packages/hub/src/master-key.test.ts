import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startHub } from './index.ts';

let dataDir: string;
beforeEach(async () => { dataDir = await mkdtemp(join(tmpdir(), 'patchbay-keys-')); });
afterEach(() => rm(dataDir, { recursive: true }));

test('a hub whose master key file is gone makes no other one: it says that it is missing, and starts when it is back', async () => {
  const start = () => startHub({ listen: { host: '127.0.0.1', port: 0 }, keeping: { dataDir }, observe: { level: 'silent' } });
  const file = join(dataDir, 'master.key');
  await (await start()).stop();
  await rename(file, `${file}.backup`);
  await expect(start()).rejects.toMatchObject({ code: 'secret.unreadable', message: expect.stringContaining('does not exist; put it back') as string });
  expect(existsSync(file)).toBe(false);
  await rename(`${file}.backup`, file);
  await (await start()).stop();
}, 60_000);

test('a master key at an address that is not open yet names the variable that opens it, and leaves the first key for later', async () => {
  const keys = { kind: 'vault_transit', vaultAddress: 'http://127.0.0.1:8200', vaultKey: 'hub', vaultToken: 'token' } as const;
  const start = startHub({ listen: { host: '127.0.0.1', port: 0 }, keeping: { dataDir }, keys, observe: { level: 'silent' } });
  await expect(start).rejects.toMatchObject({ code: 'upstream.failed', message: expect.stringMatching(/^The master key is out of reach: 127\.0\.0\.1 .*PATCHBAY_MASTER_KEY_EGRESS_ALLOW/) as string });
  const hub = await startHub({ listen: { host: '127.0.0.1', port: 0 }, keeping: { dataDir }, observe: { level: 'silent' } });
  await hub.stop();
  expect(hub.firstKey).toMatch(/^pb_/);
}, 60_000);
