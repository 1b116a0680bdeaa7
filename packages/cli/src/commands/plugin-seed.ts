import { createClient } from '@patchbay/client';
import { defineCommand } from '../command.ts';
import { usage } from '../complaint.ts';
import { target } from '../connect.ts';
import { didYouMean } from '../nearest.ts';
import { isData, printData } from '../output/print.ts';
import { buildPackage } from '../plugin/build-package.ts';
import { readKeyFile } from '../plugin/key-file.ts';
import { findPlugin } from '../plugin/plugin-file.ts';
import { fileURLToPath } from 'node:url';

export const pluginSeed = defineCommand({
  name: 'plugin seed',
  summary: 'publish the plugins of the gallery to the hub, those that it has not',
  args: [{ name: 'name', optional: true }],
  flags: { key: { type: 'string', value: 'FILE', summary: 'the key of the namespace patchbay; instead of PATCHBAY_PLUGIN_KEY_FILE' } },
  examples: ['patchbay plugin seed --key patchbay.key', 'patchbay plugin seed freeze-calendar --key patchbay.key'],
  notes: 'The first key that publishes in the namespace patchbay of a hub owns it there. Only the root tenant may.',
  async run([only], flags, io) {
    const [{ gallery }, { signPackage }] = await Promise.all([import('@patchbay/gallery'), import('@patchbay/plugins')]);
    const names = gallery.map(({ name }) => name);
    if (only !== undefined && !names.includes(only)) throw usage(`There is no ${only} in the gallery.${didYouMean(only, names)}`, `Use one of: ${names.join(', ')}.`);
    const pair = await readKeyFile(flags.key ?? io.env['PATCHBAY_PLUGIN_KEY_FILE'] ?? 'publisher.key');
    const hub = createClient({ ...(await target(flags, io)), timeout: LONG_MS });
    const there = await versionsIn(hub, io.signal);
    const published: string[] = [];
    for (const { name, plugin, folder } of gallery) {
      if ((only !== undefined && name !== only) || there.get(plugin.id) === plugin.version) continue;
      const { tgz } = await buildPackage(await findPlugin(fileURLToPath(folder)));
      const signature = signPackage(tgz, { sequence: Math.floor(io.now() / 1000), sdkVersion: '0.1.0' }, pair);
      await hub.call('plugin_publish', { package: tgz.toString('base64'), signature, public_key: pair.publicKey }, { signal: io.signal });
      published.push(`${plugin.id} ${plugin.version}`);
      if (!isData(flags.output)) io.out(`${published.at(-1)}\n`);
    }
    if (isData(flags.output)) await printData({ published }, flags.output, io);
    else if (published.length === 0) io.err('The hub has them all.\n');
  },
});

async function versionsIn(hub: ReturnType<typeof createClient>, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const { items } = (await hub.call('plugin_list', { limit: 500 }, { signal })) as { items: readonly { name: string; version: string }[] };
  return new Map(items.map(({ name, version }) => [name, version]));
}

/** A package is megabytes, and all of it is verified. */
const LONG_MS = 120_000;
