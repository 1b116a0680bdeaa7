import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createVigil } from './vigil.ts';

test('the event loop stays awake until the answer has come, or for a moment', async () => {
  const vigil = createVigil();
  const immediates = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Immediate').length;
  vigil.begin();
  expect(immediates()).toBe(1);
  vigil.begin();
  expect(immediates()).toBe(1);
  vigil.end();
  await turn();
  expect(immediates()).toBe(0);
  vigil.begin();
  await sleep(5);
  expect(immediates()).toBe(0);
  vigil.begin(); // the last time was in vain
  expect(immediates()).toBe(0);
});
