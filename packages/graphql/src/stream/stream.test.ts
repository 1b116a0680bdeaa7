import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Library, openLibrary } from '../fixture.ts';
import type { GraphqlOptions } from '../options.ts';

let library: Library;
const clients: AbortController[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.abort();
  await library.stop();
});

async function open(options: GraphqlOptions = {}): Promise<string> {
  library = await openLibrary(options);
  return library.server.listen({ host: '127.0.0.1', port: 0 });
}

interface Frame { readonly event: string; readonly data: { data?: { events: { seq: number } }; errors?: { extensions: { code: string } }[] } | undefined }

/** Subscribes as a client over a real connection. */
async function subscribe(url: string, query: string, headers: Record<string, string> = {}) {
  const client = new AbortController();
  clients.push(client);
  const response = await fetch(`${url}/graphql`, { method: 'POST', signal: client.signal, headers: { authorization: 'Bearer good', 'content-type': 'application/json', accept: 'text/event-stream', ...headers }, body: JSON.stringify({ query }) });
  return { response, client, frames: response.body === null ? undefined : framesOf(response.body) };
}

async function* framesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Frame | 'alive'> {
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream() as never) as unknown as AsyncIterable<string>) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      yield readFrame(text.slice(0, end));
      text = text.slice(end + 2);
    }
  }
}

function readFrame(frame: string): Frame | 'alive' {
  if (frame.startsWith(':')) return 'alive';
  const [event = '', data = ''] = frame.split('\n').map((line) => line.slice(line.indexOf(':') + 1).trim());
  return { event, data: data === '' ? undefined : (JSON.parse(data) as NonNullable<Frame['data']>) };
}

async function take(frames: AsyncGenerator<Frame | 'alive'> | undefined, count: number): Promise<Frame[]> {
  const taken: Frame[] = [];
  while (taken.length < count) {
    const { value, done } = await frames!.next();
    if (done === true) break;
    if (value !== 'alive') taken.push(value as Frame);
  }
  return taken;
}

const seqs = (frames: Frame[]): unknown[] => frames.map((frame) => frame.data?.data?.events.seq);
const followed = (): Promise<void> => vi.waitFor(() => { if (library.watchers() === 0) throw new Error('nobody follows yet'); });

