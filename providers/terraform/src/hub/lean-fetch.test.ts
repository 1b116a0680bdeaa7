import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from '@patchbay/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leanFetch } from './lean-fetch.ts';

const sockets = new Set<unknown>();
const server = createServer(async (request, response) => {
  sockets.add(request.socket);
  if (request.url === '/never') return;
  if (request.url === '/broken') return void response.writeHead(200, { 'content-length': 100 }).end('half', () => response.destroy());
  if (request.url === '/elsewhere') return void response.writeHead(302, { location: '/' }).end();
  if (request.url?.startsWith('/v1/') === true) return void response.writeHead(429, { 'retry-after': '7', 'content-type': 'application/problem+json', 'x-request-id': 'req_1' }).end('{"code":"limit.exceeded","detail":"Too many","status":429}');
  response.writeHead(201, { 'x-told': 'yes' }).end(JSON.stringify({ method: request.method, key: request.headers.authorization, body: Buffer.concat(await request.toArray() as Buffer[]).toString() }));
});
const at = (path: string): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

beforeAll(async () => { server.listen(0, '127.0.0.1'); await once(server, 'listening'); });
afterAll(() => { server.closeAllConnections(); server.close(); });

describe('a lean fetch', () => {
  it('sends what it is given and answers what came, over one connection', async () => {
    for (let i = 0; i < 3; i++) {
      const answer = await leanFetch(at('/'), { method: 'POST', headers: { authorization: 'Bearer k' }, body: 'ü' });
      expect([answer.status, answer.ok, answer.headers.get('x-told'), answer.headers.get('x-other')]).toEqual([201, true, 'yes', null]);
      expect(JSON.parse(await answer.text())).toEqual({ method: 'POST', key: 'Bearer k', body: 'ü' });
    }
    expect(sockets.size).toBe(1);
  });

  it('follows no redirect', async () => {
    expect((await leanFetch(at('/elsewhere'), { redirect: 'manual' })).status).toBe(302);
  });

  it('fails when the hub is not there, or stops in the middle', async () => {
    await expect(leanFetch('http://127.0.0.1:1/')).rejects.toThrow('ECONNREFUSED');
    const answer = await leanFetch(at('/broken'));
    await expect(answer.text()).rejects.toThrow('aborted');
  });

  it('gives up when it is told to', async () => {
    const stop = new AbortController();
    const asked = leanFetch(at('/never'), { signal: stop.signal });
    setImmediate(() => stop.abort(new Error('enough')));
    await expect(asked).rejects.toThrow('enough');
    await expect(leanFetch(at('/'), { signal: stop.signal })).rejects.toThrow('enough');
  });

  it('is all that the client of a hub needs', async () => {
    const client = createClient({ url: at(''), key: 'k', fetch: leanFetch, retry: { attempts: 1 } });
    await expect(client.resource('projects').list()).rejects.toMatchObject({ code: 'limit.exceeded', status: 429, requestId: 'req_1' });
  });
});
