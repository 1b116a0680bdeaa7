// Jobs end to end: events that are sent once more and dead letters that are sent anew, with progress, across kills and restarts.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from 'vitest';
import { startPostgres } from '../doubles/postgres.ts';
import { type Sink, startSink } from '../doubles/sink.ts';
import { around, caller, type EventHub, eventually, type Job, openEventHub } from './event-hub.ts';

let open: EventHub | undefined;
const closing: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  await open?.stop();
  open = undefined;
  for (const close of closing.splice(0).reverse()) await close();
});

const start = async (...options: Parameters<typeof openEventHub>): Promise<EventHub> => (open = await openEventHub(...options));
const batch = ({ tool }: Pick<EventHub, 'tool'>, count: number, fields: (n: number) => object = () => ({})) =>
  tool<{ items: { id: string }[] }>('event_publish_batch', { events: Array.from({ length: count }, (_, n) => ({ type: 'build.finished', subject: `s${n}`, data: { n }, ...fields(n) })) }).then(({ items }) => items.map(({ id }) => id));
const delivered = ({ received }: Sink): string[] => received.map(({ headers }) => headers['webhook-id']!);

describe.each(['sqlite', 'postgres'] as const)('a replay, on %s,', (store) => {
  test('sends what the endpoint takes of what was asked for, page by page, and says how far it is', async () => {
    const house = await start({ store });
    const { id: endpoint } = await house.declare({ enabled: false, filter: { 'data.n': { $lt: 900 } } });
    const ids = await batch(house, 1000, (n) => ({ type: n % 2 === 0 ? 'build.finished' : 'build.started' }));
    await house.call('PATCH', `endpoints/${endpoint}`, { enabled: true });
    const job = await house.tool<Job>('event_replay', { endpoint, type: 'build.finished', since: '2020-01-01T00:00:00Z' });
    expect(job).toMatchObject({ status_code: 200, kind: 'event_replay', status: 'running', endpoint, looked: 0, filter: { type: 'build.finished', only: 'all' } });
    expect(await house.ended(job.id)).toMatchObject({ status: 'done', looked: 500, sent: 450, expired: 0, ended_at: expect.any(String) });
    await house.sink.until(450, AbortSignal.timeout(20_000));
    expect(delivered(house.sink).toSorted()).toEqual(ids.filter((_, n) => n % 2 === 0 && n < 900).toSorted());
    const told = await eventually(() => house.call<{ items: { subject: string }[] }>('GET', 'events?type=job.ended'), ({ items }) => items.length > 0);
    expect(told.items).toMatchObject([{ subject: job.id, data: { status: 'done', sent: 450 } }]);
    expect((await house.call<{ items: Job[] }>('GET', `jobs?endpoint=${endpoint}&status=done`)).items).toMatchObject([{ id: job.id }]);
  }, 60_000);

  test('sends what was missed by time, channel, subject or name, and only what never arrived, if asked so', async () => {
    const house = await start({ store });
    house.sink.usually(({ body }) => ({ status: body.includes('"n":1') ? 500 : 200 }));
    const { id: endpoint } = await house.declare({ retry: { delays: [] } });
    const ids = await batch(house, 3, (n) => ({ channels: [n === 2 ? 'us' : 'eu'] }));
    await eventually(() => house.call<{ items: unknown[] }>('GET', 'attempts'), ({ items }) => items.length === 3);
    await house.call('PATCH', `endpoints/${endpoint}`, { enabled: false });
    ids.push(...await batch(house, 1, () => ({ data: { n: 3 }, subject: 'late' })));
    await house.call('PATCH', `endpoints/${endpoint}`, { enabled: true });
    house.sink.usually({ status: 200 });
    const sent = async (filter: object): Promise<string[]> => {
      const before = house.sink.received.length;
      const job = await house.ended((await house.tool<Job>('event_replay', { endpoint, ...filter })).id);
      await house.sink.until(before + job.sent, AbortSignal.timeout(10_000));
      return delivered(house.sink).slice(before).toSorted();
    };
    expect(await sent({ only: 'untried' })).toEqual([ids[3]]);
    expect(await sent({ only: 'undelivered' })).toEqual([ids[1]]);
    expect(await sent({ channel: 'eu' })).toEqual([ids[0], ids[1]].toSorted());
    expect(await sent({ subject: 's2' })).toEqual([ids[2]]);
    expect(await sent({ until: '2020-01-01T00:00:00Z' })).toEqual([]);
    expect(await sent({ ids: [ids[0], ids[0], 'evt_none'] })).toEqual([ids[0]]);
    expect(await sent({})).toEqual(ids.toSorted());
  }, 60_000);
});

