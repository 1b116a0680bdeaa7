import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { printOne } from '../output/print.ts';

export const whoami = defineCommand({
  name: 'whoami',
  summary: 'who this credential is, and what it may do',
  args: [],
  flags: {},
  examples: ['patchbay whoami'],
  async run(_, flags, io) {
    const hub = await connect(flags, io);
    await printOne({ ...(await hub.call('whoami', {}, { signal: io.signal })), url: hub.url }, flags.output, io);
  },
});
