/** What this engine keeps besides the installations themselves. */
import type { Collection } from '@patchbay/contracts';
import { accessCollection } from './broker/access-log.ts';
import { stateCollection } from './broker/state.ts';
import { tokenCollection } from './broker/renewed.ts';
import { entitlementCollection } from './commerce/entitlements.ts';
import { ledgerCollections } from './commerce/ledger.ts';
import { payoutCollection } from './commerce/payouts.ts';
import { usageCollection } from './commerce/usage.ts';
import { changeCollection } from './directory.ts';
import { believedCollection } from './federation/follow.ts';
import { indexCollection } from './federation/publish-index.ts';
import { hookQueue, placeCollection } from './hooks/observe.ts';
import { scheduleCollection } from './hooks/schedules.ts';
import { vitalsCollection } from './lifecycle/vitals.ts';
import { markCollection } from './inbound-marks.ts';
import { reviewCollection } from './marketplace/reviews.ts';
import { packageCollections } from './packages/packages.ts';
import { runCollection } from './runtime/traces.ts';

export const pluginCollections: readonly Collection[] = [...ledgerCollections, payoutCollection, entitlementCollection, usageCollection, believedCollection, indexCollection, runCollection, accessCollection, stateCollection, tokenCollection, changeCollection, hookQueue, placeCollection, scheduleCollection, markCollection, vitalsCollection, reviewCollection, ...packageCollections];
