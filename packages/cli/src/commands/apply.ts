import type { CatalogResource } from '@patchbay/contracts';
import { applyAll } from '../apply/apply-all.ts';
import type { ApplyPorts } from '../apply/apply-one.ts';
import { declarationsIn } from '../apply/declarations-in.ts';
import { isChange, type Telling } from '../apply/line.ts';
import { prune } from '../apply/prune.ts';
import { loadCatalog, resourceOf } from '../catalog.ts';
import { defineCommand } from '../command.ts';
import { usage } from '../complaint.ts';
import { connect } from '../connect.ts';
import { exitCodes } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { isData, printData } from '../output/print.ts';

export const apply = defineCommand({
  name: 'apply',
  summary: 'create or change what a file declares',
  args: [],
  flags: {
    file: { type: 'string', short: 'f', value: 'FILE', multiple: true, summary: 'YAML or JSON, one or many documents; - for stdin' },
    'dry-run': { type: 'boolean', summary: 'say what would happen, change nothing' },
    check: { type: 'boolean', summary: 'as --dry-run, and end with exit code 9 when the hub is not as declared' },
    diff: { type: 'boolean', summary: 'show each value before and after' },
    secrets: { type: 'string', value: 'WHEN', choices: ['on_create', 'always'], summary: 'send secrets with what is new, or always (default): nobody can compare them' },
    prune: { type: 'string', value: 'RESOURCE', multiple: true, summary: 'delete what is of this kind and in none of the files' },
    yes: { type: 'boolean', short: 'y', summary: 'do not ask before pruning' },
    'show-once': { type: 'boolean', summary: 'show what the hub makes up and shows only once, such as an API key' },
  },
  examples: ['patchbay apply -f projects.yaml', 'patchbay apply -f - --dry-run --diff < projects.yaml', 'patchbay apply -f hub.yaml --check --secrets on_create', 'patchbay apply -f endpoints.yaml --prune endpoint'],
  notes: 'Each document has a kind (project) and the fields of that resource. It is found by its natural key. References may be natural keys (project: shop, bring_up_pipeline: shop/deploy). A secret field takes ${env:NAME} or @file. Fields that are not named are left alone; null puts a default back. Nothing is deleted without --prune. patchbay export writes such a file.',
  async run(_, flags, io) {
    const files = flags.file ?? [];
    if (files.length === 0) throw usage('apply needs a file', 'patchbay apply -f FILE, or -f - for stdin.');
    const catalog = await loadCatalog();
    const pruned = (flags.prune ?? []).map((word) => resourceOf(word, catalog));
    const record = pruned.find(({ kind }) => kind === 'record');
    if (record !== undefined) throw usage(`No ${record.title.toLowerCase()} can be deleted: the hub writes it`, 'Only resources can be pruned.');
    const declarations = await declarationsIn(files, catalog, io);
    if (declarations.length === 0) declaresNothing(files, pruned, io);
    const dryRun = flags['dry-run'] === true || flags.check === true;
    const ports: ApplyPorts = { hub: await connect(flags, io), catalog, dryRun, secrets: flags.secrets === 'on_create' ? 'on_create' : 'always', signal: io.signal, ids: new Map() };
    const telling: Telling = { dryRun, diff: flags.diff === true, format: flags.output, io };
    const applied = await applyAll(declarations, ports, telling, { showOnce: flags['show-once'] === true });
    const removed = await prune(applied, pruned, ports, { yes: flags.yes === true, telling });
    const lines = [...applied.lines, ...removed.lines];
    if (isData(flags.output)) await printData(lines, flags.output, io);
    if (applied.exit !== exitCodes.done.code) return applied.exit;
    if (removed.exit !== exitCodes.done.code) return removed.exit;
    return flags.check === true && lines.some(isChange) ? exitCodes.differs.code : exitCodes.done.code;
  },
});

/** An empty file is more often a slip in a script than the wish to be rid of everything. */
function declaresNothing(files: readonly string[], pruned: readonly CatalogResource[], io: Io): void {
  const nothing = `Nothing is declared in ${files.map((file) => (file === '-' ? 'stdin' : file)).join(', ')}`;
  if (pruned.length > 0) throw usage(`${nothing}, so --prune would delete every ${pruned.map(({ name }) => name).join(' and ')}`, 'Look at what was given to apply. To delete all the same: patchbay delete.');
  io.err(`${nothing}.\n`);
}
