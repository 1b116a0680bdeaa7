import { readFile, writeFile } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type Client, createClient } from '@patchbay/client';
import { z } from 'zod';
import { defineCommand } from '../command.ts';
import { Complaint, usage } from '../complaint.ts';
import { target } from '../connect.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { isData, printData } from '../output/print.ts';
import { wholeNumber } from '../take-text.ts';

/** What one hub publishes, to be carried to another. The list is signed and names the sha256 of every package. */
const Bundle = z.object({ kind: z.literal('patchbay-plugin-bundle'), index: z.string(), packages: z.array(z.object({ sha256: z.string(), package: z.string(), signature: z.string() })) });
type Bundle = z.output<typeof Bundle>;
interface Wanted { readonly plugin: string; readonly plugin_version: string; readonly sha256: string; readonly public_key: string }

/** A bundle is held in memory. */
const MOST_BYTES = 2 ** 30;
const LONG_MS = 120_000;

export const pluginBundle = defineCommand({
  name: 'plugin bundle',
  summary: 'carry the plugins of one hub to another that has no network: export, then import',
  args: [{ name: 'export|import' }, { name: 'file', of: 'file' }],
  flags: {
    registry: { type: 'string', value: 'NAME', summary: 'of import: the registry that it comes from, as it is declared in this hub' },
    'valid-for': { type: 'string', value: 'DAYS', summary: 'of export: how long it can be imported; 30, if absent' },
    plugin: { type: 'string', value: 'NAME', multiple: true, summary: 'of export: only these' },
  },
  examples: ['patchbay plugin bundle export plugins.bundle', 'patchbay plugin bundle import plugins.bundle --registry headquarters'],
  notes: 'Declare where it comes from once: patchbay call registry_create -i \'{"name":"headquarters","public_key":"…"}\'. The key is what `patchbay call plugin_index` of the other hub shows; compare it by another way than the bundle came.',
  async run([verb = '', file = ''], flags, io) {
    const hub = createClient({ ...(await target(flags, io)), timeout: LONG_MS });
    if (verb === 'export') return exportTo(file, hub, { days: wholeNumber(flags['valid-for'], 'valid-for') ?? 30, plugins: flags.plugin }, flags.output, io);
    if (verb !== 'import') throw usage(`There is no plugin bundle ${verb}`, 'Use export or import.');
    if (flags.registry === undefined) throw usage('A bundle comes from a registry', 'Give --registry.');
    return importFrom(file, hub, flags.registry, flags.output, io);
  },
});

async function exportTo(file: string, hub: Client, { days, plugins }: { readonly days: number; readonly plugins?: readonly string[] | undefined }, output: string | undefined, io: Io): Promise<void> {
  const { index, public_key, releases } = (await hub.call('plugin_index', { valid_for: days * 86_400 }, { signal: io.signal })) as unknown as { index: string; public_key: string; releases: readonly { plugin: string; sha256: string }[] };
  const packages: Bundle['packages'] = [];
  for (const { sha256 } of releases.filter(({ plugin }) => plugins === undefined || plugins.includes(plugin))) {
    const { package: tgz, signature } = (await hub.call('plugin_package', { sha256 }, { signal: io.signal })) as unknown as { package: string; signature: string };
    packages.push({ sha256, package: tgz, signature });
  }
  await writeFile(file, gzipSync(JSON.stringify({ kind: 'patchbay-plugin-bundle', index, packages } satisfies Bundle)));
  if (isData(output)) return printData({ file, packages: packages.length, public_key }, output, io);
  io.out(`${file}: ${packages.length} packages, signed with ${public_key}\n`);
}

/** The list is believed first, by the hub; what it does not name is not looked at. */
async function importFrom(file: string, hub: Client, name: string, output: string | undefined, io: Io): Promise<ExitCode | void> {
  const { index, packages } = await readBundle(file);
  const { items } = (await hub.call('registry_list', { name }, { signal: io.signal })) as unknown as { items: readonly { id: string }[] };
  const registry = items[0];
  if (registry === undefined) throw new Complaint('cli.no_registry', `There is no registry ${name} here`, 'Declare it with registry_create: its name, and the key that signs its list.', exitCodes.notFound.code);
  const byDigest = new Map(packages.map((each) => [each.sha256, each]));
  const [taken, revoked]: [string[], string[]] = [[], []];
  let refused: string[] = [];
  for (let before = -1; before < taken.length;) { // again while something came: a publisher may have gone from key to key
    before = taken.length;
    const list = (await hub.call('registry_refresh', { id: registry.id, index }, { signal: io.signal })) as unknown as { wanted: readonly Wanted[]; revoked: readonly string[] };
    revoked.push(...list.revoked);
    refused = [];
    for (const { plugin, plugin_version, sha256, public_key } of list.wanted) {
      const found = byDigest.get(sha256);
      if (found === undefined) continue; // it was left out of the bundle
      const wrong = await take(found, sha256, public_key, hub, io);
      if (wrong === undefined) taken.push(`${plugin} ${plugin_version}`);
      else refused.push(`${plugin} ${plugin_version}: ${wrong}`);
    }
    if (refused.length === 0) break;
  }
  if (isData(output)) await printData({ taken, revoked, refused }, output, io);
  else io.out([...taken.map((each) => `${each}\n`), ...revoked.map((each) => `${each} was taken back\n`)].join(''));
  for (const each of refused) io.err(`${each}\n`);
  if (refused.length > 0) return exitCodes.failed.code;
}

async function take({ package: tgz, signature }: Bundle['packages'][number], sha256: string, public_key: string, hub: Client, { signal }: Io): Promise<string | undefined> {
  const { digest } = await import('@patchbay/vault');
  if (digest(Buffer.from(tgz, 'base64')) !== sha256) return 'its sha256 is another one than the list says';
  return hub.call('plugin_publish', { package: tgz, signature, public_key }, { signal }).then(() => undefined, (error: unknown) => (error instanceof Error ? error.message : 'it was refused'));
}

async function readBundle(file: string): Promise<Bundle> {
  const text = await readFile(file).then((bytes) => JSON.parse(gunzipSync(bytes, { maxOutputLength: MOST_BYTES }).toString('utf8')) as unknown).catch(() => undefined);
  const parsed = Bundle.safeParse(text);
  if (!parsed.success) throw new Complaint('cli.no_bundle', `${file} is no bundle of plugins`, 'Make one with patchbay plugin bundle export.');
  return parsed.data;
}
