import { loadCatalog, resourceOf } from '../catalog.ts';
import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { findOne } from '../find-one.ts';
import { printOne } from '../output/print.ts';

export const get = defineCommand({
  name: 'get',
  summary: 'show one thing',
  args: [{ name: 'resource', of: 'resource' }, { name: 'id|key' }],
  flags: {},
  examples: ['patchbay get project shop', 'patchbay get environment shop/production', 'patchbay get role_binding subject_kind=group,subject=ops,role=admin -o json'],
  async run([word = '', which = ''], flags, io) {
    const resource = resourceOf(word, await loadCatalog());
    await printOne(await findOne(resource, which, await connect(flags, io), io.signal), flags.output, io);
  },
});
