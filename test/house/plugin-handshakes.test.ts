/** A system that brings its secret itself to an installation: Notion sends a token first, unsigned, and wants people to enter it. */
import { createHmac } from 'node:crypto';
import { connectors } from '@patchbay/connectors';
import { type ConnectorCases, fileOf } from '@patchbay/connectors/testing';
import type { Document } from '@patchbay/contracts';
import { afterEach, expect, test } from 'vitest';
import { openPlugin, type PluginHost } from '../doubles/plugin-host.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => { for (const close of open.splice(0).toReversed()) await close(); });

const TOKEN = 'secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl';
const { cases } = (await import(fileOf('notion', 'cases.ts'))) as { cases: ConnectorCases };

async function install(): Promise<PluginHost> {
  const vendor = await cases.start();
  open.push(() => vendor.close());
  const host = await openPlugin({ plugin: connectors.find(({ id }) => id === 'patchbay/notion')!, file: fileOf('notion', 'plugin.ts'), runtime: 'trusted', config: vendor.config, secrets: { token: vendor.secrets['token']! } });
  open.push(() => host.close());
  return host;
}

const post = (url: string, body: string, headers: Readonly<Record<string, string>> = {}) => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
const introduce = (url: string, token = TOKEN) => post(url, JSON.stringify({ verification_token: token }));
const read = async (host: PluginHost): Promise<Document> => (await host.call('installation_get', { id: host.installation['id'] })) as Document;
const shown = (host: PluginHost) => host.call('installation_token', { id: host.installation['id'] });

function told(url: string, secret = TOKEN): Promise<Response> {
  const body = JSON.stringify({ id: '367cba44-b6f3-4c92-81e7-6a2e9659efd4', timestamp: '2026-11-20T09:30:00.000Z', type: 'page.created', entity: { id: '59833787-2cf9-4fdf-8782-e53db20768a5', type: 'page' } });
  return post(url, body, { 'x-notion-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` });
}

test('an installation says where its system posts to, and that it waits for the token', async () => {
  const host = await install();
  expect(await read(host)).toMatchObject({ webhook_url: expect.stringMatching(new RegExp(`/v1/webhooks/${String(host.installation['id'])}$`)), webhook_handshake: 'pending' });
  await expect(shown(host)).rejects.toMatchObject({ code: 'source.no_token' });
});

test('the token that a system brings is kept and shown until a request is signed with it', async () => {
  const host = await install();
  expect((await introduce(host.webhookUrl)).status).toBe(200);
  expect(await read(host)).toMatchObject({ webhook_handshake: 'unconfirmed', secret_names: ['token', 'webhook_secret'] });
  expect(await shown(host)).toEqual({ token: TOKEN });
  expect((await told(host.webhookUrl)).status).toBe(200);
  expect(await read(host)).toMatchObject({ webhook_handshake: 'done' });
  await expect(shown(host)).rejects.toMatchObject({ code: 'source.no_token' });
  expect(await host.query('get_page', { id: 'a0000003-0000-4000-8000-000000000000' })).toMatchObject({ title: 'Task 3' });
});

test('who comes second brings nothing, and the name of the plugin is no door for it', async () => {
  const host = await install();
  expect((await introduce(host.webhookUrl.replace(/[^/]+$/, 'notion'))).status).toBe(401);
  expect((await introduce(host.webhookUrl)).status).toBe(200);
  expect((await introduce(host.webhookUrl, 'secret_of_somebody_else_0123456789')).status).toBe(401);
  expect(await shown(host)).toEqual({ token: TOKEN });
  expect((await told(host.webhookUrl, 'secret_of_somebody_else_0123456789')).status).toBe(401);
});

test('the token is in no list, no event and no audit entry', async () => {
  const host = await install();
  await introduce(host.webhookUrl);
  await shown(host);
  const lists = await Promise.all(['audit_entry_list', 'event_list', 'installation_list', 'plugin_access_list'].map((list) => host.call(list, { limit: 200 })));
  expect(JSON.stringify(lists)).not.toContain(TOKEN);
});
