/** Says on stderr what went wrong, and with which code to end. */
import { HubError } from '@patchbay/client';
import { Complaint } from '../complaint.ts';
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { cell, plain } from './cell.ts';
import { paintFor } from './paint.ts';
import { json } from './print.ts';

interface Shown { readonly code: string; readonly message: string; readonly fix: string; readonly issues?: readonly { readonly path: string; readonly message: string }[]; readonly request_id?: string; readonly [detail: string]: unknown }

export function showError(error: unknown, format: string | undefined, io: Io): ExitCode {
  const shown = describe(error);
  io.err(format === 'json' ? `${json({ error: shown }, 0)}\n` : `${lines(shown, io).join('\n')}\n`);
  if (error instanceof Complaint) return error.exitCode;
  return isFailure(error) ? exitCodeOf(error) : exitCodes.failed.code;
}

/** Failures of the rooms that the CLI runs in its own process look like those of a hub. */
const isFailure = (error: unknown): error is Error & { readonly code: string; readonly status: number; readonly fix: string } =>
  error instanceof Error && (error instanceof HubError || error.name === 'Failure') && 'code' in error && 'status' in error && 'fix' in error;

/** What Node says of a file or a folder: ENOENT, EACCES, EISDIR. */
const isOfFile = (error: unknown): boolean => error instanceof Error && 'syscall' in error && 'path' in error;

/** The catalogue speaks to who calls a hub; here nobody called one. */
const fixHere: Readonly<Record<string, string>> = {
  'input.invalid': 'Nothing was changed. What a command takes, its --help tells.',
  'storage.unavailable': 'Look at the rights of the data folder, at PATCHBAY_DATABASE_URL and whether the server runs; patchbay doctor helps.',
};

function describe(error: unknown): Shown {
  if (error instanceof HubError) {
    const { code, message, fix, issues, requestId, details } = error;
    return { code, message, fix, ...(issues.length === 0 ? {} : { issues }), ...details, ...(requestId === undefined ? {} : { request_id: requestId }) };
  }
  if (error instanceof Complaint) return { code: error.code, message: error.message, fix: error.fix };
  if (isFailure(error)) return { code: error.code, message: error.message, fix: fixHere[error.code] ?? error.fix };
  const message = error instanceof Error ? error.message : String(error);
  if (isOfFile(error)) return { code: 'cli.file_unusable', message, fix: 'Check the path and its rights.' };
  return { code: 'cli.failed', message, fix: 'See patchbay doctor.' };
}

function lines({ code, message, fix, issues = [], ...details }: Shown, io: Io): string[] {
  const paint = paintFor(io, io.errIsTerminal);
  return [
    `${paint.bad('error')} ${paint.strong(code)}: ${plain(message)}`,
    ...issues.map((issue) => `  ${plain(issue.path)}: ${plain(issue.message)}`),
    `  fix: ${plain(fix)}`,
    ...Object.entries(details).filter(([, value]) => value !== undefined).map(([name, value]) => `  ${name}: ${cell(value)}`),
  ];
}
