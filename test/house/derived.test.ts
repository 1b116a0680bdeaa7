// What follows from the contract says what the contract says.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hubResources } from '@patchbay/contracts';
import { expect, test } from 'vitest';
import { files, root } from './tree.ts';

test('every derived file is up to date: run npm run catalog', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'scripts/catalog.ts'), '--check']);
  expect(Number(/^(\d+) derived files are up to date/.exec(stdout)?.[1])).toBeGreaterThan(6);
}, 60_000);

test('what is written for each resource says `an` where it has to', () => {
  const written = ['docs/reference', 'providers', 'packages/client'].flatMap((folder) => files(join(root, folder))).filter(({ path }) => /\.(md|ya?ml|py|json|bicep|tf|ts)$/.test(path));
  expect(written.length).toBeGreaterThan(100);
  const wrong = new RegExp(String.raw`\b[Aa] (?:${hubResources.flatMap(({ name, title }) => [name, title]).filter((word) => /^[aeio]/i.test(word)).join('|')})\b.*`, 'gi');
  expect(written.flatMap(({ path, text }) => (text.match(wrong) ?? []).map((words) => `${path}: ${words}`))).toEqual([]);
});
