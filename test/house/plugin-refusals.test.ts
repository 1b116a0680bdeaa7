// Webhooks that an installation of a plugin did not take, and what its operator sees of them.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import type { Listed, Refused } from './inbound.ts';
import { startTracker } from './plugins/tracker-double.ts';
import { plugin } from './plugins/tracker.ts';

const TOKEN = 'tracker-token-123456';
const KEY = 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLjI4';

let hub: TestHub;
let tracker: Awaited<ReturnType<typeof startTracker>>;
beforeAll(async () => {
  tracker = await startTracker(TOKEN);
  hub = await startTestHub({ store: 'sqlite', config: { deliveries: { egressAllow: ['127.0.0.0/8'] } }, ports: { builtIn: [plugin] } });
}, 60_000);
afterAll(async () => { await hub.stop(); await tracker.stop(); });

/** Who administers a tenant: the one of the key, or another. */
const administrator = (tenant?: string) => async <T = Record<string, unknown>>(method: string, path: string, body?: object): Promise<T> => {
  const headers = { authorization: `Bearer ${hub.key}`, 'content-type': 'application/json', ...(tenant === undefined ? {} : { 'x-tenant-id': tenant }) };
  const answer = await fetch(`${hub.url}/v1/${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return (await answer.json()) as T;
};

async function install(call: ReturnType<typeof administrator>, secrets: object = { hook_secret: `whsec_${KEY}` }) {
  const made = await call<{ missing_permissions: string[] }>('POST', 'tools/plugin_install', { name: plugin.id, config: { base_url: `${tracker.url}/` }, secrets: { token: TOKEN, ...secrets } });
  const { id } = await call<{ id: string }>('POST', 'tools/plugin_enable', { name: plugin.id, permissions: made.missing_permissions });
  return { id, refused: async () => (await call<Listed<Refused>>('GET', `refused_requests?source=${id}`)).items };
}

function post(name: string, body: string, { key = KEY, at = new Date() } = {}): Promise<Response> {
  const id = `msg_${Math.random()}`;
  return fetch(`${hub.url}/v1/webhooks/${name}?token=abcdef`, {
    method: 'POST', body, headers: { 'content-type': 'application/json', 'x-shown': `with ${TOKEN} in it`, 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)), 'webhook-signature': new Webhook(key).sign(id, at, body) },
  });
}

const OTHER = 'C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

test('a webhook that an installation did not take is kept with the reason, masked, and with no more than the beginning of its body', async () => {
  const one = await install(administrator());
  expect((await post(one.id, '{"type":"moved","key":"OPS-1"}')).status).toBe(202);
  expect(await one.refused()).toEqual([]);
  const long = JSON.stringify({ type: 'moved', token: 'hidden-1', text: 'x'.repeat(10_000) });
  expect((await post(one.id, long, { key: OTHER })).status).toBe(401);
  const [kept] = await one.refused();
  expect(kept).toMatchObject({ why: 'bad_signature', status: 401, proven: false, method: 'POST', path: `/v1/webhooks/${one.id}?token=•••`, address: '127.0.0.1', body_bytes: long.length });
  expect(kept!.headers).toMatchObject({ 'webhook-signature': '•••', 'x-shown': 'with ••• in it', 'webhook-id': expect.stringMatching(/^msg_/) as string });
  expect(kept!.body).toHaveLength(4096 - 'hidden-1'.length + '•••'.length);
  expect(JSON.stringify(kept)).not.toMatch(/hidden-1|tracker-token/);
  expect((await post('tracker', '{}', { at: new Date(Date.now() - 3_600_000) })).status).toBe(401);
  expect((await fetch(`${hub.url}/v1/webhooks/${one.id}`, { method: 'POST', body: '{}' })).status).toBe(401);
  expect((await fetch(`${hub.url}/v1/webhooks/${one.id}`, { method: 'POST', body: 'x'.repeat(2 ** 20 + 1) })).status).toBe(413);
  expect((await one.refused()).map(({ why, status }) => `${why} ${status}`)).toEqual(['too_large 413', 'missing_signature 401', 'stale 401', 'bad_signature 401']);
  expect((await one.refused())[0]).not.toHaveProperty('body');
});

test('a proven webhook that nests deeper than anybody reads is refused, and kept', async () => {
  const one = await install(administrator());
  const deep = `{"type":"moved","key":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
  const answer = await post(one.id, deep);
  expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ code: 'request.too_deep' })]);
  expect((await one.refused())[0]).toMatchObject({ why: 'invalid', status: 400, proven: true, detail: 'The body nests deeper than 64 levels' });
});

test('where an URL leaves open whose it is, no tenant sees what may have been meant for another', async () => {
  const { id } = await administrator()<{ id: string }>('POST', 'tenants', { slug: 'others', name: 'Others' });
  const one = administrator();
  const other = await install(administrator(id), {});
  const before = (await one<Listed<Refused>>('GET', 'refused_requests?limit=100')).items.length;
  expect((await post('tracker', '{"secret":"of somebody"}', { key: OTHER })).status).toBe(401);
  expect((await one<Listed<Refused>>('GET', 'refused_requests?limit=100')).items).toHaveLength(before);
  expect(await other.refused()).toEqual([]);
  expect((await post(other.id, '{}')).status).toBe(401);
  expect((await other.refused()).map(({ why }) => why)).toEqual(['no_secret']);
  expect((await one<Listed<Refused>>('GET', `refused_requests?source=${other.id}`)).items).toEqual([]);
});
