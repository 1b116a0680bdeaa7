import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { blocksOf, run, type Running, runOn, type Terminal } from '@patchbay/example-first-steps/readme';
import { afterEach, expect, test } from 'vitest';
import { freePort, receiversOnThePage, start } from './receivers.ts';

const folder = mkdtempSync(join(tmpdir(), 'patchbay-listen-'));
symlinkSync(join(import.meta.dirname, '../../packages/cli/src/bin.ts'), join(folder, 'patchbay'));
const blocks = blocksOf(join(import.meta.dirname, '../../docs/guides/receive-webhooks.md')).filter(({ heading }) => heading === 'On your own computer');
const block = (label: string): string => blocks.find((each) => each.label === label)?.text ?? `echo "the page has no block ${label}"; exit 1`;

let hub: Running | undefined;
let listening: Running | undefined;

afterEach(async () => {
  await listening?.stop();
  await hub?.stop();
  rmSync(folder, { recursive: true });
});

test('on your own computer: the commands of the page bring an event to a receiver of the page, and Ctrl-C is a good end', { timeout: 60_000 }, async () => {
  const env = { PATH: [folder, dirname(process.execPath), process.env['PATH']].join(delimiter), HOME: folder, NO_COLOR: '1', PATCHBAY_LOG_LEVEL: 'warn' };
  hub = runOn('patchbay start --port 0 --data ./data', { folder, env });
  const [, url] = await hub.until(/ready at (http:\/\/\S+)/);
  const [key] = await hub.until(/pb_\w+/);
  const terminal: Terminal = { folder, env: { ...env, PATCHBAY_URL: url, PATCHBAY_KEY: key } };
  const port = await freePort();
  listening = runOn(block('listen').replace('localhost:3000', `localhost:${port}`), terminal);
  const [secret] = await listening.until(/whsec_\S+/);
  await listening.until(/Ctrl-C ends it/);
  const receiver = await start(receiversOnThePage().find(({ file }) => file === 'receiver.ts')!, join(folder, 'receiver'), secret, port);
  try {
    const [published = ''] = /evt_\w+/.exec(run(block('publish'), terminal)) ?? [];
    await listening.until(new RegExp(`Z  build\\.finished  ${published}  204  \\d+ ms\n`));
    await expect.poll(() => receiver.handled(), { timeout: 20_000 }).toEqual([`handled ${published} build.finished`]);
    expect(await listening.stop()).toBe(0);
    expect(listening.said()).toMatch(/\n1 delivered, 0 failed\. --after \d+ goes on from here\.\n$/);
  } finally {
    await receiver.stop();
  }
});
