import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { afterEach, expect, test } from 'vitest';
import type { CiHost } from '../host.ts';
import { detectHost } from '../hosts/detect.ts';
import { runStep } from '../run-step.ts';
import { setup } from './setup.ts';

let server: Server | undefined;
let folder = '';
afterEach(async () => { server?.close(); await rm(folder, { recursive: true, force: true }); });

test('the program comes from the hub, also when its address ends with a slash', async () => {
  folder = await mkdtemp(`${tmpdir()}/setup-`);
  const program = 'console.log(1)';
  const files: Readonly<Record<string, string>> = { '/cli/patchbay-ci.cjs': program, '/cli/patchbay-ci.cjs.sha256': createHash('sha256').update(program).digest('hex') };
  server = createServer(({ url = '' }, answer) => { answer.writeHead(files[url] === undefined ? 404 : 200).end(files[url]); });
  await new Promise<void>((resolve) => { server!.listen(0, '127.0.0.1', resolve); });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const said: string[] = [];
  const exported: Record<string, string> = {};
  const host: CiHost = {
    ...detectHost({ env: {}, flags: { hub: `${url}/`, token: 'pb_a-token' }, temporary: folder, random: () => 'random', now: () => 0, write: (text) => { said.push(text); }, append: () => undefined, read: () => undefined, onSignal: () => undefined }),
    exportVariable: (name, value) => { exported[name] = value; },
  };
  expect([await runStep('setup', setup, host, { now: () => 0, random: () => 0 }), said.join('')]).toEqual([0, 'Logged in; patchbay-ci is on the path\n']);
  expect(exported['PATCHBAY_URL']).toBe(url);
  expect(await readFile(`${folder}/patchbay/bin/patchbay-ci`, 'utf8')).toBe(program);
});
