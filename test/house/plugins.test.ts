// The life of a plugin in a whole hub, in both runtimes: what it may do, what it may not, and what is left when it is gone.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '@patchbay/contracts';
import { openPlugin, type PluginHost } from '../doubles/plugin-host.ts';
import { startTracker } from './plugins/tracker-double.ts';
import { plugin } from './plugins/tracker.ts';

const TOKEN = 'tracker-token-123456';
const file = new URL('./plugins/tracker.ts', import.meta.url).href;
const refusal = async (work: Promise<unknown>): Promise<Failure> => work.then(() => { throw new Error('it was not refused'); }, (error: unknown) => { if (error instanceof Failure) return error; throw error; });

describe.each(['trusted', 'sandboxed'] as const)('a plugin, %s', (runtime) => {
  let host: PluginHost;
  let tracker: Awaited<ReturnType<typeof startTracker>>;
  beforeAll(async () => {
    tracker = await startTracker(TOKEN);
    host = await openPlugin({ plugin, file, runtime, config: { base_url: `${tracker.url}/` }, secrets: { token: TOKEN, hook_secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLjI4' } });
  }, 60_000);
  afterAll(async () => { await host?.close(); await tracker?.stop(); });

  it('does what it says, with a credential that it never sees', async () => {
    expect(await host.action('create_issue', { title: 'Fire' })).toEqual({ key: 'OPS-1', title: 'Fire' });
    const { headers, body } = tracker.received.at(-1)!;
    expect(headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'Patchbay' });
    expect(JSON.parse(body.toString())).toEqual({ title: 'Fire', labels: [], project: 'OPS' });
    expect(await host.query('known', {})).toEqual(['issue/OPS-1', 'lifecycle/enable']);
    expect(await host.dryRun('create_issue', { title: 'Flood' })).toEqual({ key: 'NEW', title: 'Flood' });
  });

  it('is in the catalog of its tenant as a tool among others, over REST', async () => {
    const authorization = `Bearer ${host.hub.key}`;
    const tools = (await (await fetch(`${host.hub.url}/v1/tools?limit=500`, { headers: { authorization } })).json()) as { items: { id: string; safety: string; scope: string; input_schema: object }[] };
    expect(tools.items.find(({ id }) => id === 'tracker_create_issue')).toMatchObject({ safety: 'moderate', scope: 'call:tracker', dry_run: true, input_schema: { properties: { labels: { default: [] } }, required: ['title'] } });
    expect(tools.items.find(({ id }) => id === 'tracker_list_issues')).toMatchObject({ safety: 'safe', scope: 'tracker:read' });
    const reply = await fetch(`${host.hub.url}/v1/tools/tracker_create_issue`, { method: 'POST', headers: { authorization, 'content-type': 'application/json', 'idempotency-key': runtime }, body: '{"title":"Flood"}' });
    expect([reply.status, await reply.json()]).toEqual([200, { key: 'OPS-2', title: 'Flood' }]);
    const wrong = await refusal(host.action('create_issue', { title: '', colour: 'red' }));
    expect(wrong).toMatchObject({ code: 'input.invalid', details: { issues: [{ path: 'title' }, { path: 'colour' }] } });
  });

  it('reads page after page, repeats after 429, and says what a refusal means', async () => {
    await host.action('create_issue', { title: 'Third' });
    tracker.plan({ status: 429, headers: { 'retry-after': '0' } }, { status: 503 });
    expect(await host.query('list_issues', { limit: 3 })).toMatchObject({ items: [{ key: 'OPS-1' }, { key: 'OPS-2' }, { key: 'OPS-3' }] });
    for (const [status, code] of [[401, 'upstream.unauthorized'], [403, 'upstream.forbidden'], [404, 'upstream.not_found'], [422, 'upstream.invalid'], [409, 'upstream.conflict']] as const) {
      tracker.plan({ status, body: JSON.stringify({ message: `no, says ${TOKEN}` }) });
      const failure = await refusal(host.action('create_issue', { title: 'x' }));
      expect([failure.code, failure.message]).toEqual([code, `The system answered ${status}: no, says •••`]);
    }
    tracker.plan({ status: 429, headers: { 'retry-after': '3600' } });
    expect(await refusal(host.action('create_issue', { title: 'x' }))).toMatchObject({ code: 'upstream.rate_limited', details: { retry_after: 3600 } });
    tracker.plan({ status: 429, headers: { 'ratelimit-remaining': '0', 'ratelimit-reset': '600' } });
    expect(await refusal(host.action('create_issue', { title: 'x' }))).toMatchObject({ code: 'upstream.rate_limited', details: { retry_after: 600 } });
    tracker.plan({ status: 500 });
    expect(await host.query('list_issues', { limit: 1 })).toMatchObject({ items: [{ key: 'OPS-1' }] });
  });

  it('waits for somebody else before it destroys', async () => {
    expect(await host.action('delete_issue', { key: 'OPS-3' })).toEqual({});
    expect(tracker.issues.map(({ key }) => key)).not.toContain('OPS-3');
    expect(await refusal(host.action('delete_issue', { key: 'OPS-99' }))).toMatchObject({ code: 'upstream.not_found' });
  });

  it('can’t do what nobody allowed, and its failures have names', async () => {
    const outcomes = Object.fromEntries(await Promise.all(['elsewhere', 'reveal', 'call', 'emit', 'throw', 'conflict', 'state'].map(async (how) => [how, (await refusal(host.action('misbehave', { how }))).code])));
    expect(outcomes).toEqual({ elsewhere: 'plugin.denied', reveal: 'plugin.denied', call: 'plugin.denied', emit: 'plugin.denied', throw: 'plugin.faulty', conflict: 'upstream.conflict', state: 'upstream.invalid' });
    expect(await host.action('misbehave', { how: 'flood' })).toBe(44);
    expect(await refusal(host.query('write', {}))).toMatchObject({ code: 'upstream.forbidden' });
    expect(await host.query('who', {})).toMatchObject({ principal: host.installation['id'] });
    expect(await host.action('misbehave', { how: 'call_ok' })).toMatchObject({ slug: 'made' });
    expect(await refusal(host.action('misbehave', { how: 'call_ok' }))).toMatchObject({ code: 'upstream.conflict' });
    expect(await host.action('misbehave', { how: 'fine' })).toBe('fine');
  });

  it('leaves a trace of all that it asked for', async () => {
    const access = await host.access();
    expect(access.find(({ target, outcome }) => target === tracker.url && outcome === '201')).toMatchObject({ kind: 'http', method: 'POST', plugin: 'patchbay/tracker', secret: 'token', installation: host.installation['id'] });
    expect(access.find(({ target }) => target === 'https://evil.example')).toMatchObject({ outcome: 'plugin.denied' });
    expect(access.find(({ kind }) => kind === 'reveal')).toMatchObject({ target: 'token', outcome: 'permission' });
    expect(JSON.stringify(access)).not.toContain(TOKEN);
  });

  it('takes in a webhook whose sender is proved, once, and hears events', async () => {
    const { Webhook } = await import('standardwebhooks');
    const body = JSON.stringify({ type: 'moved', key: 'OPS-1' });
    const at = new Date();
    const headers = { 'content-type': 'application/json', 'webhook-id': `msg_${runtime}`, 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)), 'webhook-signature': new Webhook('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLjI4').sign(`msg_${runtime}`, at, body) };
    for (const status of [202, 202]) expect((await fetch(host.webhookUrl, { method: 'POST', headers, body })).status).toBe(status);
    expect((await fetch(`${host.hub.url}/v1/webhooks/tracker`, { method: 'POST', headers: { ...headers, 'webhook-signature': 'v1,AAAA' }, body })).status).toBe(401);
    const told = ((await host.call('event_list', { type: 'tracker.moved' })) as { items: { subject: string }[] }).items;
    expect(told.map(({ subject }) => subject)).toEqual(['OPS-1']);
    const { id } = (await host.call('event_publish', { type: 'build.finished', subject: 'main', data: {} })) as { id: string };
    await expect.poll(() => host.query('known', {}), { timeout: 10_000 }).toContain(`seen/${id}`);
  });

  it('moves along: other secrets count at once, and a broken credential shows', async () => {
    tracker.use('another-token-99');
    expect(await refusal(host.action('create_issue', { title: 'x' }))).toMatchObject({ code: 'upstream.unauthorized' });
    await host.health();
    await expect.poll(() => host.call('installation_get', { id: host.installation['id'] }), { timeout: 10_000 }).toMatchObject({ status: 'degraded', status_reason: expect.stringContaining('401') as string });
    await host.call('plugin_configure', { name: 'tracker', secrets: { token: 'another-token-99' } });
    expect(await host.action('create_issue', { title: 'Again' })).toMatchObject({ title: 'Again' });
    await expect.poll(async () => (await host.call('installation_get', { id: host.installation['id'] }) as { status: string }).status, { timeout: 10_000 }).toBe('enabled');
  });

  it('stops behind its flag and when it is disabled', async () => {
    const flag = (await host.call('flag_create', { name: 'plugin.patchbay.tracker', enabled: true })) as { id: string };
    expect(await refusal(host.action('misbehave', { how: 'fine' }))).toMatchObject({ code: 'action.not_found' });
    await host.call('flag_update', { id: flag.id, default_variant: 'on' });
    expect(await host.action('misbehave', { how: 'fine' })).toBe('fine');
    await host.call('plugin_disable', { name: 'tracker' });
    expect(await refusal(host.action('misbehave', { how: 'fine' }))).toMatchObject({ code: 'action.not_found' });
    await host.call('plugin_enable', { name: 'tracker' });
  });
});

