import { connect } from 'node:net';
import { Failure, type IngestReply, type IngestRequest } from '@patchbay/contracts';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createServer } from './create-server.ts';
import { type MemoryHouse, memoryHouse } from './memory-house.ts';

const ACCEPTED: IngestReply = { status: 202, headers: { 'content-type': 'application/json; charset=utf-8' }, body: '{"events":["evt_1"]}' };

let house: MemoryHouse;
let server: FastifyInstance;
let url: string;
let came: { readonly request: IngestRequest; readonly body: Buffer }[];

beforeEach(async () => {
  house = memoryHouse();
  came = [];
  house.ingestInstead = async (request) => {
    came.push({ request, body: Buffer.from(await request.read(2048)) });
    return ACCEPTED;
  };
  server = createServer(house, { bodyLimit: 100 });
  url = await server.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => server.close());

const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) => fetch(`${url}${path}`, { method: 'POST', headers, body: typeof body === 'string' ? body : new Uint8Array(body) });

/** What the hub answers to these bytes. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text, 'latin1'));
    let answer = '';
    socket.setEncoding('latin1').on('data', (chunk) => { answer += chunk as unknown as string; }).on('error', reject).on('close', () => resolve(answer));
  });
}

describe('a webhook of somebody else', () => {
  test('reaches the house as it came: bytes, headers in their order, path with its query, and who sent it', async () => {
    const body = Buffer.from([0x00, 0xff, 0x0d, 0x0a, 0x7b]);
    const answer = await post('/hooks/src_1?a=%20b&a=c', body, { 'content-type': 'application/json', 'X-Sign': 'sha256=1' });
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([202, ACCEPTED.headers['content-type'], ACCEPTED.body]);
    const [{ request, body: read }] = came as [typeof came[0]];
    expect(read.equals(body)).toBe(true);
    expect(request).toMatchObject({ to: { kind: 'source', name: 'src_1' }, method: 'POST', path: '/hooks/src_1?a=%20b&a=c', address: '127.0.0.1' });
    expect(request.rawHeaders.map((each) => each.toLowerCase())).toEqual(expect.arrayContaining(['x-sign', 'sha256=1']));
  });

  test('shows a header that came twice twice', async () => {
    await raw('POST /hooks/src_1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX-Sign: 1\r\nx-sign: 2\r\nContent-Length: 0\r\n\r\n');
    expect(came[0]!.request.rawHeaders.filter((each) => each.toLowerCase() === 'x-sign')).toHaveLength(2);
  });

  test('for a plugin is told by its name', async () => {
    expect((await post('/v1/webhooks/jira', '{}')).status).toBe(202);
    expect(came[0]!.request.to).toEqual({ kind: 'plugin', name: 'jira' });
  });

  test('may come by GET, without a body', async () => {
    expect((await fetch(`${url}/hooks/src_1?x=1`)).status).toBe(202);
    expect(came).toMatchObject([{ request: { method: 'GET', path: '/hooks/src_1?x=1' }, body: Buffer.alloc(0) }]);
  });

  test('may be of any type, needs no key, and may be larger than a body of the API', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'nonsense', '', 'application/json; charset=latin1']) expect((await post('/hooks/src_1', 'x'.repeat(2000), { 'content-type': type })).status).toBe(202);
    expect(came.every(({ body }) => body.length === 2000)).toBe(true);
  });

  test('beyond the cap of its source is refused as soon as it is, announced or not', async () => {
    expect(await raw(`POST /hooks/src_1 HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 [^]*connection: close[^]*request\.too_large/i);
    expect(await raw(`POST /hooks/src_1 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n801\r\n${'x'.repeat(2049)}\r\n`)).toMatch(/^HTTP\/1\.1 413 /);
    expect(came).toEqual([]);
  });

  test('behind a proxy that is trusted is of whom the proxy names, and of nobody else’s word', async () => {
    await post('/hooks/src_1', '{}', { 'x-forwarded-for': '203.0.113.9' });
    const trusting = createServer(house, { trustProxy: ['127.0.0.1'] });
    const there = await trusting.listen({ host: '127.0.0.1', port: 0 });
    await fetch(`${there}/hooks/src_1`, { method: 'POST', headers: { 'x-forwarded-for': '192.0.2.7, 203.0.113.9' } });
    await trusting.close();
    expect(came.map(({ request }) => request.address)).toEqual(['127.0.0.1', '203.0.113.9']);
  });

  test('that breaks off is nobody’s', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write('POST /hooks/src_1 HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc'));
    await new Promise((resolve) => { setTimeout(resolve, 30); });
    socket.destroy();
    expect((await post('/hooks/src_1', '{}')).status).toBe(202);
    expect(came).toHaveLength(1);
    expect(house.reports).toEqual([]);
  });

  test('is refused as a problem, before its body is read', async () => {
    house.ingestInstead = async () => { throw new Failure('source.unproven', 'Not signed', { why: 'missing_signature' }); };
    const answer = await post('/hooks/src_1', 'x'.repeat(50_000));
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Signature realm="patchbay"']);
    expect(await answer.json()).toMatchObject({ code: 'source.unproven', why: 'missing_signature' });
  });

  test('of an unknown source is not found, and other methods are told which there are', async () => {
    house.ingestInstead = undefined;
    expect((await post('/hooks/src_1', '{}')).status).toBe(404);
    for (const method of ['PUT', 'HEAD', 'DELETE']) {
      const answer = await fetch(`${url}/hooks/src_1`, { method });
      expect([method, answer.status, answer.headers.get('allow')]).toEqual([method, 405, 'GET, OPTIONS, POST']);
    }
  });

  test('that the house fails over is a fault of the hub, and shows nothing of it', async () => {
    house.ingestInstead = async () => { throw new Error('secret inside'); };
    const answer = await post('/hooks/src_1', '{}');
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret inside');
    expect(house.reports).toHaveLength(1);
  });
});
