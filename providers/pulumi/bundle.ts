/** One file that Pulumi can start, the schema that SDKs of other languages are made from, and the Node SDK. */
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { CatalogDocument } from '@patchbay/contracts';
import { build, type Plugin } from 'esbuild';
import { loadCatalog, packageSchema, sdkFiles, typesOf, version } from './src/index.ts';

/** What Pulumi looks for in PATH. */
export const PROGRAM = 'pulumi-resource-patchbay';

export interface Bundle {
  readonly program: string;
  readonly bytes: number;
  readonly schema: string;
  /** A package to install or to publish. */
  readonly sdk: string;
}

export async function bundle(folder: string): Promise<Bundle> {
  await rm(folder, { recursive: true, force: true });
  const [program, schema, sdk] = [join(folder, PROGRAM), join(folder, 'schema.json'), join(folder, 'sdk')];
  await build({
    entryPoints: [join(import.meta.dirname, 'src/bin.ts')], outfile: program, bundle: true, format: 'cjs', platform: 'node', target: 'node20', minify: true, legalComments: 'none',
    banner: { js: '#!/usr/bin/env node' }, plugins: [leanCatalog], logLevel: 'warning',
  });
  await chmod(program, 0o755);
  await writeFile(join(folder, 'package.json'), '{"type":"commonjs"}\n'); // a script without an extension takes its format from the package.json beside it
  const types = typesOf(await loadCatalog());
  await writeFile(schema, `${JSON.stringify(packageSchema(types, version), undefined, 2)}\n`);
  for (const [path, text] of Object.entries(sdkFiles(types, version))) {
    await mkdir(dirname(join(sdk, path)), { recursive: true });
    await writeFile(join(sdk, path), text);
  }
  return { program, bytes: (await stat(program)).size, schema, sdk };
}

/** What the provider reads of the catalog, as text that is parsed when it is wanted: the port comes first. */
const leanCatalog: Plugin = {
  name: 'lean catalog',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@patchbay\/client\/catalog$/ }, () => ({ path: createRequire(import.meta.url).resolve('@patchbay/client/catalog'), namespace: 'catalog' }));
    onLoad({ filter: /.*/, namespace: 'catalog' }, async ({ path }) => ({ contents: `module.exports = JSON.parse(${JSON.stringify(JSON.stringify(lean(JSON.parse(await readFile(path, 'utf8')) as CatalogDocument)))})`, loader: 'js' }));
  },
};

const lean = ({ resources }: CatalogDocument) => ({
  resources: resources.filter(({ kind }) => kind === 'resource').map(({ name, plural, prefix, title, description, kind, state, deletion, key, indexed, once, example, create, view }) =>
    ({ name, plural, prefix, title, description, kind, state, deletion, key, indexed, once, example, create, view })),
});
