/** Polling, for receivers that can't be reached: the messages that an endpoint takes, behind a place that the reader or the hub keeps. */
import { z } from 'zod';
import { take } from './body.ts';
import type { Desk } from './desk.ts';
import { endpointOf } from './endpoints.ts';
import { type Event, messageOut } from './messages.ts';
import { invalid } from './refusal.ts';
import { ok, type Reply, type Route } from './route.ts';
import { channelName, instant, typeName } from './shapes.ts';

const path = '/app/:app_id/poller/:endpoint_id';
const SeekIn = z.object({ after: instant });

export const poller: readonly Route[] = [
  { method: 'GET', path, handle: poll },
  { method: 'GET', path: `${path}/consumer/:consumer_id`, handle: pollAsConsumer },
  { method: 'POST', path: `${path}/consumer/:consumer_id/seek`, handle: seek },
];

interface Polled { readonly items: readonly Event[]; readonly after: number; readonly done: boolean }

async function poll(desk: Desk): Promise<Reply> {
  const [type, channel, since] = [desk.query.text('event_type'), desk.query.text('channel'), desk.query.instant('after')];
  if (type !== undefined && !typeName.safeParse(type).success) throw invalid(['query', 'event_type'], 'expected the name of an event type');
  if (channel !== undefined && !channelName.safeParse(channel).success) throw invalid(['query', 'channel'], 'expected the name of a channel');
  return answer(desk, { ...(type === undefined ? {} : { types: [type] }), ...(channel === undefined ? {} : { channel }), ...placeOf(desk) }, since);
}

/** An iterator that comes back says that what came with it was handled. */
async function pollAsConsumer(desk: Desk): Promise<Reply> {
  const place = placeOf(desk);
  const consumer = consumerOf(desk);
  if (place.after !== undefined) await desk.again('event_seek', { consumer, ...(await scopeOf(desk)), after: place.after });
  return answer(desk, { consumer, ...place });
}

async function seek(desk: Desk): Promise<Reply> {
  const { after } = take(SeekIn, desk.request);
  const found = await desk.write<{ readonly after: number }>('event_seek', { consumer: consumerOf(desk), ...(await scopeOf(desk)), since: new Date(Date.parse(after)).toISOString() });
  return ok({ iterator: iteratorOf(found.after) });
}

async function answer(desk: Desk, question: object, since?: number): Promise<Reply> {
  const limit = desk.query.whole('limit', { least: 1, most: 250 }) ?? 50;
  const { items, after, done } = await desk.read<Polled>('event_poll', { ...question, ...(await scopeOf(desk)), limit });
  const wanted = since === undefined ? items : items.filter(({ created_at }) => Date.parse(created_at) > since);
  return ok({ data: wanted.map((event) => ({ ...messageOut(event, true), headers: {} })), iterator: iteratorOf(after), done });
}

async function scopeOf(desk: Desk): Promise<{ readonly endpoint: string; readonly project: string }> {
  const app = await desk.app();
  return { endpoint: (await endpointOf(desk, app)).id, project: app.id };
}

const iteratorOf = (after: number): string => `seq_${after}`;

function placeOf({ query }: Desk): { readonly after?: number } {
  const iterator = query.text('iterator');
  if (iterator === undefined) return {};
  const after = /^seq_(\d{1,15})$/.exec(iterator)?.[1];
  if (after === undefined) throw invalid(['query', 'iterator'], 'expected an iterator that a poll gave out');
  return { after: Number(after) };
}

function consumerOf(desk: Desk): string {
  const consumer = desk.param('consumer_id');
  if (/^[a-zA-Z0-9._-]{1,128}$/.test(consumer)) return consumer;
  throw invalid(['path', 'consumer_id'], 'expected letters, digits, dots, underscores and hyphens');
}
