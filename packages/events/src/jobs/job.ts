/** A job as it is kept: what everybody sees of it, and how far it has come. */
import { type Collection, collectionOf, type Context, type Document, jobRecord, type NewId, type Op, type Row } from '@patchbay/contracts';

export const jobCollection: Collection = collectionOf(jobRecord);
/** Jobs that run: the lease says which hub has them. */
export const jobQueue: Collection = { name: 'job_work', kind: 'queue', fields: {} };

export type JobKind = 'event_replay' | 'dead_letter_redrive';

export interface JobBody extends Document {
  readonly kind: JobKind;
  readonly status: 'running' | 'done' | 'cancelled' | 'failed';
  readonly endpoint?: string;
  readonly filter: Document;
  readonly principal: string;
  readonly looked: number;
  readonly sent: number;
  readonly skipped: number;
  readonly expired: number;
  readonly failure?: string;
  readonly ended_at?: string;
  /** Behind which place it goes on; for its own use. */
  readonly place?: string | number;
}

export type JobRow = Row<JobBody>;

/** What a page of a job comes to. */
export interface JobPage {
  readonly ops: readonly Op[];
  readonly looked: number;
  readonly sent: number;
  readonly skipped?: number;
  readonly expired?: number;
  readonly place?: string | number | undefined;
  /** It was the last one. */
  readonly last: boolean;
  readonly failure?: string;
}

export interface JobStart {
  readonly kind: JobKind;
  readonly endpoint?: string | undefined;
  readonly filter: Document;
}

/** Puts a job into the unit of who asks for it. */
export function startJob({ kind, endpoint, filter }: JobStart, { newId, wake }: { readonly newId: NewId; readonly wake: () => void }, ctx: Context) {
  const { tenant, principal } = ctx.caller;
  const id = newId(jobRecord.prefix);
  const body: JobBody = { kind, status: 'running', ...(endpoint === undefined ? {} : { endpoint }), filter, principal, looked: 0, sent: 0, skipped: 0, expired: 0 };
  ctx.unit.add({ op: 'insert', in: jobCollection.name, tenant, id, body, at: ctx.now });
  ctx.unit.add({ op: 'enqueue', in: jobQueue.name, tenant, id, at: ctx.now, lane: '', work: id });
  ctx.unit.after(wake);
  ctx.target(id);
  return showJob({ tenant, id, version: 1, created_at: ctx.now, updated_at: ctx.now, body });
}

export function showJob({ id, version, created_at, updated_at, body: { place: _, ...shown } }: JobRow) {
  return { ...shown, id, version, created_at: new Date(created_at).toISOString(), updated_at: new Date(updated_at).toISOString() };
}

/** A filter without what was not asked for. */
export const asked = (filter: Document): Document => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
