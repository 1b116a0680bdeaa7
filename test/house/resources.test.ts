/** The life of resources, over the whole path of a call, on both stores. */
import { type Call, type Caller, Failure } from '@patchbay/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPostgres } from '../doubles/postgres.ts';
import { startTestHub, type TestHub } from '../doubles/hub.ts';

const stores = findPostgres() === undefined ? (['sqlite'] as const) : (['sqlite', 'postgres'] as const);

describe.each(stores)('on %s', (store) => {
  let hub: TestHub;
  let caller: Caller;
  let count = 0;
  const slug = () => `p-${++count}`;

  beforeAll(async () => {
    hub = await startTestHub({ store });
    caller = await hub.house.authenticate({ authorization: `Bearer ${hub.key}` });
  }, 60_000);
  afterAll(() => hub.stop());

  const call = async (action: string, input: object, more: Partial<Call> = {}) =>
    (await hub.house.invoke({ action, input, caller, signal: new AbortController().signal, via: 'test', requestId: 'req_test', ...more })).output as Record<string, unknown> & { items: Record<string, unknown>[]; next_cursor: string };
  const failure = (promise: Promise<unknown>) => promise.then((output) => { throw new Error(`expected a refusal, got ${JSON.stringify(output)}`); }, (error: unknown) => { if (error instanceof Failure) return error; throw error; });
  const events = async () => (await call('event_list', { limit: 500 })).items.map((event) => `${String(event['type'])} ${String(event['subject'])}`);

  test('a project is created with its defaults, read, changed and deleted, and each change is an event', async () => {
    const made = await call('project_create', { slug: slug(), name: 'Shop' });
    expect(made).toMatchObject({ version: 1, default_branch: 'main', name: 'Shop' });
    expect(await call('project_get', { id: made['id'] })).toEqual(made);
    const changed = await call('project_update', { id: made['id'], name: 'Web shop', default_branch: 'trunk' });
    expect(changed).toMatchObject({ version: 2, name: 'Web shop', default_branch: 'trunk' });
    expect(await call('project_update', { id: made['id'], default_branch: null })).toMatchObject({ version: 3, default_branch: 'main' });
    await call('project_delete', { id: made['id'] });
    expect((await failure(call('project_get', { id: made['id'] }))).code).toBe('resource.not_found');
    expect((await events()).filter((each) => each.endsWith(String(made['id'])))).toHaveLength(4);
  });

  test('a change that changes nothing writes nothing', async () => {
    const made = await call('project_create', { slug: slug(), name: 'Same' });
    expect(await call('project_update', { id: made['id'], name: 'Same' })).toEqual(made);
  });

  test('a second one with the same natural key is refused and names the first', async () => {
    const name = slug();
    const made = await call('project_create', { slug: name, name: 'One' });
    const refused = await failure(call('project_create', { slug: name, name: 'Two' }));
    expect([refused.code, refused.details['existing'], refused.details['fields']]).toEqual(['resource.duplicate', made['id'], ['slug']]);
    const other = await call('project_create', { slug: slug(), name: 'Two' });
    expect((await failure(call('project_update', { id: other['id'], slug: name }))).code).toBe('resource.duplicate');
    const dry = await failure(call('project_create', { slug: name, name: 'Two' }, { dryRun: true }));
    expect(dry.code).toBe('resource.duplicate');
  });

  test('twenty that are created at the same time with one key leave one', async () => {
    const name = slug();
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => call('project_create', { slug: name, name: 'Race' })));
    expect(outcomes.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    expect((await call('project_list', { slug: name })).items).toHaveLength(1);
  });

  test('a change meant for an older version is refused; concurrent ones without a version all count', async () => {
    const made = await call('project_create', { slug: slug(), name: 'Race' });
    await call('project_update', { id: made['id'], name: 'A', if_version: 1 });
    expect((await failure(call('project_update', { id: made['id'], name: 'B', if_version: 1 }))).details['current_version']).toBe(2);
    expect((await failure(call('project_delete', { id: made['id'], if_version: 1 }))).code).toBe('resource.changed');
    await Promise.all([1, 2, 3, 4].map((each) => call('project_update', { id: made['id'], name: `N${each}` })));
    expect((await call('project_get', { id: made['id'] }))['version']).toBe(6);
  });

  test('what can’t change is refused by name, and the same value again is fine', async () => {
    const made = await call('tenant_create', { slug: slug(), name: 'T' });
    expect((await failure(call('tenant_update', { id: made['id'], slug: 'other' }))).details.issues).toEqual([{ path: 'slug', message: 'can’t be changed after the creation' }]);
    expect(await call('tenant_update', { id: made['id'], slug: made['slug'], name: 'U' })).toMatchObject({ name: 'U', version: 2 });
  });

  test('a secret is in no answer, list, event or audit entry, and a new value is a new version', async () => {
    const made = await call('secret_create', { name: `s/${slug()}`, value: 'hunter2-very-secret' });
    expect(made).not.toHaveProperty('value');
    const again = await call('secret_update', { id: made['id'], value: 'hunter3-very-secret' });
    expect(again['value_version']).toBe(2);
    const seen = JSON.stringify([made, again, await call('secret_list', {}), await call('event_list', { limit: 500 }), await call('audit_entry_list', { limit: 500 })]);
    expect(seen).not.toContain('very-secret');
    expect(seen).not.toContain('_sealed');
  });

  test('a rotated data key seals everything anew', async () => {
    await call('secret_create', { name: `s/${slug()}`, value: 'x' });
    const { key_version, resealed } = await call('data_key_rotate', {});
    expect([key_version, Number(resealed) > 0]).toEqual([2, true]);
  });

  test('pages go through all there is, in the order asked for, and a cursor belongs to its question', async () => {
    const made = await Promise.all(Array.from({ length: 25 }, (_, index) => call('project_create', { slug: `page-${store}-${String(index).padStart(2, '0')}`, name: 'Page' })));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await call('project_list', { limit: 10, sort: '-slug', name: 'Page', ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items.map((item) => String(item['slug'])));
      cursor = page.next_cursor ?? undefined;
      if (cursor !== undefined && seen.length === 10) expect((await failure(call('project_list', { limit: 10, sort: 'slug', name: 'Page', cursor }))).code).toBe('cursor.invalid');
    } while (cursor !== undefined);
    expect(seen).toEqual(made.map((each) => String(each['slug'])).sort().reverse());
    expect((await failure(call('project_list', { cursor: 'nonsense' }))).code).toBe('cursor.invalid');
  });

  test.each([['api_key_list', {}], ['event_list', { sort: 'id' }]])('%s does not go on at a place in another list', async (list, order) => {
    await Promise.all([1, 2].map(() => call('project_create', { slug: slug(), name: 'Elsewhere' })));
    const { next_cursor } = await call('project_list', { limit: 1 });
    expect((await failure(call(list, { cursor: next_cursor, ...order }))).code).toBe('cursor.invalid');
  });

  test('a list of ids gives those that exist', async () => {
    const made = await call('project_create', { slug: slug(), name: 'Here' });
    const page = await call('project_list', { ids: [made['id'], 'prj_0000000000000000000000000a'] });
    expect([page.items, page.next_cursor]).toEqual([[made], null]);
  });

  test('a key is shown once, also to a repeated request, and lies nowhere in plain', async () => {
    const name = slug();
    const made = await call('api_key_create', { name, scopes: ['project:read'] }, { idempotencyKey: name });
    const again = await call('api_key_create', { name, scopes: ['project:read'] }, { idempotencyKey: name });
    expect(again['key']).toBe(made['key']);
    expect(await call('api_key_get', { id: made['id'] })).not.toHaveProperty('key');
    const guest = await hub.house.authenticate({ authorization: `Bearer ${String(made['key'])}` });
    expect(guest.scopes.list).toContain('project:read');
  });

  test('deleting a secret waits for somebody who was not issued by the requester', async () => {
    const made = await call('secret_create', { name: `s/${slug()}`, value: 'x' });
    const asked = await failure(call('secret_delete', { id: made['id'] }));
    expect(asked.code).toBe('approval.required');
    const child = await call('api_key_create', { name: slug(), scopes: ['*'] });
    const childCaller = await hub.house.authenticate({ authorization: `Bearer ${String(child['key'])}` });
    expect((await failure(call('approval_approve', { id: asked.details['approval_id'] }, { caller: childCaller }))).code).toBe('approval.own_request');
    const childAsked = await failure(call('secret_delete', { id: made['id'] }, { caller: childCaller }));
    await call('approval_approve', { id: childAsked.details['approval_id'], comment: 'fine' });
    await call('secret_delete', { id: made['id'] }, { caller: childCaller, approvalId: String(childAsked.details['approval_id']) });
    expect((await failure(call('secret_get', { id: made['id'] }))).code).toBe('resource.not_found');
  });

  test('the audit trail of all that is whole', async () => {
    expect(await call('audit_verify', {})).toMatchObject({ intact: true, broken_at: null });
  });

  test('an event that is published is on the log and reaches who watches, with what the hub tells itself kept apart', async () => {
    const stop = new AbortController();
    const heard: string[] = [];
    const watching = (async () => { for await (const event of hub.house.watch({ types: ['build.*'] }, caller, stop.signal)) { heard.push(event.type); if (heard.length === 2) stop.abort(); } })();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await call('event_publish', { type: 'build.started', subject: 'shop' });
    await call('event_publish', { type: 'test.started', subject: 'shop' });
    await call('event_publish', { type: 'build.finished', subject: 'shop', data: { number: 7 } });
    await watching;
    expect(heard).toEqual(['build.started', 'build.finished']);
    for (const type of ['project.created', 'approval.approved', 'endpoint.disabled']) expect((await failure(call('event_publish', { type, subject: 'x' }))).code).toBe('input.invalid');
  });
});
