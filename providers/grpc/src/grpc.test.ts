import { once } from 'node:events';
import { connect, type ClientHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bool, bytes, call, decode, double, encode, explicit, GrpcError, grpcServer, int, many, map, message, serverStream, string, sub, unary } from './index.ts';

const Part = message({ name: string(1), at: explicit(int(2)) });
const Whole = message({ text: string(1), raw: bytes(2), on: bool(3), count: int(4), ratio: double(5), parts: many(sub(6, () => Part)), named: map(sub(7, () => Part)), numbers: many(int(8)), one: sub(9, () => Part) });
const types = { request: Whole, response: Whole };

describe('a message', () => {
  it('comes back as it was, with nothing of what is absent or zero', () => {
    const value = { text: 'Grüße', raw: Uint8Array.of(0, 255), on: true, count: -5, ratio: 0.25, parts: [{ name: 'a', at: 0 }, {}], named: { x: { name: 'b' }, __proto__x: {} }, numbers: [1, 2 ** 40], one: { at: 3 } };
    expect(decode(Whole, encode(Whole, value))).toEqual(value);
    expect(encode(Whole, { text: '', raw: new Uint8Array(), on: false, count: 0, ratio: 0, parts: [] })).toHaveLength(0);
  });

  it('is written as everybody writes it', () => {
    expect(Buffer.from(encode(Whole, { text: 'hi', count: 150, one: { at: 0 } })).toString('hex')).toBe('0a0268692096014a021000');
  });

  it('is read with packed numbers and fields that are not known', () => {
    const later = message({ text: string(1), extra: sub(100, () => Part), numbers: bytes(8) });
    expect(decode(Whole, encode(later, { text: 'a', extra: { name: 'new' }, numbers: Uint8Array.of(1, 150, 1) }))).toEqual({ text: 'a', numbers: [1, 150] });
  });
});

describe('a server', () => {
  let session: ClientHttp2Session;
  let ended = 0;
  const server = grpcServer(new Map([
    ['/t/echo', unary(Whole, Whole, (request) => request)],
    ['/t/fail', unary(Whole, Whole, () => { throw new GrpcError(3, 'unknown type: 100 %'); })],
    ['/t/fail-long', unary(Whole, Whole, ({ count = 0 }) => { throw new GrpcError(2, 'ü'.repeat(count), new Uint8Array(count)); })],
    ['/t/break', unary(Whole, Whole, () => Promise.reject(new Error('broken')))],
    ['/t/wait', unary(Whole, Whole, async (_, signal) => { await once(signal, 'abort'); ended++; return {}; })],
    ['/t/count', serverStream(Whole, Whole, async function* ({ count = 0 }) { for (let n = 0; n < count; n++) yield { count: n, text: 'x'.repeat(2000) }; })],
    ['/t/endless', serverStream(Whole, Whole, async function* (_, signal) { try { while (!signal.aborted) yield { text: 'x'.repeat(60_000) }; } finally { ended++; } })],
  ]), { limit: 100_000 });
  const ask = (path: string, request: Parameters<typeof encode<(typeof Whole)['fields']>>[1], signal?: AbortSignal) => call(session, path, types, request as never, signal);

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterAll(() => { session.destroy(); server.close(); });

  it('answers calls and streams', async () => {
    expect(await ask('/t/echo', { text: 'hello' })).toEqual([{ text: 'hello' }]);
    expect(await ask('/t/count', { count: 200 })).toHaveLength(200);
  });

  it('says what went wrong', async () => {
    await expect(ask('/t/fail', {})).rejects.toMatchObject({ code: 3, message: 'unknown type: 100 %' });
    await expect(ask('/t/break', {})).rejects.toMatchObject({ code: 2, message: 'broken' });
    await expect(ask('/t/nothing', {})).rejects.toMatchObject({ code: 12 });
    await expect(ask('/t/echo', { text: 'x'.repeat(100_001) })).rejects.toMatchObject({ code: 8 });
  });

  it('says it also when it takes longer than one frame', async () => {
    for (const count of [2000, 4000]) await expect(ask('/t/fail-long', { count })).rejects.toMatchObject({ code: 2, message: 'ü'.repeat(count) });
    expect(await ask('/t/echo', { text: 'still here' })).toEqual([{ text: 'still here' }]);
  });

  it('ends what nobody waits for any more', async () => {
    for (const path of ['/t/wait', '/t/endless']) {
      const stop = new AbortController();
      const before = ended;
      const asked = ask(path, {}, stop.signal);
      await ask('/t/echo', {}); // the first is with the server by now
      stop.abort();
      await expect(asked).rejects.toThrow();
      await expect.poll(() => ended).toBe(before + 1);
    }
  });
});
