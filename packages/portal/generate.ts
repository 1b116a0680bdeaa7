/** Bundles the page into one module of texts: a hub serves it from memory, from its sources as from a bundle. */
import { join } from 'node:path';
import { build } from 'esbuild';

export const generators = [{ file: 'packages/portal/src/generated/page.ts', render }] as const;

async function render(): Promise<string> {
  const [script, style] = await Promise.all(['main.ts', 'style.css'].map(bundled));
  return `/** Written by npm run catalog from packages/portal/page. */\nexport const script = ${JSON.stringify(script)};\nexport const style = ${JSON.stringify(style)};\n`;
}

async function bundled(file: string): Promise<string> {
  const { outputFiles } = await build({ entryPoints: [join(import.meta.dirname, 'page', file)], bundle: true, write: false, minify: true, format: 'esm', target: ['chrome123', 'firefox120', 'safari17.5'], charset: 'utf8', tsconfigRaw: {} });
  return outputFiles[0]!.text.trim();
}
