import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hub, startHub } from '@patchbay/hub';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { testIo } from '../../testing/test-io.ts';
import { main } from '../main.ts';

let folder = '';
let hub: Hub;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plugin-'));
  symlinkSync(join(import.meta.dirname, '../../../../node_modules'), join(folder, 'node_modules')); // as if the author had installed the SDK
  hub = await startHub({ listen: { port: 0 }, keeping: { dataDir: join(folder, 'data') }, observe: { level: 'silent' } });
});
afterAll(async () => {
  await hub.stop();
  rmSync(folder, { recursive: true });
});

const run = async (...argv: readonly string[]) => {
  const io = testIo({ home: folder, now: Date.now, env: { PATH: process.env['PATH'], PATCHBAY_URL: hub.url, PATCHBAY_KEY: hub.firstKey } });
  const code = await main(argv, io);
  return { code, ...io.said };
};
const at = (name: string): string => join(folder, name);

describe('patchbay plugin', () => {
  it('leads from nothing to a signed plugin that is enabled and called', async () => {
    expect(await run('plugin', 'new', 'acme/greeter', '--folder', at('greeter'))).toMatchObject({ code: 0, out: `${at('greeter')}\n` });
    const tested = await run('plugin', 'test', at('greeter'));
    expect(tested.out).toContain('its own tests: 1 passed, 0 failed');
    expect([tested.code, tested.out.includes('FAILED')]).toEqual([0, false]);

    const packed = JSON.parse((await run('plugin', 'pack', at('greeter'), '--out', folder, '-o', 'json')).out) as { file: string; sha256: string; permissions: string[] };
    expect(packed.permissions).toEqual(['net:{{config.base_url}}', 'secret:token']);
    const first = readFileSync(packed.file);
    await run('plugin', 'pack', at('greeter'), '--out', folder);
    expect(readFileSync(packed.file).equals(first)).toBe(true);

    const { out: publicKey } = await run('plugin', 'keygen', at('acme.key'));
    expect(statSync(at('acme.key')).mode & 0o777).toBe(0o600);
    expect(await run('plugin', 'keygen', at('acme.key'))).toMatchObject({ code: 1, err: expect.stringContaining('exists already') as string });
    expect(await run('plugin', 'publish', packed.file)).toMatchObject({ code: 1, err: expect.stringContaining('plugin sign') as string });
    expect((await run('plugin', 'sign', packed.file, '--key', at('acme.key'))).code).toBe(0);
    expect(await run('plugin', 'publish', packed.file, '--public-key', publicKey, '--dry-run')).toMatchObject({ code: 0 });
    expect(await run('plugin', 'publish', packed.file, '--public-key', publicKey)).toMatchObject({ code: 0, out: 'acme/greeter 0.1.0\n' });

    const installed = JSON.parse((await run('call', 'plugin_install', '-F', 'name=greeter', '-i', JSON.stringify({ secrets: { token: 'abcdef' } }), '-o', 'json')).out) as { missing_permissions: string[] };
    expect(installed.missing_permissions).toEqual(['net:https://api.example.com', 'secret:token']);
    expect((await run('call', 'plugin_enable', '-i', JSON.stringify({ name: 'greeter', permissions: installed.missing_permissions }))).code).toBe(0);
    const greeted = await run('call', 'acme_greeter_greet', '-F', 'name=Ada', '--dry-run', '-o', 'json');
    expect([greeted.code, greeted.err, JSON.parse(greeted.out)]).toEqual([0, '', { greeting: 'Hello, Ada' }]);
    expect(await run('plugin', 'revoke', 'acme/greeter', '0.1.0', '--key', at('acme.key'), '-o', 'json')).toMatchObject({ code: 0, out: expect.stringContaining('"stopped": 1') as string });
  }, 60_000);

  it('runs tests wherever the plugin has them, and none of what it has installed', async () => {
    await run('plugin', 'new', 'acme/nested', '--folder', at('nested'));
    for (const [place, holds] of [['src/greet', true], ['.cache', false], ['node_modules/other', false], ['src/node_modules/other', false]] as const) {
      mkdirSync(at(`nested/${place}`), { recursive: true });
      writeFileSync(at(`nested/${place}/some.test.mjs`), `import { test } from 'node:test'; test('some', () => { if (!${holds}) throw new Error('not ours'); });\n`);
    }
    const tested = await run('plugin', 'test', at('nested'));
    expect([tested.code, tested.out]).toEqual([0, expect.stringContaining('its own tests: 2 passed, 0 failed') as string]);
  }, 60_000);

  it('brings what is saved into the hub, and asks for what it needs besides', async () => {
    await run('plugin', 'new', 'acme/trial', '--folder', at('trial'));
    const dev = () => run('plugin', 'dev', at('trial'), '--key', at('acme.key'), '--secrets', '{"token":"abcdef"}', '--once');
    const first = await dev();
    expect([first.code, first.err, first.out]).toEqual([0, '', expect.stringMatching(/^acme\/trial 0\.1\.0-dev\.\d+\n$/) as string]);
    const source = readFileSync(at('trial/plugin.ts'), 'utf8');
    writeFileSync(at('trial/plugin.ts'), source.replace('  health: async', "  emits: ['trial.greeted'],\n  health: async").replace('`Hello, ${name}`', '`Good day, ${name}`').replace('async (ctx) => {\n    await ctx.http.get(\'/me\');', 'async () => {'));
    await new Promise((resolve) => { setTimeout(resolve, 1100); });
    const second = await dev();
    expect([second.code, second.err, second.out === first.out]).toEqual([0, '', false]);
    expect(JSON.parse((await run('call', 'acme_trial_greet', '-F', 'name=Ada', '--dry-run', '-o', 'json')).out)).toEqual({ greeting: 'Good day, Ada' });
    expect(JSON.parse((await run('call', 'plugin_get', '-F', 'name=trial', '-o', 'json')).out)).toMatchObject({ permissions: expect.arrayContaining(['emit:trial.greeted']) as string[], installations: [{ version: second.out.trim().split(' ')[1] }] });
  }, 60_000);

  it('brings what was saved while the version before was on its way, and leaves the next release free', async () => {
    await run('plugin', 'new', 'acme/rota', '--folder', at('rota'));
    const file = at('rota/plugin.ts');
    const source = readFileSync(file, 'utf8').replace("  health: async (ctx) => {\n    await ctx.http.get('/me');", '  health: async () => {');
    writeFileSync(file, source);
    const stop = new AbortController();
    const io = testIo({ home: folder, now: Date.now, signal: stop.signal, env: { PATCHBAY_URL: hub.url, PATCHBAY_KEY: hub.firstKey } });
    const ended = main(['plugin', 'dev', at('rota'), '--key', at('acme.key'), '--secrets', '{"token":"abcdef"}'], io);
    const versions = (count: number) => vi.waitFor(() => expect(`${io.said.out}${io.said.err}`.split('\n')).toHaveLength(count + 1), { timeout: 15_000 });
    await versions(1);
    await new Promise((resolve) => { setTimeout(resolve, 200); });
    writeFileSync(file, source.replace("title: 'Rota'", "title: 'First'"));
    await new Promise((resolve) => { setTimeout(resolve, 300); }); // it is being published now
    writeFileSync(file, source.replace("title: 'Rota'", "title: 'Second'"));
    await versions(3);
    stop.abort();
    expect([await ended, io.said.err]).toEqual([130, '']);
    expect(JSON.parse((await run('call', 'plugin_get', '-F', 'name=acme/rota', '-o', 'json')).out)).toMatchObject({ title: 'Second' });

    writeFileSync(file, source); // what this process imported
    await new Promise((resolve) => { setTimeout(resolve, 2100); });
    await run('plugin', 'pack', at('rota'), '--out', folder);
    await run('plugin', 'sign', at('acme-rota-0.1.0.tgz'), '--key', at('acme.key'));
    expect(await run('plugin', 'publish', at('acme-rota-0.1.0.tgz'))).toMatchObject({ code: 0, err: '', out: 'acme/rota 0.1.0\n' });
  }, 60_000);

  it('allows a new installation what itself asks for, beside one of another name', async () => {
    await run('plugin', 'new', 'acme/beside', '--folder', at('beside'));
    await run('plugin', 'pack', at('beside'), '--out', folder);
    await run('plugin', 'sign', at('acme-beside-0.1.0.tgz'), '--key', at('acme.key'));
    await run('plugin', 'publish', at('acme-beside-0.1.0.tgz'));
    await run('call', 'plugin_install', '-i', JSON.stringify({ name: 'acme/beside', installation: 'eu', config: { base_url: 'https://eu.example.com' } }));
    await new Promise((resolve) => { setTimeout(resolve, 1100); });
    expect(await run('plugin', 'dev', at('beside'), '--key', at('acme.key'), '--secrets', '{"token":"abcdef"}', '--once')).toMatchObject({ code: 0, err: '' });
  }, 60_000);

  it('finds the SDK from a folder that is in no checkout', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'));
    try {
      await run('plugin', 'new', 'acme/far', '--folder', join(elsewhere, 'far'));
      const tested = await run('plugin', 'test', join(elsewhere, 'far'));
      expect([tested.code, tested.err, tested.out]).toEqual([0, '', expect.stringContaining('its own tests: 1 passed, 0 failed') as string]);
      rmSync(join(elsewhere, 'far/node_modules'), { recursive: true });
      const lost = await run('plugin', 'test', join(elsewhere, 'far'));
      expect([lost.code, lost.err]).toEqual([1, expect.stringMatching(/cli\.no_sdk: [^]*fix: In that folder: npm install .*packages[/]sdk/) as string]);
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  }, 60_000);

  it('names the file that is not there, and what to do', async () => {
    for (const argv of [['sign', at('none.tgz'), '--key', at('acme.key')], ['publish', at('none.tgz')], ['keygen', at('none/x.key')]]) {
      const { code, err } = await run('plugin', ...argv);
      expect([code, err]).toEqual([1, expect.stringMatching(/^error cli\.file_unusable: .*none.*\n {2}fix: Check the path and its rights/) as string]);
    }
    expect((await run('plugin', 'sign', at('acme-rota-0.1.0.tgz'), '--key', at('none.key'))).err).toMatch(/There is no .*none\.key\n {2}fix: Name it with --key/);
  });

  it('publishes the gallery, and only what is missing', async () => {
    await run('plugin', 'keygen', at('patchbay.key'));
    expect(await run('plugin', 'seed', 'freeze-calendar', '--key', at('patchbay.key'))).toMatchObject({ code: 0, out: 'patchbay/freeze-calendar 1.0.0\n' });
    const rest = await run('plugin', 'seed', '--key', at('patchbay.key'));
    expect([rest.code, rest.err, rest.out.trim().split('\n')]).toEqual([0, '', expect.arrayContaining(['patchbay/pii-redactor 1.0.0', 'patchbay/status-badge 1.0.0']) as string[]]);
    expect(rest.out).not.toContain('freeze-calendar');
    expect(await run('plugin', 'seed', '--key', at('patchbay.key'))).toMatchObject({ code: 0, out: '' });
    expect(await run('plugin', 'seed', 'freeze-calender', '--key', at('patchbay.key'))).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean freeze-calendar?') as string });
  }, 60_000);

  it('finds plugins, and shows what changed between two versions', async () => {
    expect(await run('plugin', 'search', 'deployment freeze')).toMatchObject({ code: 0, out: expect.stringMatching(/^patchbay\/freeze-calendar 1\.0\.0 {2}Holds deployments/) as string });
    expect(await run('plugin', 'search', 'pizza')).toMatchObject({ code: 0, out: '', err: expect.stringContaining('Nothing fits') as string });
    const { versions } = JSON.parse((await run('call', 'plugin_get', '-F', 'name=acme/trial', '-o', 'json')).out) as { versions: [string, string] };
    const { code, out } = await run('plugin', 'diff', 'acme/trial', versions[1], versions[0]);
    expect([code, out]).toEqual([0, expect.stringMatching(/^acme\/trial [^]*\+ permissions: emit:trial\.greeted\n[^]*changed dist\/plugin\.js\n[^]*\n\+.*Good day/) as string]);
  }, 60_000);

  it('says what is wrong before anything is published', async () => {
    expect(await run('plugin', 'new', 'Weather')).toMatchObject({ code: 2 });
    expect(await run('plugin', 'pack', folder)).toMatchObject({ code: 1, err: expect.stringContaining('no plugin in') as string });
    await run('plugin', 'new', 'acme/broken', '--folder', at('broken'));
    writeFileSync(at('broken/plugin.ts'), readFileSync(at('broken/plugin.ts'), 'utf8').replace("export const plugin", "if (typeof process === 'undefined') throw new Error('needs Node');\nexport const plugin"));
    const { code, out } = await run('plugin', 'test', at('broken'));
    expect([code, out]).toEqual([1, expect.stringContaining('FAILED  loads in the sandbox: needs Node')]);
  }, 60_000);
});
