/** A token of the hub lives for minutes, and a run may take longer, or wait for an approval: who logged in does so again before it ends. */
import type { HubToken } from '@patchbay/client';

/** Of its life, when another one is asked for. */
const USED = 0.8;
/** After a login that failed. The token of before goes on as long as it lives, and then the hub says so. */
const AGAIN_MS = 30_000;

export interface RenewedPorts {
  readonly logIn: () => Promise<HubToken>;
  readonly now: () => number;
  readonly fetch: typeof fetch;
}

/** The first token, and a fetch that always has one that counts. */
export async function renewed({ logIn, now, fetch }: RenewedPorts): Promise<{ readonly key: string; readonly fetch: typeof fetch }> {
  const first = await logIn();
  const goodUntil = ({ lifetime }: HubToken): number => now() + lifetime * 1000 * USED;
  let [token, until] = [first.token, goodUntil(first)];
  let renewing: Promise<void> | undefined;
  const renew = async (): Promise<void> => {
    const next = await logIn().catch(() => undefined);
    [token, until] = next === undefined ? [token, now() + AGAIN_MS] : [next.token, goodUntil(next)];
    renewing = undefined;
  };
  return {
    key: first.token,
    async fetch(url, init) {
      if (now() >= until) await (renewing ??= renew());
      return fetch(url, { ...init, headers: { ...(init?.headers as Record<string, string>), authorization: `Bearer ${token}` } }); // the client of the hub has headers by name
    },
  };
}