test('a replay to an endpoint that is not there, or switched off, is refused; one whose endpoint is switched off meanwhile fails', async () => {
  const house = await start();
  const { id: endpoint } = await house.declare({ rate_limit: 20 });
  await house.call('PATCH', `endpoints/${endpoint}`, { enabled: false });
  await batch(house, 900);
  expect(await house.tool('event_replay', { endpoint: 'ep_none' })).toMatchObject({ status_code: 404, code: 'resource.not_found' });
  expect(await house.tool('event_replay', { endpoint })).toMatchObject({ status_code: 409, code: 'endpoint.disabled' });
  await house.call('PATCH', `endpoints/${endpoint}`, { enabled: true });
  const { id } = await house.tool<Job>('event_replay', { endpoint });
  await eventually(() => house.call<Job>('GET', `jobs/${id}`), ({ sent }) => sent > 0);
  await house.call('PATCH', `endpoints/${endpoint}`, { enabled: false });
  expect(await house.ended(id)).toMatchObject({ status: 'failed', failure: 'endpoint.disabled' });
}, 30_000);

test('a job that is cancelled sends no more, and can’t be cancelled twice', async () => {
  const house = await start();
  const { id: endpoint } = await house.declare({ rate_limit: 50 });
  await house.call('PATCH', `endpoints/${endpoint}`, { enabled: false });
  await batch(house, 1000);
  await house.call('PATCH', `endpoints/${endpoint}`, { enabled: true });
  const { id } = await house.tool<Job>('event_replay', { endpoint });
  await eventually(() => house.call<Job>('GET', `jobs/${id}`), ({ sent }) => sent > 0);
  expect(await house.tool('job_cancel', { id })).toMatchObject({ status_code: 200, status: 'cancelled' });
  expect(await house.tool('job_cancel', { id })).toMatchObject({ status_code: 409, code: 'job.ended' });
  expect(await house.tool('job_cancel', { id: 'job_none' })).toMatchObject({ status_code: 404 });
  const { sent } = await house.call<Job>('GET', `jobs/${id}`);
  expect(sent).toBeLessThan(1000);
  await new Promise((resolve) => { setTimeout(resolve, 300); });
  expect((await house.call<Job>('GET', `jobs/${id}`)).sent).toBe(sent);
}, 30_000);

test('dead letters are sent anew by filter: those of switched-off endpoints stay, and none is sent twice', async () => {
  const house = await start();
  house.sink.usually({ status: 500 });
  const { id: endpoint } = await house.declare({ retry: { delays: [] } });
  const { id: off } = await house.declare({ name: 'off', retry: { delays: [] } });
  const ids = await batch(house, 250, (n) => ({ type: n < 200 ? 'build.finished' : 'build.started' }));
  const letters = async (query = ''): Promise<number> => (await house.call<{ items: unknown[] }>('GET', `dead_letters?limit=500${query}`)).items.length;
  await eventually(letters, (found) => found === 500);
  await house.call('PATCH', `endpoints/${off}`, { enabled: false });
  house.sink.usually({ status: 200 });
  const before = house.sink.received.length;
  const job = await house.ended((await house.tool<Job>('dead_letter_redrive', { type: 'build.finished', reason: 'exhausted', fault: 'theirs' })).id);
  expect(job).toMatchObject({ kind: 'dead_letter_redrive', status: 'done', looked: 400, sent: 200, skipped: 200, expired: 0 });
  await house.sink.until(before + 200, AbortSignal.timeout(20_000));
  expect(delivered(house.sink).slice(before).toSorted()).toEqual(ids.slice(0, 200).toSorted());
  expect(await letters()).toBe(300);
  const [one] = (await house.call<{ items: { id: string }[] }>('GET', `dead_letters?endpoint=${endpoint}`)).items;
  expect(await house.ended((await house.tool<Job>('dead_letter_redrive', { ids: [one!.id, 'dl_none'] })).id)).toMatchObject({ looked: 1, sent: 1 });
  expect(await house.tool('dead_letter_redrive', { endpoint: 'ep_none' })).toMatchObject({ status_code: 404, code: 'resource.not_found', id: 'ep_none' });
  expect(await letters(`&endpoint=${endpoint}`)).toBe(49);
}, 60_000);

