import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHub } from '@patchbay/hub';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testIo } from '../../testing/test-io.ts';
import { main } from '../main.ts';

let folder = '';
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'migrate-')); });
afterAll(() => rmSync(folder, { recursive: true }));

it('`patchbay migrate` makes a store ready, so that the first start shows no key to whoever reads its log', async () => {
  const data = join(folder, 'data');
  const patchbay = async (...argv: string[]): Promise<{ code: number; out: string }> => {
    const io = testIo({ home: folder, env: {} });
    return { code: await main([...argv, '--data', data, '-o', 'json'], io), out: io.said.out };
  };
  const first = await patchbay('migrate');
  expect([first.code, JSON.parse(first.out)]).toEqual([0, { version: expect.any(String), fresh: true }]);
  expect(JSON.parse((await patchbay('migrate')).out)).toMatchObject({ fresh: false });

  const { key } = JSON.parse((await patchbay('keys', 'create', 'admin', '--scope', '*')).out) as { key: string };
  const hub = await startHub({ listen: { port: 0 }, keeping: { dataDir: data }, observe: { level: 'silent' } });
  try {
    expect(hub.firstKey).toBeUndefined();
    expect((await fetch(`${hub.url}/v1/projects`, { headers: { authorization: `Bearer ${key}` } })).status).toBe(200);
  } finally {
    await hub.stop();
  }
});
