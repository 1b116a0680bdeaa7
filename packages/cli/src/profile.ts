/** Hubs that somebody logged in to: URL and key by name, in a file that only its owner may read. */
import { chmod, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Complaint } from './complaint.ts';
import type { Io } from './io.ts';

export interface Profile { readonly url: string; readonly key: string; readonly tenant?: string }
export interface Profiles { readonly current: string; readonly profiles: Readonly<Record<string, Profile>> }

/** By the XDG base directory rules: a relative XDG_CONFIG_HOME counts as none. */
export function profileFile({ env, home }: Pick<Io, 'env' | 'home'>): string {
  const base = env['XDG_CONFIG_HOME'];
  return join(base?.startsWith('/') === true ? base : join(home, '.config'), 'patchbay', 'config.json');
}

export async function readProfiles(io: Pick<Io, 'env' | 'home'>): Promise<Profiles> {
  const file = profileFile(io);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new Complaint('cli.profile_unreadable', `${file} can't be read: ${error.message}`, `Make it readable for you: chmod 600 ${file}`);
  });
  if (text === undefined) return { current: 'default', profiles: {} };
  await refuseOpenFile(file);
  return parse(text, file);
}

/** ssh does the same: a key that others can read is no key. */
async function refuseOpenFile(file: string): Promise<void> {
  if (process.platform === 'win32') return;
  const { mode } = await stat(file);
  if ((mode & 0o077) !== 0) throw new Complaint('cli.profile_open', `Others may read ${file}, which holds keys`, `chmod 600 ${file}`);
}

function parse(text: string, file: string): Profiles {
  try {
    const { current, profiles } = JSON.parse(text) as Partial<Profiles>; // checked in the next line
    if (typeof current === 'string' && typeof profiles === 'object' && Object.values(profiles).every(({ url, key }) => typeof url === 'string' && typeof key === 'string')) return { current, profiles };
  } catch {
    // Said below, without the text: it may hold keys.
  }
  throw new Complaint('cli.profile_invalid', `${file} is not as patchbay login writes it`, `Remove it and log in again: rm ${file}`);
}

export async function writeProfile(name: string, profile: Profile, io: Pick<Io, 'env' | 'home'>): Promise<string> {
  const file = profileFile(io);
  const { profiles } = await readProfiles(io);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, `${JSON.stringify({ current: name, profiles: { ...profiles, [name]: profile } }, undefined, 2)}\n`, { mode: 0o600 });
  await chmod(fresh, 0o600); // the mask of the shell can only have taken rights away, but an older file may have been there
  await rename(fresh, file);
  return file;
}
