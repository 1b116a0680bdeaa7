import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './tree.ts';

test('the suite ends with a plain tally, and a file that does not load counts as failed', async () => {
  expect(await tallyOf({
    'good.test.ts': `import { test } from 'vitest'; test('one', () => {}); test('two', () => {});`,
    'bad.test.ts': `import { test } from 'vitest'; test('three', () => { throw new Error('no'); }); test('four', () => {});`,
    'broken.test.ts': `import './is-not-there.ts';`,
  })).toEqual({ lastLine: '3 passed, 2 failed', exit: 1 });
});

test('a test that was skipped is told', async () => {
  expect(await tallyOf({ 'some.test.ts': `import { test } from 'vitest'; test('one', () => {}); test.${'skip'}('two', () => {});` })).toEqual({ lastLine: '1 passed, 0 failed, 1 skipped', exit: 0 });
});

test('an error outside any test is a failure', async () => {
  const stray = `import { test } from 'vitest'; test('one', async () => { setTimeout(() => { throw new Error('stray'); }, 1); await new Promise((resolve) => setTimeout(resolve, 50)); });`;
  expect(await tallyOf({ 'stray.test.ts': stray })).toEqual({ lastLine: '1 passed, 1 failed', exit: 1 });
});

test('a bench that does not exist is answered with those that do', async () => {
  const { said, exit } = await node(['scripts/run.ts', 'bench', 'nothing'], root);
  expect(said).toMatch(/^There is no bench `nothing`: .*api/);
  expect(exit).toBe(2);
});

async function tallyOf(tests: Readonly<Record<string, string>>): Promise<{ lastLine: string | undefined; exit: number }> {
  const folder = await mkdtemp(join(root, 'node_modules', '.tally-')); // so that it finds vitest
  try {
    for (const [name, text] of Object.entries(tests)) await writeFile(join(folder, name), text);
    await writeFile(join(folder, 'vitest.config.ts'), `export default { test: { include: ['*.test.ts'], exclude: [], reporters: ['default', ${JSON.stringify(join(root, 'scripts/tally-reporter.ts'))}] } };`);
    const { said, exit } = await node([join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder], folder);
    return { lastLine: said.trim().split('\n').at(-1), exit };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What it says on stdout, or on stderr when that is all. */
function node(args: readonly string[], cwd: string): Promise<{ said: string; exit: number }> {
  return new Promise((resolve) => {
    const { VITEST: _vitest, VITEST_POOL_ID: _pool, VITEST_WORKER_ID: _worker, ...env } = process.env;
    const child = execFile(process.execPath, args, { cwd, env: { ...env, NO_COLOR: '1' } }, (_, stdout, stderr) => resolve({ said: stdout === '' ? stderr : stdout, exit: child.exitCode ?? 1 }));
  });
}
