// A flag that another service keeps stands before a plugin: the hub asks there, and what it said last counts while it is silent.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { movableClock } from './deployment-hub.ts';
import { toolOf } from './plugin-tool.ts';
import { installExhibit } from './plugins/exhibit.ts';
import { releaseOf } from './plugins/release.ts';

let hub: TestHub | undefined;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await hub?.stop();
  for (const close of closing.splice(0)) await close();
});

/** OpenFeature's protocol, with one token. */
async function startFlags() {
  const service = { value: true as boolean, silent: false, asked: [] as unknown[] };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (service.silent) return void request.socket.destroy();
    if (request.headers.authorization !== 'Bearer flags-token-123456') return void response.writeHead(401).end();
    if (request.method !== 'POST') return void response.writeHead(404).end();
    service.asked.push([request.url, JSON.parse(Buffer.concat(chunks).toString())]);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ key: 'x', value: service.value, variant: 'on', reason: 'STATIC' }));
  });
  await new Promise<void>((listening) => { server.listen(0, '127.0.0.1', listening); });
  closing.push(() => new Promise((closed) => { server.closeAllConnections(); server.close(() => closed()); }));
  return Object.assign(service, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

it('a plugin runs while the flag service says so', async () => {
  const flags = await startFlags();
  const clock = movableClock();
  hub = await startTestHub({ store: 'sqlite', config: { deliveries: { egressAllow: ['127.0.0.0/8'] } }, ports: { builtIn: [], now: clock.now, sleep: () => Promise.resolve() } });
  const tool = toolOf(hub);
  const { id: asker } = await installExhibit('openfeature', { base_url: flags.url }, tool, { secrets: { token: 'flags-token-123456' }, permissions: [`net:${flags.url}`, 'secret:token'] });
  await tool('plugin_publish', releaseOf({ version: '1.0.0', health: false }).input);
  const { id: echo } = await tool('plugin_install', { name: 'acme/echo', enabled: true });
  expect(await tool('flag_create', { name: 'plugin.acme.echo', provider: 'ofrep', installation: echo, enabled: true })).toMatchObject({ status_code: 422, code: 'input.invalid', detail: expect.stringContaining('no query evaluate') });
  flags.value = false;
  const { id: flag } = await tool('flag_create', { name: 'plugin.acme.echo', provider: 'ofrep', installation: asker, enabled: true });
  const runs = async (): Promise<boolean> => (await tool('acme_echo_echo', { text: 'hello' })).status_code === 200;
  /** What a change of the flag makes the hub do at once, and otherwise time. */
  const look = async (): Promise<void> => { clock.move(11_000); await tool('flag_update', { id: flag, description: `looked at ${clock.now()}` }); };
  await look();
  expect(await runs()).toBe(false);
  expect(flags.asked[0]).toEqual(['/ofrep/v1/evaluate/flags/plugin.acme.echo', { context: { targetingKey: 'default', tenant: expect.stringMatching(/^ten_/) } }]);
  flags.value = true;
  await look();
  expect(await runs()).toBe(true);
  flags.silent = true;
  clock.move(11_000);
  await tool('plugin_configure', { name: 'acme/echo', config: {} });
  expect(await runs()).toBe(true);
  flags.silent = false;
  await tool('flag_delete', { id: flag });
  expect(await runs()).toBe(true);
}, 30_000);
