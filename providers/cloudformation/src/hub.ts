/** The hub as the function uses it: the generated client, patient for as long as the invocation lasts. */
import { type Client, createClient } from '@patchbay/client';

export interface Hub {
  readonly client: Client;
  /** What the hub said last when it could not do something: told when the time is over. */
  readonly lastRefusal: () => string | undefined;
  /** Whether a creation was sent and nobody knows what became of it. */
  readonly unsure: () => boolean;
}

export interface HubOptions { readonly url: string; readonly key: string; readonly tenant: string | undefined }

const TRY_MS = 20_000;
/** With the delays between them about a minute, if there is that much time: a hub that restarts must not send a stack back. */
const TRIES = 14;
export const patience = { timeout: TRY_MS, retry: { attempts: TRIES, maxDelay: 10_000 } } as const;

export function openHub({ url, key, tenant }: HubOptions, fetch: typeof globalThis.fetch): Hub {
  let last: string | undefined;
  let unsure = false;
  const watched: typeof fetch = async (input, init) => {
    const creates = init?.method === 'POST';
    const answer = await fetch(input, init).catch((error: unknown) => {
      last = 'it could not be reached';
      unsure ||= creates && !neverArrived(error);
      throw error;
    });
    if (answer.status >= 429) last = `it answered ${answer.status}`;
    // A hub that is busy refuses this try, and says nothing of the one before.
    if (creates && answer.status !== 429 && answer.status !== 503) unsure = answer.status === 502 || answer.status === 504;
    return answer;
  };
  return Object.freeze({
    client: createClient({ url, key, tenant, fetch: watched, ...patience }),
    lastRefusal: () => last, unsure: () => unsure,
  });
}

/** No connection came about. */
const neverArrived = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof Error && 'code' in error.cause && /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_\w+|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/.test(String(error.cause.code));
