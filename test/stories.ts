/** Runs every `examples/<name>/story.ts` in a process of its own. usage: npm run stories [name …] */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

interface Told { readonly name: string; readonly passed: boolean; readonly seconds: number }

const examples = join(import.meta.dirname, '../examples');
const all = readdirSync(examples).filter((name) => existsSync(join(examples, name, 'story.ts'))).sort();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0 || all.length === 0) {
  console.error(`There is no story ${unknown.join(', ') || 'at all'}. ${all.length === 0 ? 'A story is examples/<name>/story.ts.' : `There are: ${all.join(', ')}.`}`);
  process.exit(2);
}

const told = (wanted.length === 0 ? all : wanted).map(tell);
const widest = Math.max(...told.map(({ name }) => name.length));
console.log(`\n${told.map(({ name, passed, seconds }) => `${passed ? 'passed' : 'FAILED'}  ${name.padEnd(widest)}  ${seconds.toFixed(1)} s`).join('\n')}`);
const failed = told.filter(({ passed }) => !passed).length;
console.log(`\n${told.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function tell(name: string): Told {
  console.log(`\n=== ${name}`);
  const started = performance.now();
  const { status } = spawnSync(process.execPath, [join(examples, name, 'story.ts')], { stdio: 'inherit' });
  return { name, passed: status === 0, seconds: (performance.now() - started) / 1000 };
}
