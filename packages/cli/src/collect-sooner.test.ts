import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { SOONER } from './collect-sooner.ts';

test('this Node knows how it is told to collect sooner: a flag that is unknown is only complained of', () => {
  const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  expect(SOONER.length).toBeGreaterThan(0);
  for (const flag of SOONER) expect(known).toContain(`${flag.slice(0, flag.indexOf('='))} (`);
});
