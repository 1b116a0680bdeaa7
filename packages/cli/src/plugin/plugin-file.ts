/** The plugin in a folder: found, loaded, and looked at as the hub will look at it. */
import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Manifest, manifestOf, type Plugin } from '@patchbay/sdk';
import { Complaint } from '../complaint.ts';
import { findsSdk, ownSdk } from './sdk.ts';

export interface Found { readonly file: string; readonly folder: string; readonly plugin: Plugin; readonly manifest: Manifest }

const PLACES = ['plugin.ts', 'src/plugin.ts', 'plugin.js', 'src/plugin.js'];

export async function findPlugin(folder: string): Promise<Found> {
  const root = resolve(folder);
  for (const place of PLACES) {
    const file = join(root, place);
    if (!(await access(file).then(() => true, () => false))) continue;
    if (!findsSdk(root)) throw new Complaint('cli.no_sdk', `${root} finds no @patchbay/sdk`, `In that folder: npm install --no-save ${ownSdk() ?? 'and the path of packages/sdk in a checkout'}`);
    const { plugin } = (await import(pathToFileURL(file).href)) as { readonly plugin?: Plugin };
    if (plugin === undefined) throw new Complaint('cli.no_plugin', `${file} exports nothing called plugin`, 'Write: export const plugin = definePlugin({ … }).');
    return { file, folder: root, plugin, manifest: manifestOf(plugin) };
  }
  throw new Complaint('cli.no_plugin', `There is no plugin in ${root}`, `Put it into ${PLACES[0]}, or make one with patchbay plugin new.`);
}
