/** AWS CodePipeline: its pipelines as pipelines of the hub, and what EventBridge tells about their executions. */
import { auth, type Ctx, definePlugin, type EventDraft, query, type ReadCtx, t, type WebhookRequest } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';
import { aws, awsList } from './aws.ts';
import { ciOf, executionActions, executionQueries } from './ci.ts';
import { type Config, config } from './config.ts';

export const plugin = definePlugin({
  id: 'patchbay/codepipeline',
  version: '1.0.0',
  title: 'AWS CodePipeline',
  summary: 'Starts pipelines of AWS as pipelines of the hub, follows them, stops them and answers their approvals.',
  categories: ['code'],
  config,
  hosts: ['https://codepipeline.{{config.region}}.amazonaws.com', '{{config.base_url}}'],
  auth: {
    session: auth.sigV4({ accessKeyId: '{{config.access_key_id}}', secretAccessKey: 'secret_access_key', sessionToken: 'session_token', region: '{{config.region}}', service: 'codepipeline', description: 'Temporary credentials.' }),
    key: auth.sigV4({ accessKeyId: '{{config.access_key_id}}', secretAccessKey: 'secret_access_key', region: '{{config.region}}', service: 'codepipeline', description: 'A long-lived access key.' }),
  },
  http: { headers: { accept: 'application/json' }, messageAt: ['message', 'Message'] },
  emits: ['codepipeline.execution.*'],
  actions: executionActions,
  queries: {
    ...executionQueries,
    list_executions: query({
      title: 'List executions', description: 'Executions of a pipeline, the newest first.', example: { pipeline: 'shop-deploy', limit: 100 },
      input: t.object({ pipeline: t.string({ minLength: 1, maxLength: 100, description: 'Name of the pipeline.', examples: ['shop-deploy'] }), limit: t.integer({ minimum: 1, maximum: 1000, default: 100, description: 'At most.' }) }),
      output: t.object({ items: t.array(t.object({ id: t.string({ description: 'Id.' }), status: t.string({ description: 'As AWS says it.' }), trigger: t.string({ description: 'What set it off.' }) })) }),
      run: async ({ pipeline, limit }, ctx: Ctx<Config>) => ({ items: (await awsList('ListPipelineExecutions', { pipelineName: pipeline, maxResults: Math.min(limit, 100) }, 'pipelineExecutionSummaries', limit, ctx)).map((each) => ({ id: string(each, 'pipelineExecutionId'), status: string(each, 'status'), trigger: string(each, 'trigger.triggerType') })) }),
    }),
  },
  webhooks: { executions: { description: 'Events of EventBridge, by an API destination.', verify: { algorithm: 'equal', header: 'x-patchbay-token' }, secret: 'webhook_token', toEvents } },
  async health(ctx: ReadCtx<Config>) {
    await aws('ListPipelines', { maxResults: 1 }, ctx);
    return { state: 'ok' };
  },
});

/** `codepipeline.execution.succeeded`: best effort, and possibly more than once. */
function toEvents({ body }: WebhookRequest): readonly EventDraft[] {
  const ci = ciOf(body);
  const state = string(body, 'detail.state').toLowerCase();
  if (ci === undefined || !/^[a-z]+$/.test(state)) return [];
  return [{ type: `codepipeline.execution.${state}`, subject: `${ci.place.name}/${ci.run}`, ...(string(body, 'id') === '' ? {} : { dedupe: string(body, 'id') }), data: { provider: 'codepipeline', pipeline: ci.place.name, execution: ci.run, state, ci, payload: body } }];
}
