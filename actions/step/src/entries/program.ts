/** `patchbay-ci <verb> [--input=value …]`: all verbs, for any CI that has a shell and Node. */
import { detectHost } from '../hosts/detect.ts';
import { inputTables, purposes, type Verb } from '../inputs/table.ts';
import { runPost } from '../run-post.ts';
import { type Doing, runStep } from '../run-step.ts';
import { call } from '../verbs/call.ts';
import { deploy } from '../verbs/deploy.ts';
import { gate } from '../verbs/gate.ts';
import { notify } from '../verbs/notify.ts';
import { preview } from '../verbs/preview.ts';
import { setup } from '../verbs/setup.ts';
import { doWork } from '../work/do-work.ts';
import { surroundings, systemClock } from './surroundings.ts';

const verbs: { readonly [V in Verb]: Doing<V> } = { deploy, preview, gate, call, notify, setup };

export async function program(args: readonly string[]): Promise<void> {
  const [verb = '', ...rest] = args;
  const flags = flagsOf(rest);
  if (verb === 'post') return runPost(detectHost(surroundings(flags)), systemClock);
  if (!Object.hasOwn(verbs, verb) || 'help' in flags) {
    process.stderr.write(usage(verb));
    process.exitCode = 'help' in flags ? 0 : 2;
    return;
  }
  const known = inputTables[verb as Verb]; // it is one of them
  const unknown = Object.keys(flags).filter((name) => !Object.hasOwn(known, name));
  if (unknown.length > 0) {
    process.stderr.write(`There is no input ${unknown.map((name) => `--${name}`).join(', ')}. ${verb} takes: ${Object.keys(known).join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  process.exitCode = await runStep(verb as Verb, verbs[verb as Verb] as Doing<Verb>, detectHost(surroundings(flags)), systemClock, doWork);
}

/** --name=value, --name value, or --name for true. */
function flagsOf(args: readonly string[]): Record<string, string> {
  const flags: Record<string, string> = {};
  for (let at = 0; at < args.length; at++) {
    const match = /^--([a-z-]+)(?:=([\s\S]*))?$/.exec(args[at] ?? '');
    const next = args[at + 1];
    if (match === null) flags[args[at] ?? ''] = '';
    else if (match[2] !== undefined) flags[match[1] ?? ''] = match[2];
    else if (next !== undefined && !next.startsWith('--')) { flags[match[1] ?? ''] = next; at++; }
    else flags[match[1] ?? ''] = 'true';
  }
  return flags;
}

const usage = (verb: string): string => (Object.hasOwn(inputTables, verb)
  ? `patchbay-ci ${verb}\n\n${Object.entries(inputTables[verb as Verb]).map(([name, { description }]) => `  --${name}\n      ${description}`).join('\n')}\n`
  : `patchbay-ci <verb> [--input=value …]\n\n${Object.entries(purposes).map(([name, purpose]) => `  ${name.padEnd(8)} ${purpose}`).join('\n')}\n  post     At the end of a job: cancel what a killed step left behind.\n`);
