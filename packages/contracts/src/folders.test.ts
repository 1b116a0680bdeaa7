import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as actions from './actions/index.ts';
import { hubActions, hubEvents, hubResources } from './catalog.ts';
import * as records from './records/index.ts';
import type { ResourceDefinition } from './resource.ts';
import * as resources from './resources/index.ts';

const files = (folder: string): string[] => readdirSync(join(import.meta.dirname, folder)).filter((file) => file !== 'index.ts' && !file.endsWith('.test.ts')).sort();
const kebab = (name: string): string => `${name.replaceAll('_', '-')}.ts`;
const definitions = (page: object): ResourceDefinition[] => Object.values(page) as ResourceDefinition[]; // each has its own shape; here only the common facts count

describe.each([['resources', resources, 'resource'], ['records', records, 'record']] as const)('the page of %s', (folder, page, kind) => {
  it('names every file of its folder: add the line that is missing', () => {
    expect(files(folder).length).toBeGreaterThan(2);
    expect(definitions(page).map((each) => kebab(each.name)).sort()).toEqual(files(folder));
  });

  it(`holds a ${kind} per line, exported under its own name`, () => {
    for (const [exported, each] of Object.entries(page)) expect(exported).toBe((each as ResourceDefinition).name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase()));
    for (const each of definitions(page)) expect(each.kind).toBe(kind);
  });
});

it('the page of events names every file of its folder: add the line that is missing', () => {
  const page = readFileSync(join(import.meta.dirname, 'events/index.ts'), 'utf8');
  expect(files('events').length).toBeGreaterThan(1);
  expect([...page.matchAll(/from '.\/(.+\.ts)'/g)].map(([, file]) => file).sort()).toEqual(files('events'));
});

it('the page of actions names every file of its folder: add the line that is missing', async () => {
  expect(files('actions').length).toBeGreaterThan(2);
  const exported = await Promise.all(files('actions').map(async (file) => Object.values((await import(join(import.meta.dirname, 'actions', file))) as object)));
  const missing = exported.filter((values) => !values.some((value) => Object.values<unknown>(actions).includes(value)));
  expect(missing).toEqual([]);
});

it('no two things have the same name, plural or prefix', () => {
  for (const names of [hubResources.map((each) => each.name), hubResources.map((each) => each.plural), hubResources.map((each) => each.prefix), hubActions.map((each) => each.id), hubEvents.map((each) => each.type)]) {
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((each, index) => names.indexOf(each) !== index)).toEqual([]);
  }
});
