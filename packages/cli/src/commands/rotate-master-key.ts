import { defineCommand } from '../command.ts';
import { hubConfig, inFolder } from '../hub-config.ts';
import { isData, printData } from '../output/print.ts';

export const rotateMasterKey = defineCommand({
  name: 'rotate-master-key',
  summary: 'wrap all data keys with another master key',
  args: [{ name: 'new-key-file', of: 'file' }],
  flags: { data: { type: 'string', value: 'DIR', summary: 'the data folder; instead of PATCHBAY_DATA_DIR' } },
  examples: ['patchbay rotate-master-key /etc/patchbay/master.key.next'],
  notes: 'The key file is made if it is not there. Where it lies beside that of the hub, with .next behind its name, hubs that run take it over by themselves; else start them with PATCHBAY_MASTER_KEY_FILE set to it. It may be repeated.',
  async run([file = ''], flags, io) {
    const config = await hubConfig(io, inFolder(flags.data));
    const { rotateMasterKeyOffline } = await import('@patchbay/hub');
    const { rewrapped } = await rotateMasterKeyOffline(config, { ...config.keys, kind: 'file', file });
    if (isData(flags.output)) return printData({ rewrapped, file }, flags.output, io);
    const taken = file.endsWith('.next') && config.keys.kind === 'file';
    io.out(`${rewrapped} data keys are wrapped with ${file}. ${taken ? `Hubs whose key is ${file.slice(0, -'.next'.length)} take it over; put it in the place of that once a repeat says 0` : `Restart the hubs with PATCHBAY_MASTER_KEY_FILE=${file}`}\n`);
  },
});
