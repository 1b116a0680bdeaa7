import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const node = (args: readonly string[], options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {}) => run(process.execPath, args, { ...options, encoding: 'utf8' });
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  await node([join(import.meta.dirname, '../build.ts'), join(folder, 'dist')]);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe('the bundle', () => {
  it('needs nothing beside it: a hub starts from it, answers, and ends well on SIGTERM', async () => {
    const program = join(folder, 'dist/patchbay.mjs');
    expect(readdirSync(join(folder, 'dist'))).toContain('sqlite-writer.mjs');
    const env = { PATH: process.env['PATH'], HOME: folder, PATCHBAY_LOG_LEVEL: 'silent' };
    const hub = spawn(process.execPath, [program, 'start', '--port', '0', '--data', join(folder, 'data'), '-o', 'json'], { cwd: folder, env });
    const ended = new Promise<number | null>((resolve) => hub.once('close', resolve));
    const said = await new Promise<string>((resolve) => hub.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())));
    const { url, first_key } = JSON.parse(said) as { url: string; first_key: string };
    const { stdout } = await node([program, 'call', 'project_create', '-F', 'slug=shop', '-F', 'name=Shop', '-o', 'json'], { cwd: folder, env: { ...env, PATCHBAY_URL: url, PATCHBAY_KEY: first_key } });
    expect(JSON.parse(stdout)).toMatchObject({ slug: 'shop', version: 1 });
    hub.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});
