/** Whether a request is of now. Both sides count: a time in the future would make a stolen request good for longer. */
import { refused, type Refused } from './outcome.ts';
import type { Timestamp } from './scheme.ts';

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
/** Twelve digits: seconds until the year 33658, milliseconds from 1973 on. */
const LONGEST_SECONDS = 11;

/** The time in milliseconds, or why it can't be accepted. */
export function checkTime(text: string | undefined, { from, unit, tolerance }: Timestamp, now: number): number | Refused {
  if (text === undefined) return refused('malformed', `The time of the request is missing; it was expected at ${from}`);
  const time = milliseconds(text, unit);
  if (time === undefined) return refused('malformed', `The time at ${from} is not a whole number of ${unit === 'ms' ? 'milliseconds' : 'seconds'}`);
  const age = (time % 1000 === 0 ? Math.floor(now / 1000) * 1000 : now) - time;
  if (Math.abs(age) <= tolerance * 1000) return time;
  return age > 0
    ? refused('stale', `The request was sent ${Math.round(age / 1000)} seconds ago; at most ${tolerance} are accepted`)
    : refused('future', `The request claims to be sent ${Math.round(-age / 1000)} seconds from now; at most ${tolerance} are accepted. Check the clocks`);
}

function milliseconds(text: string, unit: Timestamp['unit']): number | undefined {
  if (unit === 'any' && ISO.test(text)) return Number.isNaN(Date.parse(text)) ? undefined : Date.parse(text);
  if (!/^\d{1,15}$/.test(text)) return undefined;
  return Number(text) * (unit === 's' || (unit === 'any' && text.length <= LONGEST_SECONDS) ? 1000 : 1);
}
