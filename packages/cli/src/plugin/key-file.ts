/** The signing key of a publisher, in a file that only its owner can read. */
import { readFile, writeFile } from 'node:fs/promises';
import type { SigningPair } from '@patchbay/plugins';
import { Secret } from '@patchbay/vault';
import { z } from 'zod';
import { Complaint } from '../complaint.ts';

const KeyFile = z.strictObject({ kind: z.literal('patchbay-publisher-key'), public_key: z.string(), private_key: z.string() });

export async function readKeyFile(file: string): Promise<SigningPair> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    // Whoever forgot to name a key shall not make another: the namespace belongs to the one that is there.
    throw error.code === 'ENOENT' ? new Complaint('cli.no_signing_key', `There is no ${file}`, 'Name it with --key or PATCHBAY_PLUGIN_KEY_FILE; a new publisher makes one with patchbay plugin keygen.') : error;
  });
  const parsed = KeyFile.safeParse(jsonIn(text));
  if (!parsed.success) throw new Complaint('cli.no_signing_key', `${file} is no signing key`, 'Name that of patchbay plugin keygen with --key.');
  return { publicKey: parsed.data.public_key, privateKey: new Secret(parsed.data.private_key) };
}

/** The text may hold a key: nothing of it is repeated. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Never over an existing one. */
export async function writeKeyFile(file: string, { publicKey, privateKey }: SigningPair): Promise<void> {
  const text = `${JSON.stringify({ kind: 'patchbay-publisher-key', public_key: publicKey, private_key: privateKey.reveal() }, undefined, 2)}\n`;
  await writeFile(file, text, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? new Complaint('cli.key_exists', `${file} exists already`, 'Choose another file: a lost key can’t be made again.') : error;
  });
}
