/** A master key in a file of its own, made on the first start. Nobody but its owner may read it. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type MasterKey, unreadable } from '../master-key.ts';
import { decodeMasterKey, localMasterKey, MASTER_KEY_BYTES } from './local.ts';

export interface FileMasterKeyOptions {
  /** False where a missing file is an error: a hub whose store has secrets already. */
  readonly create?: boolean;
}

export async function fileMasterKey(path: string, { create = true }: FileMasterKeyOptions = {}): Promise<MasterKey> {
  const text = await read(path) ?? (create ? await makeAndRead(path) : undefined);
  if (text === undefined) throw unreadable(`The master key file ${path} does not exist; put it back from its backup`);
  return keyIn(path, text);
}

/** One that need not be there. */
export async function findFileMasterKey(path: string): Promise<MasterKey | undefined> {
  const text = await read(path);
  return text === undefined ? undefined : keyIn(path, text);
}

const keyIn = (path: string, text: string): MasterKey => localMasterKey(decodeMasterKey(text, `The master key file ${path}`));

/** Checks the file that it reads, not the name: both go through one handle. */
async function read(path: string): Promise<string | undefined> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw unreadable(`The master key file ${path} can't be opened (${error.code}); let the hub's user own it`, error);
  });
  if (file === undefined) return undefined;
  try {
    const about = await file.stat();
    if (!about.isFile()) throw unreadable(`The master key file ${path} is not a file`);
    if (process.platform !== 'win32' && (about.mode & 0o077) !== 0) throw unreadable(`The master key file ${path} can be read or changed by others (mode ${(about.mode & 0o777).toString(8).padStart(4, '0')}); run: chmod 600 ${path}`);
    if (about.size > 1024) throw unreadable(`The master key file ${path} has ${about.size} bytes, far more than a master key; check the path`);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** Hubs that start together make one key: the link can be made once, and it shows a whole file or none, also after a power cut. */
async function makeAndRead(path: string): Promise<string | undefined> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writeDraft(draft);
  try {
    await link(draft, path).catch((error: NodeJS.ErrnoException) => { if (error.code !== 'EEXIST') throw error; });
  } finally {
    await unlink(draft);
  }
  await syncFolder(dirname(path));
  return read(path);
}

async function writeDraft(path: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(MASTER_KEY_BYTES).toString('base64')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Windows has no handle on a folder; its file system journals names. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
