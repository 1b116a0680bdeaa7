import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectionOf, createIds, deadLetterRecord, eventTypeResource, type Op } from '@patchbay/contracts';
import { openSqlite, type Store } from '@patchbay/storage';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventCollections } from '../collections.ts';
import { DELIVERY_QUEUE } from '../deliver/delivery.ts';
import { channelEntries, eventCollection } from '../event-log.ts';
import { eventIdOf } from '../own-id.ts';
import { createTypeRegistry } from '../types/registry.ts';
import { contentOp, contentQueue } from './content.ts';
import { createRetention, type RetentionOptions, type RetentionPorts } from './retention.ts';

const T = 'ten_a';
const DAY = 86_400_000;
const START = Date.UTC(2030, 0, 1);

let folder: string;
let store: Store;
let time: number;
let newId: ReturnType<typeof createIds>;

beforeEach(async () => {
  time = START;
  let n = 0;
  newId = createIds({ now: () => time, random: () => new Uint8Array(10).fill(n++ % 250) });
  folder = await mkdtemp(join(tmpdir(), 'patchbay-retention-'));
  store = await openSqlite({ file: join(folder, 'hub.db'), now: () => time, collections: [...eventCollections, collectionOf(eventTypeResource), { name: 'asked', kind: 'log', lean: true, fields: {} }] });
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function commit(...ops: Op[]): Promise<void> {
  expect(await store.commit(ops)).toEqual({ kind: 'committed' });
}

async function tell(subject: string, { type = 'build.finished', channels = [] as string[], id = newId('evt') as string } = {}): Promise<string> {
  await commit({ op: 'append', in: eventCollection.name, tenant: T, id, body: { type, subject, channels, data: {} }, at: time }, ...channelEntries(T, id, channels, undefined, time));
  return id;
}

async function retention(options: Partial<RetentionOptions> = {}, ports: Partial<RetentionPorts> = {}) {
  const types = createTypeRegistry({ store, newId, report: (error) => { throw error; } });
  await types.start();
  types.stop();
  return createRetention({ store, now: () => time, types, queues: [DELIVERY_QUEUE], changes: ['event_type_change'], logsOfOthers: ['asked'], ...ports }, { seconds: 30 * 86_400, batch: 3, batches: 1000, restMs: 0, ...options });
}

const subjects = async (): Promise<unknown[]> => (await store.list(eventCollection.name, { tenant: T, limit: 500 })).map(({ body }) => body['subject']);
const count = async (collection: string): Promise<number> => (await store.list(collection, { tenant: T, limit: 500 })).length;
const type = (name: string, days: number): Promise<void> => commit({ op: 'insert', in: eventTypeResource.name, tenant: T, id: newId('evtype'), at: time, body: { name, enforcement: 'off', deprecated: false, archived: false, retention: days * 86_400 } });
const deliver = (event: string, at: number): Promise<void> => commit({ op: 'enqueue', in: DELIVERY_QUEUE, tenant: T, id: newId('dlv'), at, lane: '', work: `${event} ep_1` });

it('removes events by the rule of the hub, and by that of their type where it has one', async () => {
  await type('build.kept', 365);
  await type('build.passing', 1);
  for (let n = 0; n < 8; n++) {
    await tell(`old ${n}`);
    await tell(`kept ${n}`, { type: 'build.kept', channels: ['eu', 'us'] });
    await tell(`passing ${n}`, { type: 'build.passing', channels: ['eu'] });
  }
  time += 2 * DAY;
  const { tidy } = await retention();
  await tidy();
  expect((await subjects()).filter((each) => String(each).startsWith('passing'))).toEqual([]);
  expect(await subjects()).toHaveLength(16);
  expect(await count('event_channel')).toBe(16);
  time += 29 * DAY;
  await tell('new');
  await tidy();
  expect(await subjects()).toEqual([...Array.from({ length: 8 }, (_, n) => `kept ${n}`), 'new']);
  time += 400 * DAY;
  await tidy();
  expect(await subjects()).toEqual([]);
  expect(await count('event_channel')).toBe(0);
});

it('keeps what a delivery still needs, and removes it when the delivery is over', async () => {
  const waiting = await tell('waiting');
  const named = await tell('named', { id: eventIdOf('mine') });
  for (let n = 0; n < 5; n++) await tell(`old ${n}`);
  await deliver(waiting, START + 40 * DAY);
  await deliver(named, START + 40 * DAY);
  time += 31 * DAY;
  const { tidy } = await retention();
  await tidy();
  expect(await subjects()).toEqual(['waiting', 'named']);
  time += 10 * DAY;
  for (const { id, lease, lane } of await store.claim(DELIVERY_QUEUE, { now: time, leaseMs: 1000, limit: 9 })) await commit({ op: 'finish', in: DELIVERY_QUEUE, tenant: T, id, lease, lane, at: time });
  await tidy();
  expect(await subjects()).toEqual([]);
});

it('keeps what somebody still has to read, for as long again and no longer', async () => {
  for (let n = 0; n < 6; n++) await tell(`old ${n}`);
  time += 31 * DAY;
  const { tidy } = await retention({}, { readFrom: async () => 4 });
  await tidy();
  expect(await subjects()).toEqual(['old 4', 'old 5']);
  time += 30 * DAY;
  await tidy();
  expect(await subjects()).toEqual([]);
});

it('removes dead letters with their events, and attempts and what others log by their age', async () => {
  const event = await tell('old');
  const fresh = newId('evt');
  const letter = (of: string): Op => ({ op: 'insert', in: deadLetterRecord.name, tenant: T, id: newId('dl'), body: { event: of, endpoint: 'ep_1', type: 'build.finished', reason: 'exhausted', fault: 'theirs', attempts: 1 }, at: time });
  const attempt = (of: string): Op => ({ op: 'append', in: 'attempt', tenant: T, id: newId('att'), body: { event: of, endpoint: 'ep_1', number: 1 }, at: time });
  const asked = (by: string): Op => ({ op: 'append', in: 'asked', tenant: T, id: newId('pacc'), body: { by }, at: time });
  await commit(letter(event), letter(event), attempt(event), asked('old'));
  time += 31 * DAY;
  await tell('new', { id: fresh });
  await commit(letter(fresh), attempt(fresh), asked('new'));
  await (await retention()).tidy();
  expect(await subjects()).toEqual(['new']);
  expect((await store.list(deadLetterRecord.name, { tenant: T, limit: 9 })).map(({ body }) => body['event'])).toEqual([fresh]);
  expect((await store.list('attempt', { tenant: T, limit: 9 })).map(({ body }) => body['event'])).toEqual([fresh]);
  expect((await store.list('asked', { tenant: T, limit: 9 })).map(({ body }) => body['by'])).toEqual(['new']);
});

it('takes out the content of an event when its time has come, with what transformations made of it, and nothing else', async () => {
  const id = newId('evt');
  const attempt = (request: object): Op => ({ op: 'append', in: 'attempt', tenant: T, id: newId('att'), body: { event: id, endpoint: 'ep_1', number: 1, response: 'ok', request }, at: time });
  await commit(
    { op: 'append', in: eventCollection.name, tenant: T, id, body: { type: 'build.finished', subject: 'secret', data: { card: 4111 }, body: '{"card":4111}' }, at: time }, contentOp(T, newId('evc'), id, START + 5 * DAY),
    ...Array.from({ length: 210 }, () => attempt({ headers: {} })), attempt({ headers: { a: 'b' }, body: '{"card":4111}' }),
  );
  await tell('other');
  const { tidy } = await retention();
  time += 5 * DAY - 1;
  await tidy();
  expect((await store.get(eventCollection.name, T, id))?.body['data']).toEqual({ card: 4111 });
  time += 60_001;
  await tidy();
  expect((await store.get(eventCollection.name, T, id))?.body).toEqual({ type: 'build.finished', subject: 'secret', data: {}, expunged: true });
  const attempts = (await store.list('attempt', { tenant: T, limit: 500 })).map(({ body }) => body);
  expect(attempts.filter(({ request }) => JSON.stringify(request).includes('4111'))).toEqual([]);
  expect(attempts).toContainEqual(expect.objectContaining({ response: 'ok', request: { headers: { a: 'b' } } }));
  expect(await store.open(contentQueue.name, { after: '', limit: 9 })).toEqual([]);
  expect(await subjects()).toEqual(['secret', 'other']);
});

it('does a bounded amount at a time, goes on where it stopped, and rests when all is tidy', async () => {
  for (let n = 0; n < 20; n++) await tell(`old ${n}`);
  time += 31 * DAY;
  const { tidy } = await retention({ batches: 2, restMs: 60_000 });
  await tidy();
  expect(await subjects()).toHaveLength(14);
  for (let n = 0; n < 4; n++) await tidy();
  expect(await subjects()).toEqual([]);
  await tell('later');
  time += 30 * DAY + 1;
  await tidy();
  expect(await subjects()).toEqual([]);
});

it('forgets replaced keys when their grace is over, also those of endpoints that went before', async () => {
  const retired = (n: number, until: number): Op => ({ op: 'insert', in: 'retired_key', tenant: T, id: newId('rk'), body: { endpoint: `ep_${n}`, sealed: `key ${n}`, until }, at: time });
  for (let n = 0; n < 7; n++) await commit(retired(n, START + n));
  await commit(retired(7, START + DAY));
  time = START + 7;
  await (await retention({ seconds: 0 })).tidy();
  expect((await store.list('retired_key', { limit: 9 })).map(({ body }) => body['sealed'])).toEqual(['key 7']);
});

it('keeps everything where the hub says for ever, besides traces of changes', async () => {
  await tell('old');
  await commit({ op: 'append', in: 'event_type_change', tenant: T, id: newId('etc'), body: { id: 'evtype_1' }, at: time });
  time += 4000 * DAY;
  await (await retention({ seconds: 0 })).tidy();
  expect(await subjects()).toEqual(['old']);
  expect(await count('event_type_change')).toBe(0);
});
