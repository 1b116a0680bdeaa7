/** Everything that a change must pass before it is shown to others, in under a minute: lint, types, walls, leftovers, derived files, fast tests. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

interface Step { readonly name: string; readonly run: readonly string[]; readonly fix: string }

const root = join(import.meta.dirname, '..');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

/** Left to `npm test`: what starts servers and processes by the dozen, and what the steps above do already. */
const NOT_FAST = [
  '**/*.slow.test.ts', '**/postgres/**', '**/backup/**', 'test/doubles/**', 'test/guides/**', 'test/house/!(catalog|docs|graphql|guards|isolation|planned|requirements|resources).test.ts',
  'packages/cli/src/{bin.test.ts,plugin/**}', 'packages/plugins/src/hooks/**', 'packages/sandbox/src/{create-sandbox.test.ts,process/**}', 'packages/storage/src/sqlite/open-sqlite.test.ts', 'providers/terraform/src/plugin/**', 'providers/pulumi/src/serve.test.ts',
];

/** At the same time: most of them use one processor. */
const LOOKS: readonly Step[] = [
  { name: 'lint', run: [bin('oxlint')], fix: 'Change the lines named above; `npx oxlint --fix` mends the simple ones.' },
  { name: 'types', run: [bin('tsc'), '-p', 'tsconfig.all.json'], fix: 'Change the lines named above.' },
  { name: 'page types', run: [bin('tsc'), '-p', 'packages/portal/page'], fix: 'Change the lines named above.' }, // the only code of browsers
  { name: 'walls', run: [bin('turbo'), 'boundaries', '--no-color'], fix: 'Import only what your floor may use (docs/architecture.md); be handed a function instead.' },
  { name: 'leftovers', run: [bin('knip'), '--no-progress', '--no-config-hints'], fix: 'Remove what nobody uses, or declare what you use in the package.json of its room.' },
  { name: 'derived', run: [process.execPath, 'scripts/catalog.ts', '--check'], fix: 'Run `npm run catalog` and commit what it wrote.' },
];

const TESTS: Step = { name: 'fast tests', run: [bin('vitest'), 'run', '--reporter=dot', '--reporter=./scripts/tally-reporter.ts', ...NOT_FAST.map((files) => `--exclude=${files}`)], fix: 'Run `npm test -- <file>` for the tests named above.' };

const started = performance.now();
/** `--without-tests`: for who has just run all of them. */
const tests = process.argv.includes('--without-tests') ? [] : [TESTS];
const failed = [...await failedOf(LOOKS), ...await failedOf(tests)];
for (const { name, fix } of failed) console.log(`${name}: ${fix}`);
const count = LOOKS.length + tests.length;
console.log(`${count - failed.length} of ${count} steps hold, ${secondsSince(started)}`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function failedOf(steps: readonly Step[]): Promise<Step[]> {
  const passed = await Promise.all(steps.map(passes));
  return steps.filter((_, at) => passed[at] === false);
}

/** Shows what the step said only when it failed. */
async function passes({ name, run: [command = '', ...args] }: Step): Promise<boolean> {
  const since = performance.now();
  const child = spawn(command, args, { cwd: root, env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  const code = await new Promise<number>((resolve, reject) => child.once('error', reject).once('close', (exit) => resolve(exit ?? 1)));
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(11)} ${secondsSince(since)}`);
  if (code !== 0) console.log(`\n${said.trim()}\n`);
  return code === 0;
}

function secondsSince(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}
