/** Events as webhooks to an address that is no endpoint: made, signed and sent as a delivery is, and nothing is kept of it. */
import type { EventView } from '@patchbay/contracts';
import { attempt, type Attempted, type SendWebhook } from './deliver/attempt.ts';
import type { WebhookSigner } from './deliver/credentials.ts';
import { parcelOf } from './deliver/delivery.ts';
import type { PayloadFormat } from './match/receiver.ts';

export interface Forwarding {
  readonly tenant: string;
  readonly url: string;
  readonly format: PayloadFormat;
  readonly timeoutMs: number;
}

export interface ForwarderPorts {
  readonly send: SendWebhook;
  readonly signer: WebhookSigner;
  readonly now: () => number;
}

/** Never throws for what the receiver did wrong; an attempt that the signal broke off looks failed. */
export type Forward = (event: EventView, signal: AbortSignal) => Promise<Attempted>;

export function createForwarder({ tenant, url, format, timeoutMs }: Forwarding, { send, signer, now }: ForwarderPorts): Forward {
  const to = { tenant, id: '', url, format, transform: undefined, timeoutMs, concurrency: 1 };
  const opened = { signer, headers: {}, hidden: new Set<string>(), policy: undefined, token: undefined };
  return ({ time, channels = [], ...event }, signal) => attempt({ event: parcelOf({ ...event, tenant, channels, at: Date.parse(time) }) }, to, opened, { send, now }, signal);
}
