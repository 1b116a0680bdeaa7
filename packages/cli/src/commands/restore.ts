import { defineCommand } from '../command.ts';
import { hubConfig, inFolder } from '../hub-config.ts';
import { isData, printData } from '../output/print.ts';
import { wholeStore } from '../whole-store.ts';

export const restore = defineCommand({
  name: 'restore',
  summary: 'fill a store from a backup, while no hub runs on it',
  args: [{ name: 'file', of: 'file' }],
  flags: {
    data: { type: 'string', value: 'DIR', summary: 'the data folder; instead of PATCHBAY_DATA_DIR' },
    force: { type: 'boolean', summary: 'also over a store that holds something: what it holds is lost' },
  },
  examples: ['patchbay restore hub.backup', 'patchbay restore hub.backup --data /var/lib/patchbay --force'],
  notes: 'Put the master key of the backup back as well: without it, secrets stay sealed.',
  async run([file = ''], flags, io) {
    const storage = await import('@patchbay/storage');
    const { rows } = await wholeStore(await hubConfig(io, inFolder(flags.data)), 'restore', io, (place, watching) => storage.restore(file, place, { ...watching, force: flags.force === true }));
    if (isData(flags.output)) return printData({ file, rows }, flags.output, io);
    io.out(`${rows} rows are back from ${file}\n`);
  },
});
