/** Runs test/<kind>/<name>.ts in a process of its own: a bench, chaos, attack or conformance. Without a name it lists what exists. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const [kind = '', name, ...args] = process.argv.slice(2);
const folder = join(root, 'test', kind);
const names = (existsSync(folder) ? readdirSync(folder) : []).filter(isMeantToRun).map((file) => file.slice(0, -'.ts'.length)).sort();

if (name === undefined || !names.includes(name)) {
  console.error(`${name === undefined ? `Say which ${kind} to run` : `There is no ${kind} \`${name}\``}: ${names.length === 0 ? 'none exists yet' : names.join(', ')}.`);
  process.exitCode = 2;
} else {
  const { status, signal } = spawnSync(process.execPath, [join(folder, `${name}.ts`), ...args], { cwd: root, stdio: 'inherit' });
  process.exitCode = signal === null ? status ?? 1 : 1;
}

/** A file that exports something is there for the others. */
function isMeantToRun(file: string): boolean {
  return /^[a-z0-9-]+\.ts$/.test(file) && !/^export /m.test(readFileSync(join(folder, file), 'utf8'));
}
