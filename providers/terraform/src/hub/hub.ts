/** The hub as the provider uses it: the generated client, and what is asked while planning. */
import { type AnyResource, type Client, createClient, createRead, HubError, type Read, type Resource } from '@patchbay/client';
import type { ProviderConfig } from './provider-config.ts';

export interface Hub {
  readonly client: Client;
  /** For questions while planning: asked once, and without them the plan is as good. */
  readonly quick: Client;
  readonly config: ProviderConfig;
  /** One of a kind by its id, or undefined when it is gone. */
  readonly read: Read;
}

export type Api = Resource<AnyResource>;

export interface HubPorts { readonly version: string; readonly fetch?: typeof fetch | undefined }

/** `key`: its own, or one that it logged in for. */
export function openHub(config: ProviderConfig, key: string, { fetch }: HubPorts): Hub {
  const { url, tenant, timeoutMs, retries } = config;
  const options = { url, key, tenant, timeout: timeoutMs, ...(fetch === undefined ? {} : { fetch }) };
  const client = createClient({ ...options, retry: { attempts: retries + 1, maxDelay: 15_000 } });
  return Object.freeze({
    config, client, read: createRead(client),
    quick: createClient({ ...options, retry: { attempts: 1 } }),
  });
}

export const isGone = (error: unknown): boolean => error instanceof HubError && error.code === 'resource.not_found';
