import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { defineCommand } from '../command.ts';
import { isData, printData } from '../output/print.ts';
import { buildPackage } from '../plugin/build-package.ts';
import { findPlugin } from '../plugin/plugin-file.ts';

export const pluginPack = defineCommand({
  name: 'plugin pack',
  summary: 'make the package of a plugin: the same bytes for the same plugin',
  args: [{ name: 'folder', optional: true }],
  flags: { out: { type: 'string', value: 'DIR', summary: 'where the package goes; here, if absent' } },
  examples: ['patchbay plugin pack', 'patchbay plugin pack ./weather --out dist'],
  async run([folder = '.'], flags, io) {
    const { tgz, sha256, fileName, manifest } = await buildPackage(await findPlugin(folder));
    const { readPackage } = await import('@patchbay/plugins');
    readPackage(tgz); // what the hub would refuse is refused here
    const file = join(resolve(flags.out ?? '.'), fileName);
    await writeFile(file, tgz);
    if (isData(flags.output)) return printData({ file, sha256, size: tgz.length, permissions: manifest.permissions }, flags.output, io);
    io.out(`${file}\n`);
    io.err(`sha256 ${sha256}, ${tgz.length} bytes. It asks for ${manifest.permissions.join(', ') || 'nothing'}.\n`);
  },
});
