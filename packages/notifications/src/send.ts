/** One try to send a notification: put it together, call its connector, and write what came of it in one unit with the end of the work. */
import { type Call, type Caller, type Document, eventRecord, Failure, type NextRun, nextRun, notificationRecord, type Op, type Plan, type Row, templateResource, type Work } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { type Compiled, compose, type Composed, TooMuch } from '@patchbay/templates';
import { nameOf, pluginOf, type Posting, postingOf } from './addresses.ts';
import { type Notification, QUEUE, THREAD, type Thread } from './collections.ts';
import { FOR_EVER, readWork } from './order.ts';
import { viewOf } from './values.ts';

export interface SendPorts {
  readonly store: Store;
  readonly now: () => number;
  readonly random: () => number;
  readonly shelf: (row: Row) => Compiled;
  readonly invoke: (call: Call) => Promise<{ readonly output: unknown }>;
  /** Whom a rule acts for, with the rights that it was given; undefined, if there is no such rule any more. */
  readonly callerOf: (tenant: string, rule: string) => Promise<Caller | undefined>;
  /** What an action of an installation is called. */
  readonly actionOf: (installation: { readonly plugin: string; readonly name: string }, key: string) => string;
  readonly tell: (event: { tenant: string; type: string; subject: string; data: Document; at: number; causes?: readonly string[] }) => Plan;
  /** Told what became of each. */
  readonly meter: (channel: string, outcome: 'sent' | 'retried' | 'failed') => void;
  /** How long what came to an end is kept; 0: for ever. */
  readonly keepMs: number;
}

interface Job { readonly work: Work; readonly row: Row<Notification>; readonly thread: Row<Thread> | undefined }
interface Prepared { readonly composed: Composed; readonly posting: Posting; readonly action: string }

/** A group is over after a week without an event, at the latest. */
const THREAD_MS = 8 * 86_400_000;

