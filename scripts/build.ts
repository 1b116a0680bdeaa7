/**
 * The release: hub and command line in one folder, packages/cli/dist, that runs on Node 24 without node_modules.
 * Code that is loaded late stays apart, so that a start reads only what it needs.
 */
import { copyFile, glob, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';

const root = join(import.meta.dirname, '..');
const out = join(root, 'packages/cli/dist');

/** A thread starts from a file of its own: `new URL('./writer.ts', import.meta.url)`. */
const THREAD = /new URL\('(\.[^']+)\.ts', import\.meta\.url\)/g;

const started = performance.now();
await rm(out, { recursive: true, force: true });
const result = await build({
  absWorkingDir: root,
  entryPoints: ['packages/cli/src/bin.ts', ...(await threads())],
  entryNames: '[name]',
  outdir: out,
  bundle: true,
  splitting: true,
  minify: true,
  keepNames: true, // names of errors and functions are part of what logs say
  format: 'esm',
  platform: 'node',
  target: 'node24',
  external: ['pg-native'],
  banner: { js: `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);` }, // for CommonJS inside
  plugins: [threadsBesideTheirStarter()],
  metafile: true,
  logLevel: 'warning',
});
await describeRelease();
const bytes = Object.values(result.metafile.outputs).reduce((sum, { bytes: each }) => sum + each, 0);
console.log(`packages/cli/dist: ${Object.keys(result.metafile.outputs).length} files, ${(bytes / 1e6).toFixed(1)} MB, ${((performance.now() - started) / 1000).toFixed(1)} s`);

async function threads(): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob('packages/*/src/**/*.ts', { cwd: root })) {
    if (file.endsWith('.test.ts')) continue;
    for (const [, target = ''] of (await readFile(join(root, file), 'utf8')).matchAll(THREAD)) found.push(join(dirname(file), `${target}.ts`));
  }
  return found;
}

/** All files of the release lie in one folder. */
function threadsBesideTheirStarter(): Plugin {
  return {
    name: 'threads',
    setup: ({ onLoad }) => onLoad({ filter: /packages\/[^/]+\/src\/.*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return { contents: text.replace(THREAD, (_, target: string) => `new URL('./${basename(target)}.js', import.meta.url)`), loader: 'ts' };
    }),
  };
}

async function describeRelease(): Promise<void> {
  const { version, license, description } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Record<string, string>;
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'package.json'), `${JSON.stringify({ name: 'patchbay', version, license, description, type: 'module', bin: { patchbay: 'bin.js' }, engines: { node: '>=24' } }, null, 2)}\n`);
  await copyFile(join(root, 'LICENSE'), join(out, 'LICENSE'));
  await stat(join(out, 'bin.js')).catch(() => { throw new Error(`the build made no ${relative(root, out)}/bin.js`); });
}
