/**
 * What sources did not take, for their operator to look at. Anybody may send anything to a source, so what is kept is bounded three
 * times: by a budget per source and reason, by a number of them, and by time.
 */
import { type Collection, collectionOf, type Document, type NewId, type Op, refusedRequestRecord } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { WhyRefused as WhyUnproven } from '@patchbay/vault';
import type { Source } from './source.ts';

export const refusalCollection: Collection = { ...collectionOf(refusedRequestRecord), fields: { source: 'text', why: 'text', until: 'number' } };

/** Whose URL it was, and how long he wants to see it. */
export type Refusing = Pick<Source, 'tenant' | 'id' | 'keepRefusedMs'>;

export type WhyRefused = 'missing_signature' | 'bad_signature' | 'stale' | 'future' | 'malformed' | 'no_secret' | 'wrong_secret' | 'network' | 'too_large' | 'invalid';

/** The same words, in the spelling of the API. */
export const whyOf = (why: WhyUnproven | 'too-large' | 'invalid'): WhyRefused => why.replaceAll('-', '_') as WhyRefused;

export interface Refusals {
  /** Keeps one, unless there were too many lately. Never throws: the refusal itself is what counts. */
  keep(source: Refusing, why: WhyRefused, record: () => Document): Promise<void>;
  /** Removes what is too many and too old. */
  trim(): Promise<void>;
}

export interface RefusalPorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly now: () => number;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

/** Of one source and one reason: so many at once, then one each half minute. */
const BURST = 50;
const ONE_PER_MS = 30_000;
const KEPT = 200;
const AT_ONCE = 500;

interface Budget { readonly tenant: string; left: number; at: number; grown: boolean }

export function createRefusals({ store, newId, now, report }: RefusalPorts): Refusals {
  const budgets = new Map<string, Budget>();

  async function keep(source: Refusing, why: WhyRefused, record: () => Document): Promise<void> {
    if (source.keepRefusedMs === 0 || !spend(source, why)) return;
    const at = now();
    const body = { source: source.id, why, ...record(), until: at + source.keepRefusedMs };
    await store.commit([{ op: 'insert', in: refusalCollection.name, tenant: source.tenant, id: newId(refusedRequestRecord.prefix), body, at }]).catch((error: unknown) => report(error, { source: source.id }));
  }

  function spend({ tenant, id }: Refusing, why: WhyRefused): boolean {
    const key = `${id} ${why}`;
    const budget = budgets.get(key) ?? { tenant, left: BURST, at: now(), grown: false };
    budgets.set(key, budget);
    budget.at = Math.min(budget.at, now()); // a clock that was put back takes none away
    const earned = Math.floor((now() - budget.at) / ONE_PER_MS);
    budget.left = Math.min(BURST, budget.left + earned);
    budget.at += earned * ONE_PER_MS;
    if (budget.left < 1) return false;
    budget.left--;
    budget.grown = true;
    return true;
  }

  async function trim(): Promise<void> {
    while ((await store.prune(refusalCollection.name, 'until', now(), AT_ONCE)) === AT_ONCE);
    for (const [key, budget] of budgets) {
      if (budget.grown) await trimOne(key, budget);
      else if (now() - budget.at > BURST * ONE_PER_MS) budgets.delete(key);
    }
  }

  async function trimOne(key: string, budget: Budget): Promise<void> {
    budget.grown = false;
    const [source = '', why = ''] = key.split(' ');
    const rows = await store.list(refusalCollection.name, { tenant: budget.tenant, where: { source, why }, sort: { field: 'id', descending: true }, limit: KEPT + AT_ONCE });
    const ops = rows.slice(KEPT).map(({ tenant, id }): Op => ({ op: 'delete', in: refusalCollection.name, tenant, id }));
    if (ops.length > 0) await store.commit(ops); // refused when another hub was faster; it removed the same
  }

  return Object.freeze({ keep, trim });
}
