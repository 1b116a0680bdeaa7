/** Runs one bench, chaos, attack or conformance (test/<kind>/<name>.ts), or the stories (examples/<name>/story.ts), each in a process of its own. Without a name: all stories; of the others, the list. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const [kind = '', name, ...args] = process.argv.slice(2);
const programs = kind === 'stories' ? stories() : proofs(join(root, 'test', kind));
const program = name === undefined ? undefined : programs.get(name);

if (program !== undefined) process.exit(run(program, args));
if (name === undefined && kind === 'stories' && programs.size > 0) process.exit(tellAll());
console.error(`${name === undefined ? `Say which ${kind} to run` : `There is no ${kind} \`${name}\``}: ${programs.size === 0 ? 'none exists yet' : [...programs.keys()].join(', ')}.`);
process.exit(2);

function stories(): Map<string, string> {
  const folders = readdirSync(join(root, 'examples')).sort();
  return new Map(folders.map((folder) => [folder, join(root, 'examples', folder, 'story.ts')] as const).filter(([, file]) => existsSync(file)));
}

/** A file that exports something is there for the others. */
function proofs(folder: string): Map<string, string> {
  const files = existsSync(folder) ? readdirSync(folder).sort() : [];
  const meant = files.filter((file) => /^[a-z0-9-]+\.ts$/.test(file) && !/^export /m.test(readFileSync(join(folder, file), 'utf8')));
  return new Map(meant.map((file) => [file.slice(0, -'.ts'.length), join(folder, file)]));
}

function run(file: string, rest: readonly string[]): number {
  const { status, signal } = spawnSync(process.execPath, [file, ...rest], { cwd: root, stdio: 'inherit' });
  return signal === null ? status ?? 1 : 1;
}

function tellAll(): number {
  const failed = [...programs].filter(([, file]) => run(file, []) !== 0).map(([story]) => story);
  console.log(`\n${programs.size - failed.length} stories told, ${failed.length} failed${failed.length > 0 ? `: ${failed.join(', ')}` : ''}`);
  return failed.length === 0 ? 0 : 1;
}
