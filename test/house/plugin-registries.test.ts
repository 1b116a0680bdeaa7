// One hub is the registry of another: its list is signed, followed and never believed twice over; and all of it can be carried to a hub without a network.
import { generateSigningKey } from '@patchbay/vault';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { movableClock } from './deployment-hub.ts';
import { itemsOf, type Said, type Tool, toolOf } from './plugin-tool.ts';
import { releaseOf, revocationOf, rotationOf } from './plugins/release.ts';
import { type RegistryDouble, startRegistryDouble } from './plugins/registry-double.ts';

interface Place { readonly hub: TestHub; readonly tool: Tool }
const clock = movableClock();
const open = async (): Promise<Place> => {
  const hub = await startTestHub({ store: 'sqlite', config: { deliveries: { egressAllow: ['127.0.0.0/8'] } }, ports: { builtIn: [], now: clock.now } });
  return { hub, tool: toolOf(hub) };
};

let [home, away]: Place[] = [];
let between: RegistryDouble;
let followed: string;
let publicKey: string;
beforeEach(async () => {
  [home, away] = await Promise.all([open(), open()]);
  between = await startRegistryDouble(home!.hub.url);
  await home!.tool('plugin_publish', releaseOf({ version: '1.0.0', sequence: 1, health: false }).input);
  const { key } = await home!.tool('api_key_create', { name: 'away', scopes: ['plugin_release:read'] });
  publicKey = String((await home!.tool('plugin_index'))['public_key']);
  followed = String((await away!.tool('registry_create', { name: 'home', url: between.url, token: key, public_key: publicKey }))['id']);
}, 60_000);
afterEach(async () => { await Promise.all([home?.hub.stop(), away?.hub.stop(), between?.stop()]); });

const refresh = (input: object = {}): Promise<Said> => away!.tool('registry_refresh', { id: followed, ...input });
const stands = (): Promise<Said> => away!.tool('registry_get', { id: followed });

