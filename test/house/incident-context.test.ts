/** Incident context on a whole hub: every integration that knows something is asked at once, and what is down or slow spoils nothing of the others. */
import { context, definePlugin, type Plugin, PluginError, t } from '@patchbay/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { type Loose, mcpClient, type McpClient } from '../doubles/mcp-client.ts';

const KEY = `ghp_${'x'.repeat(36)}`;
const plugin = (name: string, more: Partial<Plugin>): Plugin => definePlugin({ id: `acme/${name}`, version: '1.0.0', title: name, summary: name, ...more } as Parameters<typeof definePlugin>[0]);
const source = (run: Parameters<typeof context>[0]['run']) => ({ alerts: context({ title: 'Alerts', description: 'Alerts that fire.', kind: 'alerts', run }) });

let asked: Record<string, unknown>[] = [];
const builtIn: readonly Plugin[] = [
  plugin('watcher', {
    health: () => ({ state: 'ok' }),
    context: {
      alerts: context({
        title: 'Alerts', description: 'Alerts that fire.', kind: 'alerts', query: t.object({ severity: t.optional(t.enum(['high', 'low'])) }),
        run: (question) => {
          asked.push({ ...question });
          return [
            { at: question.since, title: 'TooManyErrors', severity: 'high', text: `the token is ${KEY}` }, { at: '2001-01-01T00:00:00Z', title: 'long ago' }, { at: '2001-01-01T00:00:00Z', title: 'since long', ongoing: true }, { title: 'no time' } as never,
          ];
        },
      }),
    },
  }),
  plugin('dead', { context: source(() => { throw new PluginError('unavailable', 'nobody answers there'); }), health: () => ({ state: 'down', reason: 'nobody answers there' }) }),
  plugin('slow', { context: source((_, ctx) => ctx.sleep(60_000).then(() => [])) }),
  plugin('talker', { context: source(({ since }) => Array.from({ length: 120 }, (_, n) => ({ at: since, title: `alert ${n}`, text: 'x'.repeat(3000) }))) }),
];

let hub: TestHub;
let root: McpClient;
let project: string;

beforeAll(async () => {
  hub = await startTestHub({ store: 'sqlite', ports: { builtIn } });
  root = mcpClient(hub.url, hub.key);
  for (const { id } of builtIn) {
    const made = await root.call('plugin_install', { name: id });
    await root.call('plugin_enable', { name: id, permissions: made['structuredContent']['missing_permissions'] });
  }
  project = String((await root.call('project_create', { slug: 'checkout', name: 'Checkout', repository: { provider: 'github', owner: 'acme', name: 'checkout' } }))['structuredContent']['id']);
  await root.call('environment_create', { project, slug: 'production', name: 'Production', tier: 'production' });
  await root.call('deployment_create', { project: 'checkout', environment: 'production', release: '1.4.2', reason: 'Release of the week' });
  await root.call('event_type_create', { name: 'build.finished', schema: {} });
  await root.call('event_publish', { type: 'build.finished', subject: 'checkout', data: { number: 7 } });
  await root.call('event_publish', { type: 'build.finished', subject: 'checkouts-of-others', data: {} });
}, 60_000);
afterAll(() => hub.stop());

const gather = async (input: object, by = root): Promise<Loose> => (await by.call('incident_context', { service: 'checkout', budget_seconds: 1, ...input }))['structuredContent'];
const of = (gathered: Loose, id: string): Loose => gathered.sources.find((each: Loose) => each.source === id);

