import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { files, root } from './tree.ts';

const pages = files().filter(({ path }) => path.endsWith('.md'));

test('every link between pages leads somewhere', () => {
  expect(pages.length).toBeGreaterThan(8);
  const dead = pages.flatMap(({ path, text }) => [...text.matchAll(/\]\(([^)#\s]+)(?:#([^)\s]+))?\)/g)].flatMap(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return [];
    return existsSync(join(root, dirname(path), target)) ? [] : [`${path} links to ${target}, which is not there`];
  }));
  expect(dead).toEqual([]);
});

test('every command that a page tells people to run exists', () => {
  const { scripts } = JSON.parse(files().find(({ path }) => path === 'package.json')?.text ?? '{}') as { scripts: Record<string, string> };
  const named = pages.flatMap(({ path, text }) => [...text.matchAll(/npm (?:run (?:--silent )?)?(start|test|(?<=run (?:--silent )?)[a-z]+)\b/g)].map(([, command = '']) => ({ path, command })));
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter(({ command }) => !(command in scripts)).map(({ path, command }) => `${path} names npm run ${command}, which package.json does not have`)).toEqual([]);
});

test('every room is on the page about the architecture', () => {
  const page = pages.find(({ path }) => path === 'docs/architecture.md')?.text ?? '';
  const rooms = new Set(files().flatMap(({ path }) => /^packages\/([^/]+)\/package\.json$/.exec(path)?.[1] ?? []));
  expect(rooms.size).toBeGreaterThan(10);
  expect([...rooms].filter((room) => !page.includes(`\`${room}\``)).map((room) => `say in docs/architecture.md what ${room} is for`)).toEqual([]);
});
