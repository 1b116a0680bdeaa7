/** Puts an event on disk by itself, with all its deliveries: for who has no unit of its own. */
import { eventRecord, Failure, type NewId } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { DeliveryEngine } from './deliver/engine.ts';
import { eventIdOf } from './own-id.ts';
import { type EventDraft, type EventPlan, planEvent, type React } from './publish.ts';
import { sameAsStored } from './publishing.ts';

export interface Told {
  readonly id: string;
  /** It was there before, and nothing was sent again. */
  readonly duplicate: boolean;
}

export interface Telling {
  /** An event, with its deliveries, as part of somebody's unit. */
  tell(draft: EventDraft): EventPlan;
  /** Resolved means on disk. */
  publish(draft: EventDraft): Promise<string>;
  publishOnce(draft: EventDraft): Promise<Told>;
}

export interface TellingPorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly delivery: () => DeliveryEngine;
  readonly react?: React | undefined;
}

export function createTelling({ store, newId, delivery, react }: TellingPorts): Telling {
  const tell = (draft: EventDraft): EventPlan => planEvent(draft, { newId, delivery: delivery(), react });

  async function publish(draft: EventDraft): Promise<string> {
    if (draft.id !== undefined) return (await publishOnce(draft)).id;
    const turn = delivery().turn(1);
    if (turn !== undefined) await turn;
    const { id, writing, committed } = begin(draft);
    const outcome = await writing;
    if (outcome.kind === 'refused') throw new Error(`an event was refused (${outcome.why})`);
    committed();
    return id;
  }

  /** What is written is not kept by who waits for it. */
  function begin(draft: EventDraft) {
    const { id, ops, committed } = tell(draft);
    return { id, committed, writing: store.commit(ops) };
  }

  /** Looks first: a refused write costs those that share its commit, and what comes again usually comes later. */
  async function publishOnce(draft: EventDraft): Promise<Told> {
    if (draft.id === undefined) return { id: await publish(draft), duplicate: false };
    const before = await known(draft, draft.id);
    if (before !== undefined) return before;
    const turn = delivery().turn(1);
    if (turn !== undefined) await turn;
    const { id, entry, ops, committed } = tell(draft);
    const outcome = await store.commit(ops);
    if (outcome.kind === 'committed') {
      committed();
      return { id, duplicate: false };
    }
    const winner = ops[outcome.at] === entry ? await known(draft, draft.id) : undefined;
    if (winner === undefined) throw new Error(`an event was refused (${outcome.why})`);
    return winner;
  }

  async function known(draft: EventDraft, ownId: string): Promise<Told | undefined> {
    const row = await store.get(eventRecord.name, draft.tenant, eventIdOf(ownId));
    if (row === undefined) return undefined;
    if (!sameAsStored(row, draft)) throw new Failure('event.id_reused', `An event with the own_id ${ownId} was told before, with other content`);
    return { id: row.id, duplicate: true };
  }

  return Object.freeze({ tell, publish, publishOnce });
}
