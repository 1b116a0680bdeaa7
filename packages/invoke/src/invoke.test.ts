import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Action, type ActionSource, type Call, type Caller, createIds, defineAction, Failure, foreignSchema, type Op, operation, type Operation, scopeSet, type TenantId } from '@patchbay/contracts';
import { openSqlite, type Store } from '@patchbay/storage';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createInvoke, type Invoke, invokeCollections } from './index.ts';

const tenant = 'ten_0000000000000000000000000a' as TenantId;
const caller = (principal: string, scopes: readonly string[] = ['*'], issuers: readonly string[] = []): Caller => ({ tenant, principal, name: principal, scopes: scopeSet(scopes), issuers });
const ada = caller('key_ada');
const bob = caller('key_bob');

const note = { input: z.strictObject({ text: z.string() }), output: z.object({ id: z.string(), text: z.string() }), scope: 'note:write' } as const;
const add = defineAction({ id: 'note_add', title: 'Add a note', description: 'Keeps a note.', safety: 'moderate', dryRun: true, ...note });
const burn = defineAction({ id: 'note_burn', title: 'Burn all notes', description: 'No way back.', safety: 'destructive', ...note });
const shout = defineAction({ id: 'note_shout', title: 'Shout a note', description: 'Nobody lets it.', safety: 'moderate', ...note });
const mail = defineAction({ id: 'note_mail', title: 'Mail a note', description: 'Reaches outside.', safety: 'moderate', effects: 'outside', ...note });
const blast = defineAction({ id: 'note_blast', title: 'Mail a note to all', description: 'Reaches outside for good.', safety: 'destructive', effects: 'outside', ...note });
const peek = defineAction({ id: 'note_peek', title: 'Peek', description: 'Reads.', safety: 'safe', ...note, scope: 'note:read' });
const lock = defineAction({ id: 'note_lock', title: 'Lock a note', description: 'With a password.', safety: 'destructive', ...note, input: z.strictObject({ text: z.string(), password: z.string().meta({ writeOnly: true }).optional() }) });
/** As a plugin declares it. */
const seal = defineAction({ id: 'note_seal', title: 'Seal a note', description: 'With a password.', safety: 'destructive', ...note, input: foreignSchema({ type: 'object', properties: { text: { type: 'string' }, password: { type: 'string', writeOnly: true } }, required: ['text'] }) as unknown as typeof note.input });
const mint = defineAction({ id: 'note_mint', title: 'Mint', description: 'Answers a secret.', safety: 'moderate', sensitive: true, ...note });

let folder: string;
let store: Store;
let clock: number;
let sent: string[];
let invoke: Invoke;
/** Another hub on the same store. */
let elsewhere: Invoke;
/** Calls that are still allowed. */
let tokens: number;
let behave: { mail: (text: string, signal: AbortSignal) => Promise<string>; add?: () => Promise<unknown>; edition: string };

