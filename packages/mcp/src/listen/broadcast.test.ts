import { type Caller, type EventView, Failure, scopeSet, type TenantId, type WatchQuery } from '@patchbay/contracts';
import { afterEach, expect, test, vi } from 'vitest';
import { createBroadcast } from './broadcast.ts';

const caller: Caller = { tenant: 'ten_1' as TenantId, principal: 'key_1', name: 'tests', scopes: scopeSet(['*']), issuers: [] };
const event = (seq: number): EventView => ({ id: `evt_${seq}`, seq, type: 'project.created', subject: 'prj_1', time: '2030-01-01T00:00:00.000Z', data: {} });

afterEach(() => { vi.useRealTimers(); });

test('goes on where it was after a fault, and where the log ends now when that was restored from an earlier copy', async () => {
  vi.useFakeTimers();
  const asked: WatchQuery[] = [];
  const told: unknown[] = [];
  const heard: number[] = [];
  async function* watch(query: WatchQuery): AsyncGenerator<EventView> {
    asked.push(query);
    if (asked.length === 1) { yield event(70); throw new Error('the store is away'); }
    if (query.after === 70) throw new Failure('cursor.invalid', 'The log ends at 3, and 70 is behind that');
    yield event(4);
    await new Promise(() => undefined);
  }
  const stop = createBroadcast({ watch, report: (error, about) => void told.push([(error as Error).message, about['about']]) }).follow(caller, ({ seq }) => heard.push(seq));
  await vi.advanceTimersByTimeAsync(10_000);
  stop();
  expect(asked).toEqual([{}, { after: 70 }, {}]);
  expect(heard).toEqual([70, 4]);
  expect(told).toEqual([['the store is away', 'following events'], ['The log ends at 3, and 70 is behind that', 'following events: it was restored from an earlier copy, and is followed from its end']]);
});
