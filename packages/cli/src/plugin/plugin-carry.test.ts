import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type Hub, startHub } from '@patchbay/hub';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testIo } from '../../testing/test-io.ts';
import { main } from '../main.ts';

let folder = '';
let hub: Hub;
let island: Hub;
const open = (name: string): Promise<Hub> => startHub({ listen: { port: 0 }, keeping: { dataDir: join(folder, name) }, observe: { level: 'silent' } });
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plugin-'));
  symlinkSync(join(import.meta.dirname, '../../../../node_modules'), join(folder, 'node_modules')); // as if the author had installed the SDK
  [hub, island] = await Promise.all([open('hub'), open('island')]);
});
afterAll(async () => {
  await Promise.all([hub.stop(), island.stop()]);
  rmSync(folder, { recursive: true });
});

const runOn = (which: () => Hub) => async (...argv: readonly string[]) => {
  const io = testIo({ home: folder, now: Date.now, env: { PATH: process.env['PATH'], PATCHBAY_URL: which().url, PATCHBAY_KEY: which().firstKey } });
  const code = await main(argv, io);
  return { code, ...io.said };
};
const run = runOn(() => hub);
const away = runOn(() => island);
const data = async (said: ReturnType<typeof run>): Promise<Record<string, unknown>> => JSON.parse((await said).out) as Record<string, unknown>;

const PLUGIN = `import { action, definePlugin, PluginError, t } from '@patchbay/sdk';

export const plugin = definePlugin({
  id: 'acme/counter', version: '1.0.0', title: 'Counter', summary: 'Counts up to a limit.', plans: { pro: { title: 'Pro', price: { amount: 1900, currency: 'EUR', per: 'month' }, features: ['more'] } },
  actions: {
    count: action({
      title: 'Count', description: 'Counts one up.', safety: 'moderate', input: t.object({}), output: t.object({ count: t.number(), plan: t.string() }),
      run: async (_, ctx) => {
        const count = ((await ctx.state.get('count')) ?? 0) + 1;
        if (count > 3) throw new PluginError('conflict', 'It counts to three');
        await ctx.state.set('count', count);
        return { count, plan: ctx.license.plan ?? 'none' };
      },
    }),
  },
});
`;

