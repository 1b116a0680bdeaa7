// Health of installations: asked now and then and on demand, counted request by request, shown over REST and in /metrics, and told when it changes.
import { definePlugin } from '@patchbay/sdk';
import { afterEach, expect, test } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { caller, type Call, CONFIG, eventually } from './event-hub.ts';
import { type Vendors, startVendors, stopVendors } from './notify-hub.ts';

interface Installation { readonly id: string; readonly status: string; readonly missing_permissions: string[]; readonly health: { state: string; reason: string | null; scopes: string[]; requests: number; refused: number; limited: number; failed: number; checked_at: string | null; rate_limit: unknown } }
interface Checked { readonly state: string; readonly reason: string | null; readonly scopes: string[]; readonly code?: string }

let vendors: Vendors | undefined;
let hub: TestHub | undefined;
let call: Call;
afterEach(async () => {
  await hub?.stop();
  await stopVendors(vendors);
  hub = vendors = undefined;
});

async function open(): Promise<Vendors> {
  vendors = await startVendors();
  hub = await startTestHub({ store: 'sqlite', config: { ...CONFIG, deliveries: { egressAllow: ['127.0.0.0/8'] } } });
  call = caller(hub.url, hub.key);
  return vendors;
}

const installSlack = ({ slack: { config, secrets } }: Vendors, more: object = {}) => call<Installation>('POST', 'plugins/slack/install', { config, secrets, ...more });
const check = () => call<Checked>('POST', 'plugins/slack/check', {});
const read = (id: string) => call<Installation>('GET', `installations/${id}`);

test('a credential and its scopes are checked before an installation is enabled', async () => {
  const { slack } = await open();
  const bare = await call<Installation>('POST', 'plugins/slack/install', { config: slack.config });
  expect(await check()).toMatchObject({ code: 'plugin.consent_required' });
  const consented = await call<Installation>('PATCH', `installations/${bare.id}`, { enabled: false, permissions: bare.missing_permissions });
  expect(consented).toMatchObject({ health: { state: 'unknown', requests: 0, checked_at: null } });
  expect(await check()).toMatchObject({ state: 'down', reason: expect.stringContaining('no credential') as string });
  await call('POST', 'plugins/slack/configure', { secrets: { ...slack.secrets, bot_token: 'xoxb-wrong' } });
  expect(await check()).toMatchObject({ state: 'down' });
  await call('POST', 'plugins/slack/configure', { secrets: slack.secrets });
  expect(await check()).toMatchObject({ state: 'ok', reason: null, scopes: ['chat:write', 'channels:read', 'files:write'] });
  expect(await read(bare.id)).toMatchObject({ status: 'configured', health: { state: 'ok', scopes: ['chat:write', 'channels:read', 'files:write'] } });
}, 30_000);

test('what an installation asks for is counted, and its health is told when it changes', async () => {
  const { slack } = await open();
  const { id, missing_permissions: permissions } = await installSlack(vendors!);
  await call('POST', 'plugins/slack/enable', { permissions });
  await eventually(() => read(id), ({ health }) => health.state === 'ok');
  for (let n = 0; n < 3; n++) await call('POST', 'tools/slack_send_message', { channel: 'C000000000', text: `Hello ${n}` });
  slack.next('expired');
  expect(await check()).toMatchObject({ state: 'down' });
  const [told] = (await eventually(() => call<{ items: { data: object }[] }>('GET', 'events?type=plugin.health_changed'), ({ items }) => items.length > 0)).items;
  expect(told!.data).toMatchObject({ installation: id, plugin: 'patchbay/slack', state: 'down' });
  expect(await read(id)).toMatchObject({ status: 'degraded', health: { state: 'down', reason: expect.any(String) as string } });
  await check();
  const well = await read(id);
  expect(well).toMatchObject({ status: 'enabled', health: { state: 'ok', requests: 6, failed: 0 } });
  const metrics = await (await fetch(`${hub!.url}/metrics`)).text();
  expect(metrics).toContain(`patchbay_connector_health{plugin="patchbay/slack",installation="${id}"} 1`);
  expect(metrics).toMatch(new RegExp(`patchbay_connector_requests_total\\{plugin="patchbay/slack",installation="${id}",outcome="ok"\\} [1-9]`));
  const mail = await call<Installation>('POST', 'plugins/email/install', { config: vendors!.email.config, secrets: vendors!.email.secrets });
  await call('POST', 'plugins/email/enable', { permissions: mail.missing_permissions });
  await call('POST', 'tools/email_send', { to: ['ada@example.com'], subject: 'x', text: 'x' });
  expect((await eventually(() => read(mail.id), ({ health }) => health.requests >= 2)).health).toMatchObject({ state: 'ok', requests: 2, failed: 0 });
  await call('DELETE', 'plugins/slack');
  const { id: again } = await installSlack(vendors!);
  expect(await read(again)).toMatchObject({ health: { state: 'unknown', requests: 0 } });
}, 30_000);

test('a hub that stops waits for no health check that is under way', async () => {
  const begun = Promise.withResolvers<void>();
  const slow = definePlugin({ id: 'acme/slow', version: '1.0.0', title: 'Slow', summary: 'Never says how it is.', health: () => { begun.resolve(); return new Promise<never>(() => undefined); } });
  hub = await startTestHub({ store: 'sqlite', ports: { builtIn: [slow] } });
  call = caller(hub.url, hub.key);
  expect(await call('POST', 'tools/plugin_install', { name: 'acme/slow', enabled: true })).toMatchObject({ status_code: 200 });
  await begun.promise;
  await hub.stop();
}, 15_000); // a health check has 30 s
