/** `patchbay`: one command line, one exit code. Nothing here touches the process; bin.ts does. */
import { globalFlags } from './command.ts';
import { commands } from './commands.ts';
import { helpOf } from './commands/help.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import type { Io } from './io.ts';
import { showError } from './output/show-error.ts';
import { parse } from './parse.ts';

export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    const { command, args, flags } = parse(argv, commands);
    if (flags['help'] === true) {
      io.out(helpOf(command, io));
      return exitCodes.done.code;
    }
    return (await command.run(args, flags, io)) ?? exitCodes.done.code;
  } catch (error) {
    if (io.signal.aborted) return exitCodes.interrupted.code;
    return showError(error, formatIn(argv), io);
  }
}

/** Also when the rest of the line could not be read. */
const formatIn = (argv: readonly string[]): string | undefined =>
  globalFlags.output.choices.find((choice) => argv.some((word, i) => word === `--output=${choice}` || word === `-o${choice}` || ((word === '--output' || word === '-o') && argv[i + 1] === choice)));
