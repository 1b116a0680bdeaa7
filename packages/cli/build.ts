/** Bundles `patchbay` into dist/, or the folder that is named: one program, the thread that writes SQLite beside it, and chunks that are read only when needed. */
import { chmod, copyFile, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

const here = import.meta.dirname;
const outdir = resolve(process.argv[2] ?? join(here, 'dist'));
/** Files that run as threads or processes of their own, by name in dist/. */
const threads: Readonly<Record<string, string>> = {
  'sqlite-writer': join(here, '../storage/src/sqlite/writer.ts'),
  'sandbox-executor': join(here, '../sandbox/src/executor.ts'),
  'sandbox-process': join(here, '../sandbox/src/process/main.ts'),
};
/** Engines of the sandbox: WebAssembly of packages, by name in dist/. */
const engines: Readonly<Record<string, string>> = { 'quickjs-ng.wasm': 'quickjs-wasi/quickjs.wasm', 'quickjs.wasm': '@jitl/quickjs-wasmfile-release-sync/wasm' };

/** A thread is named by its source file, an engine by its package; in the bundle they have other names. */
const threadUrls: Plugin = {
  name: 'thread urls',
  setup({ onLoad }) {
    onLoad({ filter: /packages[\\/][^\\/]+[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text.replace(/new URL\('\.\/([\w/-]+)\.ts', import\.meta\.url\)/g, (_, name: string) => {
        const output = Object.entries(threads).find(([, file]) => file === join(path, '..', `${name}.ts`))?.[0];
        if (output === undefined) throw new Error(`${path} starts ${name}.ts as a thread: add it to the threads in packages/cli/build.ts`);
        return `new URL('./${output}.mjs', import.meta.url)`;
      }).replace(/new URL\(import\.meta\.resolve\('([^']+)'\)\)/g, (_, name: string) => {
        const output = Object.entries(engines).find(([, file]) => file === name)?.[0];
        if (output === undefined) throw new Error(`${path} reads ${name}: add it to the engines in packages/cli/build.ts`);
        return `new URL('./${output}', import.meta.url)`;
      });
      return contents === text ? undefined : { contents, loader: 'ts' };
    });
  },
};

/** Packages in CommonJS ask for these. */
const banner = `import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url), __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));`;

if (process.argv[2] === undefined) await rm(outdir, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: { patchbay: join(here, 'src/bin.ts'), ...threads },
  outdir,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunk-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minify: true,
  legalComments: 'linked',
  banner: { js: banner },
  external: ['pg-native', 'esbuild'],
  plugins: [threadUrls],
  metafile: true,
  logLevel: 'warning',
});
const { resolve: locate } = createRequire(join(here, '../sandbox/package.json'));
for (const [name, file] of Object.entries(engines)) await copyFile(locate(file), join(outdir, name));
await chmod(join(outdir, 'patchbay.mjs'), 0o755);
await copyFile(join(here, '../../actions/program/patchbay-ci.cjs'), join(outdir, 'patchbay-ci.cjs'));
const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
console.log(`patchbay.mjs and ${Object.keys(metafile.outputs).length - 1} files beside it, ${Math.round(bytes / 1024)} kB`);
