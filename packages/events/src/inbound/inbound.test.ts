// What an inbound engine keeps, and for how long, on a real store under a clock that the test moves.
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Context, createIds, type Document, Failure, type IngestRequest, type Op, type Row, sourceResource, schemasOf, type Unit } from '@patchbay/contracts';
import { openSqlite, type Store } from '@patchbay/storage';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventCollections } from '../collections.ts';
import { createInbound, type Inbound } from './inbound.ts';

const TENANT = 'ten_01jd8xk3v2q4r6t8w0y2a4c6e8';
const SECRET = 'patchbay-test-secret';
const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);

let folder: string;
let store: Store;
let inbound: Inbound;
let now = START;
let told: string[];
let refusing: Failure | undefined;
let publicUrl: string;
let outcomes: string[];
const newId = createIds({ now: () => now, random: () => crypto.getRandomValues(new Uint8Array(10)) });

beforeEach(async () => {
  now = START;
  [told, outcomes, refusing, publicUrl] = [[], [], undefined, 'https://hub.example.com'];
  folder = await mkdtemp(join(tmpdir(), 'patchbay-inbound-'));
  store = await openSqlite({ file: join(folder, 'one.db'), collections: [...eventCollections, { name: 'source', kind: 'documents', fields: {} }], now: () => now });
  inbound = engine();
  await inbound.start();
});
afterEach(async () => {
  inbound.stop();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** Seals nothing: what is sealed here is what it was. */
function engine(): Inbound {
  return createInbound({
    store, newId, now: () => now, caughtUp: () => undefined, platformTypes: new Set(['project.created']),
    tell: ({ type, subject, data, tenant, at }) => {
      const id = newId('evt');
      const entry = { op: 'append', in: 'event', tenant, id, body: { type, subject, data }, at } as const;
      return { id, entry, ops: [entry], committed: () => { told.push(type); } };
    },
    check: () => { if (refusing !== undefined) throw refusing; },
    unseal: async (_row, _field, sealed) => sealed,
    sealedOf: (body) => (body['_sealed'] ?? {}) as Record<string, string>,
    within: () => () => true,
    publicUrl: () => publicUrl,
    updateSource: async () => { throw new Failure('resource.changed', 'Somebody was faster'); },
    report: (error) => { throw error; },
    meter: (outcome) => { outcomes.push(outcome); },
  });
}

async function commit(ops: readonly Op[]): Promise<void> { expect(await store.commit(ops)).toEqual({ kind: 'committed' }); }

/** As the resource engine would store it. */
async function declare(fields: Document = {}, sealed: Document = { secret: SECRET }): Promise<string> {
  const id = newId('src');
  const visible = schemasOf(sourceResource as never).create.parse({ slug: 'src', name: 'Src', scheme: 'github', ...fields }) as Document; // `never`: each definition knows its own shape
  await commit([{ op: 'insert', in: 'source', tenant: TENANT, id, at: now, body: { ...visible, handshake: 'none', _sealed: sealed } }, { op: 'append', in: 'source_change', tenant: TENANT, id: newId('scg'), body: { id }, at: now }]);
  await eventually(async () => (await ingest(id, '{}', { unsigned: true }).catch((error: Failure) => error.code)) !== 'source.not_found');
  outcomes.length = 0;
  return id;
}

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (const began = Date.now(); !(await holds()) && Date.now() - began < 5000;) await new Promise((resolve) => { setTimeout(resolve, 5); });
}

function ingest(source: string, body: string, { delivery = '', unsigned = false } = {}): ReturnType<Inbound['ingest']> {
  const headers = { 'X-GitHub-Event': 'push', ...(delivery === '' ? {} : { 'X-GitHub-Delivery': delivery }), ...(unsigned ? {} : { 'X-Hub-Signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}` }) };
  const request: IngestRequest = { to: { kind: 'source', name: source }, method: 'POST', path: `/hooks/${source}`, rawHeaders: Object.entries(headers).flat(), address: '192.0.2.7', requestId: 'req_1', read: async () => Buffer.from(body) };
  return inbound.ingest(request);
}

const count = async (collection: string): Promise<number> => (await store.list(collection, { limit: 5000 })).length;

describe('what came', () => {
  test('is remembered as long as its source says, and then no longer', async () => {
    const source = await declare({ deduplicate_for: 3600 });
    expect((await ingest(source, '{}', { delivery: 'a' })).status).toBe(202);
    now += 3_599_000;
    await inbound.tidy();
    expect((await ingest(source, '{}', { delivery: 'a' })).status).toBe(200);
    now += 2000;
    await inbound.tidy();
    expect(await count('inbound_mark')).toBe(0);
    expect((await ingest(source, '{}', { delivery: 'a' })).status).toBe(202);
    expect(told).toHaveLength(2);
    expect(outcomes).toEqual(['accepted', 'duplicate', 'accepted']);
  });

  test('is told only after it is on disk; a store that can’t be written is the sender’s to try again', async () => {
    const source = await declare();
    await store.close();
    await expect(ingest(source, '{}', { delivery: 'a' })).rejects.toMatchObject({ code: 'storage.unavailable' });
    expect(told).toEqual([]);
    store = await openSqlite({ file: join(folder, 'one.db'), collections: [...eventCollections, { name: 'source', kind: 'documents', fields: {} }], now: () => now });
    inbound = engine();
    await inbound.start();
    expect((await ingest(source, '{}', { delivery: 'a' })).status).toBe(202);
  });

  test('that does not fit its event type is refused and kept for the operator; sent again after a repair, it is new', async () => {
    const source = await declare();
    refusing = new Failure('event_type.mismatch', 'The data does not fit', { issues: [{ path: 'data.a', message: 'expected a number' }] });
    await expect(ingest(source, '{"a":"x"}', { delivery: 'a' })).rejects.toBe(refusing);
    expect((await store.list('refused_request', { where: { why: 'invalid' }, limit: 10 }))[0]!.body).toMatchObject({ why: 'invalid', proven: true, status: 422, body: '{"a":"x"}' });
    refusing = undefined;
    expect((await ingest(source, '{"a":"x"}', { delivery: 'a' })).status).toBe(202);
  });
});

describe('what was refused', () => {
  test('goes when its time is over', async () => {
    const source = await declare({ keep_refused: 60 });
    await ingest(source, '{}', { unsigned: true }).catch(() => undefined);
    now += 59_000;
    await inbound.tidy();
    expect(await count('refused_request')).toBeGreaterThan(0);
    now += 2000;
    await inbound.tidy();
    expect(await count('refused_request')).toBe(0);
  });

  test('is kept also after a clock was put back', async () => {
    const source = await declare();
    await ingest(source, '{}', { unsigned: true }).catch(() => undefined);
    now -= 3_600_000;
    for (let n = 0; n < 60; n++) await ingest(source, '{}', { unsigned: true }).catch(() => undefined);
    expect(await count('refused_request')).toBe(50);
    now += 60_000;
    for (let n = 0; n < 5; n++) await ingest(source, '{}', { unsigned: true }).catch(() => undefined);
    expect(await count('refused_request')).toBe(52);
  });

  test('fills no disk: of hours of attacks a few hundred are left, the newest', async () => {
    const source = await declare({ keep_refused: 30 * 86_400 });
    for (let minute = 0; minute < 300; minute++) {
      now += 60_000;
      for (let each = 0; each < 5; each++) await ingest(source, '{}', { unsigned: true }).catch(() => undefined);
      if (minute % 100 === 99) await inbound.tidy();
    }
    const left = await store.list('refused_request', { limit: 5000, sort: { field: 'id', descending: false } });
    expect(left.length).toBe(200);
    expect(left[0]!.created_at).toBeGreaterThan(START + 3 * 3_600_000);
    expect(outcomes.filter((each) => each === 'missing_signature')).toHaveLength(1500);
  });
});

describe('a source', () => {
  test('received last when it says so, also after it was written down', async () => {
    const source = await declare();
    const show = async (): Promise<unknown> => (await inbound.behaviour.show!([(await store.get('source', TENANT, source))!], { caller: { tenant: TENANT } } as unknown as Context))[0]!['last_received_at'];
    expect(await show()).toBeNull();
    await ingest(source, '{}');
    expect(await show()).toBe(new Date(START).toISOString());
    await inbound.tidy();
    now += DAY;
    await ingest(source, '{}');
    await inbound.tidy();
    inbound.stop();
    inbound = engine();
    expect(await show()).toBe(new Date(START + DAY).toISOString());
  });

  test('takes what it kept with it when it goes', async () => {
    const source = await declare();
    await ingest(source, '{}');
    await inbound.tidy();
    const retired = (of: string): Op => ({ op: 'insert', in: 'retired_secret', tenant: TENANT, id: newId('rs'), body: { source: of, sealed: 'x', until: now + 60_000 }, at: now });
    await commit([retired(source), retired(source), retired('src_other')]);
    const ops: Op[] = [];
    const unit: Unit = { add: (op) => { ops.push(op); }, after: () => undefined };
    const row = (await store.get('source', TENANT, source)) as Row;
    await inbound.behaviour.delete!(row, { caller: { tenant: TENANT }, unit, now } as unknown as Context);
    await commit([{ op: 'delete', in: 'source', tenant: TENANT, id: source }, ...ops]);
    expect(await count('source_activity')).toBe(0);
    expect((await store.list('retired_secret', { limit: 9 })).map(({ body }) => body['source'])).toEqual(['src_other']);
    await eventually(async () => (await ingest(source, '{}').catch((error: Failure) => error.code)) === 'source.not_found');
    await expect(ingest(source, '{}')).rejects.toMatchObject({ code: 'source.not_found' });
  });

  test('of Azure DevOps, which sends the secret itself, needs https or this very computer', async () => {
    const fields = schemasOf(sourceResource as never).create.parse({ slug: 'builds', name: 'Builds', scheme: 'azure_devops' }) as Document;
    const ctx = { id: 'src_1', caller: { tenant: TENANT }, unit: { add: () => undefined, after: () => undefined }, now } as unknown as Context & { readonly id: string };
    const create = async (url: string, more: Document = {}): Promise<unknown> => { publicUrl = url; return inbound.behaviour.create!({ ...fields, ...more }, ctx); };
    for (const url of ['https://hub.example.com', 'http://127.0.0.1:8085', 'http://localhost:8085', 'http://[::1]:8085']) expect(await create(url)).toMatchObject({ computed: { url: `${url}/hooks/src_1` } });
    for (const url of ['http://hub.example.com', 'http://10.0.0.7:8085', 'http://127.0.0.1.example.com']) await expect(create(url)).rejects.toMatchObject({ code: 'input.invalid', details: { issues: [{ path: 'scheme', message: expect.stringContaining('PATCHBAY_PUBLIC_URL') }] } });
    expect(await create('http://hub.example.com', { scheme: 'github' })).toMatchObject({ computed: { handshake: 'none' } });
    const before = (scheme: string): Row => ({ id: 'src_1', tenant: TENANT, version: 1, body: { ...fields, scheme } }) as unknown as Row;
    const update = async (scheme: string): Promise<unknown> => inbound.behaviour.update!(before(scheme), fields, ctx, []);
    await expect(update('github')).rejects.toMatchObject({ code: 'input.invalid' });
    await update('azure_devops'); // one that was there before can still be changed, and switched off
  });

  test('that somebody else introduced meanwhile takes no second secret', async () => {
    const source = await declare({ scheme: 'notion' }, {});
    const request = { to: { kind: 'source', name: source }, method: 'POST', path: '/', rawHeaders: [], address: '192.0.2.7', requestId: 'r', read: async () => Buffer.from('{"verification_token":"secret_x"}') } as const;
    await expect(inbound.ingest(request)).rejects.toMatchObject({ code: 'source.unproven' });
  });
});
