/**
 * Events reach the plugins that listen to them: at least once, later, tried again when they fail; those of one subject one after the other, so that what
 * a plugin keeps of it goes forward. One hub at a time moves along the log of
 * events and puts work into a queue in the same unit as its place; any hub takes work from the queue. While nobody listens, events are not
 * read: only the end of the log is remembered.
 */
import { type Collection, eventRecord, goesOn, type NewId, type Op, type Row, type Work } from '@patchbay/contracts';
import type { HubEvent, JsonObject } from '@patchbay/sdk';
import { type Store, takeWork } from '@patchbay/storage';
import type { AccessLog } from '../broker/access-log.ts';
import type { Directory } from '../directory.ts';
import type { Live } from '../live.ts';
import { allows, matches } from '../permissions.ts';
import { BUDGETS, type RunHandler } from '../runtime/run-handler.ts';

export const hookQueue: Collection = { name: 'plugin_hook', kind: 'queue', fields: {} };
/** How far events were looked at. */
export const placeCollection: Collection = { name: 'plugin_place', kind: 'documents', fields: {} };

export interface ObservePorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly now: () => number;
  readonly random: () => number;
  readonly directory: Directory;
  readonly run: RunHandler;
  readonly log: Pick<AccessLog, 'note'>;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

export interface Observers { start(): Promise<void>; stop(): Promise<void> }

const EVERYBODY = 'hub';
const PLACE = 'events';
const AT_ONCE = 200;
const LEASE_MS = 60_000;
const POLL_MS = 2000;
const LAZY_MS = 5000;
/** How often the end of the log is looked at while nobody listens. */
const GLANCE_MS = 100;
const DELAYS_MS = [5000, 30_000, 300_000, 1_800_000];
/** So often an event is tried before those behind it go on without it. */
const TRIES_IN_LINE = 2;
const RUNNING = 16;

