// A filter that changes while events are published: each event goes by the filter of before or by the new one, and nobody else notices.
import { afterEach, expect, test } from 'vitest';
import { findPostgres } from '../doubles/postgres.ts';
import { type EventHub, eventually, openEventHub } from './event-hub.ts';

interface Told { readonly number: number; readonly half: 'a' | 'b'; readonly when: 'before' | 'meanwhile' | 'after' }

const stores = findPostgres() === undefined ? (['sqlite'] as const) : (['sqlite', 'postgres'] as const);
let house: EventHub | undefined;

afterEach(async () => { await house?.stop(); house = undefined; });

test.each(stores)('what is published meanwhile is delivered once by one of both, what came before or after by its own, on %s', async (store) => {
  house = await openEventHub({ store });
  const { sink, declare, publish, call } = house;
  const changing = await declare({ name: 'changing', url: `${sink.url}/changing`, filter: { 'data.half': 'a' } });
  await declare({ name: 'constant', url: `${sink.url}/constant` });
  const told: Told[] = [];
  let phase: Told['when'] = 'before';

  async function tell(): Promise<void> {
    const [number, half, began] = [told.length, told.length % 2 === 0 ? 'a' : 'b', phase] as const;
    const at = told.push({ number, half, when: 'meanwhile' }) - 1;
    expect((await publish({ data: { number, half } })).status_code).toBe(200);
    if (began === phase) told[at] = { number, half, when: phase };
  }
  const several = async (): Promise<void> => { for (let n = 0; n < 40; n++) await tell(); };
  await several();
  const telling = Promise.all([several(), several(), several(), several()]);
  phase = 'meanwhile';
  expect((await call('PATCH', `endpoints/${changing.id}`, { filter: { 'data.half': 'b' } })).status_code).toBe(200);
  phase = 'after';
  await telling;
  await several();

  const cameTo = (path: string): number[] => sink.received.filter((each) => each.path === path).map((each) => (JSON.parse(each.body.toString()) as { data: Told }).data.number).toSorted((a, b) => a - b);
  const numbers = (holds: (each: Told) => boolean): number[] => told.filter(holds).map(({ number }) => number);
  const sure = numbers(({ when, half }) => (when === 'before' && half === 'a') || (when === 'after' && half === 'b'));
  const perhaps = new Set(numbers(({ when }) => when === 'meanwhile'));
  await eventually(async () => cameTo('/constant').length, (count) => count >= told.length);
  await eventually(async () => cameTo('/changing').filter((number) => !perhaps.has(number)).length, (count) => count >= sure.length);
  expect(cameTo('/constant')).toEqual(numbers(() => true));
  expect(cameTo('/changing').filter((number) => !perhaps.has(number))).toEqual(sure);
  expect(new Set(cameTo('/changing')).size).toBe(cameTo('/changing').length);
}, 60_000);
