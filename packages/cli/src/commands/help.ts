import { type Command, defineCommand, type Flag, globalFlags } from '../command.ts';
import { usage } from '../complaint.ts';
import { exitCodes } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { didYouMean } from '../nearest.ts';
import { type Paint, paintFor } from '../output/paint.ts';
import { usageOf } from '../parse.ts';

export const help = defineCommand({
  name: 'help',
  summary: 'all commands, or one in full',
  args: [{ name: 'command', optional: true, of: 'command' }, { name: 'word', optional: true }],
  flags: {},
  examples: ['patchbay help', 'patchbay help keys create'],
  async run(words, _, io) {
    const { commands } = await import('../commands.ts'); // the table holds this command too
    if (words.length === 0) return io.out(overview(commands, paintFor(io, io.outIsTerminal)));
    const wanted = words.join(' ');
    const found = commands.filter(({ name }) => name === wanted || name.startsWith(`${wanted} `));
    if (found.length === 0) throw usage(`There is no command ${wanted}.${didYouMean(wanted, commands.map(({ name }) => name))}`, 'See patchbay help for all commands.');
    io.out(found.map((command) => helpOf(command, io)).join('\n'));
  },
});

export function helpOf({ name, summary, args, flags, examples, notes }: Command, io: Io): string {
  const { strong } = paintFor(io, io.outIsTerminal);
  return [
    `${strong(`patchbay ${usageOf(name, args)}`)}\n  ${summary}\n`,
    ...(notes === undefined ? [] : [`${notes}\n`]),
    ...(Object.keys(flags).length === 0 ? [] : [`${strong('Flags')}\n${rows(flagRows(flags))}\n`]),
    `${strong('Flags of every command')}\n${rows(flagRows(globalFlags))}\n`,
    `${strong('Examples')}\n${examples.map((example) => `  ${example}`).join('\n')}\n`,
  ].join('\n');
}

function overview(commands: readonly Command[], { strong }: Paint): string {
  return [
    `${strong('patchbay')} <command> [flags]\n`,
    `${strong('Commands')}\n${rows(commands.map(({ name, args, summary }) => [usageOf(name, args), summary]))}\n`,
    `${strong('Flags of every command')}\n${rows(flagRows(globalFlags))}\n`,
    `${strong('Environment')}\n${rows([['PATCHBAY_URL', 'the hub'], ['PATCHBAY_KEY', 'the API key'], ['PATCHBAY_TENANT', 'the tenant, for a principal of several'], ['PATCHBAY_PROFILE', 'the profile'], ['NO_COLOR', 'no colours']])}\n`,
    `${strong('Exit codes')}\n${rows(Object.values(exitCodes).map(({ code, means }) => [String(code), means]))}\n`,
    'patchbay <command> --help explains one command.\n',
  ].join('\n');
}

const flagRows = (flags: Readonly<Record<string, Flag>>): [string, string][] => Object.entries(flags).map(([name, { short, value, summary, choices }]) =>
  [`${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`, choices === undefined ? summary : `${summary} (${choices.join(', ')})`]);

function rows(pairs: readonly (readonly string[])[]): string {
  const widest = Math.max(...pairs.map(([left = '']) => left.length));
  return pairs.map(([left = '', right = '']) => `  ${left.padEnd(widest)}  ${right}`).join('\n');
}
