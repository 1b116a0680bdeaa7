/** Health, and what only the hosted service does: a clear no in JSON. */
import type { World } from './world.ts';

export async function checkHosted({ svix, tally, raw, refused }: World): Promise<void> {
  await svix.health.get();
  for (const [method, path] of [['GET', '/health'], ['HEAD', '/health'], ['GET', '/health/ping'], ['HEAD', '/health/ping']] as const) tally.expect((await raw(method, path, undefined, { authorization: '' })).status === 204, `${method} ${path} is 204 for everybody`);
  const app = await svix.application.create({ name: 'Hosted' });
  const calls: Readonly<Record<string, () => Promise<unknown>>> = {
    'message.precheck': () => svix.message.precheck(app.id, { eventType: 'a.b' }), 'message.bulkExpungeContent': () => raw('POST', `/app/${app.id}/msg/bulk-expunge`, {}).then(thrown), 'message.expungeAllContents': () => svix.message.expungeAllContents(app.id),
    'eventType.importOpenapi': () => svix.eventType.importOpenapi({ spec: {} }), 'environment.export': () => svix.environment.export(), 'environment.import': () => svix.environment.import({}), 'statistics.aggregateAppStats': () => svix.statistics.aggregateAppStats({ since: new Date(), until: new Date() }), 'statistics.aggregateEventTypes': () => svix.statistics.aggregateEventTypes(),
    'streaming.stream.list': () => svix.streaming.stream.list(), 'ingest.source.list': () => svix.ingest.source.list(), 'connector.list': () => svix.connector.list(), 'operationalWebhook.endpoint.list': () => svix.operationalWebhook.endpoint.list(), 'integration.list': () => svix.integration.list(app.id), 'endpoint.transformation': () => svix.endpoint.transformation.get(app.id, 'nobody'),
  };
  for (const [name, call] of Object.entries(calls)) {
    const answer = await refused(call());
    const body = (typeof answer?.body === 'string' ? JSON.parse(answer.body) : answer?.body) as { code?: string } | undefined;
    tally.expect(answer?.status === 501 && body?.code === 'not_implemented', `${name} answers 501 not_implemented: ${JSON.stringify(answer)}`);
  }
}

async function thrown({ status, body }: { readonly status: number; readonly body: unknown }): Promise<never> {
  const { ApiException } = await import('svix');
  throw new ApiException(status, body, new Headers());
}
