import { loadCatalog, resourceOf } from '../catalog.ts';
import { defineCommand } from '../command.ts';
import { usage } from '../complaint.ts';
import { connect } from '../connect.ts';
import { exitCodes } from '../exit-code.ts';
import { findOne } from '../find-one.ts';
import type { Io } from '../io.ts';
import { isData, printData } from '../output/print.ts';

export const remove = defineCommand({
  name: 'delete',
  summary: 'delete one thing',
  args: [{ name: 'resource', of: 'resource' }, { name: 'id|key' }],
  flags: {
    yes: { type: 'boolean', short: 'y', summary: 'do not ask' },
    'dry-run': { type: 'boolean', summary: 'say what would happen, change nothing' },
    approval: { type: 'string', value: 'ID', summary: 'the approval that it waited for' },
  },
  examples: ['patchbay delete project shop', 'patchbay delete secret slack/bot-token --yes --approval apr_…'],
  notes: 'A destructive deletion asks for an approval first and ends with exit code 8; somebody else approves it, then repeat with --approval.',
  async run([word = '', which = ''], flags, io) {
    const resource = resourceOf(word, await loadCatalog());
    if (resource.kind === 'record') throw usage(`A ${resource.title.toLowerCase()} can't be deleted: the hub writes it`, 'Only resources can be deleted.');
    const hub = await connect(flags, io);
    const { id, version } = await findOne(resource, which, hub, io.signal);
    const dryRun = flags['dry-run'] === true;
    if (flags.yes !== true && !dryRun && !(await confirmed(`Delete ${resource.title.toLowerCase()} ${which} (${id})? [y/N] `, io))) return exitCodes.failed.code;
    const answer = await hub.resource(resource.plural).delete(id, { signal: io.signal, ifVersion: version, dryRun, approvalId: flags.approval });
    if (isData(flags.output)) return void (await printData(answer, flags.output, io));
    io.out(`${resource.name} ${which} ${dryRun ? 'would be deleted' : 'deleted'}\n`);
  },
});

async function confirmed(question: string, io: Io): Promise<boolean> {
  if (!io.inIsTerminal) throw usage('There is nobody to ask', 'Give --yes to delete without a question.');
  if (/^y(es)?$/i.test((await io.ask(question, false)).trim())) return true;
  io.err('Nothing was deleted.\n');
  return false;
}
