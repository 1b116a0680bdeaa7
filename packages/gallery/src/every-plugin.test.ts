import { readdirSync, readFileSync } from 'node:fs';
import { manifestOf } from '@patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { allCases } from './all-cases.ts';
import { gallery } from './index.ts';

const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory() && readdirSync(`${import.meta.dirname}/${entry.name}`).includes('plugin.ts')).map(({ name }) => name).sort();

describe('the gallery', () => {
  it('shows every folder, and asks every plugin something', () => {
    expect(folders.length).toBeGreaterThanOrEqual(12);
    expect(gallery.map(({ name }) => name)).toEqual(folders);
    expect(Object.keys(allCases).sort()).toEqual(folders);
  });

  it.each(gallery)('$name is a plugin as everybody could write it', ({ name, plugin, folder }) => {
    const manifest = manifestOf(plugin);
    expect(manifest).toMatchObject({ id: `patchbay/${name}`, runtime: 'any' });
    expect(manifest.categories.length).toBeGreaterThan(0);
    expect(readFileSync(new URL('README.md', folder), 'utf8')).toMatch(new RegExp(`^# ${plugin.title}\n\n[A-Z]`));
    const code = readdirSync(folder.replace('file://', '')).filter((file) => file.endsWith('.ts') && !/cases|test/.test(file)).map((file) => readFileSync(new URL(file, folder), 'utf8')).join('\n');
    const imports = [...code.matchAll(/from '([^']+)'/g)].map(([, from]) => from);
    expect(imports.filter((from) => from !== '@patchbay/sdk' && !from!.startsWith('./') && from !== '../digest/digest.ts')).toEqual([]);
  });

  it.each(gallery)('$name has its actions and queries asked, with a summary that fits a list', ({ name, plugin }) => {
    const { actions, queries, summary } = manifestOf(plugin);
    const asked = new Set(allCases[name]!.steps.map((step) => step.name));
    expect([...actions, ...queries].map((each) => each.name).filter((each) => !asked.has(each))).toEqual([]);
    expect(summary).toMatch(/^[A-Z].{10,90}\.$/);
  });
});