test('what a replay sends anew is dead no more, and dead again when that was in vain', async () => {
  const house = await start();
  house.sink.usually({ status: 500 });
  const { id: endpoint } = await house.declare({ retry: { delays: [] } });
  await house.declare({ name: 'other', retry: { delays: [] } });
  const ids = await batch(house, 3);
  const letters = async (): Promise<string[]> => (await house.call<{ items: { id: string; event: string }[] }>('GET', `dead_letters?limit=500&endpoint=${endpoint}`)).items.map(({ id, event }) => `${event} ${id}`).toSorted();
  const first = await eventually(letters, ({ length }) => length === 3);
  await house.ended((await house.tool<Job>('event_replay', { endpoint, ids: [ids[0]!] })).id);
  const again = await eventually(letters, (found) => found.length === 3 && found[0] !== first[0]);
  expect([again.slice(1), again[0]!.split(' ')[0]]).toEqual([first.slice(1), ids.toSorted()[0]]);
  house.sink.usually({ status: 200 });
  await house.ended((await house.tool<Job>('event_replay', { endpoint })).id);
  expect(await letters()).toEqual([]);
  expect((await house.call<{ items: unknown[] }>('GET', 'dead_letters')).items, 'those of another endpoint are none of its business').toHaveLength(3);
}, 30_000);

/** A hub in a process of its own, to be killed. */
async function spawnHub(dataDir: string, databaseUrl = ''): Promise<{ url: string; key: string; kill: () => Promise<void> }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../chaos/webhooks/hub.ts'), dataDir, databaseUrl], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => { child.once('exit', () => resolve()); });
  const kill = async (): Promise<void> => { child.kill('SIGKILL'); await ended; };
  closing.push(kill);
  for await (const line of createInterface({ input: child.stdout })) if (line.startsWith('{')) return { ...(JSON.parse(line) as { url: string; key: string }), kill };
  throw new Error('the hub ended before it was ready');
}

test.each(['sqlite', 'postgres'] as const)('a job goes on where it was when its hub is killed, and no event is left out, on %s', async (store) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-jobs-'));
  const database = store === 'postgres' ? await startPostgres() : undefined;
  const sink = await startSink();
  closing.push(() => rm(dataDir, { recursive: true, force: true }), () => database?.stop(), () => sink.stop());
  let hub = await spawnHub(dataDir, database?.url);
  const { key } = hub;
  let house = around(caller(hub.url, key), sink);
  const { id: endpoint } = await house.declare({ enabled: false, concurrency: 500, timeout: 1 });
  const ids = (await Promise.all([0, 1, 2].map(() => batch(house, 1000)))).flat();
  await house.call('PATCH', `endpoints/${endpoint}`, { enabled: true });
  const { id } = await house.tool<Job>('event_replay', { endpoint });
  for (const least of [200, 1200]) {
    await eventually(() => house.call<Job>('GET', `jobs/${id}`), ({ sent }) => sent >= least);
    await hub.kill();
    hub = await spawnHub(dataDir, database?.url);
    house = around(caller(hub.url, key), sink);
  }
  expect(await house.ended(id)).toMatchObject({ status: 'done', sent: 3000, expired: 0 });
  await eventually(async () => new Set(delivered(sink)).size, (count) => count === 3000);
  expect(new Set(delivered(sink))).toEqual(new Set(ids));
  expect(sink.received.length).toBeLessThan(3000 + 2 * 600); // twice: at most what was on its way when the hub was killed
}, 90_000);
