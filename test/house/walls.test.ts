import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { files, isTest, root, workspaces } from './tree.ts';

/** One wrong import per wall. `declared`: also written into package.json, so that only the floor can refuse it. */
const PLANTED = [
  { wall: 'an engine does not import an engine', room: 'access', imports: '@patchbay/events', declared: true, complaint: /`@patchbay\/events` found without any tag listed in allowlist for `@patchbay\/access`/ },
  { wall: 'a kit does not import a kit', room: 'vault', imports: '@patchbay/storage', declared: true, complaint: /`@patchbay\/storage` found without any tag listed in allowlist for `@patchbay\/vault`/ },
  { wall: 'a door does not import an engine', room: 'rest', imports: '@patchbay/invoke', declared: true, complaint: /`@patchbay\/invoke` found without any tag listed in allowlist for `@patchbay\/rest`/ },
  { wall: 'who is outside does not import a kit', room: 'planted-outside', imports: '@patchbay/egress', declared: true, complaint: /`@patchbay\/egress` found without any tag listed in allowlist for `@patchbay\/planted-outside`/ },
  { wall: 'a contract imports no kit', room: 'contracts', imports: '@patchbay/telemetry', declared: true, complaint: /`@patchbay\/telemetry` found without any tag listed in allowlist for `@patchbay\/contracts`/ },
  { wall: 'what is imported is declared', room: 'graphql', imports: '@patchbay/egress', declared: false, complaint: /cannot import package `@patchbay\/egress` because it is not a dependency/ },
  { wall: 'a relative path does not leave the room', room: 'invoke', imports: '../../vault/src/index.ts', declared: false, complaint: /import `\.\.\/\.\.\/vault\/src\/index\.ts` leaves the package/ },
] as const;

let copy: string;
let planted: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'patchbay-walls-'));
  await copySkeleton();
  for (const wrong of PLANTED) await plant(wrong);
  planted = flat((await boundaries(copy)).said);
});
afterAll(() => rm(copy, { recursive: true, force: true }));

test('every import in the house keeps to its floor, and the guard looked at every room', async () => {
  const { held, said } = await boundaries(root);
  expect(said).toMatch(/no issues found/);
  expect(held).toBe(true);
  expect(Number(/Checked \d+ files in (\d+) packages/.exec(said)?.[1])).toBeGreaterThanOrEqual(workspaces().length);
});

test('every room stands on a floor', async () => {
  const floors = Object.keys((JSON.parse(await readFile(join(root, 'turbo.json'), 'utf8')) as { boundaries: { tags: object } }).boundaries.tags);
  const all = await Promise.all(workspaces().map(async (folder) => ({ folder, tags: await tagsOf(folder) })));
  expect(all.length).toBeGreaterThan(10);
  const astray = all.filter(({ tags }) => tags.length !== 1 || !floors.includes(tags[0] ?? '')).map(({ folder }) => `${folder} needs a turbo.json with exactly one tag of ${floors.join(', ')}`);
  expect(astray).toEqual([]);
});

test.each(PLANTED)('$wall', ({ complaint }) => {
  expect(planted).toMatch(complaint);
});

test('the only holes in the walls are for tests of rooms that use a double, and no double of a whole hub', () => {
  const holes = files().filter(({ path }) => /\.tsx?$/.test(path) && !path.startsWith('test/house/walls')).flatMap(({ path, text }) => [...text.matchAll(/@boundaries-ignore[^\n]*\n([^\n]*)/g)].map(([, next = '']) => ({ path, next })));
  const wrong = holes.filter(({ path, next }) => !isTest(path) || !/from '(\.\.\/)+test\/doubles\/(?!hub\.ts')[a-z-]+\.ts'/.test(next));
  expect(wrong.map(({ path, next }) => `${path}: ${next}`)).toEqual([]);
});

async function tagsOf(folder: string): Promise<string[]> {
  const text = await readFile(join(root, folder, 'turbo.json'), 'utf8').catch(() => '{}');
  return (JSON.parse(text) as { tags?: string[] }).tags ?? [];
}

/** Manifests and tags of all rooms with one file each: enough for the walls, quick to look through. */
async function copySkeleton(): Promise<void> {
  for (const file of ['package.json', 'package-lock.json', 'turbo.json']) await cp(join(root, file), join(copy, file));
  for (const folder of workspaces()) {
    for (const file of ['package.json', 'turbo.json']) await cp(join(root, folder, file), join(copy, folder, file));
    await put(`${folder}/src/index.ts`, 'export {};\n');
  }
  await put('packages/planted-outside/package.json', JSON.stringify({ name: '@patchbay/planted-outside', version: '0.0.0', private: true, dependencies: {} }));
  await put('packages/planted-outside/turbo.json', JSON.stringify({ extends: ['//'], tags: ['outside'] }));
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
}

async function plant({ room, imports, declared }: (typeof PLANTED)[number]): Promise<void> {
  await put(`packages/${room}/src/planted.ts`, `import '${imports}';\n`);
  if (!declared) return;
  const manifest = JSON.parse(await readFile(join(copy, `packages/${room}/package.json`), 'utf8')) as { dependencies: Record<string, string> };
  manifest.dependencies[imports] = '*';
  await put(`packages/${room}/package.json`, JSON.stringify(manifest));
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(copy, path)), { recursive: true });
  await writeFile(join(copy, path), text);
}

function boundaries(cwd: string): Promise<{ held: boolean; said: string }> {
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
  return new Promise((resolve) => {
    execFile(join(root, 'node_modules/.bin/turbo'), ['boundaries', '--no-color'], { cwd, env, maxBuffer: 16e6 }, (error, stdout, stderr) => resolve({ held: error === null, said: stdout + stderr }));
  });
}

/** turbo breaks its sentences over lines. */
const flat = (text: string): string => text.replace(/\n\s*\| ?/g, ' ').replace(/ +/g, ' ');
