/** Attempts, and what they came to: for a message at each endpoint, for an endpoint with each message. */
import { type Desk, missing, type Page } from './desk.ts';
import { type Endpoint, endpointOf, endpointOut } from './endpoints.ts';
import { idIn, idOut } from './ids.ts';
import { type Event, messageOf, messageOut } from './messages.ts';
import { pageOut, pageQuery } from './page.ts';
import { pastPage } from './past-page.ts';
import { notFound, Refusal } from './refusal.ts';
import { accepted, gone, ok, type Reply, type Route } from './route.ts';
import { statuses, statusOf, type Standing } from './status.ts';

interface Attempt {
  readonly id: string;
  readonly event: string;
  readonly endpoint: string;
  readonly outcome: 'delivered' | 'skipped' | 'failed';
  readonly status?: number;
  readonly failure?: string;
  readonly response?: string;
  readonly trigger?: 'manual';
  readonly duration_ms: number;
  readonly created_at: string;
}

interface Standings { readonly status: Standing; readonly next_at: string | null }
interface Tried extends Standings { readonly event: Event }

export const attempts: readonly Route[] = [
  { method: 'GET', path: '/app/:app_id/attempt/endpoint/:endpoint_id', handle: listByEndpoint },
  { method: 'GET', path: '/app/:app_id/attempt/msg/:msg_id', handle: listByMessage },
  { method: 'GET', path: '/app/:app_id/msg/:msg_id/attempt', handle: listByMessage },
  { method: 'GET', path: '/app/:app_id/msg/:msg_id/endpoint/:endpoint_id/attempt', handle: listByMessage },
  { method: 'GET', path: '/app/:app_id/endpoint/:endpoint_id/msg', handle: listMessages },
  { method: 'GET', path: '/app/:app_id/msg/:msg_id/endpoint', handle: listDestinations },
  { method: 'GET', path: '/app/:app_id/msg/:msg_id/attempt/:attempt_id', handle: async (desk) => ok(await shower(desk)(await attemptOf(desk))) },
  { method: 'DELETE', path: '/app/:app_id/msg/:msg_id/attempt/:attempt_id/content', organisation: true, handle: expunge },
  { method: 'POST', path: '/app/:app_id/msg/:msg_id/endpoint/:endpoint_id/resend', handle: resend },
];

async function listByEndpoint(desk: Desk): Promise<Reply> {
  const endpoint = await endpointOf(desk, await desk.app());
  return ok(await page(desk, { endpoint: endpoint.id }, [endpoint]));
}

async function listByMessage(desk: Desk): Promise<Reply> {
  const app = await desk.app();
  const { id } = await messageOf(desk, app);
  const name = desk.param('endpoint_id') === '' ? desk.query.text('endpoint_id') : desk.param('endpoint_id');
  const endpoint = name === undefined ? undefined : await endpointOf(desk, app, name);
  return ok(await page(desk, { event: id, project: app.id, ...(endpoint === undefined ? {} : { endpoint: endpoint.id }) }, endpoint === undefined ? [] : [endpoint]));
}

/** Endpoints and messages are looked up once for the page, not for each attempt. */
async function page(desk: Desk, input: object, known: readonly Endpoint[]): Promise<unknown> {
  const { query } = desk;
  const status = query.choice('status', statuses);
  const statusClass = query.choice('status_code_class', ['0', '100', '200', '300', '400', '500']);
  if (status !== undefined && status !== '0' && status !== '2') return { data: [], done: true, iterator: null };
  const found = await pastPage<Attempt, Attempt>(desk, {
    action: 'attempt_search', kind: 'attempt', input: { ...input, ...(status === undefined ? {} : { outcome: status === '0' ? 'delivered' : 'failed' }), ...(statusClass === undefined ? {} : { status_class: Number(statusClass) }) },
    timeOf: async (id) => (await desk.read<Attempt>('attempt_get', { id }).catch(missing))?.created_at, of: (attempt) => attempt, show: (attempt) => attempt,
  });
  const list = found.data as readonly Attempt[]; // shown as they are, above
  const withMessage = query.flag('with_msg', false) ? await messagesOf(desk, list) : new Map<string, Event>();
  const show = shower(desk, known);
  return { ...found, data: await Promise.all(list.map(async (attempt) => {
    const event = withMessage.get(attempt.event);
    return { ...(await show(attempt)), ...(event === undefined ? {} : { msg: messageOut(event, query.flag('with_content', true)) }) };
  })) };
}

async function messagesOf(desk: Desk, list: readonly Attempt[]): Promise<Map<string, Event>> {
  const ids = [...new Set(list.map(({ event }) => event))];
  const { items } = ids.length === 0 ? { items: [] } : await desk.read<Page<Event>>('event_list', { ids });
  return new Map(items.map((event) => [event.id, event]));
}