async function open(): Promise<void> {
  store = await openSqlite({
    file: join(folder, 'hub.db'),
    now: () => clock,
    collections: [...invokeCollections, { name: 'note', kind: 'documents', fields: { text: 'text' }, unique: [{ fields: ['text'] }] }, { name: 'audit_entry', kind: 'log', chained: true, fields: {} }, { name: 'event', kind: 'log', fields: {} }],
  });
  const newId = createIds({ now: () => clock, random: () => crypto.getRandomValues(new Uint8Array(10)) });
  const keep: Operation['run'] = async (input, ctx) => {
    const { text } = input as { text: string };
    await behave.add?.();
    const id = newId('note');
    ctx.unit.add({ op: 'insert', in: 'note', tenant, id, body: { text }, at: ctx.now }, () => new Failure('resource.duplicate', 'there is such a note'));
    ctx.emit({ type: 'note.added', subject: id, data: { text } });
    ctx.target(id);
    return { id, text };
  };
  const send: Operation['run'] = async (input, ctx) => ({ id: await behave.mail((input as { text: string }).text, ctx.signal), text: (input as { text: string }).text });
  const bind = (action: Action, run: Operation['run']): Operation => operation(action, run);
  const operations = [bind(shout, () => { throw new Failure('decision.denied', 'no', { by: 'gate', reason: 'freeze' }); }), bind(add, keep), bind(burn, keep), bind(lock, keep), bind(seal, keep), bind(mint, keep), bind(mail, send), bind(blast, send), bind(peek, (input) => ({ id: 'x', text: (input as { text: string }).text === 'lie' ? 7 : 'read' }) as never)];
  const append = (log: string, id: string, body: object): Op => ({ op: 'append', in: log, tenant, id, body: { ...body }, at: clock });
  const own: ActionSource = { list: () => operations.map((each) => each.action), resolve: (id) => (id === blast.id ? bind({ ...blast, edition: behave.edition }, send) : operations.find((each) => each.action.id === id)) };
  const deciding: ActionSource = { list: () => invoke.operations.map((each) => each.action), resolve: (id) => invoke.operations.find((each) => each.action.id === id) };
  const hub = (): Invoke => createInvoke({
    store, newId, now: () => clock, sources: [own, deciding],
    limit: () => {
      if (tokens-- <= 0) throw new Failure('rate.limited', 'one call too many');
      return { name: 'test', limit: 10, window: 60, remaining: 9, reset: 1 };
    },
    auditEntry: ({ id, ...body }) => append('audit_entry', id, body),
    tell: ({ type, subject, data }) => ({ ops: [append('event', newId('evt'), { type, subject, data })], committed: () => undefined }),
    fingerprint: (text) => `f(${text})`,
    seal: async (_tenant, _context, value) => Buffer.from(value).toString('hex'),
    unseal: async (_tenant, _context, sealed) => Buffer.from(sealed, 'hex').toString(),
    meter: () => undefined,
  }, { approvalSeconds: 600, idempotencySeconds: 600, timeoutMs: 200 });
  [invoke, elsewhere] = [hub(), hub()];
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-invoke-'));
  clock = 1_800_000_000_000;
  sent = [];
  tokens = Infinity;
  behave = { mail: async (text) => { sent.push(text); return `mail ${sent.length}`; }, edition: '1' };
  await open();
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const call = (action: string, text: string, more: Partial<Call> = {}) =>
  invoke.invoke({ action, input: { text }, caller: ada, signal: new AbortController().signal, via: 'test', requestId: 'req_1', ...more });
const decide = (id: string, who: Caller, verb = 'approve') => invoke.invoke({ action: `approval_${verb}`, input: { id }, caller: who, signal: new AbortController().signal, via: 'test', requestId: 'req_2' });
const codeOf = (promise: Promise<unknown>) => promise.then(() => 'done', (error: unknown) => (error instanceof Failure ? error.code : error));
const notes = async () => (await store.list('note', { tenant, limit: 100 })).map((row) => row.body['text']);
const audit = async () => (await store.tail('audit_entry', { tenant, after: 0, limit: 100 })).map(({ body }) => `${body['action']} ${body['outcome']}${body['failure'] === undefined ? '' : ` ${body['failure']}`}`);
const askFor = async (action: string, text: string, more: Partial<Call> = {}) => {
  const failure = await call(action, text, more).catch((error: unknown) => error as Failure);
  expect((failure as Failure).code).toBe('approval.required');
  return String((failure as Failure).details['approval_id']);
};

describe('the path of an action', () => {
  test('writes the note, the audit entry and the event together', async () => {
    await call('note_add', 'a');
    expect([await notes(), await audit(), (await store.tail('event', { after: 0, limit: 9 })).length]).toEqual([['a'], ['note_add done'], 1]);
  });
  test('writes none of them when the note is refused', async () => {
    await call('note_add', 'a');
    expect(await codeOf(call('note_add', 'a'))).toBe('resource.duplicate');
    expect([await notes(), await audit()]).toEqual([['a'], ['note_add done']]);
  });
  test('refuses an unknown action, a wrong input and an unknown field', async () => {
    expect([await codeOf(call('nope', 'a')), await codeOf(call('note_add', 7 as never)), await codeOf(call('note_add', 'a', { input: { text: 'a', more: 1 } }))]).toEqual(['action.not_found', 'input.invalid', 'input.unknown_field']);
  });
  test('puts on record that a caller without the scope was refused', async () => {
    expect(await codeOf(call('note_add', 'a', { caller: caller('key_eve', ['note:read']) }))).toBe('caller.forbidden');
    expect(await audit()).toEqual(['note_add refused caller.forbidden']);
  });
  test('counts calls of a caller without the scope too, so that the audit trail is not filled by who may do nothing', async () => {
    tokens = 2;
    const refused = [1, 2, 3].map(() => call('note_add', 'a', { caller: caller('key_eve', ['note:read']) }));
    expect((await Promise.all(refused.map(codeOf))).sort()).toEqual(['caller.forbidden', 'caller.forbidden', 'rate.limited']);
    expect(await audit()).toEqual(['note_add refused caller.forbidden', 'note_add refused caller.forbidden']);
  });
  test('lists what the caller may call', () => {
    expect(invoke.listFor(caller('key_eve', ['note:read'])).map((action) => action.id)).toEqual(['note_peek']);
  });
  test('says what it would do and writes nothing on a dry run', async () => {
    expect((await call('note_add', 'a', { dryRun: true })).output).toMatchObject({ text: 'a' });
    expect([await notes(), await audit(), await codeOf(call('note_mail', 'a', { dryRun: true }))]).toEqual([[], [], 'action.no_dry_run']);
  });
  test('refuses an output that breaks its schema', async () => {
    expect(await codeOf(call('note_peek', 'lie'))).toBe('output.invalid');
  });
  test('puts on record what somebody decided against, in time or at once', async () => {
    behave.add = async () => { throw new Failure('decision.denied', 'no', { by: 'gate', reason: 'freeze' }); };
    expect(await codeOf(call('note_add', 'a'))).toBe('decision.denied');
    expect(await codeOf(call('note_shout', 'a'))).toBe('decision.denied');
    expect(await audit()).toEqual(['note_add refused decision.denied', 'note_shout refused decision.denied']);
  });
  test('writes nothing for a caller that went away', async () => {
    expect(await codeOf(call('note_add', 'a', { cancelled: true }))).toBe('action.cancelled');
    expect(await codeOf(call('note_add', 'a', { signal: AbortSignal.abort() }))).toBe('action.cancelled');
    expect(await notes()).toEqual([]);
  });
});

describe('an idempotency key', () => {
  test('answers what another hub answered meanwhile, not that it is done already', async () => {
    behave.add = async () => {
      delete behave.add;
      await elsewhere.invoke({ action: 'note_add', input: { text: 'a' }, idempotencyKey: 'k', caller: ada, signal: new AbortController().signal, via: 'test', requestId: 'req_3' });
    };
    expect(await call('note_add', 'a', { idempotencyKey: 'k' })).toMatchObject({ replayed: true, output: { text: 'a' } });
    expect(await notes()).toEqual(['a']);
  });
  test('gives the same answer to the same input, at the same time and later', async () => {
    const [one, two] = await Promise.all([call('note_add', 'a', { idempotencyKey: 'k' }), call('note_add', 'a', { idempotencyKey: 'k' })]);
    const three = await call('note_add', 'a', { idempotencyKey: 'k' });
    expect([two.output, three.output]).toEqual([one.output, one.output]);
    expect([one.replayed, two.replayed, three.replayed, (await notes()).length]).toEqual([false, true, true, 1]);
  });
  test('is done for who asks again when who asked first went away before anything was written', async () => {
    const gone = new AbortController();
    const asked = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    behave.add = async () => { asked.resolve(); await held.promise; throw new Failure('action.cancelled', 'gone'); };
    const first = call('note_add', 'a', { idempotencyKey: 'k', signal: gone.signal });
    await asked.promise;
    delete behave.add;
    const again = [1, 2].map(() => call('note_add', 'a', { idempotencyKey: 'k' }));
    gone.abort();
    held.resolve();
    expect(await codeOf(first)).toBe('action.cancelled');
    expect((await Promise.all(again)).map(({ output }) => (output as { text: string }).text)).toEqual(['a', 'a']);
    expect(await notes()).toEqual(['a']);
  });
  test('outlives a restart', async () => {
    const one = await call('note_add', 'a', { idempotencyKey: 'k' });
    await store.close();
    await open();
    expect((await call('note_add', 'a', { idempotencyKey: 'k' })).output).toEqual(one.output);
  });
  test('refuses another input, also while the first one runs', async () => {
    const first = call('note_add', 'a', { idempotencyKey: 'k' });
    expect(await codeOf(call('note_add', 'b', { idempotencyKey: 'k' }))).toBe('idempotency.key_reused');
    await first;
    expect(await codeOf(call('note_add', 'b', { idempotencyKey: 'k' }))).toBe('idempotency.key_reused');
  });
  test('decides alone, where the door says so: another input or action gets the answer of the first', async () => {
    const one = await call('note_add', 'a', { idempotencyKey: 'k', keyAlone: true });
    const two = await call('note_add', 'b', { idempotencyKey: 'k', keyAlone: true });
    expect([two.output, two.replayed, await notes()]).toEqual([one.output, true, ['a']]);
    expect((await call('note_mint', 'c', { idempotencyKey: 'k', keyAlone: true })).output).toEqual(one.output);
    expect(await codeOf(call('note_add', 'b', { idempotencyKey: 'k' }))).toBe('idempotency.key_reused');
  });
  test('belongs to its principal', async () => {
    await call('note_add', 'a', { idempotencyKey: 'k' });
    expect((await call('note_add', 'b', { idempotencyKey: 'k', caller: bob })).replayed).toBe(false);
  });
  test('is free again after its time, and after a refusal that changed nothing', async () => {
    await call('note_add', 'a', { idempotencyKey: 'k' });
    expect(await codeOf(call('note_add', 'a', { idempotencyKey: 'j' }))).toBe('resource.duplicate');
    expect((await call('note_add', 'b', { idempotencyKey: 'j' })).replayed).toBe(false);
    clock += 601_000;
    expect((await call('note_add', 'c', { idempotencyKey: 'k' })).replayed).toBe(false);
  });
  test('keeps a secret answer sealed', async () => {
    await call('note_mint', 'hush', { idempotencyKey: 'k' });
    const row = await store.get('idempotency', tenant, 'key_ada/k');
    expect(JSON.stringify(row?.body)).not.toContain('"answer"');
    expect((await call('note_mint', 'hush', { idempotencyKey: 'k' })).output).toMatchObject({ text: 'hush' });
  });
  test('is pruned when it ran out', async () => {
    await call('note_add', 'a', { idempotencyKey: 'k' });
    clock += 601_000;
    await invoke.prune();
    expect(await store.get('idempotency', tenant, 'key_ada/k')).toBeUndefined();
  });
  test('refuses control characters and great length', async () => {
    expect([await codeOf(call('note_add', 'a', { idempotencyKey: 'a\n' })), await codeOf(call('note_add', 'a', { idempotencyKey: 'x'.repeat(256) }))]).toEqual(['idempotency.key_invalid', 'idempotency.key_invalid']);
  });
});

describe('an action that reaches outside', () => {
  test('is done once for one key, and its failure is the answer from then on', async () => {
    behave.mail = async () => { sent.push('x'); throw new Failure('upstream.failed', 'no'); };
    expect(await codeOf(call('note_mail', 'a', { idempotencyKey: 'k' }))).toBe('upstream.failed');
    expect(await codeOf(call('note_mail', 'a', { idempotencyKey: 'k' }))).toBe('upstream.failed');
    expect([sent.length, await audit()]).toEqual([1, ['note_mail failed upstream.failed']]);
  });
  test('is stopped after its time', async () => {
    behave.mail = (_text, signal) => new Promise((_resolve, reject) => { signal.addEventListener('abort', () => reject(new Error('stopped'))); });
    expect(await codeOf(call('note_mail', 'a'))).toBe('action.timeout');
  });
  test('is not repeated when the hub died while it ran', async () => {
    behave.mail = () => new Promise(() => undefined);
    void call('note_mail', 'a', { idempotencyKey: 'k' }).catch(() => undefined);
    await expect.poll(() => store.get('idempotency', tenant, 'key_ada/k'), { timeout: 10_000 }).toBeDefined();
    await store.close();
    await open();
    expect(await codeOf(call('note_mail', 'a', { idempotencyKey: 'k' }))).toBe('idempotency.in_progress');
    clock += 120_000;
    expect(await codeOf(call('note_mail', 'a', { idempotencyKey: 'k' }))).toBe('idempotency.outcome_unknown');
  });
  test('leaves a key free while it waits for an approval, and keeps it from the effect on', async () => {
    const id = await askFor('note_blast', 'a', { idempotencyKey: 'k' });
    expect(await codeOf(call('note_blast', 'a', { idempotencyKey: 'k', approvalId: id }))).toBe('approval.pending');
    await decide(id, bob);
    const one = await call('note_blast', 'a', { idempotencyKey: 'k', approvalId: id });
    const two = await call('note_blast', 'a', { idempotencyKey: 'k', approvalId: id });
    expect([one.replayed, two.replayed, two.output, sent.length]).toEqual([false, true, one.output, 1]);
  });
  test('does not begin under a new key with an approval that was used', async () => {
    const id = await askFor('note_blast', 'a');
    await decide(id, bob);
    const both = await Promise.all(['k', 'j'].map((idempotencyKey) => codeOf(call('note_blast', 'a', { approvalId: id, idempotencyKey }))));
    expect([both.sort(), sent.length]).toEqual([['approval.used', 'done'], 1]);
    expect(await codeOf(elsewhere.invoke({ action: 'note_blast', input: { text: 'a' }, approvalId: id, idempotencyKey: 'l', caller: ada, signal: new AbortController().signal, via: 'test', requestId: 'req_3' }))).toBe('approval.used');
    expect(await store.get('idempotency', tenant, 'key_ada/l')).toBeUndefined();
  });
  test('is on record when it answered something that its schema does not allow', async () => {
    behave.mail = async () => { sent.push('x'); return 7 as never; };
    expect(await codeOf(call('note_mail', 'a', { idempotencyKey: 'k' }))).toBe('output.invalid');
    expect(await codeOf(call('note_mail', 'a', { idempotencyKey: 'k' }))).toBe('output.invalid');
    expect([sent.length, await audit()]).toEqual([1, ['note_mail failed output.invalid']]);
  });
  test('that is another one by the time of the answer waits for another approval; its key is none the wiser', async () => {
    const id = await askFor('note_blast', 'a', { idempotencyKey: 'k' });
    await decide(id, bob);
    behave.edition = '2';
    expect(await codeOf(call('note_blast', 'a', { idempotencyKey: 'k', approvalId: id }))).toBe('approval.mismatch');
    const other = await askFor('note_blast', 'a', { idempotencyKey: 'k' });
    await decide(other, bob);
    expect([other === id, await codeOf(call('note_blast', 'a', { idempotencyKey: 'k', approvalId: other })), sent.length]).toEqual([false, 'done', 1]);
    behave.edition = '3';
    expect((await call('note_blast', 'a', { idempotencyKey: 'k', approvalId: other })).replayed).toBe(true);
  });
  test('spends its approval before it runs', async () => {
    const id = await askFor('note_blast', 'a');
    await decide(id, bob);
    const both = await Promise.all([codeOf(call('note_blast', 'a', { approvalId: id })), codeOf(call('note_blast', 'a', { approvalId: id }))]);
    expect([both.sort(), sent.length]).toEqual([['approval.used', 'done'], 1]);
  });
});

describe('a destructive action', () => {
  test('waits for somebody else, runs once, and is on record with its approval', async () => {
    const id = await askFor('note_burn', 'a');
    expect(await codeOf(call('note_burn', 'a', { approvalId: id }))).toBe('approval.pending');
    await decide(id, bob);
    expect(await codeOf(call('note_burn', 'a', { approvalId: id }))).toBe('done');
    expect(await codeOf(call('note_burn', 'a', { approvalId: id }))).toBe('approval.used');
    expect(await notes()).toEqual(['a']);
    const [done] = (await store.tail('audit_entry', { tenant, after: 0, limit: 9 })).filter(({ body }) => body['action'] === 'note_burn' && body['outcome'] === 'done');
    expect(done?.body['approval']).toBe(id);
  });
  test('can’t be let through by who asked, nor by a key that they issued', async () => {
    const id = await askFor('note_burn', 'a');
    expect([await codeOf(decide(id, ada)), await codeOf(decide(id, caller('key_child', ['*'], ['key_ada'])))]).toEqual(['approval.own_request', 'approval.own_request']);
  });
  test.each(['note_lock', 'note_seal'])('is shown to the approver and to who follows events without its secrets: %s', async (action) => {
    const id = await askFor(action, `a glpat-${'x'.repeat(20)}`, { input: { text: `a glpat-${'x'.repeat(20)}`, password: 'hunter2' } });
    const told = JSON.stringify([(await store.get('approval', tenant, id))?.body['summary'], await store.tail('event', { after: 0, limit: 9 })]);
    expect([told.includes('text a •••'), told.includes('hunter2'), told.includes('glpat')]).toEqual([true, false, false]);
  });
  test('is bound to its input and its caller', async () => {
    const id = await askFor('note_burn', 'a');
    await decide(id, bob);
    expect([await codeOf(call('note_burn', 'b', { approvalId: id })), await codeOf(call('note_burn', 'a', { approvalId: id, caller: bob }))]).toEqual(['approval.mismatch', 'approval.mismatch']);
  });
  test('asks once for the same thing, and anew when the first asking ran out', async () => {
    const id = await askFor('note_burn', 'a');
    expect(await askFor('note_burn', 'a')).toBe(id);
    clock += 601_000;
    expect([await codeOf(decide(id, bob)), await codeOf(call('note_burn', 'a', { approvalId: id }))]).toEqual(['approval.expired', 'approval.expired']);
    expect(await askFor('note_burn', 'a')).not.toBe(id);
  });
  test('stays refused after a rejection, and can be asked for again', async () => {
    const id = await askFor('note_burn', 'a');
    await decide(id, bob, 'reject');
    expect([await codeOf(call('note_burn', 'a', { approvalId: id })), await codeOf(decide(id, bob))]).toEqual(['approval.rejected', 'approval.decided']);
    expect(await askFor('note_burn', 'a')).not.toBe(id);
  });
  test('spends an approval once under concurrency', async () => {
    const id = await askFor('note_burn', 'a');
    await decide(id, bob);
    const outcomes = await Promise.all([1, 2, 3].map(() => codeOf(call('note_burn', 'a', { approvalId: id }))));
    expect(outcomes.filter((each) => each === 'done')).toEqual(['done']);
  });
});

describe('a caller within one project', () => {
  const held: Caller = { ...caller('key_held'), project: 'prj_1' };

  test('is refused where the door does not hold the call within it, which is on record', async () => {
    expect(await codeOf(call('note_add', 'a', { caller: held }))).toBe('caller.forbidden');
    expect(await codeOf(call('note_peek', 'a', { caller: held, within: 'prj_2' }))).toBe('caller.forbidden');
    expect(await notes()).toEqual([]);
    expect(await audit()).toEqual(['note_add refused caller.forbidden', 'note_peek refused caller.forbidden']);
  });

  test('may do what its scopes say where the door does', async () => {
    expect(await codeOf(call('note_add', 'a', { caller: held, within: 'prj_1' }))).toBe('done');
  });

  test('is nobody else: a call of another is not held in a project', async () => {
    expect(await codeOf(call('note_add', 'a', { within: 'prj_1' }))).toBe('caller.forbidden');
  });
});
