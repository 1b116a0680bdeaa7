/** Runs test/<kind>/<name>.ts in a process of its own: benches, chaos, attacks, conformance, stories. Without a name, stories runs all; the others list what exists. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const [kind = '', name, ...args] = process.argv.slice(2);
const folder = join(root, 'test', kind);
const names = existsSync(folder) ? readdirSync(folder).filter((file) => /^[a-z0-9-]+\.ts$/.test(file)).map((file) => file.slice(0, -3)).sort() : [];

if (name !== undefined && names.includes(name)) process.exit(run(name, args));
if (name === undefined && kind === 'stories' && names.length > 0) process.exit(runAll());
console.error(`${name === undefined ? `Say which ${kind} to run` : `There is no ${kind} \`${name}\``}: ${names.length === 0 ? `none exists yet in test/${kind}` : names.join(', ')}.`);
process.exit(2);

function run(one: string, rest: readonly string[]): number {
  const { status, signal } = spawnSync(process.execPath, [join(folder, `${one}.ts`), ...rest], { cwd: root, stdio: 'inherit' });
  return signal === null ? status ?? 1 : 1;
}

function runAll(): number {
  const failed = names.filter((story) => run(story, []) !== 0);
  console.log(`\n${names.length - failed.length} stories told, ${failed.length} failed${failed.length > 0 ? `: ${failed.join(', ')}` : ''}`);
  return failed.length === 0 ? 0 : 1;
}
