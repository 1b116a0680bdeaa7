import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { files, root } from './tree.ts';

interface Report { readonly diagnostics: readonly { readonly code: string; readonly message: string; readonly filename: string }[]; readonly number_of_files: number }

/** What the house does not want, each with the rule that refuses it. */
const PLANTED = [
  ['any', 'typescript(no-explicit-any)', 'export const anything: any = 1;'],
  ['a switched-off type check', 'typescript(ban-ts-comment)', '// @ts-ignore\nexport const wrong: string = 1;'],
  ['a test that is skipped', 'vitest(no-disabled-tests)', `import { test } from 'vitest';\ntest.skip('later', () => {});`],
  ['a test that hides the others', 'vitest(no-focused-tests)', `import { test } from 'vitest';\ntest.only('mine', () => {});`],
  ['a default export', 'import(no-default-export)', 'export default 1;'],
  ['an import that is only a type and does not say so', 'typescript(consistent-type-imports)', `import { Server } from 'node:http';\nexport let server: Server;`],
] as const;

test('every file of the house passes the linter, and the linter looked at every file', async () => {
  const { diagnostics, number_of_files: looked } = await lint(root);
  const code = files().filter(({ path }) => /\.(ts|mjs|js)$/.test(path) && !path.includes('/generated/') && !path.startsWith('actions/azure-devops/')); // bundles: their sources are looked at
  expect(diagnostics.map(({ filename, code: rule, message }) => `${filename}: ${message} ${rule}`)).toEqual([]);
  expect(looked).toBeGreaterThanOrEqual(code.length);
});

test('the linter refuses what the house does not want', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-lint-'));
  try {
    await cp(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    for (const [index, [, , text]] of PLANTED.entries()) await writeFile(join(folder, `planted-${index}.test.ts`), `${text}\n`);
    const { diagnostics } = await lint(folder);
    const refused = PLANTED.map(([what, rule], index) => ({ what, by: diagnostics.some(({ code, filename }) => code === rule && filename.endsWith(`planted-${index}.test.ts`)) ? rule : 'nobody' }));
    expect(refused).toEqual(PLANTED.map(([what, rule]) => ({ what, by: rule })));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

function lint(cwd: string): Promise<Report> {
  return new Promise((resolve, reject) => {
    execFile(join(root, 'node_modules/.bin/oxlint'), ['-f', 'json'], { cwd, maxBuffer: 64e6 }, (_, stdout, stderr) => {
      try { resolve(JSON.parse(stdout) as Report); } catch { reject(new Error(`oxlint said: ${stdout}${stderr}`)); }
    });
  });
}
