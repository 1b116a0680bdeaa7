import { expect, test } from 'vitest';
import type { FreezeWindow } from '../record/environment.ts';
import { readCron } from './cron.ts';
import { freezeIssues, lastStart, openFreeze } from './freeze.ts';
import { instantOf, wallClock } from './time-zone.ts';

const at = (text: string): number => Date.parse(text);
const window = (more: Partial<FreezeWindow>): FreezeWindow => ({ reason: 'Closing', kind: 'recurring', time_zone: 'UTC', ...more });
const DAY = 86_400_000;

test('no Friday evenings: from three in the afternoon there until Monday morning', () => {
  const fridays = window({ cron: '0 15 * * 5', duration: 234_000, time_zone: 'Europe/Berlin' });
  expect(openFreeze([fridays], at('2026-07-17T12:59:59Z'))).toBeUndefined(); // 14:59:59 in Berlin
  expect(openFreeze([fridays], at('2026-07-17T13:00:00Z'))).toEqual({ reason: 'Closing', until: at('2026-07-20T06:00:00Z') });
  expect(openFreeze([fridays], at('2026-07-20T05:59:59Z'))).toBeDefined();
  expect(openFreeze([fridays], at('2026-07-20T06:00:00Z'))).toBeUndefined();
  expect(openFreeze([fridays], at('2026-01-16T13:30:00Z'))).toBeUndefined(); // winter: 14:30 in Berlin
  expect(openFreeze([fridays], at('2026-01-16T14:00:00Z'))).toBeDefined();
});

test('a window that is there once, and of two that are open the longer one', () => {
  const once = window({ kind: 'once', starts_at: '2030-12-20T00:00:00Z', ends_at: '2031-01-03T00:00:00Z' });
  expect(openFreeze([once], at('2030-12-19T23:59:59Z'))).toBeUndefined();
  expect(openFreeze([once, window({ reason: 'Night', cron: '0 22 * * *', duration: 3600 * 8 })], at('2030-12-24T23:00:00Z'))).toEqual({ reason: 'Closing', until: at('2031-01-03T00:00:00Z') });
  expect(openFreeze([once], at('2031-01-03T00:00:00Z'))).toBeUndefined();
});

test('days on which clocks change: the hour that is left out, and the one that comes twice', () => {
  expect(instantOf({ year: 2026, month: 3, day: 29, hour: 2, minute: 30 }, 'Europe/Berlin')).toBe(at('2026-03-29T01:30:00Z')); // there is no 02:30
  expect(instantOf({ year: 2026, month: 10, day: 25, hour: 2, minute: 30 }, 'Europe/Berlin')).toBe(at('2026-10-25T00:30:00Z')); // the first of two
  expect(lastStart('30 2 * * *', 'Europe/Berlin', at('2026-03-29T12:00:00Z'), DAY)).toBe(at('2026-03-29T01:30:00Z'));
  expect(wallClock(at('2026-10-25T00:30:00Z'), 'America/New_York')).toEqual({ year: 2026, month: 10, day: 24, hour: 20, minute: 30 });
});

test('fields of cron: lists, ranges, steps, names, and a day that fits by the month or by the week', () => {
  const starts = (cron: string, from = '2026-03-01T00:00:00Z', days = 31): string[] => Array.from({ length: days * 24 * 4 }, (_, quarter) => at(from) + quarter * 900_000).filter((each) => lastStart(cron, 'UTC', each, 900_000) === each).map((each) => new Date(each).toISOString().slice(0, 16));
  expect(starts('0 0 13 * fri')).toEqual(['2026-03-06T00:00', '2026-03-13T00:00', '2026-03-20T00:00', '2026-03-27T00:00']);
  expect(starts('0 0 1,15 mar *')).toEqual(['2026-03-01T00:00', '2026-03-15T00:00']);
  expect(starts('30 6-18/6 2 * *')).toEqual(['2026-03-02T06:30', '2026-03-02T12:30', '2026-03-02T18:30']);
  expect(starts('0 12 * * 7')).toEqual(starts('0 12 * * sun'));
  for (const wrong of ['', '* * * *', '60 * * * *', '* 24 * * *', '* * 0 * *', '* * * 13 *', '* * * * 8', '5-1 * * * *', '*/0 * * * *', 'a * * * *', '* * * * mon#1', '1,,2 * * * *']) expect([wrong, readCron(wrong)]).toEqual([wrong, undefined]);
});

test('a cron that never comes up holds nothing, however long its window is', () => {
  expect(openFreeze([window({ cron: '0 0 31 feb *', duration: 31_536_000 })], at('2026-03-01T00:00:00Z'))).toBeUndefined();
});

test('what no clock can follow is named where it stands', () => {
  expect(freezeIssues([window({ cron: '0 0 * * *', duration: 60 }), window({ cron: '0 0 L * *', duration: 60, time_zone: 'Nowhere/City' })]).map(({ path }) => path)).toEqual(['protection.freeze_windows.1.cron', 'protection.freeze_windows.1.time_zone']);
});
