import type { Context } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { expect, test } from 'vitest';
import type { EventDraft } from './publish.ts';
import { publishing } from './publishing.ts';
import type { EventTypes } from './types/event-types.ts';

/** Both ways to publish, with a turn that comes when the test says so. */
function opened() {
  const told: string[] = [];
  const gone = new AbortController();
  let turn = (): void => undefined;
  const [single, batch] = publishing({
    store: {} as Store, // nothing here has a name of its own
    types: { check: () => ({ kind: 'fine' }) } as unknown as EventTypes,
    tell: ({ subject }: EventDraft) => {
      told.push(subject);
      return { id: subject, ops: [], committed: () => undefined } as never; // an event without anything to write
    },
    turn: () => new Promise((resolve) => { turn = resolve; }),
    platformTypes: new Set(), maxBytes: 1000,
  });
  const ctx = { caller: { tenant: 'ten_a' }, signal: gone.signal, now: 0, unit: { add() {}, after() {} }, target() {} } as unknown as Context;
  const event = (subject: string) => ({ type: 'x', subject, data: {} });
  return {
    told, leave: (): void => gone.abort(), turn: (): void => turn(),
    publish: (subject: string) => Promise.resolve(single!.run(event(subject) as never, ctx)),
    publishAll: (...subjects: string[]) => Promise.resolve(batch!.run({ events: subjects.map(event) } as never, ctx)),
  };
}

test('who publishes waits his turn', async () => {
  const { told, turn, publish, publishAll } = opened();
  const one = publish('a');
  expect(told).toEqual([]);
  turn();
  await one;
  const two = publishAll('b', 'c');
  turn();
  await two;
  expect(told).toEqual(['a', 'b', 'c']);
});

test('who has gone away before his turn has published nothing', async () => {
  const { told, turn, leave, publish, publishAll } = opened();
  const one = publish('a');
  leave();
  turn();
  await expect(one).rejects.toThrow('aborted');
  const two = publishAll('b', 'c');
  turn();
  await expect(two).rejects.toThrow('aborted');
  expect(told).toEqual([]);
});
