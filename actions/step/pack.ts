/** `node pack.ts FOLDER`: what is uploaded, from the committed bundles: the extension for Azure DevOps, and the functions for AWS. The same sources give the same bytes. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { vsixOf } from './vsix.ts';
import { type Entry, zip } from './zip.ts';

const actions = join(import.meta.dirname, '..');
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Say where to write to: node actions/step/pack.ts FOLDER');
  process.exitCode = 2;
} else {
  await mkdir(folder, { recursive: true });
  await pack('patchbay.vsix', vsixOf(await readFile(join(actions, 'azure-devops/vss-extension.json'), 'utf8'), await filesIn('azure-devops', ['tasks', 'README.md'])));
  await pack('patchbay-codepipeline.zip', await filesIn('codepipeline', ['lambda', 'approvals']));
}

async function pack(name: string, entries: readonly Entry[]): Promise<void> {
  const bytes = zip(entries);
  await writeFile(join(folder ?? '', name), bytes);
  console.log(`${createHash('sha256').update(bytes).digest('hex')}  ${name}`);
}

/** Files and folders, with paths below `from`. */
async function filesIn(from: string, parts: readonly string[]): Promise<readonly Entry[]> {
  const root = join(actions, from);
  const found = await Promise.all(parts.map(async (part) => {
    const below = await readdir(join(root, part), { recursive: true, withFileTypes: true }).catch(() => undefined);
    return below === undefined ? [part] : below.filter((each) => each.isFile()).map((each) => relative(root, join(each.parentPath, each.name)));
  }));
  return Promise.all(found.flat().map(async (path) => ({ path, bytes: await readFile(join(root, path)) })));
}
