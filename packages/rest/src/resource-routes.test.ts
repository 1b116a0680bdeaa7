import { connect } from 'node:net';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createServer } from './create-server.ts';
import { KEY, type MemoryHouse, memoryHouse, READER_KEY } from './memory-house.ts';

let house: MemoryHouse;
let server: FastifyInstance;

beforeEach(() => { house = memoryHouse(); server = createServer(house); });
afterEach(() => server.close());

const ask = (method: string, url: string, body?: unknown, headers: Record<string, string> = {}) =>
  server.inject({ method: method as 'GET', url, headers: { authorization: KEY, ...headers }, ...(body === undefined ? {} : { payload: body as NonNullable<InjectOptions['payload']> }) });
const shop = { slug: 'shop', name: 'Web shop' };
const last = () => house.calls.at(-1)!;

describe('a resource', () => {
  test('is created with its place, its version and what is left of the limit', async () => {
    const reply = await ask('POST', '/v1/projects', shop, { 'idempotency-key': 'k1' });
    expect(reply.statusCode).toBe(201);
    expect(reply.headers).toMatchObject({ location: `/v1/projects/${reply.json().id}`, etag: '"1"', ratelimit: '"key";r=599;t=60', 'ratelimit-policy': '"key";q=600;w=60', 'content-type': 'application/json; charset=utf-8' });
    expect(last()).toMatchObject({ action: 'project_create', via: 'rest', idempotencyKey: 'k1', dryRun: false, requestId: reply.headers['x-request-id'] });
  });

  test('is read, and not sent again to who has it', async () => {
    const { id } = (await ask('POST', '/v1/projects', shop)).json();
    expect((await ask('GET', `/v1/projects/${id}`)).headers).toMatchObject({ etag: '"1"', 'cache-control': 'private, no-cache' });
    for (const tag of ['"1"', 'W/"1"', '"7", "1"', '*']) {
      const reply = await ask('GET', `/v1/projects/${id}`, undefined, { 'if-none-match': tag });
      expect([tag, reply.statusCode, reply.body, reply.headers['etag']]).toEqual([tag, 304, '', '"1"']);
    }
    expect((await ask('GET', `/v1/projects/${id}`, undefined, { 'if-none-match': '"2"' })).statusCode).toBe(200);
    const head = await ask('HEAD', `/v1/projects/${id}`);
    expect([head.statusCode, head.body, head.headers['etag']]).toEqual([200, '', '"1"']);
  });

  test('is changed only if it still is what the caller saw', async () => {
    const { id } = (await ask('POST', '/v1/projects', shop)).json();
    expect((await ask('PATCH', `/v1/projects/${id}`, { name: 'A' }, { 'if-match': '"1"' })).headers['etag']).toBe('"2"');
    expect((await ask('PATCH', `/v1/projects/${id}`, { name: 'B' }, { 'if-match': '"1"' })).json().code).toBe('resource.changed');
    expect((await ask('PATCH', `/v1/projects/${id}`, '{"name":"C"}', { 'if-match': '*', 'content-type': 'application/merge-patch+json' })).json()).toMatchObject({ name: 'C', version: 3 });
    expect((await ask('DELETE', `/v1/projects/${id}`, undefined, { 'if-match': '"3"' })).json()).toEqual({ id, deleted: true });
    expect((await ask('GET', `/v1/projects/${id}`)).json().code).toBe('resource.not_found');
  });

  test.each(['3', 'W/"3"', '"0"', '"x"', '"1", "2"', '"9999999999999999"', ''])('is not changed by the ETag %s', async (tag) => {
    expect((await ask('PATCH', '/v1/projects/prj_1', { name: 'A' }, { 'if-match': tag })).json().code).toBe('version.malformed');
    expect((await ask('DELETE', '/v1/projects/prj_1', undefined, { 'if-match': tag })).json().code).toBe('version.malformed');
    expect(house.calls).toEqual([]);
  });

  test('is the one in the path: another id or version in the body is refused', async () => {
    expect((await ask('PATCH', '/v1/projects/prj_1', { id: 'prj_2' })).json()).toMatchObject({ code: 'input.invalid', issues: [{ path: 'id' }] });
    expect((await ask('PATCH', '/v1/projects/prj_1', { if_version: 2 }, { 'if-match': '"1"' })).json()).toMatchObject({ code: 'input.invalid', issues: [{ path: 'if_version' }] });
    expect((await ask('GET', '/v1/projects/prj_1?id=prj_2')).json().code).toBe('input.invalid');
  });

  test('is only spoken of in a dry run', async () => {
    const reply = await ask('POST', '/v1/projects', shop, { 'dry-run': 'true' });
    expect([reply.statusCode, reply.headers['location'], last().dryRun]).toEqual([200, undefined, true]);
    expect((await ask('POST', '/v1/projects', shop, { 'dry-run': 'maybe' })).json()).toMatchObject({ code: 'input.invalid', issues: [{ path: 'Dry-Run' }] });
  });

  test('an answer of before says so', async () => {
    house.instead = async () => ({ output: { id: 'prj_1', version: 1 }, replayed: true });
    expect((await ask('POST', '/v1/projects', shop, { 'idempotency-key': 'k' })).headers['idempotent-replayed']).toBe('true');
  });

  test.each(['', 'é', 'x'.repeat(256), 'tab\there'])('takes no idempotency key such as %j', async (key) => {
    expect((await ask('POST', '/v1/projects', shop, { 'idempotency-key': key })).json().code).toBe('idempotency.key_invalid');
  });
});

