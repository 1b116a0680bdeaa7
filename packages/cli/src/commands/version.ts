import about from '../../package.json' with { type: 'json' };
import { defineCommand } from '../command.ts';
import { isData, printData } from '../output/print.ts';

export const version = defineCommand({
  name: 'version',
  summary: 'the version of this program',
  args: [],
  flags: {},
  examples: ['patchbay version'],
  notes: 'patchbay --version and -V say the same.',
  async run(_, flags, io) {
    if (isData(flags.output)) return printData({ version: about.version, node: process.version }, flags.output, io);
    io.out(`patchbay ${about.version} on Node ${process.version}\n`);
  },
});
