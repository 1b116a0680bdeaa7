import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createClient, HubError } from './index.ts';
import { serverEvents } from './event-stream.ts';
import { defaultRetry } from './retry.ts';
import { tail } from './tail.ts';
import { createTransport } from './transport.ts';
import { loopbackHub, problem, type Seen } from '../testing/loopback-hub.ts';

const connect = (url: string) => createClient({ url, key: 'pb_test', retry: { firstDelay: 1, maxDelay: 2 } });
const event = (seq: number) => ({ id: `evt_${seq}`, seq, type: 'project.created', subject: 'prj_1', time: '2030-01-01T00:00:00.000Z', data: {} });
const block = (seq: number) => `id: ${seq}\nevent: project.created\ndata: ${JSON.stringify(event(seq))}\n\n`;
const stream = (...parts: string[]) => (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  for (const part of parts) response.write(part);
};
const ending = (...parts: string[]) => (response: ServerResponse): void => { stream(...parts)(response); response.end(); };

describe('following the events', () => {
  it('goes on after the last event over broken connections and restarts, and ends with the signal', async () => {
    const stop = new AbortController();
    await using hub = await loopbackHub(ending(block(1), block(2)), problem(503, 'hub.stopping', 'restart'), (response) => response.destroy(), stream(': hello\n\n', block(3)));
    const seen: number[] = [];
    for await (const { seq } of connect(hub.url).events.tail({ types: ['project.*', 'x.y'], after: 0, signal: stop.signal })) {
      seen.push(seq);
      if (seq === 3) stop.abort();
    }
    expect(seen).toEqual([1, 2, 3]);
    expect(hub.seen.map(({ headers }) => headers['last-event-id'])).toEqual(['0', '2', '2', '2']);
    expect(hub.seen[0]?.path).toBe('/v1/events/stream?types=project.*%2Cx.y');
  });

  it('begins behind the newest event, so that a connection that breaks before its first event loses none', async () => {
    await using hub = await loopbackHub({ json: { items: [event(41)], next_cursor: 'c' } }, ending(': hello\n\n'), stream(block(42)));
    for await (const { seq } of connect(hub.url).events.tail()) { expect(seq).toBe(42); break; }
    expect(hub.seen.map(({ path, headers }) => [path, headers['last-event-id']])).toEqual([['/v1/events?limit=1', undefined], ['/v1/events/stream', '41'], ['/v1/events/stream', '41']]);
  });

  it('loses nothing and repeats nothing when the caller takes longer over an event than a quiet connection is kept', async () => {
    const left = Promise.withResolvers<void>();
    const behind = (response: ServerResponse, { headers: { 'last-event-id': last } }: Seen): void => {
      response.once('close', left.resolve);
      stream(...[1, 2, 3].filter((seq) => seq > Number(last) && (seq < 3 || last === '2')).map(block))(response);
    };
    await using hub = await loopbackHub(...Array.from({ length: 50 }, () => behind)); // it may take a while to be asked
    const transport = createTransport({ url: hub.url, key: 'pb_test', tenant: undefined, fetch, retry: { ...defaultRetry, firstDelay: 1 }, timeout: 1_000, random: () => 0 });
    const seen: number[] = [];
    for await (const { seq } of tail(transport, { after: 0 }, 100)) {
      seen.push(seq);
      if (seq === 1) await left.promise;
      if (seq === 3) break;
    }
    expect(seen).toEqual([1, 2, 3]);
  });

  it('starts after the place that the caller names', async () => {
    await using hub = await loopbackHub(stream(block(8)));
    for await (const { seq } of connect(hub.url).events.tail({ after: 7 })) { expect(seq).toBe(8); break; }
    expect(hub.seen[0]?.headers['last-event-id']).toBe('7');
  });

  it('goes on when the hub ends a stream, and stops when the stream ends in a refusal', async () => {
    const words = (event: string, data: object): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    await using hub = await loopbackHub(ending(block(1), words('end', { reason: 'restart' })), ending(block(2), words('error', { status: 403, code: 'caller.forbidden', detail: 'no longer' })));
    const seen: number[] = [];
    await expect((async () => { for await (const { seq } of connect(hub.url).events.tail({ after: 0 })) seen.push(seq); })()).rejects.toMatchObject({ code: 'caller.forbidden', status: 403 });
    expect(seen).toEqual([1, 2]);
  });

  it('stops with the refusal when the hub refuses for good', async () => {
    await using hub = await loopbackHub(problem(403, 'caller.forbidden', 'no'));
    await expect(connect(hub.url).events.tail().next()).rejects.toBeInstanceOf(HubError);
    await using page = await loopbackHub({ text: '<html>', headers: { 'content-type': 'text/html' } });
    await expect(connect(page.url).events.tail({ after: 0 }).next()).rejects.toMatchObject({ code: 'client.not_a_hub' });
  });
});

describe('server-sent events', () => {
  const parse = async (...chunks: string[]) => {
    const bytes = chunks.map((chunk) => new TextEncoder().encode(chunk));
    const body = new ReadableStream<Uint8Array>({ start(controller) { for (const chunk of bytes) controller.enqueue(chunk); controller.close(); } });
    const events = [];
    for await (const each of serverEvents(body, () => undefined)) events.push(each);
    return events;
  };

  it('are read whatever the line ends and wherever the chunks are cut', async () => {
    const text = ': hi\r\n\r\nid: 1\r\nevent: a\r\ndata: x\r\ndata:y\r\n\r\n';
    const whole = [{ id: '1', event: 'a', data: 'x\ny' }];
    expect(await parse(text)).toEqual(whole);
    expect(await parse(...text)).toEqual(whole);
    expect(await parse(text.replaceAll('\r\n', '\n'))).toEqual(whole);
    expect(await parse(...text.replaceAll('\r\n', '\r'), ': end\r')).toEqual(whole);
  });

  it('count only when they are whole', async () => {
    expect(await parse('data: cut\n')).toEqual([]);
  });
});
