/** The actions that publish. Everything is looked at before anything is told: one event of a batch that is refused refuses the batch. */
import { isDeepStrictEqual } from 'node:util';
import { type Context, eventPublish, eventPublishBatch, eventRecord, Failure, type Issue, operation, type Operation, projectResource, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { eventIdOf } from './own-id.ts';
import type { EventDraft, EventPlan } from './publish.ts';
import type { EventTypes } from './types/event-types.ts';

export interface PublishingPorts {
  readonly store: Store;
  readonly types: EventTypes;
  readonly tell: (draft: EventDraft) => EventPlan;
  /** Until so many events may be taken in; nothing, if that is now. */
  readonly turn: (events: number) => Promise<void> | undefined;
  /** The hub's own types are facts about the hub: nobody else tells them. */
  readonly platformTypes: ReadonlySet<string>;
  /** Bytes of an event's data as JSON. */
  readonly maxBytes: number;
}

interface Input {
  readonly own_id?: string | undefined;
  readonly type: string;
  readonly subject: string;
  readonly channels?: readonly string[] | undefined;
  readonly project?: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
  readonly content_retention?: number | undefined;
  readonly body?: string | undefined;
}

interface Published {
  readonly id: string;
  readonly duplicate?: true;
  readonly warnings?: Issue[];
}

interface Looked {
  readonly draft: EventDraft;
  readonly warnings?: readonly Issue[];
}

export function publishing({ store, types, tell, turn, platformTypes, maxBytes }: PublishingPorts): readonly Operation[] {
  /** Throws for what must not be published. */
  function look({ own_id, type, subject, channels, project, data, content_retention: kept, body }: Input, ctx: Context): Looked {
    const { tenant } = ctx.caller;
    if (platformTypes.has(type)) throw new Failure('input.invalid', `${type} is told by the hub itself`, { issues: [{ path: 'type', message: 'a type of the hub’s own; choose another name' }] });
    const dataText = JSON.stringify(data);
    refuseTooLarge(dataText);
    if (body !== undefined) refuseTooLarge(body);
    const checked = types.check(tenant, type, data);
    const draft: EventDraft = { tenant, id: own_id, type, subject, channels, project, data, dataText, body, contentUntil: kept === undefined ? undefined : ctx.now + kept * 1000, causes: ctx.causes, at: ctx.now };
    return checked.kind === 'fine' ? { draft } : { draft, warnings: checked.issues };
  }

  function refuseTooLarge(dataText: string): void {
    if (dataText.length * 3 <= maxBytes) return;
    const bytes = Buffer.byteLength(dataText);
    if (bytes > maxBytes) throw new Failure('event.too_large', `The data has ${bytes} bytes as JSON, and ${maxBytes} are allowed`, { limit: maxBytes, issues: [{ path: 'data', message: `expected no more than ${maxBytes} bytes as JSON` }] });
  }

  function add({ draft, warnings }: Looked, ctx: Context, plans: EventPlan[], place = ''): Published {
    const { tenant, project } = draft;
    const plan = tell(draft);
    plans.push(plan);
    if (project !== undefined) ctx.unit.add({ op: 'present', in: projectResource.name, tenant, id: project }, () => noProject(project, place));
    for (const op of plan.ops) {
      if (op === plan.entry && draft.id !== undefined) ctx.unit.add(op, () => 'again'); // somebody told it at the same time
      else ctx.unit.add(op);
    }
    return { id: plan.id, ...said(warnings) };
  }

  const single = operation(eventPublish, (input, ctx) => {
    const looked = look(input, ctx);
    const go = (): Published | Promise<Published> => (input.own_id === undefined ? fresh(looked, ctx) : once(looked, input.own_id, ctx));
    return turnOf(1, ctx)?.then(go) ?? go();
  });

  /** Who has gone away meanwhile has published nothing. */
  const turnOf = (events: number, ctx: Context): Promise<void> | undefined => turn(events)?.then(() => ctx.signal.throwIfAborted());

  function fresh(looked: Looked, ctx: Context): Published {
    const plans: EventPlan[] = [];
    const answer = add(looked, ctx, plans);
    ctx.unit.after(plans[0]!.committed);
    ctx.target(answer.id);
    return answer;
  }

  async function once(looked: Looked, ownId: string, ctx: Context): Promise<Published> {
    const known = await store.get(eventRecord.name, ctx.caller.tenant, eventIdOf(ownId));
    return known === undefined ? fresh(looked, ctx) : repeated(known, looked, ctx);
  }

  const batch = operation(eventPublishBatch, async ({ events }, ctx) => {
    const { tenant } = ctx.caller;
    const looked = lookAtAll(events, ctx);
    await turnOf(looked.length, ctx);
    const named = [...new Set(events.flatMap(({ own_id }) => (own_id === undefined ? [] : [eventIdOf(own_id)])))];
    const known = new Map(named.length === 0 ? [] : (await store.getMany(eventRecord.name, tenant, named)).map((row) => [row.id, row]));
    const told = new Map<string, { readonly id: string; readonly draft: EventDraft }>();
    const plans: EventPlan[] = [];
    const items = looked.map((each, at): Published => {
      const { id: ownId } = each.draft;
      if (ownId === undefined) return add(each, ctx, plans, `events.${at}.`);
      const row = known.get(eventIdOf(ownId));
      if (row !== undefined) return placed(at, () => repeated(row, each, ctx));
      const before = told.get(ownId);
      if (before !== undefined) return placed(at, () => { refuseOther(ownId, same(before.draft, each.draft)); return { id: before.id, duplicate: true, ...said(each.warnings) }; });
      const answer = add(each, ctx, plans, `events.${at}.`);
      told.set(ownId, { id: answer.id, draft: each.draft });
      return answer;
    });
    ctx.unit.after(() => { for (const { committed } of plans) committed(); });
    ctx.target(items.length === 1 ? items[0]!.id : `${items[0]!.id} and ${items.length - 1} more`);
    return { items };
  });

  /** All that is wrong with any of them, each with its place. */
  function lookAtAll(events: readonly Input[], ctx: Context): Looked[] {
    const refused: Failure[] = [];
    const looked = events.flatMap((event, at) => {
      try {
        return placed(at, () => look(event, ctx));
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        refused.push(error);
        return [];
      }
    });
    if (refused.length <= 1 && refused[0] === undefined) return looked;
    const [first] = refused as [Failure];
    throw new Failure(first.code, refused.length === 1 ? first.message : `${refused.length} of ${events.length} events are refused. The first: ${first.message}`, { ...first.details, issues: refused.flatMap(({ details }) => details.issues ?? []).slice(0, MOST_ISSUES) });
  }

  return [single, batch];
}

const MOST_ISSUES = 100;

const noProject = (id: string, place: string): Failure => new Failure('reference.not_found', `${place}project refers to a project that does not exist in this tenant`, { issues: [{ path: `${place}project`, message: `no project ${id}` }] });

const said = (warnings: readonly Issue[] | undefined): { warnings?: Issue[] } => (warnings === undefined ? {} : { warnings: [...warnings] });

/** A refusal of one event of a batch, told with its place. */
function placed<T>(at: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.code, `Event ${at}: ${error.message}`, { ...error.details, issues: (error.details.issues ?? [{ path: '', message: error.message }]).map(({ path, message }) => ({ path: path === '' ? `events.${at}` : `events.${at}.${path}`, message })) });
  }
}

function repeated(row: Row, { draft, warnings }: Looked, ctx: Context): Published {
  refuseOther(draft.id!, sameAsStored(row, draft));
  ctx.target(row.id);
  return { id: row.id, duplicate: true, ...said(warnings) };
}

function refuseOther(ownId: string, isSame: boolean): void {
  if (!isSame) throw new Failure('event.id_reused', `An event with the own_id ${ownId} was published before, with other content`, { issues: [{ path: 'own_id', message: 'belongs to an event with other content' }] });
}

/** Whether a draft says what an event in the log says, as far as that is still known. When it was told makes no difference. */
export function sameAsStored({ body }: Row, draft: EventDraft): boolean {
  const stored = body as unknown as EventDraft; // written by publish, which writes drafts
  return same(body['expunged'] === true ? { ...stored, data: draft.data, body: draft.body } : stored, draft);
}

function same(a: Content, b: Content): boolean {
  const parts = ({ type, subject, channels = [], project, data, body }: Content): unknown[] => [type, subject, channels, project, data, body];
  return isDeepStrictEqual(parts(a), parts(b));
}

type Content = Pick<EventDraft, 'type' | 'subject' | 'channels' | 'project' | 'data' | 'body'>;
