/** What takes its time: sending again what failed, was never tried, or all of it. And what is counted or tried out at an endpoint. */
import { timeOf } from '@patchbay/contracts';
import { z } from 'zod';
import { take } from './body.ts';
import { type Desk, missing } from './desk.ts';
import { endpointOf } from './endpoints.ts';
import { type EventType, findType } from './event-types.ts';
import { idIn, idOut } from './ids.ts';
import { resourcePage } from './resource-page.ts';
import { invalid, notFound, Refusal } from './refusal.ts';
import { accepted, gone, ok, type Reply, type Route } from './route.ts';
import { channelName, instant, typeName } from './shapes.ts';

interface Job {
  readonly id: string;
  readonly kind: string;
  readonly status: 'running' | 'done' | 'cancelled' | 'failed';
  readonly filter: Readonly<Record<string, unknown>>;
  readonly looked: number;
  readonly sent: number;
  readonly updated_at: string;
}

const DAY_MS = 86_400_000;
const SLACK_MS = 300_000;
const RecoverIn = z.object({ since: instant, until: instant.nullish() });
const BulkReplayIn = z.object({ since: instant, until: instant.nullish(), eventTypes: z.array(typeName).nullish(), channel: channelName.nullish() });
const SendExampleIn = z.object({ eventType: typeName });
const path = '/app/:app_id/endpoint/:endpoint_id';

export const tasks: readonly Route[] = [
  { method: 'POST', path: `${path}/recover`, handle: async (desk) => start(desk, RecoverIn, 'failed', 14) },
  { method: 'POST', path: `${path}/replay-missing`, handle: async (desk) => start(desk, RecoverIn, 'untried', 14) },
  { method: 'POST', path: `${path}/bulk-replay`, handle: async (desk) => start(desk, BulkReplayIn, 'all', 90) },
  { method: 'GET', path: '/background-task', organisation: true, handle: async (desk) => ok(await resourcePage<Job>(desk, { action: 'job_list', kind: 'task', filter: {}, descending: true, show: (job) => ({ ...taskOut(job), data: { looked: job.looked, sent: job.sent } }) })) },
  { method: 'GET', path: '/background-task/:task_id', organisation: true, handle: get },
  { method: 'GET', path: `${path}/stats`, handle: stats },
  { method: 'POST', path: `${path}/send-example`, organisation: true, names: { type: 'eventType' }, handle: sendExample },
  { method: 'POST', path: '/admin/redrive-dlq', organisation: true, handle: async (desk) => { await desk.write('dead_letter_redrive', { fault: 'ours' }); return gone; } },
];

async function start(desk: Desk, shape: typeof RecoverIn | typeof BulkReplayIn, only: 'failed' | 'untried' | 'all', days: number): Promise<Reply> {
  const input: z.output<typeof BulkReplayIn> = take(shape, desk.request);
  const { id } = await endpointOf(desk, await desk.app());
  const until = input.until == null ? desk.settings.now() : Date.parse(input.until);
  if (Date.parse(input.since) < until - days * DAY_MS - SLACK_MS) throw invalid(['body', 'since'], `expected no more than ${days} days before until`);
  if (Date.parse(input.since) > until) throw invalid(['body', 'since'], 'expected an instant before until');
  const types = input.eventTypes ?? [];
  if (types.length > 1) throw invalid(['body', 'eventTypes'], 'expected one event type at a time');
  const job = await desk.write<Job>('event_replay', {
    endpoint: id, only, since: new Date(Date.parse(input.since)).toISOString(), ...(input.until == null ? {} : { until: new Date(until).toISOString() }), ...(types[0] === undefined ? {} : { type: types[0] }), ...(input.channel == null ? {} : { channel: input.channel }),
  });
  return accepted({ ...taskOut(job), status: 'running' });
}

const kinds: Readonly<Record<string, string>> = { failed: 'endpoint.recover', untried: 'endpoint.replay', all: 'endpoint.bulk-replay' };
const outcomes = { running: 'running', done: 'finished', cancelled: 'failed', failed: 'failed' } as const;

const taskOut = ({ id, kind, status, filter, updated_at }: Job): object =>
  ({ id: idOut('task', id), status: outcomes[status], task: kind === 'event_replay' ? (kinds[String(filter['only'])] ?? 'endpoint.replay') : 'endpoint.recover', updatedAt: updated_at });

async function get(desk: Desk): Promise<Reply> {
  const id = idIn('task', desk.param('task_id'));
  const job = id === undefined ? undefined : await desk.read<Job>('job_get', { id }).catch(missing);
  if (job === undefined) throw notFound('Background task');
  return ok({ ...taskOut(job), data: { looked: job.looked, sent: job.sent } });
}

async function stats(desk: Desk): Promise<Reply> {
  const { now } = desk.settings;
  const until = desk.query.instant('until') ?? now();
  const since = desk.query.instant('since') ?? until - 28 * DAY_MS;
  if (until > now() + SLACK_MS || since > until || until - since > 28 * DAY_MS + SLACK_MS) throw new Refusal(400, 'invalid_range', 'The range of time must be in the past, and no longer than 28 days');
  const { id } = await endpointOf(desk, await desk.app());
  const { delivered, failed } = await desk.read<{ readonly delivered: number; readonly failed: number }>('endpoint_stats', { endpoint: id, since: new Date(since).toISOString(), until: new Date(until + 1).toISOString() });
  return ok({ success: delivered, pending: 0, sending: 0, fail: failed, canceled: 0 });
}

const PING = 'svix.ping';

/** An example that the endpoint would not take is answered all the same, and not sent. */
async function sendExample(desk: Desk): Promise<Reply> {
  const { eventType } = take(SendExampleIn, desk.request);
  const endpoint = await endpointOf(desk, await desk.app());
  const data = eventType === PING ? { success: true } : exampleOf(await findType(desk, eventType));
  const event = await send(desk, { endpoint: endpoint.id, type: eventType, data });
  return ok({ id: idOut('message', event), eventId: null, eventType, payload: {}, channels: null, timestamp: new Date(timeOf(event)).toISOString(), tags: [] });
}

/** What is kept of it does not tell its type, so the type is a part of its name. */
const send = async (desk: Desk, example: { readonly endpoint: string; readonly type: string; readonly data: object }): Promise<string> =>
  (await desk.write<{ readonly event: string }>('endpoint_send_example', { ...example, matching: true }, `example ${desk.settings.digest(example.type)}`)).event;

/** Of the first version of the schema. */
function exampleOf(type: EventType | undefined): Readonly<Record<string, unknown>> {
  if (type === undefined) throw notFound('Event type');
  const { examples } = (type.schemas?.['1'] ?? {}) as { readonly examples?: unknown };
  const first: unknown = Array.isArray(examples) ? examples[0] : undefined;
  if (typeof first !== 'object' || first === null || Array.isArray(first)) throw new Refusal(400, 'invalid_scheme', `The schema "1" of ${type.name} has no example`);
  return first as Readonly<Record<string, unknown>>;
}