export function createObservers({ store, newId, now, random, directory, run, log, report }: ObservePorts): Observers {
  let stopped = true;
  let seen = 0;
  let place: Row | undefined;
  let written = 0;
  let timer: NodeJS.Timeout | undefined;
  let glance: NodeJS.Timeout | undefined;
  let heard: boolean | undefined;
  let moving: Promise<void> | undefined;
  let again = false;
  let stopListening = (): void => undefined;
  let ended = new AbortController();
  const running = new Set<Promise<void>>();
  const taker = takeWork({ store, now, room: () => RUNNING - running.size, report: (error) => report(error, { chore: 'hooks' }) }, { queue: hookQueue.name, leaseMs: LEASE_MS, pollMs: POLL_MS }, take);

  directory.onChange(() => { heard = undefined; if (somebodyListens()) wake(); });

  async function start(): Promise<void> {
    stopped = false;
    ended = new AbortController();
    place = await store.get(placeCollection.name, EVERYBODY, PLACE);
    seen = place === undefined ? await store.head(eventRecord.name) : Number(place.body['seq']);
    if (place === undefined) await settleOn(seen, []);
    stopListening = store.onAppend((logs) => { if (logs.has(eventRecord.name)) ring(); });
    taker.start();
    wake();
  }

  const somebodyListens = (): boolean => (heard ??= directory.live().some(({ manifest }) => manifest.hooks.some(({ mode }) => mode === 'observe')));

  function ring(): void {
    if (somebodyListens()) wake();
    else if (!stopped) glance ??= setTimeout(() => { glance = undefined; wake(); }, GLANCE_MS).unref();
  }

  function wake(): void {
    if (stopped) return;
    again = true;
    moving ??= move().catch((error: unknown) => report(error, { chore: 'hooks' })).finally(() => {
      moving = undefined;
      clearTimeout(timer);
      if (again && !stopped) wake();
      else if (!stopped) timer = setTimeout(wake, POLL_MS).unref();
    });
  }

  async function move(): Promise<void> {
    again = false;
    if (!(await skip())) for (let rows = await next(); rows.length > 0 && !stopped; rows = await next()) await fanOut(rows);
    taker.wake();
  }

  /** Who was enabled before the end that was seen is known by then: nothing behind its enabling is skipped. */
  async function skip(): Promise<boolean> {
    if (somebodyListens()) return false;
    const end = await store.head(eventRecord.name);
    await directory.settle();
    if (somebodyListens()) return false;
    if (end > seen) await goOn(end, []);
    return true;
  }

  const next = (): Promise<Row[]> => store.tail(eventRecord.name, { after: seen, limit: AT_ONCE });

  async function fanOut(rows: readonly Row[]): Promise<void> {
    await directory.settle();
    const work = rows.flatMap((row) => listeners(row).map(({ live, name }): Op => ({ op: 'enqueue', in: hookQueue.name, tenant: row.tenant, id: newId('hkw'), at: now(), lane: `${live.id} ${String(row.body['subject'])}`, work: JSON.stringify([row.id, live.id, name]) })));
    await goOn(rows.at(-1)!.seq ?? seen, work);
  }

  /** A place without work is written now and then: what is read again then leads to nothing, or was heard by nobody. */
  async function goOn(to: number, work: readonly Op[]): Promise<void> {
    if (work.length === 0 && now() - written < LAZY_MS) return void (seen = to);
    await settleOn(to, work);
    written = now();
  }

  /** The work and the new place are one unit: who meets another hub there reads its place and goes on behind it. */
  async function settleOn(to: number, work: readonly Op[]): Promise<void> {
    const write = { in: placeCollection.name, tenant: EVERYBODY, id: PLACE, body: { seq: to }, at: now() };
    const { kind } = await store.commit([place === undefined ? { op: 'insert', ...write } : { op: 'update', ...write, version: place.version }, ...work]);
    place = await store.get(placeCollection.name, EVERYBODY, PLACE);
    seen = kind === 'committed' ? to : Math.max(seen, placed());
  }

  const placed = (): number => Number(place?.body['seq'] ?? 0);

  /** A plugin does not hear what it tells itself, nor what came of what it heard: no circles. */
  function listeners(row: Row): { readonly live: Live; readonly name: string }[] {
    const type = String(row.body['type']);
    return directory.live(row.tenant).filter(({ manifest }) => !manifest.emits.some((pattern) => matches(pattern, type))).flatMap((live) => {
      const hook = live.manifest.hooks.find(({ mode, events }) => mode === 'observe' && events.some((pattern) => matches(pattern, type) && allows(live.granted, 'subscribe', type)));
      if (hook === undefined) return [];
      if (goesOn(causesOf(row), live.id)) return [{ live, name: hook.name }];
      log.note(live, row.id, { kind: 'hook', target: type, outcome: 'circle' });
      return [];
    });
  }

  function take(works: readonly Work[]): void {
    for (const work of works) {
      const one = deliver(work).catch((error: unknown) => report(error, { chore: 'hooks' })).finally(() => { running.delete(one); taker.wake(); });
      running.add(one);
    }
  }

  async function deliver(work: Work): Promise<void> {
    const [eventId, installation, name, before = 0] = JSON.parse(work.work) as [string, string, string, number?];
    const attempt = before + work.attempt;
    const live = directory.get(work.tenant, installation) ?? (await directory.settle(), directory.get(work.tenant, installation)); // the hub that put it in may have heard of it first
    const row = live === undefined ? undefined : (await store.getMany(eventRecord.name, work.tenant, [eventId]))[0];
    const failed = live === undefined || row === undefined ? undefined : await observe(live, name, row, attempt);
    const fence = { in: hookQueue.name, tenant: work.tenant, id: work.id, lease: work.lease };
    const finish: Op = { op: 'finish', ...fence, lane: work.lane, at: now() };
    if (failed !== undefined && ended.signal.aborted) return void await store.commit([{ op: 'postpone', ...fence, attempt: work.attempt, at: now() }]); // this hub stops: that is no try of the plugin
    const delay = DELAYS_MS[attempt - 1];
    const later = now() + (delay ?? 0) * (0.8 + 0.4 * random());
    if (failed === undefined || delay === undefined) await store.commit([finish]);
    else if (work.lane === '' || attempt < TRIES_IN_LINE) await store.commit([{ op: 'postpone', ...fence, attempt: work.attempt + 1, at: later }]);
    else await store.commit([finish, { op: 'enqueue', in: hookQueue.name, tenant: work.tenant, id: newId('hkw'), at: later, lane: '', work: JSON.stringify([eventId, installation, name, attempt]) }]);
    if (failed !== undefined && delay === undefined) report(failed, { installation, hook: name, event: eventId });
  }

  async function observe(live: Live, name: string, row: Row, attempt: number): Promise<unknown> {
    const callId = newId('plr');
    return run(live, { handler: 'hook', name, input: eventOf(row), budget: BUDGETS.observe, callId, requestId: callId, causes: [...causesOf(row), live.id], reach: 'all', idempotent: true, attempt, idempotencyKey: `${row.id}/${live.id}` }, ended.signal).then(() => undefined, (error: unknown) => error);
  }

  return Object.freeze({
    start,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(glance);
      glance = undefined;
      stopListening();
      await moving;
      await taker.stop();
      if (seen > placed()) await settleOn(seen, []).catch((error: unknown) => report(error, { chore: 'hooks' }));
      ended.abort();
      await Promise.all(running);
    },
  });
}

const causesOf = ({ body }: Row): readonly string[] => (body['causes'] ?? []) as readonly string[]; // as it was told

const eventOf = (row: Row): HubEvent => ({ id: row.id, type: String(row.body['type']), subject: String(row.body['subject']), time: new Date(row.created_at).toISOString(), data: (row.body['data'] ?? {}) as JsonObject });
