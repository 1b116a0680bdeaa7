/**
 * A backup is gzipped JSON lines that either store can write and read: a header, then for each table its name and columns
 * followed by its rows, then a footer. Bodies travel as text, so the hashes over them stay true. The chain in the footer
 * covers every line before it: a file that was cut or changed is noticed.
 */
import { open, rename, rm } from 'node:fs/promises';
import { createReadStream, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { type Collection, Failure } from '@patchbay/contracts';
import { CHAIN_START, linkHash } from '../chain.ts';

export const FORMAT = 1;

export interface Header {
  readonly patchbay_backup: typeof FORMAT;
  readonly taken_at: number;
  readonly from: 'sqlite' | 'postgres';
  readonly migrations: readonly number[];
  readonly collections: readonly Collection[];
}

export interface Part {
  readonly table: string;
  readonly columns: readonly string[];
}

export type Cell = string | number | null;
export type Cells = readonly Cell[];

interface Footer {
  readonly rows: number;
  readonly chain: string;
}

/** What a backup consists of, as a stream: the header, then parts, each followed by batches of its rows. */
export type Piece = { readonly header: Header } | { readonly part: Part } | { readonly rows: readonly Cells[] };

/** Of how many rows a batch is at most, and after how many characters it is enough: some rows are megabytes. */
export const BATCH = 500;
const ENOUGH = 4 * 1024 * 1024;
export const isEnough = (rows: number, characters: number): boolean => rows >= BATCH || characters >= ENOUGH;
export const charactersOf = (row: Cells): number => row.reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length : 8), 0);

export interface Watching {
  readonly signal?: AbortSignal | undefined;
  /** Called now and then with the rows so far. */
  readonly onRows?: ((rows: number) => void) | undefined;
}

/** Written beside its place, synced, then put there: who finds the file finds all of it. */
export async function write(file: string, pieces: AsyncIterable<Piece>, watching: Watching): Promise<{ rows: number }> {
  if (existsSync(file)) throw refusal('file', `${file} exists already: a backup never overwrites`);
  const beside = `${file}.part`;
  const handle = await open(beside, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw refusal('file', error.code === 'EEXIST' ? `${beside} is there: another backup writes it, or one was killed. If none runs, remove it` : `${beside} can’t be written: ${error.message}`);
  });
  const written = { rows: 0 };
  try {
    const keep = async (chunks: AsyncIterable<Buffer>): Promise<void> => { for await (const chunk of chunks) await handle.writeFile(chunk); };
    await pipeline(linesOf(pieces, written, watching), createGzip({ level: 4 }), keep, watching.signal === undefined ? {} : { signal: watching.signal });
    await handle.sync();
    await handle.close();
    await rename(beside, file);
    await syncFolder(dirname(file));
    return written;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(beside, { force: true });
    throw error instanceof Error && 'syscall' in error ? refusal('file', `${beside} can’t be written: ${error.message}`) : error;
  }
}

async function* linesOf(pieces: AsyncIterable<Piece>, written: { rows: number }, { onRows }: Watching): AsyncGenerator<string> {
  let chain = CHAIN_START;
  const lines = (values: readonly unknown[]): string => values.map((value) => { const line = JSON.stringify(value); chain = linkHash(chain, line); return `${line}\n`; }).join('');
  for await (const piece of pieces) {
    if ('header' in piece) yield lines([piece.header]);
    else if ('part' in piece) yield lines([piece.part]);
    else {
      written.rows += piece.rows.length;
      yield lines(piece.rows);
      onRows?.(written.rows);
    }
  }
  yield `${JSON.stringify({ rows: written.rows, chain } satisfies Footer)}\n`;
}

/** Hands out what was written, and at the end throws if it is not whole: keep nothing before. */
export async function* read(file: string, { signal, onRows }: Watching): AsyncGenerator<Piece> {
  let chain = CHAIN_START;
  let header: Header | undefined;
  let footer: Footer | undefined;
  let rows: Cells[] = [];
  let characters = 0;
  let count = 0;
  for await (const line of linesIn(file)) {
    signal?.throwIfAborted();
    if (footer !== undefined) throw damaged(file, 'something follows its end');
    const value = parse(line, file);
    const isRow = Array.isArray(value);
    if (isRow) {
      rows.push(value as Cells); // whether they are cells, the table tells
      characters += line.length;
      count++;
    }
    if (isEnough(rows.length, characters) || (!isRow && rows.length > 0)) {
      yield { rows };
      rows = [];
      characters = 0;
      onRows?.(count);
    }
    if (isFooter(value)) footer = value;
    else chain = linkHash(chain, line);
    if (header === undefined) yield { header: (header = headerOf(value, file)) };
    else if (isPart(value)) yield { part: value };
  }
  if (footer === undefined) throw damaged(file, 'its end is missing');
  if (footer.chain !== chain) throw damaged(file, 'its content was changed');
}

/** Longer than any document may be. */
const LONGEST_LINE = 256 * 1024 * 1024;

async function* linesIn(file: string): AsyncGenerator<string> {
  const gunzip = createGunzip();
  gunzip.setEncoding('utf8');
  pipeline(createReadStream(file), gunzip).catch(() => undefined); // the loop below meets the error
  let begun: string[] = []; // pieces of a line whose end has not come
  let size = 0;
  try {
    for await (const chunk of gunzip) {
      const lines = String(chunk).split('\n');
      const last = lines.pop() ?? '';
      for (const line of lines) {
        yield begun.length === 0 ? line : begun.join('') + line;
        begun = [];
        size = 0;
      }
      if (last !== '') begun.push(last);
      size += last.length;
      if (size > LONGEST_LINE) throw damaged(file, 'a line has no end');
    }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw refusal('file', `${file} can’t be read: ${error.message}`);
    throw error instanceof Error && 'errno' in error ? damaged(file, error.message) : error;
  } finally {
    gunzip.destroy();
  }
  if (size > 0) throw damaged(file, 'its last line is cut');
}

function parse(line: string, file: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw damaged(file, 'it is not a Patchbay backup');
  }
}

function headerOf(value: unknown, file: string): Header {
  if (typeof value !== 'object' || value === null || !('patchbay_backup' in value)) throw damaged(file, 'it is not a Patchbay backup');
  if (value.patchbay_backup !== FORMAT) throw refusal('file', `${file} is a backup of format ${String(value.patchbay_backup)}, and this release reads ${FORMAT}: restore it with the release that wrote it, or a newer one`);
  if (!('migrations' in value && Array.isArray(value.migrations) && 'collections' in value && Array.isArray(value.collections))) throw damaged(file, 'its header was changed');
  return value as Header; // written by this format
}

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && 'table' in value && 'columns' in value;
const isFooter = (value: unknown): value is Footer => typeof value === 'object' && value !== null && 'chain' in value && 'rows' in value;

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined); // not every system can open a folder
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

export const refusal = (path: string, message: string): Failure => new Failure('input.invalid', message, { issues: [{ path, message }] });
export const damaged = (file: string, why: string): Failure => refusal('file', `${file} is damaged: ${why}. Nothing was restored`);
