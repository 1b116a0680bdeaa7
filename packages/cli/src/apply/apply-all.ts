/** All that is declared, one after the other. Goes on after a failure with what does not depend on it; the first failure gives the exit code. */
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { showError } from '../output/show-error.ts';
import { type Applied, applyOne, type ApplyPorts } from './apply-one.ts';
import type { Declaration } from './documents.ts';
import { type Line, tell, type Telling } from './line.ts';
import { nameOf } from './order.ts';
import { nameIn, referencesIn } from './references.ts';

export interface Outcome { readonly lines: readonly Line[]; readonly exit: ExitCode }

/** `showOnce`: whether what is shown only once may be seen by who reads along. */
export async function applyAll(declarations: readonly Declaration[], ports: ApplyPorts, telling: Telling, { showOnce }: { readonly showOnce: boolean }): Promise<Outcome> {
  const lines: Line[] = [];
  const failed = new Set<string>();
  let exit: ExitCode = exitCodes.done.code;
  for (const each of declarations) {
    const name = nameOf(each);
    const about = { kind: each.resource.name, name: name.slice(each.resource.name.length + 1) };
    const broken = referencesIn(each).find((reference) => failed.has(nameIn(reference)));
    if (broken !== undefined) {
      failed.add(name);
      lines.push(tell({ ...about, done: `skipped, because ${nameIn(broken)} failed` }, telling));
      continue;
    }
    try {
      const applied = await applyOne(each, ports);
      ports.ids.set(name, applied.id);
      lines.push(tell({ ...about, ...shown(applied, showOnce) }, telling));
      if (!showOnce) mention(applied, name, telling);
    } catch (error) {
      if (ports.signal.aborted) throw error;
      failed.add(name);
      const code = showError(error, telling.format, telling.io);
      if (exit === exitCodes.done.code) exit = code;
      lines.push(tell({ ...about, done: 'failed' }, telling));
    }
  }
  return { lines, exit };
}

const shown = ({ done, id, changes, once }: Applied, showOnce: boolean): Omit<Line, 'kind' | 'name'> =>
  ({ done, ...(id === undefined ? {} : { id }), ...(changes.length === 0 ? {} : { changes }), ...(once !== undefined && showOnce ? { once } : {}) });

/** Nobody should find out later that it is too late. */
function mention({ once, id }: Applied, name: string, { dryRun, io }: Telling): void {
  if (once !== undefined && id !== undefined && !dryRun) io.err(`${name}: its ${Object.keys(once).join(', ')} would have been shown once, with --show-once.\n`);
}