describe('what is gathered about a service', () => {
  test('comes from every source that answers, and says which did not and why', async () => {
    const gathered = await gather({});
    expect(gathered.sources.map((each: Loose) => [each.source, each.state])).toEqual([
      ['acme.dead/alerts', 'failed'], ['acme.slow/alerts', 'late'], ['acme.talker/alerts', 'answered'], ['acme.watcher/alerts', 'answered'], ['hub/changes', 'answered'], ['hub/deployments', 'answered'], ['hub/events', 'answered'],
    ]);
    expect([gathered.complete, gathered.project, of(gathered, 'acme.dead/alerts').reason, of(gathered, 'acme.slow/alerts').reason]).toEqual([false, project, expect.stringContaining('nobody answers there'), 'it did not answer within 1000 ms']);
  });

  test('holds the hub’s own deployments, events and changes, the newest first', async () => {
    const { findings, complete } = await gather({ sources: ['hub/changes', 'hub/deployments', 'hub/events'] });
    expect(complete).toBe(true);
    expect(findings.find((each: Loose) => each.source === 'hub/deployments')).toMatchObject({ kind: 'deployments', title: expect.stringContaining('1.4.2'), text: 'Release of the week', data: { environment: 'production' } });
    expect(findings.filter((each: Loose) => each.title === 'build.finished').map((each: Loose) => each.subject)).toEqual(['checkout']);
    expect(findings.filter((each: Loose) => each.source === 'hub/changes').map((each: Loose) => each.title.split(' ')[0])).toEqual(['environment_create', 'project_create']);
    expect(findings.map((each: Loose) => each.at)).toEqual(findings.map((each: Loose) => each.at).toSorted().toReversed());
    expect((await gather({ sources: ['hub/deployments'], environment: 'staging' })).findings).toEqual([]);
  });

  test('is cut to the window, to one shape, and to what there is room for, without credentials in it', async () => {
    const gathered = await gather({ sources: ['acme.talker/alerts', 'acme.watcher/alerts'], limit: 100 });
    const own = gathered.findings.filter((each: Loose) => each.source === 'acme.watcher/alerts');
    expect(own.map((each: Loose) => [each.title, each.text])).toEqual([['TooManyErrors', 'the token is •••'], ['since long', undefined]]);
    expect(of(gathered, 'acme.watcher/alerts')).toMatchObject({ found: 2, reason: '1 of 4 findings were not of the right shape' });
    expect(of(gathered, 'acme.talker/alerts')).toMatchObject({ found: 100, truncated: true });
    expect(gathered.findings.find((each: Loose) => each.title === 'alert 0').text).toHaveLength(2000);
  });

  test('is asked with where the code is, and with what was asked of one source besides', async () => {
    asked = [];
    await gather({ sources: ['acme.watcher/alerts'], minutes: 30, until: '2030-01-01T00:00:00Z', environment: 'production', queries: { 'acme.watcher/alerts': { severity: 'high' } } });
    expect(asked).toEqual([{ service: 'checkout', environment: 'production', repository: { provider: 'github', owner: 'acme', name: 'checkout' }, since: '2029-12-31T23:30:00.000Z', until: '2030-01-01T00:00:00.000Z', limit: 50, query: { severity: 'high' } }]);
    const refused = await root.call('incident_context', { service: 'checkout', queries: { 'acme.watcher/alerts': { severity: 'some' }, 'hub/events': { x: 1 }, 'no/source': {} } });
    expect(refused['_meta']['dev.patchbay/problem'].issues.map((each: Loose) => each.path)).toEqual(['queries.no/source', 'queries.acme.watcher/alerts.severity', 'queries.hub/events']);
  });

  test('is what the caller may see, and what they may not looks as if it did not exist', async () => {
    const { key } = (await root.call('api_key_create', { name: 'on call', scopes: ['incident:read', 'event:read'] }))['structuredContent'];
    const limited = mcpClient(hub.url, String(key));
    expect((await gather({}, limited)).sources.map((each: Loose) => each.source)).toEqual(['hub/events']);
    expect((await limited.call('incident_context', { service: 'checkout', sources: ['acme.watcher/alerts'] }))['_meta']['dev.patchbay/problem'].code).toBe('input.invalid');
  });

  test('is on record, with who asked about what', async () => {
    await gather({ sources: ['hub/events'] });
    const { items } = (await root.call('audit_entry_list', { action: 'incident_context', limit: 1 }))['structuredContent'];
    expect(items[0]).toMatchObject({ action: 'incident_context', subject: 'checkout', outcome: 'done', via: 'mcp' });
  });

  test('is a route and a query, too, by the same definition', async () => {
    const headers = { authorization: `Bearer ${hub.key}`, 'content-type': 'application/json' };
    const overRest = await fetch(`${hub.url}/v1/tools/incident_context`, { method: 'POST', headers, body: '{"service":"checkout","sources":["hub/deployments"]}' });
    expect(((await overRest.json()) as Loose).findings).toHaveLength(1);
    const overGraphql = await fetch(`${hub.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query: '{ incident_context(input: { service: "checkout", sources: ["hub/deployments"] }) { complete findings { title } } }' }) });
    expect(((await overGraphql.json()) as Loose).data.incident_context).toMatchObject({ complete: true, findings: [{ title: expect.stringContaining('1.4.2') }] });
  });
});

test('an installed plugin has a page that a model reads, with what it knows of services', async () => {
  const { resources } = await root.ask('resources/list');
  expect(resources.filter(({ uri }: Loose) => uri.startsWith('patchbay://docs/plugins/')).map(({ uri }: Loose) => uri)).toEqual(['acme/dead', 'acme/slow', 'acme/talker', 'acme/watcher'].map((name) => `patchbay://docs/plugins/${name}`));
  const { contents: [page] } = await root.ask('resources/read', { uri: 'patchbay://docs/plugins/acme/watcher' });
  expect([page.mimeType, page.text]).toEqual(['text/markdown', expect.stringContaining('- `alerts`: alerts. Alerts that fire.')]);
  expect((await root.post('resources/read', { uri: 'patchbay://docs/plugins/acme/nobody' })).body.error?.code).toBe(-32602);
  const completed = await root.ask('completion/complete', { ref: { type: 'ref/resource', uri: 'patchbay://docs/plugins/{publisher}/{plugin}' }, argument: { name: 'plugin', value: 's' } });
  expect(completed['completion'].values).toEqual(['slow']);
});

describe('the sources', () => {
  test('are listed with what can be asked of each, and with their health', async () => {
    const { items } = (await root.call('incident_context_sources', { check: true }))['structuredContent'] as { items: Loose[] };
    expect(items.map(({ source: id, kind, plugin: from, health: { state } }) => [id, kind, from, state])).toEqual([
      ['acme.dead/alerts', 'alerts', 'acme/dead', 'down'], ['acme.slow/alerts', 'alerts', 'acme/slow', 'ok'], ['acme.talker/alerts', 'alerts', 'acme/talker', 'ok'], ['acme.watcher/alerts', 'alerts', 'acme/watcher', 'ok'],
      ['hub/changes', 'changes', null, 'ok'], ['hub/deployments', 'deployments', null, 'ok'], ['hub/events', 'events', null, 'ok'],
    ]);
    expect(items.find(({ source: id }) => id === 'acme.watcher/alerts')?.['query'].properties).toHaveProperty('severity');
    expect(items.find(({ source: id }) => id === 'acme.dead/alerts')?.['health'].reason).toBe('nobody answers there');
  });
});