function shower(desk: Desk, known: readonly Endpoint[] = []): (attempt: Attempt) => Promise<object> {
  const urls = new Map(known.map(({ id, url }) => [id, Promise.resolve(url)]));
  return async ({ id, event, endpoint, outcome, status = 0, response = '', trigger, duration_ms, created_at }) => {
    const url = urls.get(endpoint) ?? endpointThatWas(desk, endpoint).then((found) => found?.url ?? '');
    urls.set(endpoint, url);
    const well = outcome !== 'failed';
    return {
      id: idOut('attempt', id), msgId: idOut('message', event), endpointId: idOut('endpoint', endpoint), url: await url, response, responseStatusCode: status, responseDurationMs: duration_ms,
      status: well ? 0 : 2, statusText: well ? 'success' : 'fail', triggerType: trigger === 'manual' ? 1 : 0, timestamp: created_at,
    };
  };
}

/** What is told when an endpoint is deleted shows it as it was. */
async function endpointThatWas(desk: Desk, id: string): Promise<Endpoint | undefined> {
  const found = await desk.read<Endpoint>('endpoint_get', { id }).catch(missing);
  return found ?? (await desk.read<Page<{ readonly data: Endpoint }>>('event_list', { type: 'endpoint.deleted', subject: id, limit: 1 })).items[0]?.data;
}

async function listMessages(desk: Desk): Promise<Reply> {
  const { id } = await endpointOf(desk, await desk.app());
  const status = desk.query.choice('status', statuses);
  if (status === '1' || status === '4') return ok({ data: [], done: true, iterator: null });
  const withContent = desk.query.flag('with_content', true);
  return ok(await pastPage<Tried, Event>(desk, {
    action: 'delivery_search', kind: 'message', input: { endpoint: id, ...(status === undefined ? {} : { status: ({ 0: 'delivered', 2: 'failed', 3: 'pending' } as const)[status] }) },
    timeOf: async (event) => (await desk.read<Event>('event_get', { id: event }).catch(missing))?.created_at,
    of: ({ event }) => event, show: ({ event, ...stand }) => ({ ...messageOut(event, withContent), ...standing(stand), ...(stand.next_at === null ? {} : { nextAttempt: stand.next_at }) }),
  }));
}

const standing = ({ status }: Standings): object => statusOf(status);

async function listDestinations(desk: Desk): Promise<Reply> {
  const app = await desk.app();
  const { id } = await messageOf(desk, app);
  const { limit, behind, backward } = pageQuery(desk.query);
  const { items } = await desk.read<{ readonly items: readonly (Standings & { readonly endpoint: string })[] }>('event_destinations', { event: id, project: app.id });
  const from = behind === undefined ? undefined : idIn('endpoint', behind);
  const further = backward ? items.filter(({ endpoint }) => from === undefined || endpoint < from) : items.filter(({ endpoint }) => from === undefined || endpoint > from);
  const shown = backward ? further.slice(-limit) : further.slice(0, limit);
  const outs = await Promise.all(shown.map(async (each) => destinationOut(desk, each)));
  return ok(pageOut(outs.map((out, at) => ({ out, id: shown[at]!.endpoint })), further.length <= limit, (each) => idOut('endpoint', each.id), (each) => each.out));
}

async function destinationOut(desk: Desk, { endpoint, next_at, ...stand }: Standings & { readonly endpoint: string }): Promise<object> {
  const found = await endpointThatWas(desk, endpoint);
  const { metadata: _, ...out } = (found === undefined ? { id: idOut('endpoint', endpoint), url: '', description: '', createdAt: new Date(0).toISOString(), updatedAt: new Date(0).toISOString() } : endpointOut(found)) as Record<string, unknown>;
  return { ...out, ...standing({ ...stand, next_at }), nextAttempt: next_at };
}

async function attemptOf(desk: Desk): Promise<Attempt> {
  const app = await desk.app();
  const { id: event } = await messageOf(desk, app);
  const id = idIn('attempt', desk.param('attempt_id'));
  const found = id === undefined ? undefined : await desk.read<Attempt>('attempt_get', { id }).catch(missing);
  if (found === undefined || found.event !== event || (await endpointThatWas(desk, found.endpoint))?.project !== app.id) throw notFound('Attempt');
  return found;
}

async function expunge(desk: Desk): Promise<Reply> {
  const { id } = await attemptOf(desk);
  await desk.again('attempt_expunge', { id });
  return gone;
}

async function resend(desk: Desk): Promise<Reply> {
  const app = await desk.app();
  const message = await messageOf(desk, app);
  const { id } = await endpointOf(desk, app);
  if (message.expunged === true) throw new Refusal(400, 'missing_payload', 'The payload of this message is gone');
  await desk.write('event_replay', { endpoint: id, ids: [message.id] });
  return accepted({});
}
