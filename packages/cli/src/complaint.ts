/** What the CLI itself has to say against a call, as the hub does: a code, a sentence, a fix. */
import { type ExitCode, exitCodes } from './exit-code.ts';

export class Complaint extends Error {
  override readonly name = 'Complaint';
  readonly code: string;
  readonly fix: string;
  readonly exitCode: ExitCode;
  constructor(code: string, message: string, fix: string, exitCode: ExitCode = exitCodes.failed.code) {
    super(message);
    this.code = code;
    this.fix = fix;
    this.exitCode = exitCode;
  }
}

export const usage = (message: string, fix: string): Complaint => new Complaint('cli.usage', message, fix, exitCodes.usage.code);
