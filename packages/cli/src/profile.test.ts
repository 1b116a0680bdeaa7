import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testIo } from '../testing/test-io.ts';
import { target } from './connect.ts';
import { profileFile, readProfiles, writeProfile } from './profile.ts';

let home = '';
beforeEach(() => { home = mkdtempSync(join(tmpdir(), 'profile-')); });
afterEach(() => rmSync(home, { recursive: true }));
const io = (env: Record<string, string> = {}) => testIo({ home, env });
const work = { url: 'https://hub.example', key: 'pb_work' };

describe('a profile', () => {
  it('is kept where XDG says, for its owner alone', async () => {
    const file = await writeProfile('work', work, io());
    expect(file).toBe(join(home, '.config/patchbay/config.json'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(profileFile(io({ XDG_CONFIG_HOME: '/etc/x' }))).toBe('/etc/x/patchbay/config.json');
    expect(profileFile(io({ XDG_CONFIG_HOME: 'relative' }))).toBe(file);
  });

  it('stands beside others, and the last one that was written is the current one', async () => {
    await writeProfile('work', work, io());
    await writeProfile('home', { url: 'http://127.0.0.1:8085', key: 'pb_home' }, io());
    expect(await readProfiles(io())).toMatchObject({ current: 'home', profiles: { work, home: { key: 'pb_home' } } });
  });

  it('is not read when others may read it, or when the file is damaged, and the file is not quoted', async () => {
    const file = await writeProfile('work', work, io());
    chmodSync(file, 0o644);
    await expect(readProfiles(io())).rejects.toMatchObject({ code: 'cli.profile_open', fix: `chmod 600 ${file}` });
  });
});

describe('the hub that is talked to', () => {
  it('comes from the flags, then from the environment, then from the profile', async () => {
    await writeProfile('work', { ...work, tenant: 'ten_1' }, io());
    expect(await target({}, io())).toEqual({ ...work, tenant: 'ten_1' });
    expect(await target({}, io({ PATCHBAY_URL: 'http://a', PATCHBAY_KEY: 'pb_env', PATCHBAY_TENANT: 'ten_2' }))).toEqual({ url: 'http://a', key: 'pb_env', tenant: 'ten_2' });
    expect(await target({ url: 'http://b', tenant: 'ten_3' }, io({ PATCHBAY_URL: 'http://a', PATCHBAY_KEY: 'pb_env' }))).toEqual({ url: 'http://b', key: 'pb_env', tenant: 'ten_3' });
    await expect(target({ profile: 'wrk' }, io())).rejects.toMatchObject({ code: 'cli.usage', fix: 'Use one of: work.' });
  });

  it('never gets the key of another hub', async () => {
    await writeProfile('work', work, io());
    await expect(target({ url: 'https://elsewhere.example' }, io())).rejects.toMatchObject({ code: 'cli.no_key' });
    await expect(target({}, io({ PATCHBAY_URL: 'http://hub.example' }))).rejects.toMatchObject({ code: 'cli.no_key' });
    expect(await target({ url: 'https://hub.example/' }, io())).toMatchObject({ key: 'pb_work' });
  });
});
