import { describe, expect, it } from 'vitest';
import { createHarness } from './testing/index.ts';
import { action, auth, type Ctx, definePlugin, deny, type Infer, manifestOf, paginate, PluginError, query, t } from './index.ts';

const config = t.object({
  base_url: t.url({ default: 'https://api.tracker.example' }),
  project: t.optional(t.string()),
  token: t.secret({ description: 'API token' }),
  hook_secret: t.secret({ description: 'Shared with the webhook', required: false }),
});
type Config = Infer<typeof config>;

const issue = t.object({ key: t.string(), title: t.string(), due: t.optional(t.date()) });

const plugin = definePlugin({
  id: 'acme/tracker', version: '1.2.0', title: 'Tracker', summary: 'Issues of the tracker.', config,
  hosts: ['{{config.base_url}}'], auth: { token: auth.bearer('token') }, http: { base_url: '{{config.base_url}}' }, emits: ['tracker.*'],
  actions: {
    create: action({
      title: 'Create issue', description: 'Creates an issue.', safety: 'moderate', input: t.object({ title: t.string(), labels: t.array(t.string(), { default: [] }) }), output: issue,
      dryRun: ({ title }) => ({ key: 'NEW', title }),
      async run({ title, labels }, ctx: Ctx<Config>) {
        const made = await ctx.http.post<{ key: string; title: string }>('/issues', { title, labels, project: ctx.config.project });
        await ctx.state.set('last', made.key);
        return made;
      },
    }),
  },
  queries: {
    list: query({
      title: 'List issues', description: 'Lists issues.', input: t.object({ limit: t.integer({ default: 5 }) }), output: t.object({ items: t.array(issue) }),
      run: async ({ limit }, ctx) => ({ items: await ctx.http.collect<Infer<typeof issue>>({ url: '/issues' }, { items: 'issues', next: paginate.cursor('next', 'cursor'), limit }) }),
    }),
  },
  hooks: { onAlert: async (event, ctx) => ctx.emit('tracker.noticed', event.subject, {}), onPlanProposed: { onFailure: 'closed', run: () => deny('It is Friday') } },
  webhooks: { events: { description: 'Issues that change.', verify: 'standard', secret: 'hook_secret', toEvents: ({ event, body }) => [{ type: `tracker.${event}`, subject: 'issue', data: { body } }] } },
});

describe('a plugin', () => {
  it('has a manifest that says everything that people consent to, and no secret in its configuration', () => {
    const manifest = manifestOf(plugin);
    expect(manifest.permissions).toEqual(['decide:onPlanProposed', 'emit:tracker.*', 'net:{{config.base_url}}', 'secret:hook_secret', 'secret:token', 'subscribe:alert.*']);
    expect(manifest.config).toMatchObject({ properties: { base_url: { type: 'string' }, project: {} }, additionalProperties: false });
    expect(JSON.stringify(manifest.config)).not.toContain('token');
    expect(manifest.secrets.map(({ name, required }) => [name, required])).toEqual([['token', true], ['hook_secret', false]]);
    expect(manifest.auth).toMatchObject([{ name: 'token', secrets: ['token'] }]);
    expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest);
  });

  it('answers with what its schema names and nothing else the system said', async () => {
    const harness = createHarness(plugin, { answer: () => ({ status: 201, body: { key: 'A-1', title: 'Fire', internal: 'secret', due: null } }) });
    expect(await harness.action('create', { title: 'Fire', labels: [] })).toEqual({ key: 'A-1', title: 'Fire' });
    expect(harness.requests).toMatchObject([{ method: 'POST', url: '/issues', json: { title: 'Fire', labels: [] } }]);
    expect(harness.state.get('last')).toBe('A-1');
    expect(await harness.dryRun('create', { title: 'Fire' })).toEqual({ key: 'NEW', title: 'Fire' });
  });

  it('reads page after page until it has enough', async () => {
    const harness = createHarness(plugin, { answer: ({ query: asked }) => ({ body: { issues: [{ key: 'A', title: 'a' }, { key: 'B', title: 'b' }], next: asked?.['cursor'] === 'two' ? '' : 'two' } }) });
    expect(await harness.query('list', { limit: 3 })).toEqual({ items: [{ key: 'A', title: 'a' }, { key: 'B', title: 'b' }, { key: 'A', title: 'a' }] });
    expect(harness.requests).toHaveLength(2);
  });

  it('turns a refusal into a typed error, with what the system said about it', async () => {
    for (const [status, code] of [[401, 'auth'], [403, 'permission'], [404, 'not_found'], [422, 'invalid'], [409, 'conflict'], [429, 'rate_limited'], [503, 'unavailable']] as const) {
      const harness = createHarness(plugin, { answer: () => ({ status, headers: status === 429 ? { 'retry-after': '7' } : {}, body: { message: 'No way' } }) });
      const failed = await harness.action('create', { title: 'Fire' }).catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(PluginError);
      expect(failed).toMatchObject({ code, message: `The system answered ${status}: No way`, details: status === 429 ? { status, retry_after: 7 } : { status } });
    }
  });

  it('observes, decides, and turns a webhook into events', async () => {
    const harness = createHarness(plugin);
    await harness.hook('onAlert', { id: 'evt_1', type: 'alert.fired', subject: 'api', time: '', data: {} });
    expect(harness.emitted).toEqual([{ type: 'tracker.noticed', subject: 'api', data: {} }]);
    expect(await harness.decide('onPlanProposed', {})).toEqual({ kind: 'deny', reason: 'It is Friday' });
    expect(await harness.toEvents('events', { event: 'created', body: { id: 1 } })).toEqual([{ type: 'tracker.created', subject: 'issue', data: { body: { id: 1 } } }]);
    await expect(harness.action('missing', {})).rejects.toThrow('no such handler');
    await expect(harness.action('constructor', {})).rejects.toThrow('no such handler');
  });
});
