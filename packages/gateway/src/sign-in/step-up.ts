/**
 * A server that wants more scopes than a person signed in with: it is noted, and the next sign-in asks for all of them together.
 * A person decides each time; a server that never has enough is not asked for again and again.
 */
import { type Document, Failure, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { AttachedServer } from '../server.ts';

/** What is kept with a token, beside what is sealed. */
export interface Asked extends Document {
  /** What the sign-in asked for. */
  readonly asked: readonly string[];
  /** What the server wanted since. */
  readonly wanted: readonly string[];
  /** When it began to want more. */
  readonly steps: readonly number[];
}

const MOST_STEPS = 3;
const HOUR = 3_600_000;

export const askedIn = (row: Row | undefined): Asked => ({ asked: [], wanted: [], steps: [], ...(row?.body as Partial<Asked> | undefined) }); // we wrote it

/** All that the next sign-in asks for. */
export const union = (...scopes: readonly (readonly string[])[]): readonly string[] => [...new Set(scopes.flat())];

export async function stepUp(server: AttachedServer, row: Row, lacks: readonly string[], { store, now, collection }: { readonly store: Store; readonly now: () => number; readonly collection: string }): Promise<Failure> {
  const { asked, wanted, steps } = askedIn(row);
  const missing = lacks.filter((each) => !asked.includes(each));
  const recent = steps.filter((at) => at > now() - HOUR);
  const news = missing.some((each) => !wanted.includes(each));
  if (missing.length === 0) return refused(server, `it wants ${lacks.join(' ')}, which the sign-in asked for already`, lacks);
  if (news && recent.length >= MOST_STEPS) return refused(server, `it wanted more ${MOST_STEPS} times within an hour, and now ${missing.join(' ')}`, lacks);
  if (news) await store.commit([{ op: 'update', in: collection, tenant: row.tenant, id: row.id, version: row.version, at: now(), body: { ...row.body, wanted: union(wanted, missing), steps: [...recent, now()] } }]); // a call at the same time notes the same
  return new Failure('sign_in.required', `${server.fields.slug} wants you to sign in again, for ${missing.join(' ')} besides`, { server: server.id, scopes: missing });
}

const refused = ({ fields: { slug } }: AttachedServer, why: string, scopes: readonly string[]): Failure => new Failure('upstream.failed', `${slug} does not let you do this: ${why}`, { upstream: slug, reason: 'unauthorized', scopes, retryable: false });
