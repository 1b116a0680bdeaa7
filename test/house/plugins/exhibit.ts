/** A plugin of the gallery as a signed release, installed in a hub and allowed what it asks for. */
import { fileURLToPath } from 'node:url';
import { bundlePlugin } from '@patchbay/cli';
import { gallery } from '@patchbay/gallery';
import { packPlugin, signPackage } from '@patchbay/plugins';
import { manifestOf } from '@patchbay/sdk';
import { generateSigningKey } from '@patchbay/vault';

type Tool = (action: string, input: object) => Promise<Record<string, unknown>>;

const key = generateSigningKey();

export async function installExhibit(name: string, config: object, tool: Tool, more: { readonly secrets?: object; readonly permissions?: readonly string[] } = {}): Promise<Record<string, unknown>> {
  const exhibit = gallery.find((each) => each.name === name);
  if (exhibit === undefined) throw new Error(`The gallery has no ${name}`);
  const { code, sourceMap } = await bundlePlugin(fileURLToPath(exhibit.file));
  const text = (path: string, content: string) => ({ path, content: Buffer.from(content) });
  const { tgz, manifest } = packPlugin(manifestOf(exhibit.plugin), [text('dist/plugin.js', code), text('dist/plugin.js.map', sourceMap), text('README.md', `# ${exhibit.plugin.title}\n`), text('LICENSE', 'Apache-2.0\n')]);
  await tool('plugin_publish', { package: tgz.toString('base64'), signature: signPackage(tgz, { sequence: 1, sdkVersion: '0.1.0' }, key), public_key: key.publicKey });
  const made = await tool('plugin_install', { name: manifest.id, config, permissions: manifest.permissions, enabled: true, ...more });
  if (made['status'] !== 'enabled') throw new Error(`${name} is not enabled: ${JSON.stringify(made)}`);
  return made;
}
