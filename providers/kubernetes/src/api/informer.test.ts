import { expect, test } from 'vitest';
// @boundaries-ignore the clock is a double
import { createFakeClock } from '../../../../test/doubles/fake-clock.ts';
import { createInformer, type Informer } from './informer.ts';
import type { WatchEvent } from './kube-client.ts';
import { KubeError } from './kube-error.ts';
import type { KubeObject } from './kube-object.ts';

const object = (name: string, resourceVersion: number, uid = name): KubeObject => ({ apiVersion: 'v1', kind: 'Thing', metadata: { name, namespace: 'shop', uid, resourceVersion: String(resourceVersion) } });

/** A server that the test tells what there is, and what happens. */
function place(...items: readonly KubeObject[]) {
  const clock = createFakeClock();
  const said: string[] = [];
  const server = { items, at: 10, lists: 0, watchedFrom: [] as (string | undefined)[], fails: false as false | number, watches: 'last' as 'last' | 'are refused' | 'end at once' };
  let send: (event: WatchEvent) => void = () => undefined;
  let hangUp: (error?: Error) => void = () => undefined;
  const informer: Informer = createInformer({ path: '/things' }, {
    clock, random: () => 0,
    kube: {
      async list() { await Promise.resolve(); server.lists++; if (server.fails !== false) throw new KubeError(server.fails, 'Any', 'gone'); return { metadata: { resourceVersion: String(server.at) }, items: server.items }; },
      watch: (_, { query }, onEvent, signal) => new Promise((resolve, reject) => {
        server.watchedFrom.push(query?.['resourceVersion']);
        if (server.watches === 'are refused') return reject(new KubeError(403, 'Forbidden', 'may not watch'));
        if (server.watches === 'end at once') return resolve();
        send = (event) => { try { onEvent(event); } catch (error) { reject(error); } };
        hangUp = (error) => (error === undefined ? resolve() : reject(error));
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
    },
    onChange: ({ metadata }, before) => said.push(`${before === undefined ? 'new' : 'changed'} ${metadata.name} ${metadata.resourceVersion}`),
    onGone: ({ metadata }) => said.push(`gone ${metadata.name}`),
    onError: () => said.push('error'),
  });
  const end = new AbortController();
  const running = informer.run(end.signal);
  return { clock, said, server, informer, send: (type: WatchEvent['type'], what: object) => send({ type, object: what as WatchEvent['object'] }), hangUp: (error?: Error) => hangUp(error), stop: async () => { end.abort(); await running; } };
}

test('knows what there is, and what happens', async () => {
  const { clock, said, informer, send, stop } = place(object('a', 5));
  await clock.advance(0);
  await informer.synced;
  send('ADDED', object('b', 11));
  send('MODIFIED', object('a', 12));
  send('DELETED', object('b', 13));
  expect(said).toEqual(['new a 5', 'new b 11', 'changed a 12', 'gone b']);
  expect([informer.get('shop/a')?.metadata.resourceVersion, informer.get('shop/b')]).toEqual(['12', undefined]);
  await stop();
});

test('goes on where it was when the server ends the stream', async () => {
  const { clock, server, send, hangUp, stop } = place();
  await clock.advance(0);
  send('BOOKMARK', object('', 42));
  hangUp();
  await clock.advance(0);
  expect([server.watchedFrom, server.lists]).toEqual([['10', '42'], 1]);
  await stop();
});

test('lists anew when it was away for too long, and finds what went meanwhile', async () => {
  const { clock, said, server, send, stop } = place(object('a', 5), object('b', 6));
  await clock.advance(0);
  server.items = [object('b', 6), object('c', 70)];
  send('ERROR', { code: 410, reason: 'Expired', message: 'too old' });
  await clock.advance(1000);
  expect(said).toEqual(['new a 5', 'new b 6', 'error', 'new c 70', 'gone a']);
  await stop();
});

test('believes a list, also when versions went back with a backup', async () => {
  const { clock, said, server, informer, send, stop } = place(object('a', 500));
  await clock.advance(0);
  server.items = [object('a', 20)];
  send('ERROR', { code: 410, reason: 'Expired', message: 'too old' });
  await clock.advance(1000);
  expect([said, informer.get('shop/a')?.metadata.resourceVersion]).toEqual([['new a 500', 'error', 'changed a 20'], '20']);
  await stop();
});

test('asks less and less often while nobody answers', async () => {
  const { clock, server, stop } = place();
  server.fails = 0;
  await clock.advance(60_000);
  expect(server.lists).toBeLessThan(12);
  server.fails = false;
  await clock.advance(30_000);
  expect(server.watchedFrom).toHaveLength(1);
  await stop();
});

test('does not hold up others for a kind that is not installed, and knows it when it is', async () => {
  const { clock, said, server, informer, stop } = place();
  server.fails = 404;
  await clock.advance(0);
  await informer.synced;
  [server.fails, server.items] = [false, [object('a', 5)]];
  await clock.advance(1000);
  expect(said).toEqual(['error', 'new a 5']);
  await stop();
});

test.each(['are refused', 'end at once'] as const)('lists and watches less and less often while watches %s', async (watches) => {
  const { clock, said, server, send, stop } = place(object('a', 5));
  server.watches = watches;
  await clock.advance(60_000);
  expect([server.lists < 12, server.watchedFrom.length < 12]).toEqual([true, true]);
  server.watches = 'last';
  await clock.advance(30_000);
  send('MODIFIED', object('a', 12));
  expect(said.filter((each) => each !== 'error')).toEqual(['new a 5', 'changed a 12']);
  await stop();
});

test('takes what a write answered, but nothing older than it knows', async () => {
  const { clock, said, informer, stop } = place(object('a', 5));
  await clock.advance(0);
  informer.put(object('a', 9));
  informer.put(object('a', 7));
  informer.put(object('nobody', 8));
  expect([informer.get('shop/a')?.metadata.resourceVersion, informer.get('shop/nobody'), said]).toEqual(['9', undefined, ['new a 5', 'changed a 9']]);
  await stop();
});
