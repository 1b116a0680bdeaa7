/** Bundles `patchbay` into dist/, or the folder that is named: one program, the thread that writes SQLite beside it, and chunks that are read only when needed. */
import { chmod, readFile, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

const here = import.meta.dirname;
const outdir = resolve(process.argv[2] ?? join(here, 'dist'));
/** Files that run as threads of their own, by name in dist/. */
const threads: Readonly<Record<string, string>> = { 'sqlite-writer': join(here, '../storage/src/sqlite/writer.ts') };

/** A thread is named by its source file; in the bundle it has another name. */
const threadUrls: Plugin = {
  name: 'thread urls',
  setup({ onLoad }) {
    onLoad({ filter: /packages[\\/][^\\/]+[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text.replace(/new URL\('\.\/([\w-]+)\.ts', import\.meta\.url\)/g, (_, name: string) => {
        const output = Object.entries(threads).find(([, file]) => basename(file) === `${name}.ts`)?.[0];
        if (output === undefined) throw new Error(`${path} starts ${name}.ts as a thread: add it to the threads in packages/cli/build.ts`);
        return `new URL('./${output}.mjs', import.meta.url)`;
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
  external: ['pg-native'],
  plugins: [threadUrls],
  metafile: true,
  logLevel: 'warning',
});
await chmod(join(outdir, 'patchbay.mjs'), 0o755);
const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
console.log(`patchbay.mjs and ${Object.keys(metafile.outputs).length - 1} files beside it, ${Math.round(bytes / 1024)} kB`);
