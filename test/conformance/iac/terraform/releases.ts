/** Releases of the provider: as its makers build and sign them, and as somebody else would. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { target } from '@patchbay/terraform/bundle';
import { type Unzipped, unzip } from '../../ci/unzip.ts';

const run = promisify(execFile);
const RELEASE = join(import.meta.dirname, '../../../../providers/terraform/release.ts');
const PROGRAM = 'terraform-provider-patchbay';

/** Whoever signs. */
export type Signer = 'makers@example.com' | 'others@example.com';

export interface Releases {
  /** What a hub serves. */
  readonly folder: string;
  /** One executable per platform. */
  make(): Promise<void>;
  /** A small one, for this platform alone. `note`: lies in the zip, so that its bytes are others. */
  small(version: string, signer: Signer, note?: string): Promise<void>;
  /** What lies in the zip for a platform. */
  zip(version: string, platform: string): Promise<readonly Unzipped[]>;
  /** Signs what the list says now. */
  sign(version: string, signer: Signer): Promise<void>;
  /** The key that the registry names. */
  name(signer: Signer): Promise<void>;
  close(): Promise<void>;
}

export async function openReleases(home: string): Promise<Releases> {
  const [folder, gnupg] = [join(home, 'releases'), join(home, 'gnupg')];
  await mkdir(folder);
  await mkdir(gnupg, { mode: 0o700 });
  const env = { ...process.env, GNUPGHOME: gnupg };
  const gpg = async (...args: string[]): Promise<string> => (await run('gpg', ['--batch', '--yes', '--quiet', ...args], { env })).stdout;
  for (const who of ['makers', 'others']) await gpg('--passphrase', '', '--quick-gen-key', `${who} <${who}@example.com>`, 'rsa3072', 'sign', 'never');
  const sumsOf = (version: string): string => join(folder, `${PROGRAM}_${version}_SHA256SUMS`);
  const files = async (version: string): Promise<string[]> => (await readdir(folder)).filter((name) => name.startsWith(`${PROGRAM}_${version}_`)).sort();
  const sign = async (version: string, signer: Signer): Promise<void> => void (await gpg('--local-user', signer, '--output', `${sumsOf(version)}.sig`, '--detach-sign', sumsOf(version)));
  return Object.freeze({
    folder, sign,
    make: async () => void (await run(process.execPath, [RELEASE, '--out', folder, '--gpg-key', 'makers@example.com'], { env })),
    async small(version: string, signer: Signer, note = '') {
      for (const name of await files(version)) await rm(join(folder, name));
      const content = join(home, 'small');
      await mkdir(content, { recursive: true });
      await writeFile(join(content, `${PROGRAM}_v${version}`), '#!/bin/sh\n', { mode: 0o755 });
      await writeFile(join(content, 'NOTE'), note);
      const zip = `${PROGRAM}_${version}_${target()}.zip`;
      await run('zip', ['-qjX', join(folder, zip), ...await readdir(content)], { cwd: content });
      await rm(content, { recursive: true });
      await writeFile(sumsOf(version), `${createHash('sha256').update(await readFile(join(folder, zip))).digest('hex')}  ${zip}\n`);
      await sign(version, signer);
    },
    zip: async (version: string, platform: string) => unzip(await readFile(join(folder, `${PROGRAM}_${version}_${platform}.zip`))),
    async name(signer: Signer) {
      const id = /^pub:(?:[^:]*:){3}([0-9A-F]{16}):/m.exec(await gpg('--list-keys', '--with-colons', signer))?.[1];
      await writeFile(join(folder, 'signing-keys.json'), JSON.stringify({ gpg_public_keys: [{ key_id: id, ascii_armor: await gpg('--armor', '--export', signer) }] }));
    },
    close: async () => void (await run('gpgconf', ['--kill', 'gpg-agent'], { env })),
  });
}
