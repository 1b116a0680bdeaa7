/** What this engine keeps besides the installations themselves. */
import type { Collection } from '@patchbay/contracts';
import { accessCollection } from './broker/access-log.ts';
import { stateCollection } from './broker/state.ts';
import { tokenCollection } from './broker/tokens.ts';
import { changeCollection } from './directory.ts';
import { hookQueue, placeCollection } from './hooks/observe.ts';
import { scheduleCollection } from './hooks/schedules.ts';
import { markCollection } from './inbound-marks.ts';
import { reviewCollection } from './marketplace/reviews.ts';
import { packageCollections } from './packages/packages.ts';

export const pluginCollections: readonly Collection[] = [accessCollection, stateCollection, tokenCollection, changeCollection, hookQueue, placeCollection, scheduleCollection, markCollection, reviewCollection, ...packageCollections];
