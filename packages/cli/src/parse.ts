/** The command line → a command, its arguments and its flags; or what is wrong with it and what was probably meant. */
import { parseArgs } from 'node:util';
import { type Command, type Flag, type FlagValues, globalFlags } from './command.ts';
import { type Complaint, usage } from './complaint.ts';
import { didYouMean } from './nearest.ts';

export interface Parsed {
  readonly command: Command;
  readonly args: readonly string[];
  readonly flags: FlagValues;
}

export function parse(argv: readonly string[], commands: readonly Command[]): Parsed {
  const { command, rest } = select(argv, commands);
  const known: Readonly<Record<string, Flag>> = { ...globalFlags, ...command.flags };
  const { values, positionals } = read(rest, known, command);
  for (const [name, { choices }] of Object.entries(known)) refuseOther(name, values[name], choices, command);
  if (values['help'] !== true) refuseCount(positionals, command);
  return { command, args: positionals, flags: values };
}

/** Two words win over one. Flags may stand before the command. */
function select(argv: readonly string[], commands: readonly Command[]): { command: Command; rest: readonly string[] } {
  const at = argv.findIndex((word, i) => !word.startsWith('-') && !takesNext(argv[i - 1]));
  if (at < 0 && argv.some(asksVersion)) return { command: named('version', commands), rest: argv.filter((word) => !asksVersion(word)) };
  if (at < 0) return { command: named('help', commands), rest: argv.filter((word) => word !== '--help' && word !== '-h') }; // `patchbay --help` is the overview
  const [first = '', second] = argv.slice(at);
  const before = argv.slice(0, at);
  const pair = commands.find(({ name }) => name === `${first} ${second}`);
  if (pair !== undefined) return { command: pair, rest: [...before, ...argv.slice(at + 2)] };
  const one = commands.find(({ name }) => name === first);
  if (one !== undefined) return { command: one, rest: [...before, ...argv.slice(at + 1)] };
  throw unknown(first, second, commands);
}

/** What people try first with a program that they don't know. */
const asksVersion = (word: string): boolean => word === '--version' || word === '-V';

/** `-o json list …`: json belongs to the flag. */
const takesNext = (word: string | undefined): boolean =>
  Object.entries(globalFlags).some(([name, flag]) => flag.type === 'string' && (word === `--${name}` || ('short' in flag && word === `-${flag.short}`)));

const named = (name: string, commands: readonly Command[]): Command => commands.find((each) => each.name === name)!;

function unknown(first: string, second: string | undefined, commands: readonly Command[]): Complaint {
  const family = commands.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name.slice(first.length + 1));
  if (family.length > 0) {
    const what = second === undefined || second.startsWith('-') ? `${first} needs one more word` : `There is no command ${first} ${second}.${didYouMean(second, family)}`;
    return usage(what, `Use one of: ${family.map((word) => `patchbay ${first} ${word}`).join(', ')}.`);
  }
  return usage(`There is no command ${first}.${didYouMean(first, new Set(commands.map(({ name }) => name.split(' ')[0]!)))}`, 'See patchbay help for all commands.');
}

function read(rest: readonly string[], known: Readonly<Record<string, Flag>>, command: Command): { values: Record<string, string | boolean | string[]>; positionals: string[] } {
  const options = Object.fromEntries(Object.entries(known).map(([name, { type, short, multiple }]) => [name, { type, ...(short === undefined ? {} : { short }), ...(multiple === undefined ? {} : { multiple }) }]));
  try {
    const { values, positionals } = parseArgs({ args: withDashes(rest, known), options, allowPositionals: true, strict: true });
    return { values: { ...values } as Record<string, string | boolean | string[]>, positionals };
  } catch (error) {
    throw explain(error, rest, known, command);
  }
}

/** `--sort -name`: a value may begin with a dash, if it is no flag itself. */
function withDashes(rest: readonly string[], known: Readonly<Record<string, Flag>>): string[] {
  const isFlag = (word: string): boolean => Object.entries(known).some(([name, { short }]) => word === `--${name}` || word.startsWith(`--${name}=`) || word === `-${short}`);
  const words: string[] = [];
  for (let i = 0; i < rest.length; i++) {
    const [word = '', next] = rest.slice(i, i + 2);
    const joined = next !== undefined && /^-[^-]/.test(next) && known[word.slice(2)]?.type === 'string' && word.startsWith('--') && !isFlag(next);
    words.push(joined ? `${word}=${next}` : word);
    if (word === '--') return [...words, ...rest.slice(i + 1)];
    if (joined) i += 1;
  }
  return words;
}

/** parseArgs quotes values; a value may be a secret, so its words are not repeated. */
function explain(error: unknown, rest: readonly string[], known: Readonly<Record<string, Flag>>, { name }: Command): Complaint {
  const fix = `See patchbay ${name} --help.`;
  const code = error instanceof Error && 'code' in error ? error.code : '';
  const words = rest.slice(0, rest.includes('--') ? rest.indexOf('--') : undefined).filter((word) => /^--./.test(word)).map((word) => word.slice(2).split('=')[0]!);
  const wrong = words.find((word) => !Object.hasOwn(known, word));
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    if (wrong !== undefined) return usage(`${name} has no flag --${wrong}.${didYouMean(wrong, Object.keys(known)).replace('mean ', 'mean --')}`, fix);
    return usage(`${name} does not know one of its short flags`, fix);
  }
  const flag = /(--[a-z-]+)/.exec(error instanceof Error ? error.message : '')?.[1] ?? 'A flag';
  return usage(`${flag} is used wrongly: ${known[flag.slice(2)]?.type === 'boolean' ? 'it takes no value' : 'it needs a value'}`, fix);
}

function refuseOther(flag: string, value: unknown, choices: readonly string[] | undefined, { name }: Command): void {
  if (choices === undefined || value === undefined || choices.includes(String(value))) return;
  throw usage(`--${flag} takes ${choices.join(', ')}, not ${String(value)}.${didYouMean(String(value), choices)}`, `See patchbay ${name} --help.`);
}

function refuseCount(given: readonly string[], { name, args }: Command): void {
  const missing = args.slice(given.length).find(({ optional }) => optional !== true);
  const fix = `Usage: patchbay ${usageOf(name, args)}`;
  if (missing !== undefined) throw usage(`${name} needs <${missing.name}>`, fix);
  if (given.length > args.length) throw usage(`${name} takes ${args.length === 0 ? 'no arguments' : `${args.length} argument${args.length === 1 ? '' : 's'}`}, and ${given.length} came`, fix);
}

export const usageOf = (name: string, args: Command['args']): string => [name, ...args.map(({ name: argument, optional }) => (optional === true ? `[${argument}]` : `<${argument}>`))].join(' ');
