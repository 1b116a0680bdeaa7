import { describe, expect, test } from 'vitest';
import { gather, type Group, release, reported, weigh } from './group.ts';

const key = ['shop'];
const match = (event: string, at: number) => ({ event, key, at });
const throttle = { most: 1, withinMs: 100 };
const grouping = { waitMs: 10, intervalMs: 50, quietMs: 200, followUp: 'summary' as const };
const grouped = { id: 'rule_1', condition: undefined, throttle: undefined, grouping };

test('what is held back is counted, told once when the time is over, and said with the next message', () => {
  const rule = { id: 'rule_1', condition: undefined, throttle };
  const first = weigh(rule, undefined, match('evt_1', 0));
  expect(first).toMatchObject({ acts: true, next: { suppressed: 0 } });
  const second = weigh(rule, first.next, match('evt_2', 20));
  expect(second).toMatchObject({ acts: false, reportAt: 100, next: { suppressed: 1, untold: { count: 1, since: 20, event: 'evt_2' } } });
  const third = weigh(rule, second.next, match('evt_3', 30));
  expect(third.reportAt).toBeUndefined();
  expect(third.next).toMatchObject({ suppressed: 2, untold: { count: 2, since: 20, event: 'evt_3' } });
  const told = reported(third.next);
  expect(told.untold).toBeUndefined();
  expect(told.suppressed).toBe(2);
  expect(weigh(rule, told, match('evt_4', 101))).toMatchObject({ acts: true, next: { suppressed: 0 } });
});

describe('a group', () => {
  const take = (before: Group | undefined, event: string, now: number) => gather(grouped, before, match(event, now), now);

  test('waits for others, and is told as one', () => {
    const first = take(undefined, 'evt_1', 0);
    expect(first.dueAt).toBe(10);
    const second = take(first.next, 'evt_2', 5);
    expect(second.dueAt).toBeUndefined();
    expect(release(grouped, second.next, 10)).toMatchObject({ acts: true, opened: 0, suppressed: 0, bundle: { count: 2, firstAt: 0, lastAt: 5, events: ['evt_2', 'evt_1'] } });
  });

  test('tells what came since after the interval, and nothing when nothing came', () => {
    const told = release(grouped, take(undefined, 'evt_1', 0).next, 10)!.next;
    expect(release(grouped, told, 60)).toBeUndefined();
    const next = take(told, 'evt_2', 30);
    expect(next.dueAt).toBe(60);
    expect(release(grouped, next.next, 60)).toMatchObject({ opened: 0, bundle: { count: 1, events: ['evt_2'] } });
  });

  test('that is updated tells of the whole', () => {
    const update = { ...grouped, grouping: { ...grouping, followUp: 'update' as const } };
    const told = release(update, take(undefined, 'evt_1', 0).next, 10)!.next;
    expect(release(update, take(told, 'evt_2', 30).next, 60)).toMatchObject({ opened: 0, bundle: { count: 2, events: ['evt_2', 'evt_1'] } });
  });

  test('is over after it was quiet for long enough', () => {
    const told = release(grouped, take(undefined, 'evt_1', 0).next, 10)!.next;
    expect(take(told, 'evt_2', 199)).toMatchObject({ dueAt: 199, next: { gathered: { opened: 0 } } });
    expect(take(told, 'evt_2', 200)).toMatchObject({ dueAt: 210, next: { gathered: { opened: 200, whole: { count: 1 } } } });
  });

  test('that is told too often is held back with all that it gathered', () => {
    const limited = { ...grouped, throttle };
    const told = release(limited, take(undefined, 'evt_1', 0).next, 10)!.next;
    const more = take(take(told, 'evt_2', 20).next, 'evt_3', 21).next;
    const held = release(limited, more, 60)!;
    expect(held).toMatchObject({ acts: false, reportAt: 110, next: { suppressed: 2, untold: { count: 2, event: 'evt_3' } } });
    expect(release(limited, take(held.next, 'evt_4', 100).next, 150)).toMatchObject({ acts: true, suppressed: 2, bundle: { count: 1 } });
  });

  test('of thousands remembers the newest few, and their number', () => {
    let group: Group | undefined;
    for (let n = 1; n <= 5000; n++) group = take(group, `evt_${n}`, n % 10).next;
    expect(release(grouped, group, 10)!.bundle).toMatchObject({ count: 5000, events: expect.objectContaining({ length: 20, 0: 'evt_5000' }) as unknown });
  });
});
