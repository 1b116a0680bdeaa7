import { defineCommand } from '../command.ts';
import { hubConfig, inFolder } from '../hub-config.ts';
import { isData, printData } from '../output/print.ts';

export const migrate = defineCommand({
  name: 'migrate',
  summary: 'bring a store to this release, and end',
  args: [],
  flags: { data: { type: 'string', value: 'DIR', summary: 'the data folder; instead of PATCHBAY_DATA_DIR' } },
  examples: ['patchbay migrate', 'PATCHBAY_DATABASE_URL=postgres://hub@db/hub patchbay migrate'],
  notes: 'Every hub does this when it starts; before a roll-out it shows what is wrong while the old hubs still run. A new store shows its first key to nobody then: make one with `patchbay keys create`.',
  async run(_, flags, io) {
    const config = await hubConfig(io, inFolder(flags.data));
    const { migrateOffline, version } = await import('@patchbay/hub');
    const { fresh } = await migrateOffline(config);
    if (isData(flags.output)) return printData({ version, fresh }, flags.output, io);
    io.out(`The store fits release ${version}.${fresh ? ' It is new: make a key for yourself with `patchbay keys create admin --scope "*" --data DIR`.' : ''}\n`);
  },
});
