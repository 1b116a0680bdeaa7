// Rules: an event matches, and the hub calls an action as whoever declared the rule, neither more often nor with more rights than it was told.
import { action, definePlugin, t } from '@patchbay/sdk';
import { afterEach, expect, test } from 'vitest';
import { startTestHub, type TestHub, type TestHubOptions } from '../doubles/hub.ts';
import { type DeploymentHub, testActions } from './deployment-hub.ts';

interface Listed<T = Record<string, unknown>> { readonly items: readonly T[] }
type Answer<T> = T & { readonly status_code: number };

let hub: TestHub | undefined;
afterEach(async () => { await hub?.stop(); hub = undefined; });

const open = async (options: Partial<TestHubOptions> = {}): Promise<void> => { hub = await startTestHub({ store: 'sqlite', ...options }); };

async function call<T = Record<string, unknown>>(method: string, path: string, body?: object, { key = hub!.key, ...headers }: Record<string, string> = {}): Promise<Answer<T>> {
  const answer = await fetch(`${hub!.url}/v1/${path}`, { method, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { ...((await answer.json()) as T), status_code: answer.status };
}

const declare = (fields: object = {}, headers: Record<string, string> = {}) => call<{ id: string; acts_for: string; granted_scopes: string[]; last_acted_at: string | null }>('POST', 'rules', {
  name: 'notice', event_types: ['build.failed'], kind: 'action', action: { action: 'event_publish', input: { type: 'notice.made', subject: '{{event.subject}}', data: { number: '{{event.data.number}}', text: 'Build {{event.data.number}} of {{event.subject}}, says {{rule.name}}' } } }, ...fields,
}, headers);
const publish = (fields: object = {}) => call<{ id: string }>('POST', 'tools/event_publish', { type: 'build.failed', subject: 'shop', data: { number: 7 }, ...fields });
const events = (type: string) => call<Listed<{ id: string; subject: string; causes?: readonly string[]; data: Record<string, unknown> }>>('GET', `events?type=${type}&limit=100`);
const runs = (query = '') => call<Listed<{ rule: string; event: string; number: number; outcome: string; failure?: string; approval?: string }>>('GET', `rule_runs${query}`);
const letters = () => call<Listed<{ id: string; event: string; reason: string; failure: string; detail: string }>>('GET', 'rule_dead_letters');

async function eventually<T>(look: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
  for (const began = Date.now(); ;) {
    const found = await look();
    if (holds(found) || Date.now() - began > 8000) return found;
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

const atLeast = (count: number) => ({ items }: Listed): boolean => items.length >= count;
/** Long enough for work that is there to be done. */
const quiet = () => new Promise((resolve) => { setTimeout(resolve, 900); });

test.each(['sqlite', 'postgres'] as const)('an event that matches calls the action, with values of the event in its input, on %s', async (store) => {
  await open({ store });
  const rule = await declare();
  expect(rule).toMatchObject({ status_code: 201, acts_for: expect.stringMatching(/^key_/), granted_scopes: expect.arrayContaining(['*']), last_acted_at: null });
  const event = await publish();
  await publish({ type: 'build.finished' });
  const { items } = await eventually(() => events('notice.made'), atLeast(1));
  expect(items).toMatchObject([{ subject: 'shop', data: { number: 7, text: 'Build 7 of shop, says notice' } }]);
  const run = await eventually(() => runs(`?rule=${rule.id}`), atLeast(1));
  expect(run.items).toMatchObject([{ event: event.id, number: 1, outcome: 'done' }]);
  expect((await call('GET', `rules/${rule.id}`))['last_acted_at']).toMatch(/^20/);
  const { items: trail } = await call<Listed>('GET', 'audit_entries?action=event_publish&sort=-id');
  expect(trail.find(({ via }) => via === 'rule')).toMatchObject({ principal: rule.acts_for, request_id: `${rule.id}/${event.id}` });
});

test('it looks at the filter, and a rule that is switched off or deleted does nothing', async () => {
  await open();
  await declare({ filter: { 'data.number': { $gte: 10 } } });
  const off = await declare({ name: 'off', enabled: false });
  const gone = await declare({ name: 'gone' });
  await call('DELETE', `rules/${gone.id}`);
  await publish();
  await publish({ data: { number: 12 } });
  const { items } = await eventually(() => events('notice.made'), atLeast(1));
  await call('PATCH', `rules/${off.id}`, { enabled: true });
  expect(items.map(({ data }) => data['number'])).toEqual([12]);
  await publish({ data: { number: 1 } });
  expect((await eventually(() => events('notice.made'), atLeast(2))).items.map(({ data }) => data['text'])).toEqual(['Build 1 of shop, says off', 'Build 12 of shop, says notice']);
});

test('it acts only after so many in a time, counted for each group by itself', async () => {
  await open();
  await declare({ condition: { at_least: 3, within: 600 }, group_by: ['subject'] });
  for (const subject of ['shop', 'blog', 'shop', 'blog', 'shop', 'shop', 'shop']) await publish({ subject });
  const { items } = await eventually(() => events('notice.made'), atLeast(1));
  await quiet();
  expect((await events('notice.made')).items.map(({ subject }) => subject)).toEqual(['shop']);
  expect(items).toHaveLength(1);
  await publish();
  expect((await eventually(() => events('notice.made'), atLeast(2))).items).toHaveLength(2);
});

test('it acts so often in a time, at most', async () => {
  await open();
  await declare({ throttle: { at_most: 2, within: 3600 }, group_by: ['subject'] });
  for (let number = 1; number <= 5; number++) await publish({ data: { number } });
  await publish({ subject: 'blog' });
  await eventually(() => events('notice.made'), atLeast(3));
  await quiet();
  expect((await events('notice.made')).items.map(({ subject, data }) => `${subject} ${data['number']}`).toSorted()).toEqual(['blog 7', 'shop 1', 'shop 2']);
});

test('rules that set each other off come to an end, and it is said', async () => {
  await open();
  const again = (type: string, name: string, listens: string) => declare({ name, event_types: [listens], action: { action: 'event_publish', input: { type, subject: '{{event.subject}}' } } });
  const self = await again('echo.made', 'echo', 'echo.*');
  await again('ping.made', 'ping', 'pong.made');
  await again('pong.made', 'pong', 'ping.made');
  await publish({ type: 'echo.first' });
  await publish({ type: 'ping.made' });
  const { items } = await eventually(() => events('rule.stopped'), atLeast(2));
  await quiet();
  expect(items.map(({ subject }) => subject)).toContain(self.id);
  expect((await events('echo.made')).items).toHaveLength(1);
  expect((await events('ping.made')).items).toHaveLength(2);
  expect((await events('pong.made')).items).toHaveLength(1);
});

test('a rule has the rights of who declared it, and no more, also when they lose some later', async () => {
  await open();
  const issue = (name: string, scopes: string[]) => call<{ id: string; key: string }>('POST', 'api_keys', { name, scopes });
  const some = await issue('some', ['rule:*', 'project:write', 'event:write', 'event:read']);
  expect(await declare({ scopes: ['secret:write'] }, { key: some.key })).toMatchObject({ status_code: 403, code: 'caller.forbidden', needs: ['secret:write'] });
  expect(await declare({ action: { action: 'secret_create', input: {} } }, { key: some.key })).toMatchObject({ status_code: 403, code: 'caller.forbidden', needs: 'secret:write' });
  expect(await declare({ scopes: ['project:write'] }, { key: some.key })).toMatchObject({ status_code: 422, code: 'input.invalid', issues: [{ path: 'scopes' }] });
  const rule = await declare({ scopes: ['event:write'] }, { key: some.key });
  expect(rule).toMatchObject({ acts_for: some.id, granted_scopes: ['event:write'] });
  await publish();
  await eventually(() => events('notice.made'), atLeast(1));
  await call('PATCH', `api_keys/${some.id}`, { enabled: false });
  await publish();
  const { items } = await eventually(letters, atLeast(1));
  expect(items).toMatchObject([{ reason: 'refused', failure: 'caller.forbidden' }]);
  expect((await events('notice.made')).items).toHaveLength(1);
  expect((await eventually(() => events('rule.failed'), atLeast(1))).items).toMatchObject([{ subject: rule.id, data: { name: 'notice', failure: 'caller.forbidden' } }]);
});

test('who changes a rule is who it acts for from then on: nobody borrows the rights of another', async () => {
  await open();
  const rule = await declare();
  const little = await call<{ id: string; key: string }>('POST', 'api_keys', { name: 'little', scopes: ['rule:*', 'event:*'] });
  expect(await call('PATCH', `rules/${rule.id}`, { action: { action: 'secret_create', input: {} } }, { key: little.key })).toMatchObject({ status_code: 403 });
  expect(await call('PATCH', `rules/${rule.id}`, { description: 'mine now' }, { key: little.key })).toMatchObject({ acts_for: little.id, granted_scopes: ['event:*', 'rule:*', 'self:read'] });
});

test('an action that is refused goes to the dead letters with its reason, and can be sent anew when the rule is better', async () => {
  await open();
  const rule = await declare({ action: { action: 'project_create', input: { slug: '{{event.data.slug}}', name: 'From {{event.type}}' } } });
  const event = await publish({ data: { slug: 'NO GOOD' } });
  const { items } = await eventually(letters, atLeast(1));
  expect(items).toMatchObject([{ event: event.id, reason: 'refused', failure: 'input.invalid', detail: expect.stringContaining('slug') }]);
  await call('PATCH', `rules/${rule.id}`, { action: { action: 'project_create', input: { slug: 'shop', name: 'Of {{event.type}}' } } });
  expect(await call('POST', 'tools/rule_dead_letter_redrive', { rule: rule.id })).toMatchObject({ redriven: 1, more: false });
  expect((await eventually(() => call<Listed<{ name: string }>>('GET', 'projects'), atLeast(1))).items).toMatchObject([{ name: 'Of build.failed' }]);
  expect((await letters()).items).toEqual([]);
  expect((await eventually(() => runs(`?rule=${rule.id}`), atLeast(2))).items.map(({ outcome }) => outcome)).toEqual(['done', 'failed']); // told when the project is there already
});

test('a destructive action waits for an approval that neither the rule nor who declared it can give', async () => {
  await open();
  const other = await call<{ key: string }>('POST', 'api_keys', { name: 'other', scopes: ['*'] });
  const approver = await call<{ key: string }>('POST', 'api_keys', { name: 'approver', scopes: ['approval:decide', '*:read'] });
  const [kept, lost] = [await call<{ id: string }>('POST', 'secrets', { name: 'kept', value: 'example' }), await call<{ id: string }>('POST', 'secrets', { name: 'lost', value: 'example' })];
  const rule = await declare({ action: { action: 'secret_delete', input: { id: '{{event.data.id}}' } } }, { key: other.key });
  const asked = async ({ id }: { readonly id: string }): Promise<string> => {
    const event = await publish({ data: { id } });
    const { items: [waiting] } = await eventually(() => runs(`?event=${event.id}`), atLeast(1));
    expect(waiting).toMatchObject({ rule: rule.id, outcome: 'waiting', failure: 'approval.required', approval: expect.stringMatching(/^apr_/) });
    expect(await call('POST', 'tools/approval_approve', { id: waiting!.approval }, { key: other.key })).toMatchObject({ code: 'approval.own_request' });
    return waiting!.approval!;
  };
  expect(await call('POST', 'tools/approval_reject', { id: await asked(kept) }, { key: approver.key })).toMatchObject({ status_code: 200 });
  expect(await call('POST', 'tools/approval_approve', { id: await asked(lost) }, { key: approver.key })).toMatchObject({ status_code: 200 });
  const { items } = await eventually(() => runs(`?rule=${rule.id}`), atLeast(4));
  expect(items.map(({ outcome }) => outcome).toSorted()).toEqual(['done', 'failed', 'waiting', 'waiting']);
  expect((await letters()).items).toMatchObject([{ reason: 'rejected', failure: 'approval.rejected' }]);
  expect((await call<Listed<{ id: string }>>('GET', 'secrets')).items.map(({ id }) => id)).toEqual([kept.id]);
}, 30_000);

test('a rule is not set off by what a plugin tells on its behalf', async () => {
  const echo = definePlugin({
    id: 'patchbay/echo', version: '1.0.0', title: 'Echo', summary: 'Tells again.', emits: ['echo.*'],
    actions: { tell: action({ title: 'Tell', description: 'Tells it again.', safety: 'moderate', input: t.object({}), output: t.json(), run: async (_, ctx) => { await ctx.emit('echo.told', 'shop', {}); return null; } }) },
  });
  await open({ ports: { builtIn: [echo] } });
  expect(await call('POST', 'tools/plugin_install', { name: 'patchbay/echo', permissions: ['emit:echo.*'], enabled: true })).toMatchObject({ status: 'enabled' });
  const rule = await declare({ event_types: ['echo.*'], action: { action: 'echo_tell', input: {} } });
  await publish({ type: 'echo.told' });
  expect((await eventually(() => events('rule.stopped'), atLeast(1))).items).toMatchObject([{ subject: rule.id }]);
  await quiet();
  const { items } = await events('echo.told');
  expect(items.map(({ causes }) => causes ?? []).toSorted((a, b) => a.length - b.length)).toEqual([[], [rule.id]]);
}, 30_000);

test('a rule and an environment whose plugin is gone can still be changed, but not to call it otherwise', async () => {
  const echo = definePlugin({
    id: 'patchbay/echo', version: '1.0.0', title: 'Echo', summary: 'Does nothing.',
    actions: { nothing: action({ title: 'Nothing', description: 'Does nothing.', safety: 'moderate', input: t.object({ text: t.string() }), output: t.json(), run: () => Promise.resolve(null) }) },
  });
  await open({ ports: { builtIn: [echo] } });
  await call('POST', 'tools/plugin_install', { name: 'patchbay/echo', enabled: true });
  const written = { action: 'echo_nothing', input: { text: '{{event.subject}}' } };
  const bringUp = { action: 'echo_nothing', input: { text: '{{version}}' } };
  const rule = await declare({ action: written });
  const { id: project } = await call<{ id: string }>('POST', 'projects', { slug: 'shop', name: 'Shop' });
  const environment = await call<{ id: string }>('POST', 'environments', { project, slug: 'house', name: 'House', tier: 'staging', bring_up: bringUp });
  expect([rule.status_code, environment.status_code]).toEqual([201, 201]);
  await call('POST', 'tools/plugin_disable', { name: 'patchbay/echo' });
  expect(await declare({ name: 'another', action: written })).toMatchObject({ status_code: 422, issues: [{ path: 'action.action' }] });
  expect(await call('PATCH', `rules/${rule.id}`, { enabled: false })).toMatchObject({ status_code: 200, enabled: false });
  expect(await call('PATCH', `environments/${environment.id}`, { description: 'Closed' })).toMatchObject({ status_code: 200 });
  expect(await call('PATCH', `rules/${rule.id}`, { action: { ...written, input: {} } })).toMatchObject({ status_code: 422, issues: [{ path: 'action.action' }] });
  expect(await call('PATCH', `environments/${environment.id}`, { bring_up: { ...bringUp, input: {} } })).toMatchObject({ status_code: 422, issues: [{ path: 'bring_up.action' }] });
});

test('what changes while it waits for an approval waits for another one', async () => {
  const [calls, editions]: [DeploymentHub['calls'], Record<string, string>] = [[], { wreck_it: 'one' }];
  await open({ ports: { sources: [testActions(['wreck_it'], {}, calls, editions)] } });
  const other = await call<{ key: string }>('POST', 'api_keys', { name: 'other', scopes: ['*'] });
  const rule = await declare({ action: { action: 'wreck_it', input: {} } }, { key: other.key });
  await publish();
  const approvals = () => runs(`?rule=${rule.id}`).then(({ items }) => items.flatMap(({ approval }) => approval ?? []));
  const [first] = await eventually(approvals, ({ length }) => length === 1);
  editions['wreck_it'] = 'two';
  await call('POST', 'tools/approval_approve', { id: first });
  const [second] = await eventually(approvals, ({ length }) => length === 2);
  expect([second === first, calls]).toEqual([false, []]);
  await call('POST', 'tools/approval_approve', { id: second });
  expect((await eventually(() => runs(`?rule=${rule.id}`), ({ items }) => items[0]?.outcome === 'done')).items.map(({ outcome }) => outcome)).toEqual(['done', 'waiting', 'waiting']);
  expect([calls.length, (await letters()).items]).toEqual([1, []]);
}, 30_000);

test('what can’t work is refused when the rule is declared, with its place', async () => {
  await open();
  for (const [fields, path] of [
    [{ kind: 'runbook', action: undefined, runbook: 'rbk_01jd8xk3v2q4r6t8w0y2a4c6e8' }, 'kind'], [{ kind: 'notify', action: undefined, template: 'tpl_01jd8xk3v2q4r6t8w0y2a4c6e8', notify: [{ channel: 'email', recipients: ['#a'] }] }, 'notify.0.recipients.0'],
    [{ action: { action: 'no_such_action' } }, 'action.action'], [{ action: { action: 'dashboard_create' } }, 'action.action'], [{ action: { action: 'whoami', input: { a: '{{secrets.x}}' } } }, 'action.input.a'],
    [{ action: { action: 'event_publish', input: { type: 'notice.made', subject: '{{event.subject}}', dta: {} } } }, 'action.input.dta'], [{ action: { action: 'event_publish', input: { type: 'no good', subject: '{{event.subject}}' } } }, 'action.input.type'],
    [{ filter: { 'data.x': { $like: 1 } } }, 'filter.data.x.$like'], [{ event_types: [] }, 'event_types'],
    [{ group_by: ['subject', 'environment'] }, 'group_by'], [{ severity: { at_least: 'high', path: 'severity' } }, 'severity.path'],
  ] as const) expect(await declare(fields)).toMatchObject({ status_code: 422, code: 'input.invalid', issues: [{ path }] });
});
