// Paths and widgets of a plugin, in both runtimes, as a browser and a console meet them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPlugin, type PluginHost } from '../doubles/plugin-host.ts';
import { plugin } from './plugins/board.ts';

const file = new URL('./plugins/board.ts', import.meta.url).href;

describe.each(['trusted', 'sandboxed'] as const)('paths of a plugin, %s', (runtime) => {
  let host: PluginHost;
  beforeAll(async () => { host = await openPlugin({ plugin, file, runtime }); }, 60_000);
  afterAll(() => host?.close());

  const ask = async (path: string, { method = 'GET', key = true, body, headers = {} }: { method?: string; key?: boolean; body?: unknown; headers?: Record<string, string> } = {}) => {
    const reply = await fetch(`${host.hub.url}/v1/plugins${path}`, { method, headers: { ...(key ? { authorization: `Bearer ${host.hub.key}` } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown>, origin: reply.headers.get('access-control-allow-origin') };
  };
  const own = '/acme/board';
  const any = (): string => `/installations/${String(host.installation['id'])}`;

  it('take a body, a query and places in the path, and are judged by the schema', async () => {
    expect(await ask(`${own}/cards`, { method: 'POST', body: { id: 'a b', text: 'Hello' } })).toMatchObject({ status: 200, body: { id: 'a b', text: 'Hello', likes: 0 } });
    expect(await ask(`${own}/cards/a%20b?likes=7`)).toMatchObject({ status: 200, body: { text: 'Hello', likes: 7 } });
    expect(await ask(`${own}/cards/none`)).toMatchObject({ body: { none: true } });
    expect(await ask(`${own}/cards`, { method: 'POST', body: { id: 'c', text: '' } })).toMatchObject({ status: 422, body: { code: 'input.invalid' } });
    expect(await ask(`${own}/cards/a%20b?likes=many`)).toMatchObject({ status: 422 });
    expect(await ask(`${own}/cards/zzz`)).toMatchObject({ status: 404, body: { code: 'upstream.not_found' } });
    expect(await ask(`${any()}/cards/a%20b`)).toMatchObject({ status: 200, body: { text: 'Hello' } });
  });

  it('need a key, unless people allowed one of them to everybody', async () => {
    expect(host.installation['permissions']).toContain('public:GET /public/{id}');
    expect(await ask(`${any()}/public/a%20b`, { key: false })).toMatchObject({ status: 200, body: { text: 'Hello' }, origin: '*' });
    expect(await ask(`${any()}/cards/a%20b`, { key: false })).toMatchObject({ status: 401 });
    expect(await ask(`${own}/cards/a%20b`, { key: false })).toMatchObject({ status: 401 });
    expect(await ask(`${any()}/sneaky`, { key: false })).toMatchObject({ status: 502, body: { code: 'upstream.forbidden' } });
  });

  it('that nobody serves are not there', async () => {
    for (const path of [`${own}/nothing`, `${own}/cards/`, '/acme/nothing/cards/a', '/installations/inst_00000000000000000000000000/public/a', `${own}/cards/%zz`]) expect((await ask(path)).status, path).toBeGreaterThanOrEqual(400);
    expect(await ask(`${own}/cards/a%20b`, { method: 'DELETE' })).toMatchObject({ status: 404, body: { code: 'route.not_found' } });
  });

  it('are no tools of AI clients, and go when the plugin is disabled', async () => {
    const { items } = (await (await fetch(`${host.hub.url}/v1/tools?limit=500`, { headers: { authorization: `Bearer ${host.hub.key}` } })).json()) as { items: { id: string }[] };
    expect(items.filter(({ id }) => id.startsWith('acme_board')).map(({ id }) => id)).toEqual(['acme_board_count']);
  });

  it('widgets say which query they show', async () => {
    const { items } = (await host.call('plugin_widget_list', {})) as unknown as { items: { action: string }[] };
    expect(items).toEqual([{ plugin: 'acme/board', installation: host.installation['id'], name: 'count', title: 'Cards', kind: 'stat', refresh: 60, action: 'acme_board_count' }]);
    expect(await host.call(items[0]!.action, {})).toEqual({ cards: 1 });
    await host.call('plugin_disable', { name: 'board' });
    expect(await host.call('plugin_widget_list', {})).toEqual({ items: [] });
    expect(await ask(`${any()}/public/a%20b`, { key: false })).toMatchObject({ status: 401 });
  });
});