describe('a subscription', () => {
  it('sends each event of the types that were asked for, as it happens', async () => {
    const url = await open();
    const { response, frames } = await subscribe(url, 'subscription { events(types: ["book.created"]) { seq type subject time data } }');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    await followed();
    library.tell({ type: 'author.created', subject: 'aut_1' });
    library.tell({ type: 'book.created', subject: 'bok_1' });
    expect(await take(frames, 1)).toEqual([{ event: 'next', data: { data: { events: { seq: 2, type: 'book.created', subject: 'bok_1', time: '2026-11-20T09:30:00.000Z', data: {} } } } }]);
  });

  it('goes on after the last one that was seen', async () => {
    const url = await open();
    for (let n = 0; n < 300; n++) library.tell({ type: 'book.created', subject: `bok_${n}` });
    const { frames } = await subscribe(url, 'subscription { events(after: 120) { seq } }');
    expect(seqs(await take(frames, 180))).toEqual(Array.from({ length: 180 }, (_, n) => 121 + n));
  });

  it('lets go of the events when the client goes', async () => {
    const url = await open();
    const { client } = await subscribe(url, 'subscription { events { seq } }');
    await followed();
    client.abort();
    await vi.waitFor(() => expect(library.watchers()).toBe(0));
  });

  it('gives a sign of life when it is quiet, and ends when the credential is no longer good', async () => {
    const url = await open({ heartbeat: 20 });
    const { frames } = await subscribe(url, 'subscription { events { seq } }');
    for (let n = 0; n < 3; n++) expect((await frames!.next()).value).toBe('alive');
    library.key = 'another';
    const [last, complete] = await take(frames, 2);
    expect([last?.data?.errors?.[0]?.extensions.code, complete?.event]).toEqual(['credential.invalid', 'complete']);
    await vi.waitFor(() => expect(library.watchers()).toBe(0));
  });

  it('ends with the hub, and says so', async () => {
    const url = await open();
    const { frames } = await subscribe(url, 'subscription { events { seq } }');
    await followed();
    const stopped = library.stop();
    const [last, complete] = await take(frames, 2);
    expect([last?.data?.errors?.[0]?.extensions.code, complete?.event]).toEqual(['hub.stopping', 'complete']);
    await stopped;
    expect(library.watchers()).toBe(0);
  });

  it('asks for one event ahead of a reader that is slow, and lets go of one that is stuck', async () => {
    const url = await open({ heartbeat: 50 });
    for (let n = 0; n < 20_000; n++) library.tell({ type: 'book.created', subject: 'x'.repeat(2000) });
    await subscribe(url, 'subscription { events(after: 0) { seq subject data } }'); // and read nothing
    await followed();
    await vi.waitFor(() => expect(library.watchers()).toBe(0), { timeout: 10_000 });
    expect(library.told()).toBeLessThan(10_000);
  });

  it('leaves no place taken when the client goes away while it is looked at who asks', async () => {
    const bodies: NonNullable<GraphqlOptions['bodies']> = { bytes: (message, done) => { setImmediate(() => done(null, message.read() as Buffer)); }, value: (_request, bytes) => JSON.parse(bytes.toString()) as unknown };
    const url = await open({ maxSubscriptionsPerTenant: 1, bodies });
    const gone = Promise.withResolvers<void>();
    library.server.server.once('connection', (socket) => { socket.once('close', gone.resolve); });
    const left = new AbortController();
    library.arriving = async () => { left.abort(); await gone.promise; };
    await expect(fetch(`${url}/graphql`, { method: 'POST', signal: left.signal, headers: { authorization: 'Bearer good', 'content-type': 'application/json', accept: 'text/event-stream' }, body: '{"query":"subscription { events { seq } }"}' })).rejects.toThrow();
    await gone.promise;
    library.arriving = undefined;
    await vi.waitFor(async () => expect((await subscribe(url, 'subscription { events { seq } }')).response.status).toBe(200));
    await followed();
    expect(library.watchers()).toBe(1);
  });

  it('may not be one of more than the hub or a tenant may have open', async () => {
    const url = await open({ maxSubscriptions: 2, maxSubscriptionsPerTenant: 1 });
    await subscribe(url, 'subscription { events { seq } }');
    const again = await subscribe(url, 'subscription { events { seq } }');
    expect([again.response.status, await again.response.json()]).toMatchObject([503, { code: 'hub.overloaded', limit: 1 }]);
    await subscribe(url, 'subscription { events { seq } }', { 'x-tenant-id': 'ten_2' });
    const third = await subscribe(url, 'subscription { events { seq } }', { 'x-tenant-id': 'ten_3' });
    expect([third.response.status, await third.response.json()]).toMatchObject([503, { code: 'hub.overloaded', limit: 2 }]);
  });
});

describe('a stream', () => {
  it('tells what is wrong with a document within the stream', async () => {
    const url = await open();
    const { response, frames } = await subscribe(url, 'subscription { nothing }');
    expect(response.status).toBe(200);
    const [first, second, none] = await take(frames, 3);
    expect([first?.event, first?.data?.errors?.[0]?.extensions.code, second?.event, none]).toEqual(['next', 'query.malformed', 'complete', undefined]);
  });

  it('also carries a query, once', async () => {
    const url = await open();
    const { frames } = await subscribe(url, '{ whoami { principal } }');
    expect(await take(frames, 3)).toEqual([{ event: 'next', data: { data: { whoami: { principal: 'key_1' } } } }, { event: 'complete', data: undefined }]);
  });

  it('is refused outright to who is not known', async () => {
    const url = await open();
    const { response } = await subscribe(url, 'subscription { events { seq } }', { authorization: 'Bearer bad' });
    expect([response.status, await response.json()]).toMatchObject([401, { code: 'credential.invalid' }]);
  });
});
