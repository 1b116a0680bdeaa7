import { expect, test } from 'vitest';
// @boundaries-ignore the clock is a double
import { createFakeClock } from '../../../test/doubles/fake-clock.ts';
import { createHubSource } from './hub.ts';

test('a hub whose key was changed is taken up without a restart', async () => {
  const clock = createFakeClock();
  let address = { url: 'http://127.0.0.1:1', key: 'pb_one' };
  const source = createHubSource(async () => address, clock);
  const first = await source();
  expect(await source()).toBe(first);
  address = { url: 'http://127.0.0.1:2', key: 'pb_two' };
  await clock.advance(4000);
  expect(await source()).toBe(first);
  await clock.advance(1000);
  expect((await source()).client.url).toBe('http://127.0.0.1:2');
});
