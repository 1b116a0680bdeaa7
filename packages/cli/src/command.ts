/** A command is data: help, completion and parsing follow from it. */
import type { ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';

export interface Flag {
  readonly type: 'string' | 'boolean';
  readonly summary: string;
  /** What the value is called in help. */
  readonly value?: string;
  readonly short?: string;
  readonly multiple?: true;
  readonly choices?: readonly string[];
}
type Flags = Readonly<Record<string, Flag>>;

type Value<F extends Flag> = F['type'] extends 'boolean' ? boolean : F extends { readonly multiple: true } ? readonly string[] : string;
type Values<F extends Flags> = { readonly [Name in keyof F]?: Value<F[Name]> };

/** As parsed, before a command knows them by name. */
export type FlagValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

export interface Argument {
  readonly name: string;
  readonly optional?: true;
  /** What completion offers here. */
  readonly of?: 'resource' | 'action' | 'file' | 'shell' | 'command';
}

/** Understood by every command. */
export const globalFlags = {
  output: { type: 'string', short: 'o', value: 'FORMAT', choices: ['table', 'json', 'yaml'], summary: 'table for people, json or yaml for programs' },
  profile: { type: 'string', value: 'NAME', summary: 'use this profile of `patchbay login`' },
  url: { type: 'string', value: 'URL', summary: 'the hub; instead of PATCHBAY_URL' },
  tenant: { type: 'string', value: 'ID', summary: 'the tenant; instead of PATCHBAY_TENANT' },
  help: { type: 'boolean', short: 'h', summary: 'explain the command' },
} as const satisfies Flags;

export interface Command {
  /** One or two words: `get`, `keys create`. */
  readonly name: string;
  readonly summary: string;
  readonly args: readonly Argument[];
  readonly flags: Flags;
  readonly examples: readonly string[];
  /** What else help says. */
  readonly notes?: string;
  run(args: readonly string[], flags: FlagValues, io: Io): Promise<ExitCode | void>;
}

type Declared<F extends Flags> = Omit<Command, 'flags' | 'run'> & {
  readonly flags: F;
  run(args: readonly string[], flags: Values<F & typeof globalFlags>, io: Io): Promise<ExitCode | void>;
};

export function defineCommand<const F extends Flags>(command: Declared<F>): Command {
  return Object.freeze(command) as unknown as Command; // one table holds commands of many flags; parse.ts gives each its own
}
