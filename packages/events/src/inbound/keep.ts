/** Events of a request, with their deliveries and the marks that they came, as one unit. What came before has no effect again. */
import type { Store } from '@patchbay/storage';
import type { EventDraft, EventPlan } from '../publish.ts';
import { createMarks, markId, markOp } from './marks.ts';
import type { Occurrence } from './occurrences.ts';
import type { Source } from './source.ts';

/** Answers the ids of the events that are new. Resolved means on disk. */
export type Keep = (source: Source, occurrences: readonly Occurrence[]) => Promise<readonly string[]>;

export interface KeepPorts {
  readonly store: Store;
  readonly now: () => number;
  readonly tell: (draft: EventDraft) => EventPlan;
}

interface Marked { readonly occurrence: Occurrence; readonly mark: string | undefined }

export function createKeep({ store, now, tell }: KeepPorts): Keep {
  const marks = createMarks(store);

  return async (source, occurrences) => {
    const all = once(source, occurrences);
    for (let open = without(await marks.lately(source, marksOf(all)), all); open.length > 0;) {
      const ids = await commit(source, open);
      if (ids !== undefined) return ids;
      open = without(await marks.known(source, marksOf(open)), open);
    }
    return [];
  };

  /** Nothing, when one of them came before. */
  async function commit(source: Source, all: readonly Marked[]): Promise<readonly string[] | undefined> {
    const at = now();
    const ids = marksOf(all);
    const plans = all.map(({ occurrence: { type, subject, data } }) => tell({ tenant: source.tenant, type, subject, source: source.id, data, at }));
    const outcome = await store.commit([...ids.map((id) => markOp(source, id, at)), ...plans.flatMap(({ ops }) => ops)]);
    if (outcome.kind === 'refused' && (outcome.why !== 'duplicate' || outcome.at >= ids.length)) throw new Error(`an event of a source was refused (${outcome.why})`);
    marks.note(ids);
    if (outcome.kind === 'refused') return undefined;
    for (const { committed } of plans) committed();
    return plans.map(({ id }) => id);
  }
}

/** What is in one request twice counts once. */
function once(source: Source, occurrences: readonly Occurrence[]): readonly Marked[] {
  const seen = new Set<string>();
  return occurrences.flatMap((occurrence) => {
    const mark = occurrence.dedupId === undefined ? undefined : markId(source, occurrence.dedupId);
    if (mark !== undefined && seen.has(mark)) return [];
    if (mark !== undefined) seen.add(mark);
    return [{ occurrence, mark }];
  });
}

const marksOf = (all: readonly Marked[]): string[] => all.flatMap(({ mark }) => mark ?? []);
const without = (known: ReadonlySet<string>, all: readonly Marked[]): readonly Marked[] => (known.size === 0 ? all : all.filter(({ mark }) => mark === undefined || !known.has(mark)));
