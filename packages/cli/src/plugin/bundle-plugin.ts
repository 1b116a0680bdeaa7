/** A plugin as one file of plain JavaScript for the sandbox: readable, without imports, with its way in. */
import { dirname, basename, resolve } from 'node:path';
import { Failure } from '@patchbay/contracts';

export interface Bundled {
  readonly code: string;
  readonly sourceMap: string;
  /** What went in: for the bill of materials. */
  readonly inputs: readonly string[];
}

/** `file` exports `plugin`. With `trial` its version is a pre-release, such as 1.0.0-dev.1. */
export async function bundlePlugin(file: string, trial?: string): Promise<Bundled> {
  const { build } = await esbuild();
  const entry = `import { guest } from '@patchbay/sdk';\nimport { plugin } from ${JSON.stringify(`./${basename(file)}`)};\nexport const { describe, invoke } = guest(${trial === undefined ? 'plugin' : `{ ...plugin, version: plugin.version.split('-')[0] + '-${trial}' }`});\n`;
  const { outputFiles, metafile } = await build({
    stdin: { contents: entry, resolveDir: dirname(resolve(file)), sourcefile: 'patchbay-guest.ts', loader: 'ts' },
    bundle: true, format: 'esm', platform: 'neutral', target: 'es2022', charset: 'utf8', treeShaking: true, sourcemap: 'external', sourcesContent: false, outfile: 'plugin.js', write: false, metafile: true, logLevel: 'silent', mainFields: ['module', 'main'],
    conditions: ['import'],
  }).catch((error: unknown) => { throw new Failure('package.refused', `The plugin can’t be bundled: ${error instanceof Error ? (error.message.split('\n')[1] ?? error.message).trim() : 'unknown'}`, { step: 'bundle', reason: 'esbuild refused it' }); });
  const text = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { code: text('plugin.js'), sourceMap: text('plugin.js.map'), inputs: Object.keys(metafile.inputs).sort() };
}

async function esbuild() {
  try {
    return await import('esbuild');
  } catch {
    throw new Failure('package.refused', 'esbuild is not there: install it in the folder of the plugin with `npm install --save-dev esbuild`', { step: 'bundle', reason: 'esbuild is missing' });
  }
}
