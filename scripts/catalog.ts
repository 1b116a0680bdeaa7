// Writes everything that is derived from the contract, or with --check says what is out of date.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A file that follows from the contract. Nobody edits it by hand. */
interface Generator {
  /** Its path from the root of the repository. */
  readonly file: string;
  readonly render: () => string | Promise<string>;
}

const root = join(import.meta.dirname, '..');

/** One line per owner. */
const generators = async (): Promise<readonly Generator[]> => [
  ...(await import('./catalog/document.ts')).generators,
  ...(await import('./catalog/reference.ts')).generators,
  ...(await import('./catalog/settings.ts')).generators,
  ...(await import('../packages/client/generate.ts')).generators,
  ...(await import('../packages/connectors/generate.ts')).generators,
  ...(await import('../packages/graphql/src/generators.ts')).generators,
  ...(await import('../packages/portal/generate.ts')).generators,
  ...(await import('../actions/step/generate.ts')).generators,
  ...(await import('../providers/terraform/generate.ts')).generators,
  ...(await import('../providers/ansible/generate.ts')).generators,
  ...(await import('../providers/cloudformation/generate.ts')).generators,
  ...(await import('../providers/arm/generate.ts')).generators,
  ...(await import('../providers/kubernetes/generate.ts')).generators,
];

/** The files that are not what their generator would write. */
async function stale(all: readonly Generator[]): Promise<string[]> {
  const found = await Promise.all(all.map(async ({ file, render }) => ((await current(file)) === (await render()) ? [] : [file])));
  return found.flat();
}

const current = (file: string): Promise<string | undefined> => readFile(join(root, file), 'utf8').catch(() => undefined);

async function write({ file, render }: Generator): Promise<void> {
  const text = await render();
  if ((await current(file)) === text) return;
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), text);
  console.log(`wrote ${file}`);
}

if (import.meta.main) {
  const check = process.argv.includes('--check');
  // First, as others import it: it may name a folder that is gone.
  if (!check) for (const each of (await import('../packages/connectors/generate.ts')).generators) await write(each);
  const all = await generators();
  if (check) {
    const old = await stale(all);
    for (const file of old) console.error(`${file} is out of date: run npm run catalog`);
    if (old.length === 0) console.log(`${all.length} derived files are up to date`);
    process.exitCode = old.length > 0 ? 1 : 0;
  } else {
    for (const each of all) await write(each);
  }
}