describe('patchbay plugin', () => {
  it('replay runs again what the hub recorded, and shows what other code does otherwise', async () => {
    await run('plugin', 'new', 'acme/counter', '--folder', at('counter'));
    writeFileSync(at('counter/plugin.ts'), PLUGIN);
    await run('plugin', 'keygen', at('acme.key'));
    const { file } = await data(run('plugin', 'pack', at('counter'), '--out', folder, '-o', 'json'));
    await run('plugin', 'sign', String(file), '--key', at('acme.key'));
    const { public_key } = JSON.parse(readFileSync(at('acme.key'), 'utf8')) as { public_key: string };
    expect(await run('plugin', 'publish', String(file), '--public-key', public_key)).toMatchObject({ code: 0, err: '' });
    const installed = await data(run('call', 'plugin_install', '-F', 'name=acme/counter', '-o', 'json'));
    await run('call', 'plugin_enable', '-F', 'name=acme/counter');
    expect(await run('plugin', 'replay', at('counter'))).toMatchObject({ code: 3, err: expect.stringContaining('record') as string });
    expect((await run('call', 'installation_update', '-i', JSON.stringify({ id: installed['id'], record: 'all' }))).code).toBe(0);
    for (let times = 0; times < 4; times++) await run('call', 'acme_counter_count', '-i', '{}');
    await expect.poll(async () => (await data(run('call', 'plugin_run_list', '-F', 'plugin=acme/counter', '-o', 'json')))['items'], { timeout: 10_000 }).toHaveLength(4);
    const same = await run('plugin', 'replay', at('counter'), '--save', at('runs.json'), '-o', 'json');
    expect([same.code, (JSON.parse(same.out) as object[]).map((each) => ({ ...each, id: '' }))]).toEqual([0, ['done', 'done', 'done', 'conflict'].map((outcome) => ({ id: '', what: 'action count', was: outcome, is: outcome, verdict: 'same', difference: '' }))]);

    writeFileSync(at('counter/plugin.js'), PLUGIN.replace('count > 3', 'count > 2').replace("'It counts to three'", "'It counts to two'"));
    rmSync(at('counter/plugin.ts'));
    const other = await run('plugin', 'replay', at('counter'), '--from', at('runs.json'), '-o', 'json');
    expect([other.code, JSON.parse(other.out)]).toEqual([1, [expect.objectContaining({ verdict: 'same' }), expect.objectContaining({ verdict: 'same' }), expect.objectContaining({ verdict: 'other questions', was: 'done', is: 'conflict', difference: expect.stringContaining('does not ask for state.set') as string }), expect.objectContaining({ verdict: 'other outcome', difference: expect.stringContaining('It counts to two') as string })]]);
  }, 60_000);

  it('entitle signs what a tenant bought, and the hub takes it', async () => {
    const { tenant } = await data(run('call', 'whoami', '-o', 'json'));
    expect(await run('plugin', 'entitle', 'acme/counter', 'pro', String(tenant), '--key', at('acme.key'))).toMatchObject({ code: 2, err: expect.stringContaining('--number') as string });
    expect(await run('plugin', 'entitle', 'acme/counter', 'pro', String(tenant), '--number', '2030-1', '--until', '365d', '--seats', '5', '--key', at('acme.key'), '--out', at('counter.license'))).toMatchObject({ code: 0 });
    expect(await data(run('call', 'plugin_entitlement_add', '-i', `@${at('counter.license')}`, '-o', 'json'))).toMatchObject({ plan: 'pro', seats: 5, number: '2030-1' });
    expect(await data(run('call', 'plugin_sale_record', '-i', JSON.stringify({ reference: 'pi_1', plugin: 'acme/counter', plan: 'pro', amount: 1900, currency: 'EUR', customer: tenant }), '-o', 'json'))).toMatchObject({ lines: [{ account: 'cash', amount: 1900 }, { account: 'publisher/acme', amount: -1520 }, { account: 'revenue', amount: -380 }] });
  }, 60_000);

  it('rotate-key gives the namespace to another key, once', async () => {
    await run('plugin', 'keygen', at('acme-2.key'));
    expect(await run('plugin', 'rotate-key', 'acme', at('acme.key'), '--key', at('acme-2.key'))).toMatchObject({ code: 7, err: expect.stringContaining('no publisher here has the key') as string });
    expect(await data(run('plugin', 'rotate-key', 'acme', at('acme-2.key'), '--key', at('acme.key'), '-o', 'json'))).toMatchObject({ namespace: 'acme', key_id: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(await run('plugin', 'revoke', 'acme/counter', '1.0.0', '--key', at('acme.key'))).toMatchObject({ code: 7 });
  }, 60_000);

  it('bundle carries plugins to a hub without a network, and nothing that was changed on the way', async () => {
    const { public_key } = await data(run('plugin', 'bundle', 'export', at('plugins.bundle'), '-o', 'json'));
    expect(await away('plugin', 'bundle', 'import', at('plugins.bundle'), '--registry', 'home')).toMatchObject({ code: 3, err: expect.stringContaining('registry_create') as string });
    expect((await away('call', 'registry_create', '-i', JSON.stringify({ name: 'home', public_key }))).code).toBe(0);

    const bundle = JSON.parse(gunzipSync(readFileSync(at('plugins.bundle'))).toString()) as { index: string; packages: { package: string }[] };
    const evil = (name: string, change: (of: typeof bundle) => void): string => {
      const copy = structuredClone(bundle);
      change(copy);
      writeFileSync(at(name), gzipSync(JSON.stringify(copy)));
      return at(name);
    };
    expect(await away('plugin', 'bundle', 'import', evil('list.bundle', (of) => { of.index = of.index.replace('"sig":"', '"sig":"A'); }), '--registry', 'home')).toMatchObject({ code: 7, err: expect.stringContaining('registry.refused') as string });
    expect(await away('plugin', 'bundle', 'import', evil('package.bundle', (of) => { of.packages[0]!.package = Buffer.from('evil').toString('base64'); }), '--registry', 'home')).toMatchObject({ code: 1, err: expect.stringContaining('sha256') as string });
    expect(await away('plugin', 'bundle', 'import', at('counter.license'), '--registry', 'home')).toMatchObject({ code: 1, err: expect.stringContaining('no bundle') as string });
    expect(await away('plugin', 'bundle', 'import', at('plugins.bundle'), '--registry', 'home')).toMatchObject({ code: 0, out: 'acme/counter 1.0.0\n' });
    expect(await away('plugin', 'bundle', 'import', at('plugins.bundle'), '--registry', 'home')).toMatchObject({ code: 0, out: '' });
    await away('call', 'plugin_install', '-F', 'name=acme/counter');
    await away('call', 'plugin_enable', '-F', 'name=acme/counter');
    expect(await data(away('call', 'acme_counter_count', '-i', '{}', '-o', 'json'))).toEqual({ count: 1, plan: 'none' });
  }, 60_000);
});
