import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSink, type Sink } from './sink.ts';

let sink: Sink;
beforeEach(async () => { sink = await startSink(); });
afterEach(() => sink.stop());

test('keeps the bytes and headers of every request as they came', async () => {
  const bytes = Buffer.from([0, 255, 10, 13]);
  const reply = await fetch(`${sink.url}/hook?a=1`, { method: 'POST', body: bytes, headers: { 'X-Signature': 'v1,abc' } });
  expect(reply.status).toBe(200);
  expect(sink.received).toHaveLength(1);
  expect(sink.received[0]).toMatchObject({ method: 'POST', path: '/hook?a=1', headers: { 'x-signature': 'v1,abc' } });
  expect(sink.received[0]?.body).toEqual(bytes);
});

test('answers what was planned, in order, and then as usual', async () => {
  sink.usually({ status: 204 });
  sink.answer({ status: 503, headers: { 'retry-after': '7' } }, { status: 429, body: 'slow down' });
  const first = await fetch(sink.url);
  const second = await fetch(sink.url);
  const third = await fetch(sink.url);
  expect([first.status, first.headers.get('retry-after'), second.status, await second.text(), third.status]).toEqual([503, '7', 429, 'slow down', 204]);
});

test('a usual answer may depend on the request', async () => {
  sink.usually(({ path }) => ({ status: path === '/good' ? 200 : 404 }));
  expect([(await fetch(`${sink.url}/good`)).status, (await fetch(`${sink.url}/bad`)).status]).toEqual([200, 404]);
});

test('hangs until the sender gives up, and still stops', async () => {
  sink.answer('hang');
  const control = new AbortController();
  const waiting = fetch(sink.url, { signal: control.signal });
  await sink.until(1);
  control.abort(new Error('gave up'));
  await expect(waiting).rejects.toThrow('gave up');
});

test('cuts the line without an answer', async () => {
  sink.answer('cut');
  await expect(fetch(sink.url)).rejects.toThrow();
  expect(sink.received).toHaveLength(1);
});

test('who waits for requests gets them as soon as they are there', async () => {
  const two = sink.until(2);
  await fetch(`${sink.url}/1`);
  await fetch(`${sink.url}/2`);
  expect((await two).map(({ path }) => path)).toEqual(['/1', '/2']);
});
