/** How endpoints do: one that is gone is switched off at once, one that only fails for long is switched off with notice. */
import type { NewId, Op, Plan } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { Receiver } from '../match/receiver.ts';
import type { Receivers } from '../match/receivers.ts';
import type { Outcome, Step } from './next-step.ts';

export interface HealthPorts {
  readonly store: Store;
  readonly now: () => number;
  readonly newId: NewId;
  readonly receivers: Receivers;
  readonly tell: (event: { tenant: string; type: string; subject: string; data: Readonly<Record<string, unknown>>; at: number }) => Plan;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

/** A failure that is over soon is nobody's business. */
const NOTED_AFTER_MS = 60_000;

export function createHealth({ store, now, newId, receivers, tell, report }: HealthPorts) {
  /** Since when they fail, of those that do. */
  const failing = new Map<string, { readonly since: number; noted: boolean }>();
  const changing = new Set<string>();

  function note(receiver: Receiver, step: Step, outcome: Outcome): void {
    if (outcome.kind === 'skipped') return; // it says nothing about the receiver
    if (step.kind === 'delivered') {
      if (receiver.failingSince === undefined && failing.size === 0) return;
      failing.delete(receiver.id);
      if (receiver.failingSince !== undefined) change(receiver, { failing_since: null });
      return;
    }
    if (step.kind === 'dead' && step.reason === 'gone') return change(receiver, { enabled: false, disabled_because: 'gone' });
    if (outcome.kind === 'failed' && outcome.ours) return;
    const known = failing.get(receiver.id) ?? { since: receiver.failingSince ?? now(), noted: receiver.failingSince !== undefined };
    failing.set(receiver.id, known);
    const since = new Date(known.since).toISOString();
    if (now() - known.since >= receiver.retry.disable_after * 1000) return change(receiver, { enabled: false, disabled_because: 'failing', failing_since: since });
    if (known.noted || now() - known.since < NOTED_AFTER_MS) return;
    known.noted = true;
    change(receiver, { failing_since: since });
  }

  function change(receiver: Receiver, patch: Readonly<Record<string, unknown>>): void {
    if (changing.has(receiver.id)) return;
    changing.add(receiver.id);
    void write(receiver, patch).catch((error: unknown) => report(error, { endpoint: receiver.id })).finally(() => changing.delete(receiver.id));
  }

  async function write({ tenant, id }: Receiver, patch: Readonly<Record<string, unknown>>): Promise<void> {
    const row = await store.get('endpoint', tenant, id);
    if (row === undefined || (patch['enabled'] === false && row.body['enabled'] === false)) return;
    const at = now();
    const told = patch['enabled'] === false ? tell({ tenant, type: 'endpoint.disabled', subject: id, data: { id, name: row.body['name'], because: patch['disabled_because'], failing_since: row.body['failing_since'] }, at }) : undefined;
    const ops: Op[] = [
      { op: 'update', in: 'endpoint', tenant, id, version: row.version, at, body: { ...row.body, ...patch } },
      receivers.changeOp({ tenant, endpoint: id, id: newId('epc'), at }),
      ...(told?.ops ?? []),
    ];
    const outcome = await store.commit(ops);
    if (outcome.kind !== 'committed') return write({ tenant, id } as Receiver, patch);
    await receivers.refresh(tenant, id);
    told?.committed();
  }

  return { note };
}
