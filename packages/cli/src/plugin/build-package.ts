/** A plugin’s folder as a package: one bundle, what it says of itself, its papers and its bill of materials. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Packed, PackageFile } from '@patchbay/plugins';
import { Complaint } from '../complaint.ts';
import { bundlePlugin } from './bundle-plugin.ts';
import type { Found } from './plugin-file.ts';

const PAPERS = [['README.md', true], ['LICENSE', true], ['CHANGELOG.md', false], ['icon.svg', false]] as const;

export async function buildPackage({ file, folder, manifest }: Found): Promise<Packed & { readonly code: string }> {
  const { packPlugin } = await import('@patchbay/plugins');
  const { code, sourceMap, inputs } = await bundlePlugin(file);
  const papers = await Promise.all(PAPERS.map(async ([path, needed]): Promise<PackageFile[]> => {
    const content = await readFile(join(folder, path)).catch(() => undefined);
    if (content === undefined && needed) throw new Complaint('cli.no_paper', `${path} is missing in ${folder}`, 'People read it before they install; write it.');
    return content === undefined ? [] : [{ path, content }];
  }));
  const text = (path: string, content: string): PackageFile => ({ path, content: Buffer.from(content) });
  return { code, ...packPlugin(manifest, [text('dist/plugin.js', code), text('dist/plugin.js.map', sourceMap), text('sbom.cdx.json', billOf(manifest, inputs)), ...papers.flat()]) };
}

/** CycloneDX: which packages went into the bundle. */
function billOf({ id, version }: Found['manifest'], inputs: readonly string[]): string {
  const names = [...new Set(inputs.flatMap((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []))].sort();
  return `${JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, metadata: { component: { type: 'library', name: id, version } }, components: names.map((name) => ({ type: 'library', name })) }, undefined, 1)}\n`;
}
