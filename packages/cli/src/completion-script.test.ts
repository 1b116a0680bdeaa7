import { execFileSync } from 'node:child_process';
import { beforeAll, expect, test } from 'vitest';
import { loadCatalog } from './catalog.ts';
import { commands } from './commands.ts';
import { completionScript } from './completion-script.ts';

let script: string;
beforeAll(async () => { script = completionScript('bash', commands, await loadCatalog()); });

/** What bash offers behind the words; the last one is being typed. */
const offered = (...words: string[]): string[] =>
  execFileSync('bash', ['-c', `complete() { :; }\n${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _patchbay; printf '%s\\n' "\${COMPREPLY[@]}"`, 'bash', 'patchbay', ...words], { encoding: 'utf8' }).split('\n').filter((word) => word !== '');

test('commands, then what they are about, then their flags', () => {
  expect(offered('comp')).toEqual(['completion']);
  expect(offered('keys', 'cr')).toEqual(['create']);
  expect(offered('get', 'role_b')).toEqual(['role_binding']);
  expect(offered('get', 'project', '--out')).toEqual(['--output']);
});

test('a flag and its value before it are not part of the command', () => {
  expect(offered('--profile', 'work', 'get', 'role_b')).toEqual(['role_binding']);
  expect(offered('-o', 'json', '--tenant', 'ten_1', 'keys', 'cr')).toEqual(['create']);
  expect(offered('--help', 'get', 'role_b'), 'it has no value').toEqual(['role_binding']);
});

test('no flag has a value in one command and none in another', () => {
  const types = Map.groupBy(commands.flatMap(({ flags }) => Object.entries(flags)), ([flag]) => flag);
  for (const [flag, uses] of types) expect(new Set(uses.map(([, { type }]) => type)).size, flag).toBe(1);
});
