/** Messages about events: templates, what they look like, and the way of each message to its recipient. */
import { type Behaviour, type MessageOrder, type NewId, notificationRecord, type Operation, type Plan, type Scope, type Target } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { scopeOfChannel } from './addresses.ts';
import { THREAD } from './collections.ts';
import { createShelf } from './compiled.ts';
import { createOrders } from './order.ts';
import { previewTemplate } from './preview.ts';
import { redriveNotifications } from './redrive.ts';
import { createSend, type SendPorts } from './send.ts';
import { templateBehaviour } from './template-behaviour.ts';
import { createWorker, WORKER_OPTIONS, type WorkerOptions } from './worker.ts';

export interface NotificationPorts extends Omit<SendPorts, 'shelf' | 'keepMs'> {
  readonly store: Store;
  readonly newId: NewId;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

export interface NotificationOptions extends Partial<WorkerOptions> {
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

export function createNotifications(ports: NotificationPorts, { keepSeconds, ...worker }: NotificationOptions): Notifications {
  const { store, newId, now, report } = ports;
  const shelf = createShelf();
  const send = createSend({ ...ports, shelf, keepMs: keepSeconds * 1000 });
  const { keep, wake, start, stop } = createWorker({ store, now, send, report: (error) => report(error, { engine: 'notifications' }) }, { ...WORKER_OPTIONS, ...worker });
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
