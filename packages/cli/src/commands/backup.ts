import { defineCommand } from '../command.ts';
import { hubConfig, inFolder } from '../hub-config.ts';
import { isData, printData } from '../output/print.ts';
import { wholeStore } from '../whole-store.ts';

export const backup = defineCommand({
  name: 'backup',
  summary: 'write the whole store into one file, while the hub runs',
  args: [{ name: 'file', of: 'file' }],
  flags: { data: { type: 'string', value: 'DIR', summary: 'the data folder; instead of PATCHBAY_DATA_DIR' } },
  examples: ['patchbay backup hub-2030-01-01.backup', 'patchbay backup --data /var/lib/patchbay hub.backup'],
  notes: 'It needs the data folder (or PATCHBAY_DATABASE_URL), not a key. The master key is not in the file: keep that elsewhere.',
  async run([file = ''], flags, io) {
    const storage = await import('@patchbay/storage');
    const { rows } = await wholeStore(await hubConfig(io, inFolder(flags.data)), 'backup', io, (place, watching) => storage.backup(place, file, watching));
    if (isData(flags.output)) return printData({ file, rows }, flags.output, io);
    io.out(`${rows} rows are in ${file}\n`);
  },
});