export function createSend({ store, now, random, shelf, invoke, callerOf, actionOf, tell, meter, keepMs }: SendPorts): (work: Work, signal: AbortSignal) => Promise<void> {
  return async (work, signal) => {
    const { notification } = readWork(work);
    const row = (await store.get(notificationRecord.name, work.tenant, notification)) as Row<Notification> | undefined; // written here and nowhere else
    if (row?.body.status !== 'waiting') return put([finish(work)]);
    const { thread } = row.body;
    const job = { work, row, thread: thread === undefined ? undefined : ((await store.get(THREAD, work.tenant, thread)) as Row<Thread> | undefined) };
    let prepared: Prepared | undefined;
    let output: unknown;
    try {
      prepared = await prepare(job);
      ({ output } = await invoke(await callOf(job, prepared, signal)));
    } catch (error) {
      if (signal.aborted) return put([postpone(work, work.attempt, now())]);
      if (staysAsItIs(prepared, error)) return again(job);
      return failed(job, prepared, error);
    }
    await sent(job, prepared, output); // what the store throws here ends the lease: the same call is answered with what came of it
  };

  async function prepare({ work: { tenant }, row: { body }, thread }: Job): Promise<Prepared> {
    const [template, events] = await Promise.all([store.get(templateResource.name, tenant, body.template), store.getMany(eventRecord.name, tenant, body.about)]);
    if (template === undefined) throw new Failure('resource.not_found', `The template ${body.template} is gone`);
    const views = body.about.flatMap((id) => events.filter((each) => each.id === id)).map(viewOf);
    if (views.length === 0) throw new Failure('resource.not_found', `The event ${body.event} is not kept any more`);
    const composed = composing(shelf(template), body, views);
    const posting = postingOf(body.channel, composed.payload, body.recipient, thread?.body.message);
    return { composed, posting, action: actionOf({ plugin: pluginOf(body.channel), name: body.installation }, posting.key) };
  }

  /**
   * The key alone tells what is repeated: the template may have been changed since, and the message is the same.
   * What waits for an approval asks anew each time it looks; the approval counts once.
   */
  async function callOf({ work, row: { id, body } }: Job, { posting, action }: Prepared, signal: AbortSignal): Promise<Call> {
    const caller = await callerOf(work.tenant, body.rule);
    if (caller === undefined) throw new Failure('caller.forbidden', 'The rule is gone, and nobody else has the right to send its message');
    return {
      action, input: posting.input, caller, signal, via: 'rule', requestId: `${body.rule}/${body.event}`, idempotencyKey: `${id}/${body.round}.${work.attempt}${body.approval === undefined ? '' : `+${work.lease}`}`, keyAlone: true, causes: body.causes,
      ...(body.approval === undefined ? {} : { approvalId: body.approval }),
    };
  }

  async function sent(job: Job, { composed, posting, action }: Prepared, output: unknown): Promise<void> {
    const { work, row: { body } } = job;
    const message = nameOf(body.channel, output);
    const changes = { status: 'sent', attempts: body.attempts + 1, severity: composed.severity, action, sent_at: new Date(now()).toISOString(), expires: expiry(), ...(composed.notes.length === 0 ? {} : { notes: composed.notes }), ...(posting.changes === undefined ? {} : { changed: true }), ...(Object.keys(message).length === 0 ? {} : { message }) };
    await put([finish(work), updated(job, changes, ['next_at', 'failure', 'detail', 'reason']), ...remembered(job, message)], () => meter(body.channel, 'sent'));
  }

  /** The next message of the thread finds this one. */
  function remembered({ work: { tenant }, row: { body }, thread }: Job, message: Document): Op[] {
    if (body.thread === undefined || Object.keys(message).length === 0) return [];
    const kept = { in: THREAD, tenant, id: body.thread, body: { message: thread?.body.message ?? message, expires: now() + THREAD_MS }, at: now() };
    return [thread === undefined ? { op: 'insert', ...kept } : { op: 'update', ...kept, version: thread.version }];
  }

  /** The message that it should have changed is gone, or may not be changed any more: another one is sent in its place. */
  function again(job: Job): Promise<void> {
    const { work, row: { body } } = job;
    return put([postpone(work, work.attempt + 1, now()), updated(job, { attempts: body.attempts + 1 }), { op: 'delete', in: THREAD, tenant: work.tenant, id: body.thread! }]);
  }

  async function failed(job: Job, prepared: Prepared | undefined, error: unknown): Promise<void> {
    const { work, row: { id, body } } = job;
    const next = nextRun(mayCome(error, work.attempt), { attempt: work.attempt, now: now(), chance: random() });
    const about = { failure: codeOf(error), detail: detailOf(error), ...(prepared === undefined ? {} : { action: prepared.action, severity: prepared.composed.severity }) };
    switch (next.kind) {
      case 'wait': return put([postpone(work, work.attempt, next.at), ...waiting(job, next, about)]);
      case 'anew': return put([postpone(work, work.attempt, next.at), updated(job, about, ['approval'])]);
      case 'retry': {
        const later = next.again ? [] : [updated(job, { ...about, attempts: body.attempts + 1, next_at: new Date(next.at).toISOString() })];
        return put([postpone(work, next.again ? work.attempt : work.attempt + 1, next.at), ...later], () => meter(body.channel, 'retried'));
      }
      case 'dead': {
        const { rule, channel, installation, recipient, event } = body;
        const data = { id, rule, channel, installation, ...(recipient === undefined ? {} : { recipient }), event, reason: next.reason, failure: about.failure };
        const told = tell({ tenant: work.tenant, type: 'notification.failed', subject: id, at: now(), causes: body.causes, data });
        return put([finish(work), updated(job, { ...about, status: 'failed', reason: next.reason, attempts: body.attempts + 1, expires: expiry() }, ['next_at']), ...told.ops], () => {
          told.committed();
          meter(channel, 'failed');
        });
      }
      default: next satisfies never;
    }
  }

  function waiting(job: Job, { approval }: NextRun & { readonly kind: 'wait' }, about: Document): Op[] {
    return approval === undefined ? [] : [updated(job, { ...about, approval })];
  }

  function updated({ row: { tenant, id, version, body } }: Job, changes: Document, without: readonly string[] = []): Op {
    const kept = Object.fromEntries(Object.entries(body).filter(([field]) => !without.includes(field)));
    return { op: 'update', in: notificationRecord.name, tenant, id, version, body: { ...kept, ...changes }, at: now() };
  }

  function expiry(): number {
    return keepMs === 0 ? FOR_EVER : now() + keepMs;
  }

  function finish({ tenant, id, lease, lane }: Work): Op {
    return { op: 'finish', in: QUEUE, tenant, id, lease, lane, at: now() };
  }

  function postpone({ tenant, id, lease }: Work, attempt: number, at: number): Op {
    return { op: 'postpone', in: QUEUE, tenant, id, lease, attempt, at };
  }

  /** Refused: the lease was lost, and who has it now says what came of it. */
  async function put(ops: readonly Op[], committed: () => void = () => undefined): Promise<void> {
    if ((await store.commit(ops)).kind === 'committed') committed();
  }
}

function composing(compiled: Compiled, { channel, rule, rule_name, events, suppressed, first_at, last_at }: Notification, views: readonly Document[]): Composed {
  try {
    return compose(compiled, channel, { event: views[0]!, rule: { id: rule, name: rule_name }, group: { count: events, suppressed, first_at, last_at, events: views } });
  } catch (error) {
    throw error instanceof TooMuch ? new Failure('template.too_costly', `The message can’t be put together: ${error.message}`, { limit: error.limit }) : error;
  }
}

/** Deleted, too old for a workspace that lets nobody edit for long, in a thread that was closed, or of a bot that was another one then. */
const UNCHANGEABLE: ReadonlySet<string> = new Set(['upstream.not_found', 'upstream.conflict', 'upstream.forbidden']);
const staysAsItIs = (prepared: Prepared | undefined, error: unknown): boolean => prepared?.posting.changes === true && error instanceof Failure && UNCHANGEABLE.has(error.code);

/** A connector that is not there may be switched off for a moment: it is waited for, but not for hours. */
const WAITED_FOR = 3;
const mayCome = (error: unknown, attempt: number): unknown => (error instanceof Failure && error.code === 'action.not_found' && attempt <= WAITED_FOR ? new Failure('upstream.unavailable', error.message) : error);

const codeOf = (error: unknown): string => (error instanceof Failure ? error.code : 'hub.internal');
const detailOf = (error: unknown): string => (error instanceof Failure ? [error.message, ...(error.details.issues ?? []).slice(0, 3).map(({ path, message }) => `${path}: ${message}`)].join('; ') : 'a fault of the hub; its log says more').slice(0, 1000);
