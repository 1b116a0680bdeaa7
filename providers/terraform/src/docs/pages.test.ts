import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../load-catalog.ts';
import { typesOf } from '../rpc/context.ts';
import { pagesOf } from './pages.ts';

const docs = join(import.meta.dirname, '../../docs');
const types = typesOf(await loadCatalog());
const pages = pagesOf(types);

describe('the pages of the provider', () => {
  it('are those of the catalog, no more and no fewer: run npm run catalog, and remove what is no more', () => {
    const written = readdirSync(docs, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => relative(docs, join(entry.parentPath, entry.name)).split(sep).join('/'));
    expect(written.sort()).toEqual(Object.keys(pages).sort());
    expect(written.filter((path) => readFileSync(join(docs, path), 'utf8') !== pages[path])).toEqual([]);
  });

  it('say of every attribute what it is', () => {
    expect(Object.keys(pages).length).toBeGreaterThan(100);
    for (const { typeName, attributes } of types.resources.values()) {
      const page = pages[`resources/${typeName.replace('patchbay_', '')}.md`] ?? '';
      for (const { name, description } of attributes) expect([typeName, name, description !== '' && page.includes(`- \`${name}\` (`)]).toEqual([typeName, name, true]);
    }
  });
});
