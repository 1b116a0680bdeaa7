/** Freeze windows: when nothing is deployed. */
import type { Issue } from '@patchbay/contracts';
import type { FreezeWindow } from '../record/environment.ts';
import { readCron } from './cron.ts';
import { instantOf, isTimeZone, wallClock } from './time-zone.ts';

export interface Freeze {
  readonly reason: string;
  /** Epoch milliseconds. Another window may be open by then. */
  readonly until: number;
}

const DAY_MS = 86_400_000;

/** The open window that lasts longest; undefined, if none is open. */
export function openFreeze(windows: readonly FreezeWindow[], at: number): Freeze | undefined {
  const open = windows.flatMap((window) => {
    const until = endOf(window, at);
    return until === undefined ? [] : [{ reason: window.reason, until }];
  });
  return open.sort((a, b) => b.until - a.until)[0];
}

/** What a window says that no clock can follow. */
export const freezeIssues = (windows: readonly FreezeWindow[]): Issue[] => windows.flatMap(({ kind, cron, time_zone }, index) => [
  ...(kind === 'recurring' && readCron(cron ?? '') === undefined ? [{ path: `protection.freeze_windows.${index}.cron`, message: 'expected five fields of cron with lists, ranges, steps and names, such as 0 15 * * fri' }] : []),
  ...(isTimeZone(time_zone) ? [] : [{ path: `protection.freeze_windows.${index}.time_zone`, message: `there is no time zone ${time_zone}` }]),
]);

function endOf(window: FreezeWindow, at: number): number | undefined {
  if (window.kind === 'once') return Date.parse(window.starts_at!) <= at && at < Date.parse(window.ends_at!) ? Date.parse(window.ends_at!) : undefined;
  const duration = window.duration! * 1000;
  const start = lastStart(window.cron!, window.time_zone, at, duration);
  return start === undefined ? undefined : start + duration;
}

/** The last time that the cron came up, if that is less than `reach` ago. Goes back by days of the calendar there, which may have 23 or 25 hours. */
export function lastStart(text: string, zone: string, at: number, reach: number): number | undefined {
  const cron = readCron(text);
  if (cron === undefined) return undefined;
  const today = wallClock(at, zone);
  const midnight = Date.UTC(today.year, today.month - 1, today.day);
  const hours = [...cron.hours].reverse();
  const minutes = [...cron.minutes].reverse();
  for (let back = 0; back <= Math.ceil(reach / DAY_MS) + 1; back++) {
    const date = new Date(midnight - back * DAY_MS);
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    if (!cron.onDay(day, month, date.getUTCDay())) continue;
    for (const hour of hours) {
      for (const minute of minutes) {
        const start = instantOf({ year, month, day, hour, minute }, zone);
        if (start <= at) return at - start < reach ? start : undefined;
      }
    }
  }
  return undefined;
}
