import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { detectHost } from './hosts/detect.ts';
import { runPost } from './run-post.ts';
import { settle } from './verbs/see-through.ts';

let server: Server | undefined;
afterEach(() => { server?.close(); });

test('of two steps that share a job, the one that was killed is cancelled at its end, though the one before came to its own', async () => {
  const asked: (string | undefined)[] = [];
  server = createServer(({ url }, answer) => { asked.push(url); answer.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"cancelled"}'); });
  await new Promise<void>((resolve) => { server!.listen(0, '127.0.0.1', resolve); });
  const files = new Map<string, string>();
  const host = detectHost({
    env: { PATCHBAY_STATE: '/state' }, flags: { hub: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 'pb_a-token' }, temporary: '/tmp', random: () => 'random', now: () => 0,
    write: () => undefined, append: (file, text) => { files.set(file, (files.get(file) ?? '') + text); }, read: (file) => files.get(file), onSignal: () => undefined,
  });
  const clock = { now: () => 0, random: () => 0 };
  const first = { id: 'dep_1', version: 3, project: 'prj_1', environment_slug: 'staging', status: 'succeeded', runner: 'ci', ended: true, waiting_for: [], outputs: {} } as const;
  host.keep('deployment', first.id);
  settle(host, first, { result: 'succeeded', why: 'done' });
  await runPost(host, clock);
  expect(asked).toEqual([]);
  host.keep('deployment', 'dep_2'); // and then it was killed
  await runPost(host, clock);
  expect(asked).toEqual(['/v1/deployments/dep_2/cancel']);
});
