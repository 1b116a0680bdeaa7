import type { Row } from '@patchbay/contracts';
import { expect, test } from 'vitest';
import { candidatesOf } from './candidates.ts';
import type { EventFacts } from './event-facts.ts';
import { type Receiver, receiverOf } from './receiver.ts';

const endpoint = (id: string, fields: Record<string, unknown> = {}): Receiver => receiverOf({
  tenant: 't', id, version: 1, created_at: 0, updated_at: 0,
  body: { url: 'https://x.invalid/', enabled: true, event_types: ['*'], channels: [], headers: {}, timeout: 15, retry: { delays: [], jitter: 0, disable_after: 1 }, concurrency: 1, failing_since: null, ...fields },
} as unknown as Row);
const event = (type: string, more: Partial<EventFacts> = {}): EventFacts => ({ tenant: 't', id: 'e', at: 0, type, subject: 's', channels: [], data: {}, ...more });
const ids = (of: readonly Receiver[]): string[] => of.map(({ id }) => id).sort();

test('an event goes to those that name its type, a pattern of it, or all', () => {
  const all = candidatesOf([endpoint('exact', { event_types: ['a.b'] }), endpoint('pattern', { event_types: ['a.*', 'z'] }), endpoint('all'), endpoint('other', { event_types: ['c'] }), endpoint('off', { enabled: false })]);
  expect(ids(all.match(event('a.b')))).toEqual(['all', 'exact', 'pattern']);
  expect(ids(all.match(event('a.c')))).toEqual(['all', 'pattern']);
  expect(ids(all.match(event('z')))).toEqual(['all', 'pattern']);
  expect(ids(all.match(event('c')))).toEqual(['all', 'other']);
});

test('an endpoint of a project is asked about events of that project only, and once', () => {
  const asked: string[] = [];
  const spied = (id: string, project: string, fields = {}): Receiver => { const made = endpoint(id, { project, ...fields }); return { ...made, takes: (one) => { asked.push(id); return made.takes(one); } }; };
  const all = candidatesOf([endpoint('everyone'), spied('one', 'prj_1'), spied('two', 'prj_2'), spied('typed', 'prj_1', { event_types: ['x'] }), spied('published', 'prj_1', { only_published: true })]);
  expect(ids(all.match(event('a', { project: 'prj_1', subject: 'prj_1', data: { project: 'prj_1' } })))).toEqual(['everyone', 'one', 'published']);
  expect(ids(all.match(event('a', { subject: 'prj_2' })))).toEqual(['everyone', 'two']);
  expect(ids(all.match(event('a', { data: { project: 'prj_1' } })))).toEqual(['everyone', 'one']);
  expect(asked).toEqual(['one', 'published', 'two', 'one', 'published']);
});

test('more types than are remembered are matched as well', () => {
  const all = candidatesOf([endpoint('one', { event_types: ['t.1'] }), endpoint('all')]);
  for (let n = 0; n < 6000; n++) all.match(event(`t.${n}`));
  expect(ids(all.match(event('t.1')))).toEqual(['all', 'one']);
});