describe('a registry that is another hub', () => {
  it('is followed: what it publishes is verified here as if it had been published here, installed, and runs', async () => {
    expect(await stands()).toMatchObject({ status: 'waiting', index_version: null });
    expect(await refresh()).toMatchObject({ status_code: 200, taken: ['acme/echo 1.0.0'], problems: [], wanted: [] });
    expect(await stands()).toMatchObject({ status: 'current', releases: 1, problem: null });
    expect(await away!.tool('plugin_install', { name: 'acme/echo', enabled: true })).toMatchObject({ status: 'enabled' });
    expect(await away!.tool('acme_echo_echo', { text: 'over there' })).toMatchObject({ text: 'over there' });
    expect(itemsOf(await away!.tool('audit_entry_list', { action: 'plugin_publish' }))).toMatchObject([{ principal: followed, via: 'registry', outcome: 'done' }]);
    const asked = between.asked.length;
    expect(await refresh()).toMatchObject({ taken: [], revoked: [] });
    expect(between.asked.slice(asked)).toEqual(['/v1/plugin_index']);
    await home!.tool('plugin_publish', releaseOf({ version: '1.1.0', sequence: 2, health: false }).input);
    expect(await refresh()).toMatchObject({ taken: ['acme/echo 1.1.0'] });
    expect(await away!.tool('plugin_update', { name: 'acme/echo' })).toMatchObject({ installed_version: '1.1.0' });
  });

  it('takes back what its publisher takes back, and it stops', async () => {
    await refresh();
    await away!.tool('plugin_install', { name: 'acme/echo', enabled: true });
    expect(await home!.tool('plugin_revoke', { revocation: revocationOf('1.0.0') })).toMatchObject({ status_code: 200 });
    expect(await refresh()).toMatchObject({ revoked: ['acme/echo 1.0.0'] });
    expect(itemsOf(await away!.tool('installation_list'))).toMatchObject([{ status: 'quarantined', status_reason: expect.stringContaining('it leaks') }]);
    expect(await refresh()).toMatchObject({ taken: [], revoked: [] });
  });

  it('is not believed when somebody signs for it, holds its lists back, or brings an old one again', async () => {
    const old = await home!.tool('plugin_index');
    await refresh();
    const thief = await open();
    try {
      await thief.tool('plugin_publish', releaseOf({ id: 'thief/evil', version: '1.0.0', health: false, key: generateSigningKey() }).input);
      between.instead.set('/v1/plugin_index', await thief.tool('plugin_index'));
      expect(await refresh()).toMatchObject({ status_code: 422, code: 'registry.refused', reason: expect.stringContaining('another key') });
    } finally {
      await thief.hub.stop();
    }
    expect(await stands()).toMatchObject({ status: 'refused', problem: expect.stringContaining('another key') });
    expect(itemsOf(await away!.tool('plugin_release_list'))).toHaveLength(1);
    between.instead.clear();
    await home!.tool('plugin_publish', releaseOf({ version: '1.1.0', sequence: 2, health: false }).input);
    expect(await refresh()).toMatchObject({ taken: ['acme/echo 1.1.0'] });
    expect(await stands()).toMatchObject({ status: 'current', problem: null });
    between.instead.set('/v1/plugin_index', old);
    expect(await refresh()).toMatchObject({ code: 'registry.refused', reason: expect.stringContaining('was here already') });
    between.instead.set('/v1/plugin_index', { index: 'nothing' });
    expect(await refresh()).toMatchObject({ code: 'registry.refused' });
    const told = itemsOf(await away!.tool('event_list', { type: 'registry.refused' }));
    expect(told.length).toBeGreaterThanOrEqual(2);
    between.instead.clear();
    const kept = await home!.tool('plugin_index');
    await refresh();
    between.instead.set('/v1/plugin_index', kept);
    clock.move(2 * 86_400_000);
    expect(await refresh()).toMatchObject({ code: 'registry.refused', reason: expect.stringContaining('ran out') });
    between.instead.clear();
    expect(await refresh()).toMatchObject({ status_code: 200 });
  }, 30_000);

  it('whose packages were changed on the way gives none of them, and the others come', async () => {
    await home!.tool('plugin_publish', releaseOf({ id: 'acme/other', version: '1.0.0', sequence: 1, health: false }).input);
    const { releases } = (await home!.tool('plugin_index')) as unknown as { releases: { plugin: string; sha256: string }[] };
    const path = `/v1/plugin_packages/${releases.find(({ plugin }) => plugin === 'acme/echo')!.sha256}`;
    between.instead.set(path, { ...releaseOf({ version: '1.0.0', sequence: 1, health: false, body: 'return { evil: true };' }).input });
    expect(await refresh()).toMatchObject({ status_code: 200, taken: ['acme/other 1.0.0'], problems: [expect.stringContaining('sha256')] });
    expect(await stands()).toMatchObject({ status: 'current', problem: expect.stringContaining('acme/echo 1.0.0') });
    between.instead.clear();
    expect(await refresh()).toMatchObject({ taken: ['acme/echo 1.0.0'], problems: [] });
  });

  it('that pins another key for a publisher than is known here brings nothing of that publisher', async () => {
    const own = generateSigningKey();
    await away!.tool('plugin_publish', releaseOf({ id: 'acme/mine', version: '1.0.0', sequence: 1, health: false, key: own }).input);
    expect(await refresh()).toMatchObject({ taken: [], problems: [expect.stringContaining('belongs to another key')] });
  });

  it('may be narrowed to publishers, is told when it does not answer, and stops nothing of what is here', async () => {
    await away!.tool('registry_update', { id: followed, namespaces: ['nobody'] });
    expect(await refresh()).toMatchObject({ taken: [] });
    await away!.tool('registry_update', { id: followed, namespaces: [] });
    await refresh();
    const later = { name: 'acme/echo', installation: 'later', version: '^7.0.0' };
    expect(await away!.tool('plugin_install', later)).toMatchObject({ code: 'plugin.not_found', versions: expect.any(Array) });
    await away!.tool('plugin_install', { name: 'acme/echo', enabled: true });
    between.dead = true;
    expect(await refresh()).toMatchObject({ status_code: 200, taken: [], problems: [expect.any(String)] });
    expect(await stands()).toMatchObject({ status: 'unreachable' });
    expect(await away!.tool('plugin_install', later)).toMatchObject({ status_code: 200, installed_version: null }); // it may be there
    await away!.tool('plugin_uninstall', { name: 'acme/echo', installation: 'later' });
    expect(await away!.tool('acme_echo_echo', { text: 'still here' })).toMatchObject({ text: 'still here' });
    expect(await away!.tool('registry_delete', { id: followed })).toMatchObject({ deleted: true });
  });

  it('whose publisher went to another key is followed from key to key, and the old key has nothing more to say', async () => {
    await refresh();
    const [second, third] = [generateSigningKey(), generateSigningKey()];
    expect(await home!.tool('plugin_publisher_rotate', { rotation: rotationOf(second, { key: third }) })).toMatchObject({ code: 'package.refused' });
    expect(await home!.tool('plugin_publisher_rotate', { rotation: rotationOf(second, { namespace: 'patchbay' }) })).toMatchObject({ code: 'package.refused', reason: 'the key is not the one of patchbay' });
    const away1 = rotationOf(second);
    expect(await home!.tool('plugin_publisher_rotate', { rotation: away1 })).toMatchObject({ status_code: 200, namespace: 'acme' });
    expect(await home!.tool('plugin_publisher_rotate', { rotation: away1 })).toMatchObject({ code: 'package.refused', reason: expect.stringContaining('no publisher here has the key') });
    expect(await home!.tool('plugin_publish', releaseOf({ version: '1.1.0', sequence: 2, health: false }).input)).toMatchObject({ code: 'package.refused', reason: expect.stringContaining('belongs to another key') });
    await home!.tool('plugin_publish', releaseOf({ version: '1.1.0', sequence: 3, health: false, key: second }).input);
    await home!.tool('plugin_publisher_rotate', { rotation: rotationOf(third, { key: second }) });
    await home!.tool('plugin_publish', releaseOf({ version: '1.2.0', sequence: 4, health: false, key: third }).input);
    expect(await refresh()).toMatchObject({ taken: ['acme/echo 1.1.0', 'acme/echo 1.2.0'], problems: [] });
    await away!.tool('plugin_install', { name: 'acme/echo', version: '1.0.0', enabled: true });
    expect(await away!.tool('acme_echo_echo', { text: 'signed by the first key' })).toMatchObject({ text: 'signed by the first key' });
  });

  it('is declared by nobody who may not publish here', async () => {
    const { key } = await away!.tool('api_key_create', { name: 'declarer', scopes: ['registry:write', 'registry:read'] });
    const as = { authorization: `Bearer ${String(key)}` };
    expect(await away!.tool('registry_create', { name: 'mine', public_key: publicKey }, as)).toMatchObject({ code: 'caller.forbidden', needs: 'plugin_release:write' });
    expect(await away!.tool('registry_update', { id: followed, public_key: generateSigningKey().publicKey }, as)).toMatchObject({ code: 'caller.forbidden' });
  });

  it('needs no network: its list and its packages are brought by hand, with the same checks', async () => {
    const reply = await fetch(`${home!.hub.url}/v1/plugin_index?valid_for=2592000`, { headers: { authorization: `Bearer ${home!.hub.key}` } });
    const carried = (await reply.json()) as Record<string, unknown>;
    clock.move(10 * 86_400_000);
    const made = await away!.tool('registry_create', { name: 'by hand', public_key: publicKey });
    const by = (input: object) => away!.tool('registry_refresh', { id: made['id'], ...input });
    expect(await by({})).toMatchObject({ code: 'input.invalid', detail: expect.stringContaining('has no url') });
    const opened = await by({ index: carried['index'] });
    expect(opened).toMatchObject({ taken: [], wanted: [{ plugin: 'acme/echo', plugin_version: '1.0.0' }] });
    const [wanted] = opened['wanted'] as { sha256: string; public_key: string }[];
    const { package: tgz, signature } = await home!.tool('plugin_package', { sha256: wanted!.sha256 });
    expect(await away!.tool('plugin_publish', { package: tgz, signature, public_key: wanted!.public_key })).toMatchObject({ status: 'listed' });
    expect(await by({ index: carried['index'] })).toMatchObject({ wanted: [] });
    expect(await by({ index: String(carried['index']).replace('"payload":"ey', '"payload":"ez') })).toMatchObject({ code: 'registry.refused' });
    clock.move(30 * 86_400_000);
    expect(await by({ index: carried['index'] })).toMatchObject({ code: 'registry.refused', reason: expect.stringContaining('ran out') });
  });
});
