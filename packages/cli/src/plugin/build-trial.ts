/** A package of a plugin as it is at this moment, under a version of its own: what it says of itself is asked in the sandbox, so that nothing of an older moment is kept. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Packed } from '@patchbay/plugins';
import { createSandbox } from '@patchbay/sandbox';
import type { Manifest } from '@patchbay/sdk';
import { Complaint } from '../complaint.ts';
import { bundlePlugin } from './bundle-plugin.ts';

export async function buildTrial(file: string, folder: string, now: number): Promise<Packed & { readonly manifest: Manifest }> {
  const { packPlugin } = await import('@patchbay/plugins');
  const { code, sourceMap } = await bundlePlugin(file, `dev.${Math.floor(now / 1000)}`);
  const manifest = await describe(code, now);
  const text = (path: string, content: string) => ({ path, content: Buffer.from(content) });
  const paper = async (path: string, otherwise: string) => text(path, await readFile(join(folder, path), 'utf8').catch(() => otherwise));
  return { ...packPlugin(manifest, [text('dist/plugin.js', code), text('dist/plugin.js.map', sourceMap), await paper('README.md', `# ${manifest.title}\n`), await paper('LICENSE', 'Unlicensed: a trial.\n')]), manifest };
}

async function describe(code: string, now: number): Promise<Manifest> {
  const sandbox = createSandbox({ now: () => now, random: () => 0.5 });
  try {
    const loaded = await sandbox.load(code);
    if (loaded.kind === 'refused') throw new Complaint('cli.no_plugin', `The plugin does not load in the sandbox: ${loaded.message}`, 'It has ECMAScript, JSON and ctx, and nothing of Node.');
    const said = await sandbox.run(loaded.program, { name: 'describe', input: 'null', limits: { cpuMs: 1000 } });
    if (said.kind !== 'done' || said.output === null) throw new Complaint('cli.no_plugin', `The plugin does not describe itself: ${said.kind === 'threw' ? said.message : said.kind}`, 'Write: export const plugin = definePlugin({ … }).');
    return JSON.parse(said.output) as Manifest; // made by manifestOf, in the bundle
  } finally {
    await sandbox.close();
  }
}
