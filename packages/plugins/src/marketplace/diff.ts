/** plugin_diff: what a reviewer looks at before the next version is let in. */
import { Failure, operation, type Operation, pluginDiff, type Row } from '@patchbay/contracts';
import type { Manifest } from '@patchbay/sdk';
import type { Store } from '@patchbay/storage';
import { readBlob } from '../packages/blobs.ts';
import { readPackage } from '../packages/package-file.ts';
import type { PackageFile } from '../packages/tar.ts';
import type { Registry } from '../registry/registry.ts';
import { lineDiff } from './line-diff.ts';

export interface DiffPorts { readonly store: Store; readonly registry: Registry; readonly root: string }

interface Opened { readonly manifest: Manifest; readonly files: readonly PackageFile[] }

const TEXT = /\.(js|json|md|svg|html|css|txt)$|^LICENSE$/;
const MOST_BYTES = 400_000;
const MOST_TEXT = 200_000;

export function diffOperation({ store, registry, root }: DiffPorts): Operation {
  async function open(tenant: string, plugin: string, version: string): Promise<Opened> {
    const row = await releaseRow(tenant, plugin, version);
    if (row !== undefined) return readPackage(await readBlob(store, row.tenant, String(row.body['sha256'])));
    const release = registry.get(tenant, plugin, version);
    if (release === undefined) throw new Failure('plugin.not_found', `There is no release ${version} of ${plugin} here`, { plugin });
    return { manifest: release.manifest, files: [] }; // it comes with the hub
  }

  async function releaseRow(tenant: string, plugin: string, version: string): Promise<Row | undefined> {
    for (const of of new Set([tenant, root])) {
      const rows = await store.list('plugin_release', { tenant: of, where: { plugin }, limit: 1000 });
      const row = rows.find(({ body }) => body['plugin_version'] === version);
      if (row !== undefined) return row;
    }
    return undefined;
  }

  return operation(pluginDiff, async ({ name, from, to }, { caller: { tenant } }) => {
    const plugin = registry.named(tenant, name);
    const newer = to ?? registry.releases(tenant, plugin)[0]!.version;
    const [before, after] = [await open(tenant, plugin, from), await open(tenant, plugin, newer)];
    const ids = ({ actions, queries }: Manifest): string[] => [...actions, ...queries].map((each) => each.name);
    const fields = ({ config, secrets }: Manifest): string[] => [...Object.keys((config['properties'] ?? {}) as object), ...secrets.map((each) => `secret ${each.name}`)];
    return {
      plugin, from, to: newer,
      permissions: changed(before.manifest.permissions, after.manifest.permissions), actions: changed(ids(before.manifest), ids(after.manifest)), config: changed(fields(before.manifest), fields(after.manifest)),
      files: filesBetween(before.files, after.files),
    };
  });
}

const changed = (before: readonly string[], after: readonly string[]) => ({ added: after.filter((each) => !before.includes(each)), removed: before.filter((each) => !after.includes(each)) });

/** plugin.json holds the digests of the others, and the manifest is compared above. */
function filesBetween(before: readonly PackageFile[], after: readonly PackageFile[]) {
  const paths = [...new Set([...before, ...after].map(({ path }) => path))].filter((path) => path !== 'plugin.json').sort();
  return paths.flatMap((path) => {
    const [old, now] = [before, after].map((files) => files.find((file) => file.path === path)?.content);
    if (old !== undefined && now !== undefined && Buffer.from(old).equals(now)) return [];
    const shown = TEXT.test(path) && !path.endsWith('.map') && (old?.length ?? 0) + (now?.length ?? 0) < MOST_BYTES;
    const change = old === undefined ? ('added' as const) : now === undefined ? ('removed' as const) : ('changed' as const);
    return [{ path, change, ...(shown ? { diff: cut(lineDiff(old?.toString() ?? '', now?.toString() ?? '')) } : {}) }];
  });
}

const cut = (text: string): string => (text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}\n… and more` : text);