describe('an installation', () => {
  it('can be installed, configured, allowed and enabled one after the other over REST, and leaves nothing behind', async () => {
    const tracker = await startTracker(TOKEN);
    const host = await openPlugin({ plugin, file, runtime: 'trusted', config: { base_url: tracker.url }, secrets: { token: TOKEN } });
    try {
      const send = async (method: string, path: string, body?: unknown) => {
        const reply = await fetch(`${host.hub.url}/v1/plugins${path}`, { method, headers: { authorization: `Bearer ${host.hub.key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
        return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
      };
      expect((await send('DELETE', '/tracker')).status).toBe(200);
      expect((await send('GET', '')).body).toMatchObject({ items: [{ name: 'patchbay/tracker', installations: [] }] });
      expect((await send('POST', '/patchbay%2Ftracker/install', {})).body).toMatchObject({ status: 'installed', status_reason: 'config.base_url is missing, secrets.token is missing', installed_version: '1.0.0', enabled: false });
      expect((await send('POST', '/tracker/enable')).body).toMatchObject({ code: 'plugin.incomplete' });
      expect((await send('POST', '/tracker/configure', { config: { base_url: 5 } })).body).toMatchObject({ code: 'input.invalid', issues: [{ path: 'config.base_url' }] });
      expect((await send('POST', '/tracker/configure', { secrets: { nothing: 'x' } })).body).toMatchObject({ code: 'input.invalid', issues: [{ path: 'secrets.nothing' }] });
      const configured = await send('POST', '/tracker/configure', { config: { base_url: tracker.url }, secrets: { token: TOKEN } });
      expect(configured.body).toMatchObject({ status: 'configured', secret_names: ['token'] });
      expect(JSON.stringify(configured.body)).not.toContain(TOKEN);
      const refused = await send('POST', '/tracker/enable');
      expect(refused).toMatchObject({ status: 409, body: { code: 'plugin.consent_required' } });
      const asked = refused.body['missing_permissions'] as string[];
      expect(asked).toContain(`net:${tracker.url}`);
      expect((await send('POST', '/tracker/enable', { permissions: asked.slice(1) })).body).toMatchObject({ code: 'plugin.consent_required', missing_permissions: [asked[0]] });
      expect((await send('POST', '/tracker/enable', { permissions: asked })).body).toMatchObject({ status: 'enabled' });
      await host.action('create_issue', { title: 'Fire' });
      expect((await send('GET', '/tracker')).body).toMatchObject({ name: 'patchbay/tracker', actions: [{ name: 'create_issue' }, {}, {}], installations: [{ status: 'enabled' }] });
      expect((await send('POST', '/tracker/disable')).body).toMatchObject({ status: 'disabled' });
      expect((await send('POST', '/tracker/update')).body).toMatchObject({ installed_version: '1.0.0' });
      expect((await send('DELETE', '/tracker')).body).toMatchObject({ deleted: true });
      expect((await send('POST', '/nothing/enable')).body).toMatchObject({ code: 'plugin.not_found' });
    } finally {
      await host.close();
      await tracker.stop();
    }
  }, 60_000);
});
