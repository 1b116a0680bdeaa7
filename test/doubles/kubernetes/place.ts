/** Where the programs lie that build.ts makes: outside the repository, so that a fresh clone on the same machine need not make them again. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export const sources = import.meta.dirname;
export const place = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'patchbay', 'kubernetes');

/** What is built carries the digest of what it was built from: no old server is ever taken for a new one. */
export const programs = Object.freeze({
  apiserver: join(place, 'bin', `apiserver-${digestOf(sources)}`),
  chart: join(place, 'bin', `chart-${digestOf(join(sources, 'chart'))}`),
  etcd: join(place, 'bin', 'etcd'),
  kubectl: join(place, 'bin', 'kubectl'),
});

function digestOf(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.go')).sort()) hash.update(name).update('\0').update(readFileSync(join(folder, name))).update('\0');
  return hash.digest('hex').slice(0, 12);
}
