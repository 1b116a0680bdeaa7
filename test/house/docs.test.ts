import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hubResources, schemasOf } from '@patchbay/contracts';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { z } from 'zod';
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

test('every link to a section leads to one', () => {
  const linked = pages.flatMap(({ path, text }) => [...text.matchAll(/\]\(([^)#\s:]*)#([^)\s]+)\)/g)].map(([, target = '', section = '']) => ({ path, to: target === '' ? path : join(dirname(path), target), section })));
  expect(linked.length).toBeGreaterThan(100);
  const sections = new Map(pages.map(({ path, text }) => [path, new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-')))]));
  const dead = linked.filter(({ to, section }) => to.endsWith('.md') && sections.get(to)?.has(section) === false).map(({ path, to, section }) => `${path} links to ${section} in ${to}, which has no such section`);
  expect([...new Set(dead)]).toEqual([]);
});

test('the page of resources says what lists sort by', () => {
  const page = pages.find(({ path }) => path === 'docs/reference/resources.md')?.text ?? '';
  const said = new Map([...page.matchAll(/^## (\w+)$[^]*?^REST: (.*)$/gm)].map(([, name = '', finding = '']) => [name, finding]));
  const wrong = hubResources.filter((definition) => {
    const { options } = (schemasOf(definition).list.shape['sort'] as z.ZodDefault<z.ZodEnum>).def.innerType;
    const others = options.map(String).filter((field) => !/^-|^(id|updated_at)$/.test(field));
    return /sort by (.*?)\./.exec(said.get(definition.name) ?? '')?.[1] !== (others.length === 0 ? undefined : others.map((field) => `\`${field}\``).join(', '));
  });
  expect(wrong.map(({ name }) => name)).toEqual([]);
});

test('what a guide declares has fields that the resource has', () => {
  const declared = pages.filter(({ path }) => path.startsWith('docs/guides/')).flatMap(({ path, text }) => [...text.matchAll(/^```yaml\n([^]*?)^```$/gm)].flatMap(([, block = '']) => parseAllDocuments(block).map((document) => document.toJS() as Record<string, unknown>)).map((fields) => ({ path, fields })));
  const known = declared.flatMap(({ path, fields: { resource, kind, ...fields } }) => hubResources.filter(({ name }) => name === (resource ?? kind)).map((definition) => ({ path, definition, fields: Object.keys({ ...fields, ...(resource === undefined ? {} : { kind }) }) })));
  expect(known.length).toBeGreaterThan(5);
  expect(known.flatMap(({ path, definition, fields }) => fields.filter((field) => !(field in schemasOf(definition).create.shape)).map((field) => `${path}: a ${definition.name} has no ${field}`))).toEqual([]);
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
