import { dirname } from 'node:path';
import { applyOne, type ApplyPorts } from '../apply/apply-one.ts';
import { type Declaration, readDocuments } from '../apply/documents.ts';
import { inOrder, nameOf } from '../apply/order.ts';
import { referencesIn } from '../apply/references.ts';
import { withSecrets } from '../apply/secret-value.ts';
import { loadCatalog } from '../catalog.ts';
import { defineCommand } from '../command.ts';
import { usage } from '../complaint.ts';
import { connect } from '../connect.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { cell } from '../output/cell.ts';
import { paintFor } from '../output/paint.ts';
import { isData, printData } from '../output/print.ts';
import { showError } from '../output/show-error.ts';
import { readText } from '../take-text.ts';

export const apply = defineCommand({
  name: 'apply',
  summary: 'create or change what a file declares',
  args: [],
  flags: {
    file: { type: 'string', short: 'f', value: 'FILE', multiple: true, summary: 'YAML or JSON, one or many documents; - for stdin' },
    'dry-run': { type: 'boolean', summary: 'say what would happen, change nothing' },
  },
  examples: ['patchbay apply -f projects.yaml', 'patchbay apply -f - --dry-run < projects.yaml'],
  notes: 'Each document has a kind (project) and the fields of that resource. It is found by its natural key. References may be natural keys (project: shop). A secret field takes ${env:NAME} or @file. Fields that are not named are left alone, and nothing is deleted.',
  async run(_, flags, io) {
    const files = flags.file ?? [];
    if (files.length === 0) throw usage('apply needs a file', 'patchbay apply -f FILE, or -f - for stdin.');
    const catalog = await loadCatalog();
    const declarations = inOrder((await Promise.all(files.map(async (file) => declarationsIn(file, catalog, io)))).flat());
    const ports: ApplyPorts = { hub: await connect(flags, io), catalog, dryRun: flags['dry-run'] === true, signal: io.signal, ids: new Map() };
    return applyAll(declarations, ports, flags.output, io);
  },
});

async function declarationsIn(file: string, catalog: ApplyPorts['catalog'], io: Io): Promise<Declaration[]> {
  const text = file === '-' ? await io.readStdin() : await readText(file);
  const declarations = await readDocuments(text, file === '-' ? 'stdin' : file, catalog);
  return Promise.all(declarations.map((each) => withSecrets(each, { env: io.env, folder: file === '-' ? '.' : dirname(file) })));
}

interface Line { readonly kind: string; readonly name: string; readonly done: string; readonly id?: string; readonly changed?: readonly string[] }

/** Goes on after a failure with what does not depend on it; the first failure gives the exit code. */
async function applyAll(declarations: readonly Declaration[], ports: ApplyPorts, format: string | undefined, io: Io): Promise<ExitCode> {
  const lines: Line[] = [];
  const failed = new Set<string>();
  let exit: ExitCode = exitCodes.done.code;
  for (const each of declarations) {
    const name = nameOf(each);
    const about = { kind: each.resource.name, name: name.slice(each.resource.name.length + 1) };
    const broken = referencesIn(each).find(({ to, key }) => failed.has(`${to} ${key}`));
    if (broken !== undefined) {
      failed.add(name);
      lines.push(tell({ ...about, done: `skipped, because ${broken.to} ${broken.key} failed` }, ports.dryRun, format, io));
      continue;
    }
    try {
      const { done, id, changed } = await applyOne(each, ports);
      ports.ids.set(name, id);
      lines.push(tell({ ...about, done, changed, ...(id === undefined ? {} : { id }) }, ports.dryRun, format, io));
    } catch (error) {
      if (ports.signal.aborted) throw error;
      failed.add(name);
      const code = showError(error, format, io);
      if (exit === exitCodes.done.code) exit = code;
      lines.push(tell({ ...about, done: 'failed' }, ports.dryRun, format, io));
    }
  }
  if (isData(format)) await printData(lines, format, io);
  return exit;
}

function tell(line: Line, dryRun: boolean, format: string | undefined, io: Io): Line {
  if (isData(format)) return line;
  const paint = paintFor(io, io.outIsTerminal);
  const shade = line.done === 'unchanged' ? paint.faint : line.done === 'created' || line.done === 'updated' ? paint.good : paint.bad;
  const fields = line.done === 'updated' && line.changed !== undefined ? paint.faint(` (${line.changed.join(', ')})`) : '';
  io.out(`${line.kind} ${cell(line.name)} ${shade(line.done)}${fields}${dryRun && line.done !== 'failed' && line.done !== 'unchanged' ? ' (dry run)' : ''}\n`);
  return line;
}
