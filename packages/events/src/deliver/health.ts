/**
 * How endpoints do: one that is gone is switched off at once, one that only fails for long is switched off with notice. Since
 * when one fails stands in the store, where every hub sees it and any hub's success takes it away; a hub alone remembers only
 * what it saw in the first minute.
 */
import { attemptRecord, type Op, type Plan } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { aboutOf } from '../endpoint-facts.ts';
import type { Receiver } from '../match/receiver.ts';
import type { Receivers } from '../match/receivers.ts';
import type { Outcome, Step } from './next-step.ts';

export interface HealthPorts {
  readonly store: Store;
  readonly now: () => number;
  readonly receivers: Receivers;
  readonly tell: (event: { tenant: string; type: string; subject: string; data: Readonly<Record<string, unknown>>; at: number }) => Plan;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

/** A failure that is over soon is nobody's business. */
const NOTED_AFTER_MS = 60_000;
/** Attempts that are looked at for one that went well. */
const LOOKED_AT = 500;

type Change =
  | { readonly kind: 'well' }
  | { readonly kind: 'gone' }
  /** Where another hub has seen it do well since then, it does not fail for long. */
  | { readonly kind: 'failing' | 'failed'; readonly since: number };

export function createHealth({ store, now, receivers, tell, report }: HealthPorts) {
  /** Of those that have begun to fail: since when. */
  const failing = new Map<string, number>();
  const changing = new Map<string, Promise<void>>();
  receivers.onChange((_tenant, id) => { failing.delete(id); });

  function note(receiver: Receiver, step: Step, outcome: Outcome): void {
    const { id, failingSince, retry } = receiver;
    if (outcome.kind === 'skipped') return; // it says nothing about the receiver
    if (step.kind === 'delivered') {
      if (failing.size > 0) failing.delete(id);
      if (failingSince !== undefined) change(receiver, { kind: 'well' });
    } else if (step.kind === 'dead' && step.reason === 'gone') {
      change(receiver, { kind: 'gone' });
    } else if (outcome.kind === 'failed' && outcome.ours) {
      return;
    } else if (failingSince !== undefined) {
      if (now() - failingSince >= retry.disable_after * 1000) change(receiver, { kind: 'failed', since: failingSince });
    } else {
      const since = failing.get(id) ?? now();
      failing.set(id, since);
      if (now() - since >= NOTED_AFTER_MS) change(receiver, { kind: 'failing', since });
    }
  }

  function change(receiver: Receiver, to: Change): void {
    if (changing.has(receiver.id)) return;
    const done = make(receiver, to).catch((error: unknown) => report(error, { endpoint: receiver.id })).finally(() => changing.delete(receiver.id));
    changing.set(receiver.id, done);
  }

  async function make(receiver: Receiver, to: Change): Promise<void> {
    if (to.kind === 'well') return write(receiver, { failing_since: null });
    if (to.kind === 'gone') return write(receiver, { enabled: false, disabled_because: 'gone' });
    const since = new Date(to.since).toISOString();
    if (await wentWell(receiver, to.since)) {
      failing.set(receiver.id, now());
      if (to.kind === 'failed') await write(receiver, { failing_since: null });
    } else await write(receiver, to.kind === 'failing' ? { failing_since: since } : { enabled: false, disabled_because: 'failing', failing_since: since });
  }

  /** Asked once in a long while: when it is to be written down that an endpoint fails, and before it is switched off for that. */
  async function wentWell({ tenant, id }: Receiver, since: number): Promise<boolean> {
    const attempts = await store.list(attemptRecord.name, { tenant, where: { endpoint: id }, since, sort: { field: 'seq', descending: true }, limit: LOOKED_AT });
    return attempts.some(({ body }) => body['outcome'] === 'delivered');
  }

  async function write(receiver: Receiver, patch: Readonly<Record<string, unknown>>): Promise<void> {
    const { tenant, id, url } = receiver;
    const row = await store.get('endpoint', tenant, id);
    if (row === undefined || row.body['url'] !== url || (patch['enabled'] === false && row.body['enabled'] === false)) return; // what was seen there says nothing about another place
    const at = now();
    const body = { ...row.body, ...patch };
    const told = patch['enabled'] === false ? tell({ tenant, type: 'endpoint.disabled', subject: id, data: { ...aboutOf(id, body), because: body['disabled_because'] }, at }) : undefined;
    const ops: Op[] = [
      { op: 'update', in: 'endpoint', tenant, id, version: row.version, at, body },
      receivers.changeOp({ tenant, id, at }),
      ...(told?.ops ?? []),
    ];
    const outcome = await store.commit(ops);
    if (outcome.kind !== 'committed') return write(receiver, patch);
    await receivers.refresh(tenant, id);
    told?.committed();
  }

  return { note, settled: async (): Promise<void> => void (await Promise.all(changing.values())) };
}
