/** Messages about events: templates, what they look like, and the way of each message to its recipient. */
import { type Behaviour, type MessageOrder, type NewId, notificationRecord, type Operation, type Plan, type Scope, type Target } from '@patchbay/contracts';
import { type FairWorkOptions, type Store, workFairly } from '@patchbay/storage';
import { scopeOfChannel } from './addresses.ts';
import { QUEUE, THREAD } from './collections.ts';
import { createShelf } from './compiled.ts';
import { createOrders, readWork } from './order.ts';
import { previewTemplate } from './preview.ts';
import { redriveNotifications } from './redrive.ts';
import { createSend, type SendPorts } from './send.ts';
import { templateBehaviour } from './template-behaviour.ts';

export interface NotificationPorts extends Omit<SendPorts, 'shelf' | 'keepMs'> {
  readonly store: Store;
  readonly newId: NewId;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

/** The lease is longer than the longest action. An owner is an installation of a connector. */
const WORK: FairWorkOptions = { queue: QUEUE, leaseMs: 120_000, pollMs: 500, atOnce: 64, atOnceOfOwner: 8, ahead: 2, mostWaiting: 1_024, drainMs: 5_000 };

export interface NotificationOptions extends Partial<FairWorkOptions> {
  /** Seconds that notifications are kept once they came to an end; 0: for ever. */
  readonly keepSeconds: number;
}

export interface Notifications {
  readonly behaviours: { readonly template: Behaviour };
  readonly operations: readonly Operation[];
  /** A message to everybody that a rule names, as a part of a unit. */
  order(order: MessageOrder): Plan;
  scopeOfChannel(channel: Target['channel']): Scope;
  start(): void;
  stop(): Promise<void>;
  /** Forgets what is too old. */
  tidy(): Promise<void>;
}

const PRUNE_AT_ONCE = 1000;

export function createNotifications(ports: NotificationPorts, { keepSeconds, ...work }: NotificationOptions): Notifications {
  const { store, newId, now, report } = ports;
  const shelf = createShelf();
  const send = createSend({ ...ports, shelf, keepMs: keepSeconds * 1000 });
  const { keep, wake, start, stop } = workFairly({ store, now, ownerOf: (each) => readWork(each).busy, work: send, report: (error) => report(error, { engine: 'notifications' }) }, { ...WORK, ...work });
  return Object.freeze({
    behaviours: { template: templateBehaviour },
    operations: [previewTemplate({ store, shelf }), redriveNotifications({ store, newId, wake })],
    order: createOrders({ newId, keep, wake }),
    scopeOfChannel, start, stop,
    async tidy() {
      for (const name of [notificationRecord.name, THREAD]) while ((await store.prune(name, 'expires', now(), PRUNE_AT_ONCE)) === PRUNE_AT_ONCE);
    },
  });
}
