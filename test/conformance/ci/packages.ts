/** What is uploaded, packed from the committed bundles. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { unzip } from './unzip.ts';

export type Package = 'patchbay.vsix' | 'patchbay-codepipeline.zip';

const pack = join(import.meta.dirname, '../../../actions/step/pack.ts');
let first: Promise<ReadonlyMap<Package, Buffer>> | undefined;

export async function packNow(): Promise<ReadonlyMap<Package, Buffer>> {
  const folder = await mkdtemp(join(tmpdir(), 'packages-'));
  try {
    await promisify(execFile)(process.execPath, [pack, folder]);
    const names: readonly Package[] = ['patchbay.vsix', 'patchbay-codepipeline.zip'];
    return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Packed once in this process. */
export async function packed(name: Package): Promise<Buffer> {
  const bytes = (await (first ??= packNow())).get(name);
  if (bytes === undefined) throw new Error(`${name} was not packed`);
  return bytes;
}

/** Unpacked into a folder that goes away afterwards. */
export async function unpacked(name: Package, use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'unpacked-'));
  try {
    for (const { path, bytes } of unzip(await packed(name))) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), bytes);
    }
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
