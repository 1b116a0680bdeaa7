/** One file that terraform can start, and where terraform looks for it. */
import { chmod, copyFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { CatalogDocument } from '@patchbay/contracts';
import { build, type Plugin } from 'esbuild';
import { createProvider } from './src/create-provider.ts';
import { loadCatalog } from './src/load-catalog.ts';
import { version } from './src/version.ts';

/** What users write as the source of the provider. */
export const SOURCE = 'registry.terraform.io/patchbay/patchbay';
export const PROGRAM = 'terraform-provider-patchbay';

export interface Bundle {
  readonly program: string;
  readonly bytes: number;
  /** For `provider_installation { filesystem_mirror { path } }`. */
  readonly mirror: string;
}

export async function bundle(folder: string): Promise<Bundle> {
  await rm(folder, { recursive: true, force: true });
  const program = join(folder, PROGRAM);
  await build({
    entryPoints: [join(import.meta.dirname, 'src/bin.ts')], outfile: program, bundle: true, format: 'cjs', platform: 'node', target: 'node20', minify: true, legalComments: 'none',
    supported: { 'dynamic-import': false }, // as require: an import of node:http looks at all that it exports, and that loads a browser's fetch and more besides
    banner: { js: '#!/usr/bin/env node' }, plugins: [leanCatalog, leanContracts, madeSchema], logLevel: 'warning',
  });
  await place(program, folder, PROGRAM);
  const mirror = join(folder, 'mirror');
  await place(program, join(mirror, SOURCE, version, target()), `${PROGRAM}_v${version}`);
  return { program, bytes: (await stat(program)).size, mirror };
}

/** A script without an extension takes its format from the package.json beside it. */
async function place(program: string, folder: string, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (join(folder, name) !== program) await copyFile(program, join(folder, name));
  await chmod(join(folder, name), 0o755);
  await writeFile(join(folder, 'package.json'), '{"type":"commonjs"}\n');
}

/** Go's words for this computer. */
export function target(platform: string = process.platform, arch: string = process.arch): string {
  return `${{ win32: 'windows' }[platform] ?? platform}_${{ x64: 'amd64' }[arch] ?? arch}`;
}

/** What the provider reads of the catalog, as text that is parsed when it is wanted: the handshake comes first. */
const leanCatalog: Plugin = {
  name: 'lean catalog',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@patchbay\/client\/catalog$/ }, () => ({ path: createRequire(import.meta.url).resolve('@patchbay/client/catalog'), namespace: 'catalog' }));
    onLoad({ filter: /.*/, namespace: 'catalog' }, async ({ path }) => ({ contents: `module.exports = JSON.parse(${JSON.stringify(JSON.stringify(lean(JSON.parse(await readFile(path, 'utf8')) as CatalogDocument)))})`, loader: 'js' }));
  },
};

/** Terraform asks for the whole schema with every command: it is encoded once, here, and packed because much of it is alike. */
const madeSchema: Plugin = {
  name: 'made schema',
  setup({ onLoad }) {
    onLoad({ filter: /\/load-schema\.ts$/ }, async () => {
      const packed = deflateRawSync(await schemaBytes(), { level: 9 }).toString('base64');
      return { contents: `export const loadSchema = async () => (await import('node:zlib')).inflateRawSync(Buffer.from('${packed}', 'base64'));`, loader: 'js' };
    });
  },
};

function schemaBytes(): Promise<Uint8Array> {
  const provider = createProvider({ loadCatalog, env: {}, now: Date.now, newKey: () => '' }, { version });
  return provider.get('/tfplugin6.Provider/GetProviderSchema')!(new Uint8Array(), new AbortController().signal) as Promise<Uint8Array>; // one answer to one request
}

/** Of the contracts three functions are used, which need none of its schemas. */
const leanContracts: Plugin = {
  name: 'lean contracts',
  setup({ onResolve, onLoad }) {
    const contracts = dirname(createRequire(import.meta.url).resolve('@patchbay/contracts'));
    onResolve({ filter: /^@patchbay\/contracts$/ }, () => ({ path: contracts, namespace: 'contracts' }));
    onLoad({ filter: /.*/, namespace: 'contracts' }, ({ path }) => ({ contents: `export { isId, timeOf } from './id.ts'; export { render } from './template-text.ts';`, loader: 'js', resolveDir: path }));
  },
};

const lean = ({ resources, actions }: CatalogDocument) => ({
  resources: resources.filter(({ kind }) => kind === 'resource').map(({ name, plural, prefix, title, description, kind, state, deletion, key, indexed, once, example, create, view }) =>
    ({ name, plural, prefix, title, description, kind, state, deletion, key, indexed, once, example, create, view: { ...view, properties: onlyNew(create, view) } })),
  actions: actions.filter(({ resource, safety, state }) => resource === undefined && safety !== 'safe' && state === 'live').map(({ id, title, description, safety, state, input }) => ({ id, title, description, safety, state, input })),
});

/** What is declared is read from the creation. */
const onlyNew = (create: CatalogDocument['resources'][number]['create'], view: typeof create): object =>
  Object.fromEntries(Object.entries((view['properties'] ?? {}) as object).filter(([name]) => !(name in ((create['properties'] ?? {}) as object))));
