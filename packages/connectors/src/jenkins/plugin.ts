/** Jenkins: its jobs as pipelines of the hub, and what it tells about builds. */
import { auth, definePlugin, type EventDraft, type JsonObject, query, t, type WebhookRequest } from '@patchbay/sdk';
import { list, string } from '../wire/fields.ts';
import { jobActions, jobPath, jobQueries } from './ci.ts';
import { type Config, config } from './config.ts';

const folder = t.string({ default: '', maxLength: 1024, description: 'Path of a folder; the top, if empty.', examples: ['shop'] });

export const plugin = definePlugin({
  id: 'patchbay/jenkins',
  version: '1.0.0',
  title: 'Jenkins',
  summary: 'Starts jobs as pipelines of the hub, follows them with their log, stops them and answers what they ask.',
  categories: ['code'],
  config,
  hosts: ['{{config.base_url}}'],
  auth: { token: auth.basic('{{config.username}}', 'api_token') },
  http: { base_url: '{{config.base_url}}', headers: { accept: 'application/json, text/plain;q=0.9, */*;q=0.8' }, messageAt: ['message'], tls: { ca: '{{config.ca_cert}}' } },
  emits: ['jenkins.build.*'],
  actions: jobActions,
  queries: {
    ...jobQueries,
    list_jobs: query({
      title: 'List jobs', description: 'Jobs and folders of a folder.', input: t.object({ folder }), example: { folder: '' },
      output: t.object({ items: t.array(t.object({ name: t.string({ description: 'Path for a pipeline.' }), kind: t.enum(['job', 'folder'], { description: 'What it is.' }), url: t.string({ description: 'Its page.' }) })) }),
      run: async ({ folder: of }, ctx) => ({
        items: list(await ctx.http.get<JsonObject>(`${jobPath(of)}/api/json`, { query: { tree: 'jobs[name,url,color]{0,1000}' } }), 'jobs')
          .map((each) => ({ name: [of, string(each, 'name')].filter((part) => part !== '').join('/'), kind: string(each, 'color') === '' ? ('folder' as const) : ('job' as const), url: string(each, 'url') })),
      }),
    }),
  },
  webhooks: { builds: { description: 'What the Notification plugin posts as JSON.', verify: { algorithm: 'equal', header: 'x-patchbay-token' }, secret: 'webhook_token', toEvents } },
  async health(ctx: { readonly http: { get<T>(url: string): Promise<T> }; hasSecret(name: string): boolean; readonly config: Config }) {
    if (!ctx.hasSecret('api_token')) return { state: 'ok', reason: 'Only webhooks: there is no api_token' };
    const who = await ctx.http.get<JsonObject>('/whoAmI/api/json');
    return string(who, 'name') === ctx.config.username ? { state: 'ok' } : { state: 'degraded', reason: `Jenkins takes it for ${string(who, 'name')}` };
  },
});

const PHASES = new Set(['queued', 'started', 'completed', 'finalized']);

/** `jenkins.build.completed`. The run is asked for, and not believed. */
function toEvents({ body }: WebhookRequest): readonly EventDraft[] {
  const [number, phase] = [string(body, 'build.number'), string(body, 'build.phase').toLowerCase()];
  const job = jobOf(string(body, 'url')) || string(body, 'name');
  if (number === '' || job === '' || !PHASES.has(phase)) return [];
  return [{ type: `jenkins.build.${phase}`, subject: `${job}#${number}`, data: { provider: 'jenkins', job, number, status: string(body, 'build.status'), ci: { provider: 'jenkins', run: number, place: { job } }, payload: body } }];
}

/** `job/shop/job/deploy/` → `shop/deploy`. */
const jobOf = (url: string): string => [...url.matchAll(/(?:^|\/)job\/([^/]+)/g)].map(([, part = '']) => decodeURIComponent(part)).join('/');
