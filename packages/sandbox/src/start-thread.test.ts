import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { KEEP_CODE } from './start-thread.ts';

test('this Node knows how it is told to keep code: a flag that is unknown is only complained of', () => {
  const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  expect(known).toContain(`${KEEP_CODE.replace('--no-', '--')} (`);
});
