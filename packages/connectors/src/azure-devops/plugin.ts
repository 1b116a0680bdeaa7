/** Azure DevOps: its pipelines as pipelines of the hub, and what its service hooks tell about builds. */
import { auth, definePlugin, type EventDraft, type HttpReply, type JsonObject, PluginError, query, t, type WebhookRequest } from '@patchbay/sdk';
import { list, string } from '../wire/fields.ts';
import { segment } from '../wire/path.ts';
import { ciPipelineActions, ciPipelineQueries, SIGN_IN, VERSION } from './ci.ts';
import { config } from './config.ts';

/** What Azure DevOps is called at Entra, everywhere. */
const RESOURCE = '499b84ac-1321-427f-aa17-267ca6975798/.default';

export const plugin = definePlugin({
  id: 'patchbay/azure-devops',
  version: '1.0.0',
  title: 'Azure DevOps',
  summary: 'Runs pipelines as pipelines of the hub, follows them with their log, cancels them and answers their approvals.',
  categories: ['code'],
  config,
  hosts: ['{{config.organization_url}}', '{{config.login_url}}'],
  auth: {
    service_principal: auth.clientCredentials({ tokenUrl: '{{config.login_url}}/{{config.tenant_id}}/oauth2/v2.0/token', clientId: '{{config.client_id}}', secret: 'client_secret', scopes: [RESOURCE], clientAuth: 'body', description: 'A service principal of Microsoft Entra: best.' }),
    pat: auth.basic('patchbay', 'pat', { description: 'A personal access token.' }),
  },
  http: { base_url: '{{config.organization_url}}', headers: { accept: 'application/json' }, messageAt: ['message', 'error_description'], errorOf: signIn },
  emits: ['azure_devops.*'],
  actions: ciPipelineActions,
  queries: {
    ...ciPipelineQueries,
    list_pipelines: query({
      title: 'List pipelines', description: 'Pipelines of a project.', input: t.object({ project: t.string({ minLength: 1, maxLength: 255, description: 'Name or id of the project.', examples: ['shop'] }) }), example: { project: 'shop' },
      output: t.object({ items: t.array(t.object({ id: t.integer({ description: 'Id.' }), name: t.string({ description: 'Name.' }), folder: t.string({ description: 'Folder.' }) })) }),
      run: async ({ project }, ctx) => ({ items: list(await ctx.http.get<JsonObject>(`/${segment(project)}/_apis/pipelines`, { query: { $top: 1000, 'api-version': VERSION }, accept: [SIGN_IN] }), 'value').map((each) => ({ id: Number(string(each, 'id')), name: string(each, 'name'), folder: string(each, 'folder') })) }),
    }),
  },
  webhooks: { hooks: { description: 'Service hooks of the kind “Web Hooks”.', verify: { algorithm: 'equal', header: 'x-patchbay-token' }, secret: 'webhook_token', toEvents } },
  async health(ctx) {
    if (!ctx.hasSecret('pat') && !ctx.hasSecret('client_secret')) return { state: 'ok', reason: 'Only webhooks: there is neither a pat nor a client_secret' };
    const who = await ctx.http.get<JsonObject>('/_apis/connectionData', { query: { 'api-version': `${VERSION}-preview` }, accept: [SIGN_IN] });
    return { state: 'ok', reason: `As ${string(who, 'authenticatedUser.providerDisplayName') || string(who, 'authenticatedUser.id')}` };
  },
});

/** Answers are JSON: a page is the one to sign in, also where it comes with 203 or 200. */
function signIn({ status, headers }: HttpReply): PluginError | undefined {
  const page = status < 300 && (headers['content-type'] ?? '').includes('text/html');
  return page || status === 203 || status === SIGN_IN ? new PluginError('auth', `The system answered ${status} and a page to sign in: the credential is wrong, or counts no more`, { status }) : undefined;
}

const TYPE = /^[a-z][a-z0-9.-]*$/;

/** `azure_devops.build.complete`, `azure_devops.ms.vss_pipelines.run_state_changed_event`. The run is asked for, and not believed. */
function toEvents({ body }: WebhookRequest): readonly EventDraft[] {
  const kind = string(body, 'eventType');
  if (!TYPE.test(kind)) return [];
  const [run, id] = [string(body, 'resource.run.id'), string(body, 'resource.id')];
  const build = kind === 'build.complete' ? id : run;
  const pipeline = kind === 'build.complete' ? string(body, 'resource.definition.id') : string(body, 'resource.pipeline.id');
  const project = [string(body, 'resource.project.name'), string(body, 'resource.project.id'), string(body, 'resourceContainers.project.id')].filter((each) => each !== '');
  return [{
    type: `azure_devops.${kind.replaceAll('-', '_')}`, subject: build === '' ? 'azure_devops' : `build#${build}`, ...(string(body, 'id') === '' ? {} : { dedupe: string(body, 'id') }),
    data: { provider: 'azure_devops', ...(build === '' ? {} : { ci: { provider: 'azure_devops', run: build, place: { project, pipeline_id: pipeline === '' ? [] : [pipeline] } } }), payload: body },
  }];
}
