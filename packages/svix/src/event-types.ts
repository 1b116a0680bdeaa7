/** Event types of the tenant, with all versions of their schemas. */
import { z } from 'zod';
import { isTaken, said } from './applications.ts';
import { take } from './body.ts';
import type { Desk, Page } from './desk.ts';
import { faultOf } from './draft-7.ts';
import { pageOut, pageQuery } from './page.ts';
import { conflict, invalid, notFound } from './refusal.ts';
import { created, gone, ok, type Reply, type Route } from './route.ts';
import { typeName, words } from './shapes.ts';

export interface EventType {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly group?: string;
  readonly archived: boolean;
  readonly deprecated: boolean;
  readonly schemas?: Readonly<Record<string, unknown>>;
  readonly feature_flags?: readonly string[];
  readonly created_at: string;
  readonly updated_at: string;
}

const schemas = z.record(z.string().min(1).max(32), z.record(z.string(), z.unknown())).superRefine((versions, context) => {
  for (const [version, schema] of Object.entries(versions)) {
    const fault = faultOf(schema);
    if (fault !== undefined) context.addIssue({ code: 'custom', path: [version, ...fault.path], message: fault.message });
  }
});
/** One flag is how older clients say it. */
const flags = { featureFlag: typeName.nullish(), featureFlags: z.array(typeName).max(100).nullish() };
const facts = { archived: z.boolean().default(false), deprecated: z.boolean().default(false), schemas: schemas.nullish(), ...flags, groupName: words.nullish() };
const EventTypeUpdate = z.object({ description: words, ...facts });
const EventTypeIn = z.object({ name: typeName, ...EventTypeUpdate.shape });
const EventTypePatch = z.object({ description: words.optional(), archived: z.boolean().optional(), deprecated: z.boolean().optional(), schemas: schemas.nullish(), ...flags, groupName: words.nullish() });

const names = { group: 'groupName', feature_flags: 'featureFlags' };

export const eventTypes: readonly Route[] = [
  { method: 'GET', path: '/event-type', handle: list },
  { method: 'POST', path: '/event-type', organisation: true, names, handle: create },
  { method: 'GET', path: '/event-type/:event_type_name', handle: async (desk) => ok(eventTypeOut(await typeOf(desk), true)) },
  { method: 'PUT', path: '/event-type/:event_type_name', organisation: true, names, handle: put },
  { method: 'PATCH', path: '/event-type/:event_type_name', organisation: true, names, handle: patch },
  { method: 'DELETE', path: '/event-type/:event_type_name', organisation: true, handle: remove },
];

function eventTypeOut({ name, description = '', group, archived, deprecated, schemas: versions, feature_flags = [], created_at, updated_at }: EventType, withContent: boolean): object {
  return {
    name, description, archived, deprecated, schemas: withContent ? (versions ?? null) : null, featureFlag: feature_flags[0] ?? null, featureFlags: feature_flags,
    groupName: group ?? null, createdAt: created_at, updatedAt: updated_at,
  };
}

/** Who is for one application sees types without a flag, or behind one of its own. */
const isVisible = ({ caller }: Desk, { feature_flags: behind = [] }: EventType): boolean => caller.project === undefined || behind.length === 0 || behind.some((flag) => caller.featureFlags?.includes(flag));

export async function findType(desk: Desk, name: string): Promise<EventType | undefined> {
  const [found] = (await desk.read<Page<EventType>>('event_type_list', { name, limit: 1 })).items;
  return found !== undefined && isVisible(desk, found) ? found : undefined;
}

async function typeOf(desk: Desk): Promise<EventType> {
  const name = desk.param('event_type_name');
  const found = typeName.safeParse(name).success ? await findType(desk, name) : undefined;
  if (found === undefined) throw notFound('Event type');
  return found;
}

