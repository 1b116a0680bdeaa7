/** Which of the sender's events came already. A mark is stored with its event, in one unit: there is no instant between them. */
import type { Collection, Op } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { digest } from '@patchbay/vault';
import type { Source } from './source.ts';

export const markCollection: Collection = { name: 'inbound_mark', kind: 'documents', fields: { until: 'number' } };

/** The sender's id may be anything, so that its digest is kept. */
export const markId = ({ id }: Source, dedupId: string): string => `${id}:${digest(dedupId, 'base64url')}`;

/** Who inserts the same again is refused as a duplicate. */
export const markOp = ({ tenant, rememberMs }: Source, id: string, at: number): Op => ({ op: 'insert', in: markCollection.name, tenant, id, body: { until: at + rememberMs }, at });

export interface Marks {
  /** Those of these that came before. */
  known(source: Source, ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Those of these that came lately, and before. A write that is refused costs those that share its commit: what is repeated over and over is stopped ahead of it. */
  lately(source: Source, ids: readonly string[]): Promise<ReadonlySet<string>>;
  note(ids: readonly string[]): void;
}

const MOST = 20_000;
const NONE: ReadonlySet<string> = new Set();

export function createMarks(store: Store): Marks {
  const recent = new Set<string>();

  /** The store alone knows whether a mark still counts. */
  async function known({ tenant }: Source, ids: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set((await store.getMany(markCollection.name, tenant, ids)).map(({ id }) => id));
  }

  return Object.freeze({
    known,
    async lately(source: Source, ids: readonly string[]) {
      const candidates = ids.filter((id) => recent.has(id));
      return candidates.length === 0 ? NONE : known(source, candidates);
    },
    note(ids: readonly string[]) {
      if (recent.size > MOST) recent.clear();
      for (const id of ids) recent.add(id);
    },
  });
}
