// A plugin of the hub's own that speaks another protocol than HTTP: only to the places that it declared and was allowed.
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { action, definePlugin, PluginError, t } from '@patchbay/sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPlugin, type PluginHost } from '../doubles/plugin-host.ts';

const plugin = definePlugin({
  id: 'patchbay/greeter', version: '1.0.0', title: 'Greeter', summary: 'Reads a greeting.', runtime: 'trusted', config: t.object({ host: t.string(), port: t.integer() }), hosts: ['tcp://{{config.host}}:{{config.port}}'],
  actions: {
    greet: action({
      title: 'Greet', description: 'Reads what the other side says first.', safety: 'safe', input: t.object({ port: t.integer() }), output: t.object({ said: t.string() }),
      async run({ port }, ctx) {
        if (ctx.native === undefined) throw new PluginError('unavailable', 'It runs in the sandbox');
        const { socket } = await ctx.native.connect<{ socket: Socket }>({ host: '127.0.0.1', port });
        const said = await new Promise<string>((resolve) => { socket.once('data', (chunk: Buffer) => resolve(chunk.toString())); });
        socket.destroy();
        return { said };
      },
    }),
  },
});

let server: Server;
let host: PluginHost;
let port = 0;
beforeAll(async () => {
  server = createServer((socket) => socket.end('220 hello\r\n'));
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  ({ port } = server.address() as AddressInfo);
  host = await openPlugin({ plugin, file: import.meta.url, runtime: 'trusted', config: { host: '127.0.0.1', port } });
}, 60_000);
afterAll(async () => { await host?.close(); server?.close(); });

it('reaches the place that it declared, and no other', async () => {
  expect(await host.action('greet', { port })).toEqual({ said: '220 hello\r\n' });
  await expect(host.action('greet', { port: port + 1 })).rejects.toMatchObject({ code: 'plugin.denied', details: { needs: `net:tcp://127.0.0.1:${port + 1}` } });
  expect(await host.access()).toMatchObject([{ outcome: 'plugin.denied' }, { target: `tcp://127.0.0.1:${port}`, outcome: 'connected' }]);
});
