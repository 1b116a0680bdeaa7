/** The connector for any system: each kind of credential, and where it never goes. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectors } from '@patchbay/connectors';
import { fileOf } from '@patchbay/connectors/testing';
import { afterEach, expect, test } from 'vitest';
import { openPlugin, type PluginHost, type PluginHostOptions } from '../doubles/plugin-host.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => { for (const close of open.splice(0).toReversed()) await close(); });

interface Heard { readonly url: string; readonly headers: IncomingHttpHeaders }
interface System { readonly url: string; readonly heard: Heard[] }

async function startSystem(answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => { response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}'); }): Promise<System> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => { heard.push({ url: request.url ?? '', headers: request.headers }); answer(request, response); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  open.push(() => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
}

async function install(name: 'http' | 'oci', { config, secrets }: Pick<PluginHostOptions, 'config' | 'secrets'>): Promise<PluginHost> {
  const plugin = connectors.find(({ id }) => id === `patchbay/${name}`)!;
  const host = await openPlugin({ plugin, file: fileOf(name, 'plugin.ts'), runtime: 'trusted', ...(config === undefined ? {} : { config }), ...(secrets === undefined ? {} : { secrets }) });
  open.push(() => host.close());
  return host;
}

const credentials = [
  { kind: 'HTTP Basic', config: { username: 'ada' }, secrets: { password: 'a-password' }, shows: ({ headers }: Heard) => headers.authorization === `Basic ${Buffer.from('ada:a-password').toString('base64')}` },
  { kind: 'a bearer token', config: {}, secrets: { token: 'a-token-0123' }, shows: ({ headers }: Heard) => headers.authorization === 'Bearer a-token-0123' },
  { kind: 'a header whose name the configuration says', config: { header_name: 'X-Acme-Key' }, secrets: { header_value: 'a-key-0123' }, shows: ({ headers }: Heard) => headers['x-acme-key'] === 'a-key-0123' },
  { kind: 'a query parameter whose name the configuration says', config: { query_name: 'acme_key' }, secrets: { query_value: 'a key & more' }, shows: ({ url }: Heard) => url === '/orders?acme_key=a+key+%26+more' },
  { kind: 'nothing', config: {}, secrets: {}, shows: ({ url, headers }: Heard) => url === '/orders' && headers.authorization === undefined && headers['x-api-key'] === undefined },
];

for (const { kind, config, secrets } of credentials.slice(0, -1)) {
  test(`a system that repeats what it was shown gives away nothing of ${kind}`, async () => {
    const system = await startSystem((request, response) => { response.writeHead(200, { 'content-type': 'application/json', 'x-asked': request.url! }).end(JSON.stringify({ url: request.url, headers: request.headers })); });
    const host = await install('http', { config: { base_url: system.url, ...config }, secrets });
    const answer = await host.action('send', { path: '/orders', json: { lines: 1 } });
    const shown = system.heard.at(-1)!;
    const secret = [shown.headers.authorization?.split(' ')[1], shown.headers['x-acme-key'], shown.url.split('acme_key=')[1]].filter((part) => typeof part === 'string');
    expect(secret).toHaveLength(1);
    for (const value of [...secret, ...Object.values(secrets)]) expect(JSON.stringify(answer)).not.toContain(value);
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
  });
}

for (const { kind, config, secrets, shows } of credentials) {
  test(`a system is asked with ${kind}`, async () => {
    const system = await startSystem();
    const host = await install('http', { config: { base_url: system.url, ...config }, secrets });
    expect(await host.query('get', { path: '/orders' })).toMatchObject({ status: 200, body: { ok: true } });
    expect(system.heard.map(shows)).toEqual([true]);
  });
}

test('a credential never goes to another origin than that of its system, by URL or by redirect', async () => {
  const other = await startSystem();
  const system = await startSystem((_, response) => { response.writeHead(302, { location: `${other.url}/stolen` }).end(); });
  const host = await install('http', { config: { base_url: system.url }, secrets: { token: 'a-token-0123' } });
  await expect(host.query('get', { path: `${other.url}/orders` })).rejects.toMatchObject({ code: 'plugin.denied' });
  await expect(host.query('get', { path: '/orders' })).rejects.toMatchObject({ code: 'plugin.denied' });
  expect(other.heard).toEqual([]);
});

test('a registry that sends the hub elsewhere for a token gets no password there', async () => {
  const other = await startSystem();
  const registry = await startSystem((_, response) => { response.writeHead(401, { 'www-authenticate': `Bearer realm="${other.url}/token",service="registry"` }).end(); });
  const host = await install('oci', { config: { registry_url: registry.url, username: 'robot' }, secrets: { password: 'a-password-0123' } });
  await expect(host.query('resolve', { repository: 'team/shop', reference: '1.4.2' })).rejects.toMatchObject({ code: expect.stringMatching(/^(plugin\.denied|upstream\.forbidden)$/) });
  expect(other.heard).toEqual([]);
});
