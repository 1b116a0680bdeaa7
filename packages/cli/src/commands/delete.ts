import { declarationsIn } from '../apply/declarations-in.ts';
import { declaredThings, removeAll } from '../apply/remove.ts';
import { loadCatalog, resourceOf } from '../catalog.ts';
import { defineCommand } from '../command.ts';
import { usage } from '../complaint.ts';
import { confirmed } from '../confirmed.ts';
import { connect } from '../connect.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { findOne } from '../find-one.ts';
import type { Io } from '../io.ts';
import { isData, printData } from '../output/print.ts';

export const remove = defineCommand({
  name: 'delete',
  summary: 'delete one thing, or all that a file declares',
  args: [{ name: 'resource', of: 'resource', optional: true }, { name: 'id|key', optional: true }],
  flags: {
    file: { type: 'string', short: 'f', value: 'FILE', multiple: true, summary: 'all that it declares; - for stdin' },
    yes: { type: 'boolean', short: 'y', summary: 'do not ask' },
    'dry-run': { type: 'boolean', summary: 'say what would happen, change nothing' },
    approval: { type: 'string', value: 'ID', summary: 'the approval that it waited for' },
  },
  examples: ['patchbay delete project shop', 'patchbay delete secret slack/bot-token --yes --approval apr_…', 'patchbay delete -f projects.yaml'],
  notes: 'A destructive deletion asks for an approval first and ends with exit code 8; somebody else approves it, then repeat with --approval. Of a file, what is gone already is no failure.',
  async run([word, which], flags, io) {
    if (flags.file !== undefined) {
      if (word !== undefined || flags.approval !== undefined) throw usage('-f excludes a name and --approval', 'Give one or the other; an approval is for one thing.');
      return removeDeclared(flags.file, { ...flags, yes: flags.yes === true, dryRun: flags['dry-run'] === true }, io);
    }
    if (word === undefined || which === undefined) throw usage('delete needs what to delete', 'patchbay delete RESOURCE ID, or -f FILE.');
    const resource = resourceOf(word, await loadCatalog());
    if (resource.kind === 'record') throw usage(`No ${resource.title.toLowerCase()} can be deleted: the hub writes it`, 'Only resources can be deleted.');
    const hub = await connect(flags, io);
    const { id, version } = await findOne(resource, which, hub, io.signal);
    const dryRun = flags['dry-run'] === true;
    if (flags.yes !== true && !dryRun && !(await confirmed(`Delete ${resource.title.toLowerCase()} ${which} (${id})? [y/N] `, io))) return exitCodes.failed.code;
    const answer = await hub.resource(resource.plural).delete(id, { signal: io.signal, ifVersion: version, dryRun, approvalId: flags.approval });
    if (isData(flags.output)) return void (await printData(answer, flags.output, io));
    io.out(`${resource.name} ${which} ${dryRun ? 'would be deleted' : 'deleted'}\n`);
  },
});

interface Asked { readonly yes: boolean; readonly dryRun: boolean; readonly output?: string; readonly url?: string; readonly profile?: string; readonly tenant?: string }

async function removeDeclared(files: readonly string[], { yes, dryRun, output: format, ...target }: Asked, io: Io): Promise<ExitCode> {
  const catalog = await loadCatalog();
  const declarations = await declarationsIn(files, catalog, io, { secrets: false });
  const ports = { hub: await connect(target, io), catalog, signal: io.signal };
  const doomed = await declaredThings(declarations, ports);
  if (doomed.length > 0 && !yes && !dryRun && !(await confirmed(`Delete ${doomed.map(({ name }) => name).join(', ')}? [y/N] `, io))) return exitCodes.failed.code;
  const { lines, exit } = await removeAll(doomed, ports, { dryRun, diff: false, format, io });
  if (isData(format)) await printData(lines, format, io);
  return exit;
}
