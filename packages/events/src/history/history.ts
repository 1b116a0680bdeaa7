/** Questions about what was published and what became of it. */
import type { Operation } from '@patchbay/contracts';
import { attemptSearchActions } from './attempt-search.ts';
import { deliverySearchActions, type HistoryPorts } from './delivery-search.ts';
import { eventPollActions } from './event-poll.ts';
import { expungeActions } from './expunge.ts';
import { searchAction } from './event-search.ts';

export const historyActions = (ports: HistoryPorts): Operation[] => [searchAction(ports.store), ...deliverySearchActions(ports), ...attemptSearchActions(ports), ...eventPollActions(ports), ...expungeActions(ports.store)];
