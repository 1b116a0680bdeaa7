// Examples that people send to an endpoint to see whether it works.
import { afterEach, expect, test } from 'vitest';
import { type EventHub, openEventHub } from './event-hub.ts';

let open: EventHub | undefined;

afterEach(async () => {
  await open?.stop();
  open = undefined;
});

test('one that must match is sent only to an endpoint that takes such events', async () => {
  const { declare, tool, call, sink } = open = await openEventHub();
  const { id } = await declare({ filter: { 'data.tier': 'production' } });
  const example = (type: string, tier: string) => tool('endpoint_send_example', { endpoint: id, type, data: { tier }, matching: true });
  expect(await example('build.finished', 'test')).toMatchObject({ outcome: 'skipped', duration_ms: 0 });
  expect(await example('deploy.finished', 'production')).toMatchObject({ outcome: 'skipped' });
  expect(await example('build.finished', 'production')).toMatchObject({ outcome: 'delivered' });
  await call('PATCH', `endpoints/${id}`, { channels: ['eu'] });
  expect(await example('build.finished', 'production')).toMatchObject({ outcome: 'skipped' });
  await call('PATCH', `endpoints/${id}`, { channels: null, enabled: false });
  expect(await example('build.finished', 'production')).toMatchObject({ outcome: 'skipped' });
  expect(sink.received).toHaveLength(1);
});
