/** Where a plugin finds the SDK. No registry has it, so outside of this checkout a link leads to it. */
import { mkdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const SDK = '@patchbay/sdk';

/** That of this program. */
export const ownSdk = (): string | undefined => sdkSeenFrom(import.meta.url);

export const findsSdk = (folder: string): boolean => sdkSeenFrom(join(folder, 'plugin.ts')) !== undefined;

export async function linkSdk(folder: string): Promise<void> {
  const own = ownSdk();
  if (own === undefined || findsSdk(folder)) return;
  const link = join(folder, 'node_modules', SDK);
  await mkdir(dirname(link), { recursive: true });
  await symlink(own, link, 'junction');
}

/** Its entry is src/index.ts. */
function sdkSeenFrom(file: string): string | undefined {
  try {
    return dirname(dirname(createRequire(file).resolve(SDK)));
  } catch {
    return undefined;
  }
}
