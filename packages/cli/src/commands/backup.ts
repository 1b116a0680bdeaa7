import { defineCommand } from '../command.ts';
import { isData, printData } from '../output/print.ts';

export const backup = defineCommand({
  name: 'backup',
  summary: 'write the whole store into one file, while the hub runs',
  args: [{ name: 'file', of: 'file' }],
  flags: { data: { type: 'string', value: 'DIR', summary: 'the data folder; instead of PATCHBAY_DATA_DIR' } },
  examples: ['patchbay backup hub-2030-01-01.backup', 'patchbay backup --data /var/lib/patchbay hub.backup'],
  notes: 'It needs the data folder (or PATCHBAY_DATABASE_URL), not a key. The master key is not in it: keep that elsewhere.',
  async run([file = ''], flags, io) {
    throw new Error(`${file}${String(flags.data)}${String(io.home)}${String(isData(flags.output))}${String(printData)}`);
  },
});
