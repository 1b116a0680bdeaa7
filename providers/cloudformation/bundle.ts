/** One file that Lambda runs, with as much of the catalog as it needs. */
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { CatalogDocument } from '@patchbay/contracts';
import { build, type Plugin } from 'esbuild';

export interface Bundle { readonly file: string; readonly bytes: number }

export async function bundle(folder: string): Promise<Bundle> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'index.js');
  await build({
    entryPoints: [join(import.meta.dirname, 'src/lambda.ts')], outfile: file, bundle: true, format: 'cjs', platform: 'node', target: 'node22', minify: true, legalComments: 'none',
    plugins: [leanCatalog], logLevel: 'warning',
  });
  await writeFile(join(folder, 'package.json'), '{"type":"commonjs"}\n');
  return { file, bytes: (await stat(file)).size };
}

/** What a function needs of the catalog, as text: parsing it is faster than compiling it. */
const leanCatalog: Plugin = {
  name: 'lean catalog',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@patchbay\/client\/catalog$/ }, () => ({ path: createRequire(import.meta.url).resolve('@patchbay/client/catalog'), namespace: 'catalog' }));
    onLoad({ filter: /.*/, namespace: 'catalog' }, async ({ path }) => ({ contents: `module.exports = JSON.parse(${JSON.stringify(JSON.stringify(lean(JSON.parse(await readFile(path, 'utf8')) as CatalogDocument)))})`, loader: 'js' }));
  },
};

const lean = ({ resources }: CatalogDocument): object => ({
  resources: resources.filter(({ kind, state }) => kind === 'resource' && state === 'live').map(({ name, plural, prefix, title, kind, state, deletion, key, indexed, once, create, view }) =>
    ({ name, plural, prefix, title, description: '', kind, state, deletion, key, indexed, once, create: wordless(create), view: wordless({ ...view, properties: onlyNew(create, view) }) })),
});

type Schema = CatalogDocument['resources'][number]['create'];

/** What is declared is read from the creation. */
const onlyNew = (create: Schema, view: Schema): object =>
  Object.fromEntries(Object.entries((view['properties'] ?? {}) as object).filter(([name]) => !(name in ((create['properties'] ?? {}) as object))));

/** Without what is only for readers. Fields may be called so, too: of `properties` the names stay. */
function wordless(schema: unknown, named = false): unknown {
  if (Array.isArray(schema)) return schema.map((each) => wordless(each));
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(Object.entries(schema).flatMap(([key, value]) => {
    if (named) return [[key, wordless(value)]];
    if (key === 'description' || key === 'examples') return [];
    return [[key, key === 'default' || key === 'enum' || key === 'const' ? value : wordless(value, key === 'properties')]];
  }));
}
