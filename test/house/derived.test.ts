// What follows from the contract says what the contract says.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { root } from './tree.ts';

test('every derived file is up to date: run npm run catalog', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'scripts/catalog.ts'), '--check']);
  expect(Number(/^(\d+) derived files are up to date/.exec(stdout)?.[1])).toBeGreaterThan(6);
}, 60_000);
