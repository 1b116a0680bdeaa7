/** Messages are events that are published for a project. The payload goes to receivers byte for byte as it came. */
import { Failure } from '@patchbay/contracts';
import { z } from 'zod';
import { ApplicationIn } from './applications.ts';
import { appOrNew } from './authentication.ts';
import { type Body, take } from './body.ts';
import { type Desk, isUid, missing, type Page, type Project } from './desk.ts';
import { idIn, idOut } from './ids.ts';
import { pastPage } from './past-page.ts';
import { rawMember } from './raw-member.ts';
import { conflict, invalid, notFound } from './refusal.ts';
import { accepted, gone, ok, type Reply, type Route } from './route.ts';
import { channelName, setOf, typeName, uidOf, words } from './shapes.ts';

export interface Event {
  readonly id: string;
  readonly type: string;
  readonly channels?: readonly string[];
  readonly project?: string;
  readonly own_id?: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly expunged?: boolean;
  readonly created_at: string;
}

const MessageIn = z.object({
  eventType: typeName, payload: z.record(z.string(), z.unknown()), eventId: uidOf('message').nullish(), channels: setOf(channelName, 1, 5).nullish(),
  payloadRetentionPeriod: z.int().min(5).max(90).nullish(), application: ApplicationIn.nullish(), transformationsParams: z.looseObject({ rawPayload: words.nullish() }).nullish(),
});
const DAY_S = 86_400;
const aliases = { data: 'payload' };
const names = { type: 'eventType', own_id: 'eventId', data: 'payload', body: 'payload', content_retention: 'payloadRetentionPeriod' };

export const messages: readonly Route[] = [
  { method: 'POST', path: '/app/:app_id/msg', organisation: true, names, handle: create },
  { method: 'GET', path: '/app/:app_id/msg', handle: list },
  { method: 'GET', path: '/app/:app_id/msg/:msg_id', handle: async (desk) => ok(messageOut(await messageOf(desk, await desk.app()), desk.query.flag('with_content', true))) },
  { method: 'DELETE', path: '/app/:app_id/msg/:msg_id/content', organisation: true, handle: expunge },
];

export function messageOut({ id, type, channels, project, own_id, data, expunged, created_at }: Event, withContent: boolean): object {
  return {
    id: idOut('message', id), eventId: eventIdOf(project, own_id), eventType: type, payload: withContent ? (expunged === true ? { expired: true } : data) : {},
    channels: channels === undefined || channels.length === 0 ? null : channels, timestamp: created_at, tags: [],
  };
}

/** An event id is given once in an application; the hub knows it once in a tenant. */
const ownId = (project: string, eventId: string): string => `${project}/${eventId}`;

/** What was published elsewhere keeps the name that it has there. */
function eventIdOf(project: string | undefined, named: string | undefined): string | null {
  const within = `${project}/`;
  return named?.startsWith(within) === true ? named.slice(within.length) : (named ?? null);
}

/** The message in the path: by its id, or by the event id that it was given. */
export async function messageOf(desk: Desk, app: Project, name = desk.param('msg_id')): Promise<Event> {
  const id = idIn('message', name);
  const found = id !== undefined ? await desk.read<Event>('event_get', { id }).catch(missing)
    : isUid(name) ? (await desk.read<Page<Event>>('event_list', { own_id: ownId(app.id, name), limit: 1 })).items[0] : undefined;
  if (found === undefined || found.project !== app.id) throw notFound('Message');
  return found;
}

async function create(desk: Desk): Promise<Reply> {
  const input = take(MessageIn, desk.request, aliases);
  const app = await appOrNew(desk, input.application);
  const { eventType, eventId, payload, channels, payloadRetentionPeriod: days } = input;
  const body = bodyOf(desk, input);
  const sent = {
    type: eventType, subject: app.id, project: app.id, data: payload, ...(eventId == null ? {} : { own_id: ownId(app.id, eventId) }), ...(channels == null ? {} : { channels }), ...(days == null ? {} : { content_retention: days * DAY_S }),
    ...(body === undefined || body === JSON.stringify(payload) ? {} : { body }),
  };
  const { id, duplicate } = await desk.write<{ readonly id: string; readonly duplicate?: true }>('event_publish', sent).catch(reused);
  if (duplicate === true) throw reusedId();
  // A repeated request may have said something else than the first. Who may not read gets what it said itself.
  const stored = await desk.read<Event>('event_get', { id }).catch((): Event => ({ id, ...sent, created_at: new Date(desk.settings.now()).toISOString() }));
  return accepted(messageOut(stored, desk.query.flag('with_content', true)));
}

/** As the client wrote it. */
function bodyOf(desk: Desk, { transformationsParams }: z.output<typeof MessageIn>): string | undefined {
  if (transformationsParams?.rawPayload != null && transformationsParams.rawPayload !== '') return transformationsParams.rawPayload;
  const { text } = desk.request.body as Body; // `take` has read it
  return rawMember(text, 'payload') ?? rawMember(text, 'data');
}

const reusedId = (): Error => conflict('A message with this eventId exists already in this application');

function reused(error: unknown): never {
  if (error instanceof Failure && error.code === 'event.id_reused') throw reusedId();
  if (error instanceof Failure && (error.code === 'event_type.archived' || error.code === 'event_type.unknown')) throw invalid(['body', 'eventType'], error.message);
  throw error;
}

async function list(desk: Desk): Promise<Reply> {
  const app = await desk.app();
  const withContent = desk.query.flag('with_content', true);
  return ok(await pastPage<Event, Event>(desk, {
    action: 'event_search', kind: 'message', input: { project: app.id }, timeOf: async (id) => (await desk.read<Event>('event_get', { id }).catch(missing))?.created_at,
    of: (event) => event, show: (event) => messageOut(event, withContent),
  }));
}

async function expunge(desk: Desk): Promise<Reply> {
  const { id } = await messageOf(desk, await desk.app());
  await desk.again('event_expunge', { id });
  return gone;
}
