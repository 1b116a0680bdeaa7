/** Text that is given on the command line, as @file, or as - for stdin. */
import { readFile } from 'node:fs/promises';
import { Complaint, usage } from './complaint.ts';
import type { Io } from './io.ts';

export async function takeText(word: string, io: Io): Promise<string> {
  if (word === '-') return io.readStdin();
  return word.startsWith('@') ? readText(word.slice(1)) : word;
}

export async function readText(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Complaint('cli.file_unreadable', `${file} can't be read: ${error.code === 'ENOENT' ? 'no such file' : error.message}`, 'Check the path and its rights.');
  });
  return text.replace(/^\uFEFF/, ''); // what editors on Windows begin a file with
}

export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw usage(`${what} is not JSON`, `Give it as JSON, as @file or as - for stdin.`); // the text may hold a secret
  }
}

/** `90d`, `12h`, `30m`, or an instant. */
export const expiryOf = (text: string, now: number): string => momentOf(text, 'expires', (ms) => now + ms);

/** The same, counted back. */
export const pastOf = (text: string, now: number): string => momentOf(text, 'since', (ms) => now - ms);

function momentOf(text: string, flag: string, from: (ms: number) => number): string {
  const [, count, unit] = /^(\d{1,6})([dhm])$/.exec(text) ?? [];
  if (count !== undefined) return new Date(from(Number(count) * { d: 86_400_000, h: 3_600_000, m: 60_000 }[unit as 'd' | 'h' | 'm'])).toISOString();
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw usage(`--${flag} takes days, hours or minutes (90d, 12h, 30m) or an instant (2030-01-01T00:00:00Z)`, 'Give one of these.');
  return new Date(instant).toISOString();
}

export function wholeNumber(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw usage(`--${flag} takes a whole number`, 'Give one.');
  return Number(text);
}
