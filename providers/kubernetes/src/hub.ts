/** The hub as the operator uses it. A key that was changed in its Secret is taken up without a restart. */
import { type Client, createClient, createRead, type Read } from '@patchbay/client';

export interface Hub { readonly client: Client; readonly read: Read }

export interface HubAddress { readonly url: string; readonly key: string; readonly tenant?: string | undefined }

export const openHub = ({ url, key, tenant }: HubAddress): Hub => {
  // Patience is the queue's: a call that waits holds up others.
  const client = createClient({ url, key, tenant, retry: { attempts: 2, maxRetryAfter: 5000 } });
  return Object.freeze({ client, read: createRead(client) });
};

/** The hub as it is named now. */
export interface HubSource { (): Promise<Hub> }

const LOOK_MS = 5000;

export function createHubSource(address: () => Promise<HubAddress>, { now }: { readonly now: () => number }): HubSource {
  let known: { readonly as: string; readonly hub: Hub } | undefined;
  let until = -Infinity;
  return async () => {
    if (known !== undefined && now() < until) return known.hub;
    const found = await address();
    until = now() + LOOK_MS;
    const as = JSON.stringify(found);
    if (known?.as !== as) known = { as, hub: openHub(found) };
    return known.hub;
  };
}
