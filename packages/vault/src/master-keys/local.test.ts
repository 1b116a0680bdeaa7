import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { environmentMasterKey } from './environment.ts';
import { fileMasterKey } from './file.ts';

const folder = await mkdtemp(join(tmpdir(), 'patchbay-master-key-'));
afterAll(() => rm(folder, { recursive: true }));

const dataKey = () => new Uint8Array(32).fill(7);
// oxlint-disable-next-line vitest/valid-expect -- who calls it adds the matcher
const refused = (work: Promise<unknown>) => expect(work).rejects;

test('the first start makes a key file that only its owner can read, in a folder that only its owner can enter', async () => {
  const path = join(folder, 'fresh', 'deep', 'master.key');
  const made = await fileMasterKey(path);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'fresh', 'deep'))).mode & 0o777).toBe(0o700);
  expect(await readdir(join(folder, 'fresh', 'deep'))).toEqual(['master.key']);
  const again = await fileMasterKey(path);
  expect(again.id).toBe(made.id);
  expect(Buffer.from(await again.unwrap(await made.wrap(dataKey())))).toEqual(Buffer.from(dataKey()));
});

test('hubs that start at once make one key', async () => {
  const path = join(folder, 'race', 'master.key');
  const keys = await Promise.all(Array.from({ length: 8 }, () => fileMasterKey(path)));
  expect(new Set(keys.map((key) => key.id)).size).toBe(1);
  expect(await readdir(join(folder, 'race'))).toEqual(['master.key']);
});

test.runIf(process.platform !== 'win32')('a key file that others can read is refused with the command that closes it', async () => {
  const path = join(folder, 'open.key');
  await fileMasterKey(path);
  for (const mode of [0o640, 0o604, 0o660, 0o644]) {
    await chmod(path, mode);
    await refused(fileMasterKey(path)).toThrow(`chmod 600 ${path}`);
  }
  await symlink(path, join(folder, 'link.key'));
  await refused(fileMasterKey(join(folder, 'link.key'))).toThrow('chmod 600');
});

test('a key of the wrong length or in no base64 is refused and left as it is', async () => {
  const path = join(folder, 'wrong.key');
  for (const text of ['', 'short', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64'), `${'A'.repeat(42)}!=`, 'A'.repeat(2000)]) {
    await writeFile(path, text, { mode: 0o600 });
    await refused(fileMasterKey(path)).toMatchObject({ code: 'secret.unreadable' });
    expect(await readFile(path, 'utf8')).toBe(text);
  }
});

test('a missing file is an error where the key must be there, and a folder is no key', async () => {
  await refused(fileMasterKey(join(folder, 'missing.key'), { create: false })).toThrow('does not exist');
  await refused(fileMasterKey(folder)).toThrow('is not a file');
});

test('a key keeps its name when it moves from the file to the environment', async () => {
  const path = join(folder, 'moving.key');
  const file = await fileMasterKey(path);
  const environment = environmentMasterKey(await readFile(path, 'utf8'));
  expect(environment.id).toBe(file.id);
  expect(Buffer.from(await environment.unwrap(await file.wrap(dataKey())))).toEqual(Buffer.from(dataKey()));
});

test('a key from the environment says what it expects and never what came', () => {
  expect(() => environmentMasterKey('hunter2hunter2')).toThrow('openssl rand -base64 32');
  expect(() => environmentMasterKey('hunter2hunter2')).not.toThrow('hunter2');
});

test('another key, or a changed wrap, does not unwrap', async () => {
  const [one, two] = [environmentMasterKey(Buffer.alloc(32, 1).toString('base64')), environmentMasterKey(Buffer.alloc(32, 2).toString('base64url'))];
  const wrapped = await one.wrap(dataKey());
  expect(one.id).not.toBe(two.id);
  for (const [key, text] of [[two, wrapped], [one, `${wrapped.slice(0, -2)}AA`], [one, ''], [one, 'x']] as const) await refused(key.unwrap(text)).toMatchObject({ code: 'secret.unreadable' });
});