describe('a list', () => {
  test('reads its parameters as the schema has them', async () => {
    await ask('GET', '/v1/projects?limit=7&slug=shop&sort=-slug');
    expect(last().input).toEqual({ limit: 7, slug: 'shop', sort: '-slug' });
  });

  test.each([['limit=seven', 'input.invalid'], ['limit=1&limit=2', 'input.invalid'], ['colour=red', 'input.unknown_field'], ['__proto__=1', 'input.unknown_field'], ['limit=1e1', 'input.invalid']])('refuses ?%s', async (query, code) => {
    expect((await ask('GET', `/v1/projects?${query}`)).json().code).toBe(code);
  });

  test('a write takes no query', async () => {
    expect((await ask('POST', '/v1/projects?slug=shop', shop)).json().code).toBe('input.unknown_field');
  });
});

describe('tools', () => {
  test('are listed as far as the caller may call them, page by page', async () => {
    const all = (await ask('GET', '/v1/tools')).json();
    expect(all.items.map((each: { id: string }) => each.id)).toEqual(house.catalog.actions.map((each) => each.id));
    expect(all.items[0]).toMatchObject({ dry_run: true, input_schema: { type: 'object' }, output_schema: { type: 'object' } });
    const page = (await ask('GET', '/v1/tools?limit=3')).json();
    const next = (await ask('GET', `/v1/tools?limit=500&cursor=${page.next_cursor}`)).json();
    expect([...page.items, ...next.items]).toEqual(all.items);
    expect(next.next_cursor).toBeNull();
    expect((await ask('GET', '/v1/tools', undefined, { authorization: READER_KEY })).json().items.map((each: { id: string }) => each.id)).toEqual(['project_get', 'project_list']);
  });

  test.each([['limit=0', 'input.invalid'], ['limit=501', 'input.invalid'], ['limit=1.5', 'input.invalid'], ['cursor=abc', 'cursor.invalid'], ['page=2', 'input.unknown_field']])('the list refuses ?%s', async (query, code) => {
    expect((await ask('GET', `/v1/tools?${query}`)).json().code).toBe(code);
  });

  test('are called by name, with or without a body', async () => {
    expect((await ask('POST', '/v1/tools/whoami')).json()).toMatchObject({ principal: 'key_1' });
    expect((await ask('POST', '/v1/tools/project_create', shop)).json()).toMatchObject({ slug: 'shop' });
    expect((await ask('POST', '/v1/tools/no_such_tool', {})).json().code).toBe('action.not_found');
    await ask('POST', '/v1/tools/secret_delete', { id: 'sec_1' }, { 'approval-id': 'apr_1' });
    expect(last().approvalId).toBe('apr_1');
    expect((await ask('POST', '/v1/tools/secret_delete', { id: 'sec_1' }, { 'approval-id': 'not an id' })).json().code).toBe('input.invalid');
  });
});

test('a caller that goes away cancels the call', async () => {
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as { port: number };
  const cancelled = new Promise<void>((resolve) => {
    house.instead = ({ signal }) => {
      socket.destroy();
      return new Promise((_, reject) => signal.addEventListener('abort', () => { resolve(); reject(new Error('gone')); }));
    };
  });
  const socket = connect(port, '127.0.0.1', () => socket.write(`GET /v1/projects HTTP/1.1\r\nhost: x\r\nauthorization: ${KEY}\r\n\r\n`));
  await cancelled;
});

test('that a caller went away is known before anybody asks for the signal', async () => {
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as { port: number };
  const seen = new Promise<unknown[]>((resolve) => {
    house.instead = async (call) => {
      const before = call.cancelled;
      socket.destroy();
      while (call.cancelled !== true) await new Promise((later) => setTimeout(later, 5));
      resolve([before, call.cancelled, call.signal.aborted]);
      throw new Error('gone');
    };
  });
  const body = '{"slug":"shop","name":"Shop"}';
  const socket = connect(port, '127.0.0.1', () => socket.write(`POST /v1/projects HTTP/1.1\r\nhost: x\r\nauthorization: ${KEY}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`));
  expect(await seen).toEqual([false, true, true]);
});

test('a server that closes waits for what runs, and not for connections that then have nothing to do', async () => {
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as { port: number };
  let closed: Promise<unknown> = Promise.resolve();
  house.instead = async () => { closed = server.close(); await new Promise((resolve) => setTimeout(resolve, 20)); return { output: { items: [] }, replayed: false }; };
  const reply = await fetch(`http://127.0.0.1:${port}/v1/projects`, { headers: { authorization: KEY } });
  expect(await reply.json()).toEqual({ items: [] });
  await closed;
});
