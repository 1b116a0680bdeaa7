/** A CI that has only a shell: inputs from the command line or PATCHBAY_INPUT_…, outputs into files. What GitLab, Jenkins and all others share. */
import type { CiContext, CiHost, Surroundings } from '../host.ts';
import { camelCase, upperCase } from '../inputs/names.ts';
import { createMasks } from '../masks.ts';
import { summaryOf } from './summary.ts';

/** How a CI shows sections that fold; undefined: closes. */
export type Sections = (title: string | undefined) => string;

export interface ShellOptions {
  readonly context: CiContext;
  readonly sections?: Sections;
  readonly tokenAdvice?: string;
}

/** GitLab takes no dotenv report that is larger, and then loses all of it. */
const MOST_DOTENV = 5_120;

export function shellHost({ env, write, append, read, onSignal, random, temporary, flags }: Surroundings, { context, sections, tokenAdvice }: ShellOptions): CiHost & { hide(text: string): string } {
  const masks = createMasks();
  let room = MOST_DOTENV;
  const together = objectIn(env['PATCHBAY_INPUTS']);
  const line = (text: string): void => write(`${masks.hide(text)}\n`);
  const file = (variable: string, text: string): void => { const path = env[variable]; if (path !== undefined && path !== '') append(path, text); };
  const instead: Readonly<Record<string, () => string | undefined>> = { hub: () => env['PATCHBAY_URL'], token: () => env['PATCHBAY_TOKEN'] || kept('token') };

  function kept(name: string): string | undefined {
    const path = env['PATCHBAY_STATE'];
    const lines = path === undefined || path === '' ? [] : (read(path) ?? '').split('\n').filter((each) => each !== '');
    return lines.map((each) => JSON.parse(each) as { readonly name: string; readonly value: string }).findLast((each) => each.name === name)?.value;
  }

  return {
    context,
    // An input that is empty was not given: a template cannot leave a variable out.
    input: (name) => flags[name] ?? textOf(together[camelCase(name)]) ?? (env[`PATCHBAY_INPUT_${upperCase(name)}`] || instead[name]?.()),
    // A dotenv report takes one line per value, and anybody may download it; JSON for those who want all of it.
    output(name, value) {
      const entry = `PATCHBAY_${upperCase(name)}=${masks.hide(value).replaceAll(/[\r\n]+/g, ' ')}\n`;
      if (Buffer.byteLength(entry) > room) line(`Output ${name} is not in the dotenv report: it has no room for more than ${MOST_DOTENV} bytes`);
      else { room -= Buffer.byteLength(entry); file('PATCHBAY_DOTENV', entry); }
      file('PATCHBAY_RESULT', `${JSON.stringify({ name, value })}\n`);
    },
    mask: (value) => { masks.add(value); },
    line,
    hide: (text) => masks.hide(text),
    group: (title) => { if (sections !== undefined) write(sections(title)); else if (title !== undefined) line(`== ${title}`); },
    annotate: (level, text) => line(level === 'notice' ? text : `${level.toUpperCase()}: ${text}`),
    summary: (title, facts) => file('PATCHBAY_SUMMARY', masks.hide(summaryOf(title, facts))),
    keep: (name, value) => file('PATCHBAY_STATE', `${JSON.stringify({ name, value })}\n`),
    kept,
    idToken: async () => env['PATCHBAY_ID_TOKEN'] || undefined,
    tokenAdvice: tokenAdvice ?? 'Put a token of your CI into PATCHBAY_ID_TOKEN.',
    keepsToken: true,
    exportVariable: (name, value) => file('PATCHBAY_ENV', `${name}=${value}\n`),
    addPath: (folder) => file('PATCHBAY_PATH', `${folder}\n`),
    folder: env['TMPDIR'] ?? temporary,
    chance: random,
    onCancel: (listener) => { onSignal('SIGINT', listener); onSignal('SIGTERM', listener); },
    end: (result) => ({ succeeded: 0, failed: 1, cancelled: 130 })[result],
  };
}

function objectIn(text: string | undefined): Readonly<Record<string, unknown>> {
  return text === undefined || text === '' ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>); // written by the adapter of the CI
}

const textOf = (value: unknown): string | undefined => (value === undefined || value === null ? undefined : typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value));
