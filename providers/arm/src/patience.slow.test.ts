import { spawn, spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it, test } from 'vitest';

const program = join(import.meta.dirname, 'declare.py');
const installed = spawnSync('python3', ['--version']).status === 0;
if (!installed) console.warn('\n  The script of the ARM templates WAS NOT TESTED: python3 is not in PATH.\n');
let server: Server | undefined;
afterEach(() => { server?.closeAllConnections(); server?.close(); });

/** The script as Azure runs it, with short pauses, against a hub that breaks off so many requests before it answers. */
async function declare(away: number, approve = false): Promise<{ readonly code: number | null; readonly log: string; readonly keys: ReadonlySet<unknown> }> {
  const keys = new Set<unknown>();
  let asked = 0;
  let wanted = approve ? 2 : 0;
  server = createServer((request, response) => {
    if (request.method === 'POST') keys.add(request.headers['idempotency-key']);
    asked += 1;
    if (asked <= away || (asked > away + 1 && asked <= away * 2 + 1)) return void request.socket.destroy(); // while it looks, and while it creates
    if (request.method === 'POST' && wanted-- > 0) return void response.writeHead(403).end('{"code":"approval.pending","detail":"waits","approval_id":"apr_1"}');
    response.writeHead(200, { 'content-type': 'application/json' }).end(request.method === 'GET' ? '{"items":[]}' : '{"id":"prj_1"}');
  });
  await new Promise<void>((resolve) => { server!.listen(0, '127.0.0.1', resolve); });
  const kinds = JSON.stringify({ project: { plural: 'projects', title: 'project', key: { slug: null }, secrets: [] } });
  const child = spawn('python3', ['-c', `import random; random.random = lambda: 0.005; exec(compile(open(${JSON.stringify(program)}).read().replace('@KINDS@', ${JSON.stringify(kinds)}), 'declare.py', 'exec'))`], {
    env: { PATH: process.env['PATH'], PATCHBAY_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, PATCHBAY_KEY: 'pb_a', PATCHBAY_SETTINGS: '{"approvalWait":60}', PATCHBAY_DECLARATIONS: '[{"resource":"project","fields":{"slug":"shop"}}]' },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => { log += part; });
  return { code: await new Promise((resolve) => { child.once('close', resolve); }), log, keys };
}

test('Python is there to be tested with, at least where CI=true', () => {
  if (!installed && process.env['CI'] === 'true') throw new Error('install python3');
});

describe.runIf(installed)('a hub that restarts', () => {
  it('fails no deployment: it is asked again for a minute or so under one key, and the log says why nothing happens', async () => {
    const { code, log, keys } = await declare(15);
    expect([code, keys.size, log]).toEqual([0, 1, expect.stringMatching(/^The hub does not answer yet: Could not reach[^\n]*\nThe hub answers again\.\nThe hub does not answer yet[^\n]*\nThe hub answers again\.\ncreate project\n$/)]);
  });

  it('and one that stays away is told with what to do', async () => {
    const { code, log } = await declare(1_000);
    expect([code, log]).toEqual([1, expect.stringMatching(/Could not reach the hub[^\n]*\(tried \d+ times\)[^\n]*Check hubUrl/)]);
  });
});

test.runIf(installed)('who shall approve a change reads so while it waits, not when it has failed', async () => {
  const { code, log } = await declare(0, true);
  expect([code, log]).toEqual([0, 'Waiting for somebody to approve it: patchbay approvals approve apr_1\ncreate project\n']);
});
