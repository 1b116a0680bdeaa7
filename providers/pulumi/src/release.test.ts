import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { version } from './version.ts';

test('a release lies beside what is in the folder already, and in the place of the same release', async () => {
  const out = await mkdtemp(join(tmpdir(), 'pulumi-release-'));
  try {
    const others = ['notes.txt', 'pulumi-resource-patchbay-v0.0.1-linux-amd64.tar.gz'];
    for (const name of [...others, `pulumi-resource-patchbay-v${version}-plan9-amd64.tar.gz`]) await writeFile(join(out, name), 'made before');
    await promisify(execFile)(process.execPath, [join(import.meta.dirname, '../release.ts'), '--out', out, '--platforms', 'linux-amd64']);
    const made = [`patchbay-pulumi-${version}.tgz`, `pulumi-resource-patchbay-v${version}-checksums.txt`, `pulumi-resource-patchbay-v${version}-linux-amd64.tar.gz`, 'schema.json'];
    expect((await readdir(out)).sort()).toEqual([...made, ...others].sort());
  } finally {
    await rm(out, { recursive: true, force: true });
  }
});
