/** A creation leaves no orphan: it has one key, and when it is broken off the hub is asked under that key what became of it. */
import { ownError } from './hub-error.ts';
import type { AnyResource, Resource } from './resource.ts';

export interface CreateOnceOptions {
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
  /** The approval that it waited for. */
  readonly approvalId?: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** Who stops a tool waits this long before he loses patience. */
const SETTLE_MS = 2500;

/** After the signal it still answers with what was created, if anything was. */
export async function createOnce(api: Resource<AnyResource>, fields: Fields, { signal, ...options }: CreateOnceOptions): Promise<AnyResource['created']> {
  signal.throwIfAborted(); // nothing is begun after the end
  try {
    return await api.create(fields, { ...options, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    return await settle(api, fields, options);
  }
}

/** The same key and the same fields: what was created before is answered again, and nothing is created twice. */
async function settle(api: Resource<AnyResource>, fields: Fields, options: Omit<CreateOnceOptions, 'signal'>): Promise<AnyResource['created']> {
  try {
    return await api.create(fields, { ...options, signal: AbortSignal.timeout(SETTLE_MS) });
  } catch {
    throw ownError('client.unsettled', 'Stopped while it was created, and the hub did not say in time whether it exists now');
  }
}