/** Pages of ours may hold types that are not for this caller's eyes, so it reads on until the page is full. */
async function list(desk: Desk): Promise<Reply> {
  const { limit, behind, backward } = pageQuery(desk.query);
  const [withContent, archived] = [desk.query.flag('with_content', false), desk.query.flag('include_archived', false)];
  desk.query.choice('order', ['ascending', 'descending']); // always by name
  const start = behind === undefined ? undefined : (await desk.read<Page<EventType>>('event_type_list', { name: behind, limit: 1 }).catch(() => undefined))?.items[0];
  if (behind !== undefined && start === undefined) throw invalid(['query', 'iterator'], 'expected an iterator that a list gave out');
  const found: EventType[] = [];
  let cursor: object = start === undefined ? {} : { behind: start.id };
  for (let done = false; found.length <= limit && !done;) {
    const page = await desk.read<Page<EventType>>('event_type_list', { limit: limit + 1, sort: backward ? '-name' : 'name', ...(archived ? {} : { archived: false }), ...cursor });
    found.push(...page.items.filter((each) => isVisible(desk, each)));
    done = page.next_cursor === null;
    cursor = { cursor: page.next_cursor };
  }
  const shown = found.slice(0, limit);
  return ok(pageOut(backward ? shown.toReversed() : shown, found.length <= limit, ({ name }) => name, (each) => eventTypeOut(each, withContent)));
}

/** Over an archived one it is a new one. Either way it is kept under one name, so that a repetition of the request finds it. */
async function create(desk: Desk): Promise<Reply> {
  const { name, ...input } = take(EventTypeIn, desk.request);
  const existing = await findType(desk, name).catch(() => undefined); // a token may write without reading
  const made = existing?.archived === true
    ? desk.write<EventType>('event_type_update', { id: existing.id, ...fieldsOf(input, null) }, 'event_type_create')
    : desk.write<EventType>('event_type_create', { name, ...said(fieldsOf(input, undefined)) }).catch(takenName(name));
  return created(eventTypeOut(await made, true));
}

const takenName = (name: string) => (error: unknown): never => { throw isTaken(error) ? conflict(`The event type ${name} exists already`, 'event_type_exists') : error; };

async function put(desk: Desk): Promise<Reply> {
  const input = take(EventTypeUpdate, desk.request);
  const name = desk.param('event_type_name');
  if (!typeName.safeParse(name).success) throw invalid(['path', 'event_type_name'], 'expected the name of an event type');
  const existing = await findType(desk, name);
  if (existing === undefined) return created(eventTypeOut(await desk.again<EventType>('event_type_create', { name, ...said(fieldsOf(input, undefined)) }), true));
  return ok(eventTypeOut(await desk.again<EventType>('event_type_update', { id: existing.id, ...fieldsOf(input, null) }), true));
}

async function patch(desk: Desk): Promise<Reply> {
  const { description, featureFlag, featureFlags, groupName, ...rest } = take(EventTypePatch, desk.request);
  const { id } = await typeOf(desk);
  const fields = { ...rest, description: description === '' ? null : description, feature_flags: flagsOf({ featureFlag, featureFlags }), group: groupName };
  return ok(eventTypeOut(await desk.again<EventType>('event_type_update', { id, ...said(fields) }), true));
}

async function remove(desk: Desk): Promise<Reply> {
  const { id } = await typeOf(desk);
  if (desk.query.flag('expunge', false)) await desk.again('event_type_delete', { id });
  else await desk.again('event_type_update', { id, archived: true });
  return gone;
}

const fieldsOf = ({ description, archived, deprecated, schemas: versions, featureFlag, featureFlags, groupName }: z.output<typeof EventTypeUpdate>, absent: null | undefined): object =>
  ({ description: description === '' ? absent : description, archived, deprecated, schemas: versions ?? absent, feature_flags: flagsOf({ featureFlag, featureFlags }) ?? absent, group: groupName == null || groupName === '' ? absent : groupName });

/** Undefined: nothing is said. Null: none. */
function flagsOf({ featureFlag, featureFlags }: { readonly featureFlag?: string | null | undefined; readonly featureFlags?: readonly string[] | null | undefined }): readonly string[] | null | undefined {
  if (featureFlags !== undefined) return featureFlags === null || featureFlags.length === 0 ? null : [...new Set(featureFlags)].sort();
  return typeof featureFlag === 'string' ? [featureFlag] : featureFlag;
}
