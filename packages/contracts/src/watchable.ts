/** What may be asked of a stream of events. Each event is compared with all of it, for each who follows. */
import { Failure } from './failure.ts';
import type { WatchQuery } from './house.ts';

/** An event type, a prefix that ends in `.*`, or all of them. */
export const WATCHABLE = /^(\*|[a-zA-Z0-9._-]+(\.\*)?)$/;

const MOST_TYPES = 100;
const LONGEST = 256;

export function refuseUnwatchable({ types = [], after = 0 }: WatchQuery): void {
  if (types.length > MOST_TYPES || !types.every((each) => each.length <= LONGEST && WATCHABLE.test(each))) {
    throw new Failure('input.invalid', `types takes up to ${MOST_TYPES} event types or prefixes such as project.*`, { issues: [{ path: 'types', message: 'expected the name of an event type, or a prefix ending in .*' }] });
  }
  if (!Number.isSafeInteger(after) || after < 0) throw new Failure('cursor.invalid', '`after` takes the seq of an event');
}
