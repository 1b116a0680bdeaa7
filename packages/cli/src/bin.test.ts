import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
// @boundaries-ignore the tests of a room may use the doubles
import { freePort } from '../../../test/doubles/program.ts';

const program = fileURLToPath(new URL('./bin.ts', import.meta.url));

test('who stops listening to what is said beside the work changes nothing of how it ends', () => {
  const { status } = spawnSync('bash', ['-c', '"$0" "$1" nope 2>&1 >/dev/null | true; exit "${PIPESTATUS[0]}"', process.execPath, program], { encoding: 'utf8' });
  expect(status).toBe(2);
});

test('a hub goes on when nobody reads any more what it says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bin-'));
  const port = await freePort();
  const hub = spawn(process.execPath, [program, 'start', '--port', String(port), '--data', folder], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    hub.stdout.destroy();
    const answers = (): Promise<boolean> => fetch(`http://127.0.0.1:${port}/healthz`).then(({ ok }) => ok, () => false);
    await expect.poll(answers, { timeout: 15_000 }).toBe(true);
    await sleep(500);
    expect(await answers()).toBe(true);
  } finally {
    hub.kill('SIGTERM');
    if (hub.exitCode === null) await once(hub, 'exit');
    rmSync(folder, { recursive: true });
  }
}, 30_000);

test('a signal shows in the exit code by its own number', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const env = { ...process.env, PATCHBAY_URL: `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`, PATCHBAY_KEY: 'pb_key' };
  for (const [signal, code] of [['SIGTERM', 143], ['SIGINT', 130]] as const) {
    const asking = spawn(process.execPath, [program, 'audit', 'export'], { env, stdio: 'ignore' });
    const [connection] = await once(silent, 'connection');
    asking.kill(signal);
    expect(await once(asking, 'exit')).toEqual([code, null]);
    connection.destroy();
  }
  silent.close();
}, 30_000);
