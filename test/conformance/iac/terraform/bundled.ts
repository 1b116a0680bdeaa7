/** The provider as users get it: one script, and a mirror where terraform finds it. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const build = join(import.meta.dirname, '../../../../providers/terraform/build.ts');

export interface Bundled {
  readonly program: string;
  /** A configuration of terraform's own that knows the mirror. */
  readonly rc: string;
}

export async function bundled(scratch: string): Promise<Bundled> {
  const folder = join(scratch, 'dist');
  await promisify(execFile)(process.execPath, [build, folder]);
  const rc = join(scratch, 'mirror.tfrc');
  await writeFile(rc, `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(join(folder, 'mirror'))}\n  }\n}\n`);
  return { program: join(folder, 'terraform-provider-patchbay'), rc };
}
