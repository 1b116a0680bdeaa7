import { loadCatalog, resourceOf } from '../catalog.ts';
import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { findOne } from '../find-one.ts';
import { isData, printData, printList } from '../output/print.ts';

export const keysList = defineCommand({
  name: 'keys list',
  summary: 'show the API keys, without the keys themselves',
  args: [],
  flags: {},
  examples: ['patchbay keys list'],
  async run(_, flags, io) {
    const hub = await connect(flags, io);
    const keys = [];
    for await (const key of hub.api_keys.each({ limit: 500 }, { signal: io.signal })) keys.push(key);
    await printList(keys, ['name', 'prefix', 'scopes', 'expires_at', 'last_used_at', 'enabled', 'id'], flags.output, io);
  },
});

export const keysRevoke = defineCommand({
  name: 'keys revoke',
  summary: 'take an API key back; it stops working at once',
  args: [{ name: 'id|name' }],
  flags: {},
  examples: ['patchbay keys revoke ci'],
  async run([which = ''], flags, io) {
    const hub = await connect(flags, io);
    const { id } = await findOne(resourceOf('api_key', await loadCatalog()), which, hub, io.signal);
    const answer = await hub.api_keys.delete(id, { signal: io.signal });
    if (isData(flags.output)) return printData(answer, flags.output, io);
    io.out(`API key ${which} (${id}) revoked\n`);
  },
});
