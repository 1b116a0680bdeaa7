import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Fixture, openAccess } from './fixture.ts';
import type { AuditInput } from './index.ts';

let hub: Fixture;
beforeEach(async () => { hub = await openAccess(); });
afterEach(() => hub[Symbol.asyncDispose]());

const A = 'ten_a';
const B = 'ten_b';
const verify = (tenant = A) => hub.access.audit.verify(tenant, new AbortController().signal);

const input = (number: number, tenant: string, more: Partial<AuditInput> = {}): AuditInput => ({
  tenant, at: hub.clock.at + number, action: 'project_create', principal: `key_${number}`, via: 'rest', outcome: 'done', input_digest: 'd', request_id: `req_${number}`, ...more,
});
async function record(many: number, tenant = A): Promise<void> {
  for (let from = 0; from < many; from += 500) await hub.store.commit(Array.from({ length: Math.min(500, many - from) }, (_, i) => hub.access.audit.entry(input(from + i, tenant))));
}
/** Whoever holds the file can change it: another process, past the hub. */
function tamper(sql: string): void {
  const db = new DatabaseSync(hub.file);
  const { changes } = db.prepare(sql).run();
  db.close();
  expect(Number(changes)).toBeGreaterThan(0);
}

test('an entry holds the fields of the record in their order, whoever writes it, and nothing that is not there', async () => {
  await hub.store.commit([hub.access.audit.entry({ request_id: 'r', input_digest: 'd', outcome: 'refused', via: 'mcp', principal: 'p', action: 'a', subject: undefined, failure: 'caller.forbidden', tenant: A, at: 5 })]);
  const [row] = await hub.store.list('audit_entry', { tenant: A, limit: 1 });
  expect(Object.entries(row!.body)).toEqual(Object.entries({ action: 'a', principal: 'p', via: 'mcp', outcome: 'refused', failure: 'caller.forbidden', input_digest: 'd', request_id: 'r' }));
  expect(row).toMatchObject({ seq: 1, created_at: 5 });
});

test('a trail that nobody touched is intact, an empty one too', async () => {
  await record(2500);
  await record(3, B);
  const [last] = await hub.store.list('audit_entry', { tenant: A, sort: { field: 'seq', descending: true }, limit: 1 });
  expect(await verify()).toEqual({ intact: true, entries: 2500, head: last!.hash, broken_at: null });
  expect(await verify(B)).toMatchObject({ intact: true, entries: 3 });
  expect(await verify('ten_c')).toEqual({ intact: true, entries: 0, head: null, broken_at: null });
});

test('entries that are written while the trail is read do not disturb', async () => {
  await record(1500);
  const [verdict] = await Promise.all([verify(), record(1500)]);
  expect(verdict).toMatchObject({ intact: true });
  expect(verdict.entries).toBeGreaterThanOrEqual(1500);
});

test('a changed word is found where it stands', async () => {
  await record(40);
  tamper(`update audit_entry set body = replace(body, 'key_16"', 'key_61"') where tenant = '${A}' and seq = 17`);
  expect(await verify()).toMatchObject({ intact: false, entries: 16, broken_at: 17 });
});

test('a changed hash is found', async () => {
  await record(5);
  tamper(`update audit_entry set hash = '${'a'.repeat(64)}' where tenant = '${A}' and seq = 5`);
  expect(await verify()).toMatchObject({ intact: false, broken_at: 5 });
});

test('a removed entry is found, at the beginning, in the middle and at the end', async () => {
  for (const [tenant, seq] of [['ten_x', 1], ['ten_y', 7], ['ten_z', 12]] as const) {
    await record(12, tenant);
    tamper(`delete from audit_entry where tenant = '${tenant}' and seq = ${seq}`);
    expect(await verify(tenant)).toMatchObject({ intact: false, broken_at: seq });
  }
});

test('two entries that changed places are found', async () => {
  await record(10);
  tamper(`update audit_entry set seq = -seq where tenant = '${A}' and seq in (4, 5)`);
  tamper(`update audit_entry set seq = case seq when -4 then 5 else 4 end where tenant = '${A}' and seq < 0`);
  expect(await verify()).toMatchObject({ intact: false, broken_at: 4 });
});

test('a trail that was cut short is found, also when nothing is left of it', async () => {
  await record(10);
  tamper(`delete from audit_entry where tenant = '${A}' and seq > 8`);
  expect(await verify()).toMatchObject({ intact: false, entries: 8, broken_at: 9 });
  tamper(`delete from audit_entry where tenant = '${A}'`);
  expect(await verify()).toEqual({ intact: false, entries: 0, head: null, broken_at: 1 });
});

test('an entry that was moved in from another tenant is found', async () => {
  await record(3);
  await record(2, B);
  tamper(`update audit_entry set tenant = '${A}', seq = 4 where tenant = '${B}' and seq = 2`);
  expect(await verify()).toMatchObject({ intact: false, broken_at: 4 });
});

test('verifying ends with its signal', async () => {
  await record(2500);
  const stop = new AbortController();
  const running = hub.access.audit.verify(A, stop.signal);
  stop.abort(new Error('enough'));
  await expect(running).rejects.toThrow();
});
