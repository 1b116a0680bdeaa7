import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from './create-client.ts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createRead, type Read } from './read-together.ts';

const there = new Map(['a', 'b', 'c'].map((id) => [id, { id, version: 1 }]));
const asked: string[] = [];
let broken = false;
const server = createServer((request, reply) => {
  asked.push(request.url ?? '');
  const url = new URL(request.url ?? '', 'http://hub');
  const [, , , one] = url.pathname.split('/');
  const answer = (status: number, body: object): void => void reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (broken) return answer(500, { code: 'hub.internal', detail: 'broken', status: 500, fix: '' });
  if (one !== undefined) return there.has(one) ? answer(200, there.get(one)!) : answer(404, { code: 'resource.not_found', detail: 'gone', status: 404, fix: '' });
  const ids = (url.searchParams.get('ids') ?? '').split(',');
  answer(200, { items: ids.flatMap((id) => there.get(id) ?? []), next_cursor: null });
});
let read: Read;
const signal = new AbortController().signal;

beforeAll(async () => {
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  read = createRead(createClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key: 'k', retry: { attempts: 1 } }));
});
afterAll(() => { server.close(); server.closeAllConnections(); });
beforeEach(() => { asked.length = 0; broken = false; });

test('reads that come together are one request, and what is gone is nothing', async () => {
  const found = await Promise.all(['a', 'gone', 'c'].map((id) => read('projects', id, signal)));
  expect(found).toEqual([{ id: 'a', version: 1 }, undefined, { id: 'c', version: 1 }]);
  expect(asked).toHaveLength(1);
});

test('a read alone is an ordinary one', async () => {
  expect(await read('projects', 'b', signal)).toEqual({ id: 'b', version: 1 });
  expect(await read('projects', 'gone', signal)).toBeUndefined();
  expect(asked).toEqual(['/v1/projects/b', '/v1/projects/gone']);
});

test('kinds are not mixed, and very many are several requests', async () => {
  await Promise.all([read('projects', 'a', signal), read('endpoints', 'b', signal), ...Array.from({ length: 60 }, () => read('projects', 'c', signal))]);
  expect(asked).toHaveLength(3);
});

test('a hub that fails does so for all of them: nothing looks gone', async () => {
  broken = true;
  const outcomes = await Promise.allSettled([read('projects', 'a', signal), read('projects', 'b', signal)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
