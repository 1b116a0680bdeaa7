import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createVigil } from './vigil.ts';

test('the event loop stays awake until the answer has come, or for a moment', async () => {
  const vigil = createVigil();
  const immediates = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Immediate').length;
  const begun = (): number => { const before = immediates(); vigil.begin(); return immediates() - before; };
  expect([begun(), begun()]).toEqual([1, 0]);
  vigil.end();
  await turn();
  expect(begun()).toBe(1);
  await sleep(5);
  expect(begun()).toBe(0); // the last time was in vain
});
