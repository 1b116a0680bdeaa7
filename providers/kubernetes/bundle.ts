/** The operator as one file: with what it needs of the catalog, as text that is parsed once. */
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { CatalogDocument } from '@patchbay/contracts';
import { build, type Plugin } from 'esbuild';

export async function bundle(folder: string): Promise<{ readonly program: string; readonly bytes: number }> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const program = join(folder, 'operator.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'src/bin.ts')], outfile: program, bundle: true, format: 'esm', platform: 'node', target: 'node22', minify: true, legalComments: 'none', logLevel: 'warning',
    // yaml is CommonJS and asks for modules of Node by that name.
    banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` }, plugins: [leanCatalog],
  });
  return { program, bytes: (await stat(program)).size };
}

const leanCatalog: Plugin = {
  name: 'lean catalog',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@patchbay\/client\/catalog$/ }, () => ({ path: createRequire(import.meta.url).resolve('@patchbay/client/catalog'), namespace: 'catalog' }));
    onLoad({ filter: /.*/, namespace: 'catalog' }, async ({ path }) => ({ contents: `export default JSON.parse(${JSON.stringify(JSON.stringify(lean(JSON.parse(await readFile(path, 'utf8')) as CatalogDocument)))})`, loader: 'js' }));
  },
};

const lean = ({ resources }: CatalogDocument) => ({
  resources: resources.filter(({ kind, state }) => kind === 'resource' && state === 'live').map(({ name, plural, prefix, title, description, kind, state, deletion, key, indexed, once, create, view }) =>
    ({ name, plural, prefix, title, description, kind, state, deletion, key, indexed, once, create, view })),
});
