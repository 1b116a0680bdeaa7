import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes } from '../exit-code.ts';
import { defineCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { isData, printData } from '../output/print.ts';
import { bundlePlugin } from '../plugin/bundle-plugin.ts';
import { examine, type Finding } from '../plugin/examine.ts';
import { findPlugin } from '../plugin/plugin-file.ts';

export const pluginTest = defineCommand({
  name: 'plugin test',
  summary: 'run a plugin’s tests, and look at it as the hub will',
  args: [{ name: 'folder', optional: true }],
  flags: {},
  examples: ['patchbay plugin test', 'patchbay plugin test ./weather'],
  async run([folder = '.'], flags, io) {
    const found = await findPlugin(folder);
    const { code } = await bundlePlugin(found.file);
    const findings = [...(await examine(found, code, io.now)), ...(await ownTests(found.folder, io))];
    if (isData(flags.output)) await printData(findings, flags.output, io);
    else io.out(findings.map(({ what, ok, why }) => `${ok ? 'ok     ' : 'FAILED '} ${what}${ok || why === '' ? '' : `: ${why}`}\n`).join(''));
    return findings.every(({ ok }) => ok) ? exitCodes.done.code : exitCodes.failed.code;
  },
});

/** By Node’s own runner. */
async function ownTests(folder: string, io: Io): Promise<Finding[]> {
  const files = await testsIn(folder);
  if (files.length === 0) return [];
  const { code, said } = await new Promise<{ code: number | null; said: string }>((resolve) => {
    const child = spawn(process.execPath, ['--test', '--test-reporter=tap', ...files], { cwd: folder, env: { PATH: io.env['PATH'] }, stdio: ['ignore', 'pipe', 'inherit'], signal: io.signal });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => { said += chunk; });
    child.once('error', () => resolve({ code: 1, said: '' }));
    child.once('close', (code) => resolve({ code, said }));
  });
  const count = (word: string): string => new RegExp(`^# ${word} (\\d+)`, 'm').exec(said)?.[1] ?? '0';
  return [{ what: `its own tests: ${count('pass')} passed, ${count('fail')} failed`, ok: code === 0, why: code === 0 ? '' : `run node --test in ${folder}` }];
}

/** Also of the folders in it, without those that others wrote. */
async function testsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const inner = entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'));
  const own = entries.filter(({ name }) => /\.test\.(ts|js|mjs)$/.test(name)).map(({ name }) => join(folder, name));
  return [...own, ...(await Promise.all(inner.map(({ name }) => testsIn(join(folder, name))))).flat()];
}
