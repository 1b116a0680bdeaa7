/** Walks through a log by what its entries say, a bounded stretch at a time: who asks goes on where the walk ended. */
import { type Document, Failure, type Row } from '@patchbay/contracts';

export interface PastQuery {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly behind?: string | undefined;
  readonly oldest_first: boolean;
  readonly limit: number;
}

/** How one stretch of the log is read, from a place on. */
export interface Stretch {
  readonly since?: number;
  readonly until?: number;
  readonly descending: boolean;
  readonly after?: number;
  readonly limit: number;
}

export interface Walk<T> {
  readonly read: (stretch: Stretch) => Promise<{ readonly rows: readonly Row[]; readonly next?: number | undefined }>;
  /** The place of an entry in the log that is read; undefined, when it is not there. */
  readonly placeOf: (id: string) => Promise<number | undefined>;
  /** What is wanted of a stretch, each with the row it came from, in order. */
  readonly pick: (rows: readonly Row[]) => Promise<readonly { readonly row: Row; readonly item: T }[]>;
}

const AT_ONCE = 100;
const STRETCHES = 20;

export async function walk<T>({ since, until, behind, oldest_first, limit }: PastQuery, { read, placeOf, pick }: Walk<T>, signal: AbortSignal): Promise<{ items: T[]; next: string | null }> {
  const found: { readonly row: Row; readonly item: T }[] = [];
  let after = behind === undefined ? undefined : await placeOf(behind);
  if (behind !== undefined && after === undefined) throw new Failure('cursor.invalid', `There is no ${behind} to go on behind`);
  let last: Row | undefined;
  for (let stretch = 0; stretch < STRETCHES && found.length <= limit; stretch++) {
    signal.throwIfAborted();
    const { rows, next } = await read({ descending: !oldest_first, limit: AT_ONCE, ...(since === undefined ? {} : { since: Date.parse(since) }), ...(until === undefined ? {} : { until: Date.parse(until) }), ...(after === undefined ? {} : { after }) });
    found.push(...await pick(rows));
    last = rows.at(-1) ?? last;
    if (next === undefined) return ended(found, limit);
    after = next;
  }
  if (found.length > limit) return ended(found, limit);
  return { items: found.map(({ item }) => item), next: last?.id ?? null };
}

/** One more than asked for tells that there is more. */
function ended<T>(found: readonly { readonly row: Row; readonly item: T }[], limit: number): { items: T[]; next: string | null } {
  return { items: found.slice(0, limit).map(({ item }) => item), next: found.length > limit ? found[limit - 1]!.row.id : null };
}

/** An entry of a log as its record shows it. */
export const viewOf = ({ id, seq = 0, version = 1, created_at, updated_at = created_at, body }: Row): Document & { id: string } =>
  ({ id, version, created_at: new Date(created_at).toISOString(), updated_at: new Date(updated_at).toISOString(), ...body, seq });

/** Whether what was published is one of these types and went to this channel. */
export const isOf = ({ body }: Row, { types, channel }: { readonly types?: readonly string[] | undefined; readonly channel?: string | undefined }): boolean =>
  (types === undefined || types.includes(String(body['type']))) && (channel === undefined || ((body['channels'] ?? []) as readonly string[]).includes(channel));
