import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { failureOf, type Fixture, openAccess } from './fixture.ts';
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
