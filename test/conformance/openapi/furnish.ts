/** What chance alone would not bring about: an endpoint that got something, and something that it could not get. */
import type { Operation } from './document.ts';
import type { Reply, Request } from './request.ts';

type Ask = (operation: Operation, request: Request) => Promise<Reply>;

const TYPE = 'house.furnished';

export async function furnish(operations: readonly Operation[], ask: Ask, key: string): Promise<void> {
  const call = async (id: string, body?: object, item = '', query: Request['query'] = []): Promise<Record<string, unknown>> => {
    const operation = operations.find((each) => each.id === id);
    if (operation === undefined) throw new Error(`the document has no ${id}`);
    const headers = { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const reply = await ask(operation, { method: operation.method, path: operation.path.replace('{id}', item), query, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (reply.status >= 400) throw new Error(`${id} is refused: ${reply.text.slice(0, 300)}`);
    return JSON.parse(reply.text) as Record<string, unknown>;
  };
  const idOf = ({ id }: Record<string, unknown>): string => String(id);
  const listed = async (id: string): Promise<Record<string, unknown>[]> => (await call(id))['items'] as Record<string, unknown>[];

  const kept = idOf(await call('endpoint_create', { name: 'furnished', url: 'http://127.0.0.1:9/', event_types: [TYPE], retry: { delays: [] } })); // where the hub may not go
  await call('endpoint_get', undefined, kept);
  await call('endpoint_update', { description: 'where nothing arrives' }, kept);
  await call('event_publish', { type: TYPE, subject: 'house' });
  while ((await listed('dead_letter_list')).length === 0) await new Promise((resolve) => { setTimeout(resolve, 20); });
  for (const record of ['dead_letter', 'attempt']) await call(`${record}_get`, undefined, idOf((await listed(`${record}_list`))[0]!));
  await call('event_replay', { endpoint: kept, since: '2020-01-01T00:00:00Z' });
  const passing = idOf(await call('endpoint_create', { name: 'passing', url: 'https://example.com/' }));
  await call('endpoint_delete', undefined, passing);
}
