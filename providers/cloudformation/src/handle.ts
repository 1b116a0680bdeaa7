/** One request of CloudFormation, from the properties to the answer. Whatever happens there is an answer: a stack that gets none waits for an hour. */
import { HubError } from '@patchbay/client';
import { checkFields, type Fields } from '@patchbay/reconcile';
import type { Answer, CustomEvent } from './custom-event.ts';
import { type CustomType, fieldsIn, propertiesIn } from './custom-type.ts';
import { dataOf } from './data.ts';
import type { Hub } from './hub.ts';
import { create, remove, settle, type Turn, update } from './lifecycle.ts';
import { propertyName } from './names.ts';
import { reasonOf } from './reason.ts';
import { Refusal } from './refusal.ts';

export interface HandlePorts {
  readonly types: ReadonlyMap<string, CustomType>;
  readonly openHub: (signal: AbortSignal) => Promise<Hub>;
  readonly wasOurs: (event: CustomEvent, id: string, signal: AbortSignal) => Promise<boolean>;
  readonly markInReasons: (event: CustomEvent, mark: RegExp, signal: AbortSignal) => Promise<string | undefined>;
}

/** The ids of what never came to be, and of what the hub did not say in time. They must differ from every id of the hub. */
const NEVER_CREATED = 'patchbay:never-created';
const UNSETTLED = 'patchbay:unsettled:';
const UNSETTLED_REQUEST = new RegExp(`${UNSETTLED}([\\w-]+)`);

/** `signal`: aborted when what is left of the time is needed for the answer. `patience`: milliseconds that an approval may take. */
export async function handle(event: CustomEvent, { types, openHub, wasOurs, markInReasons }: HandlePorts, { signal, patience }: { readonly signal: AbortSignal; readonly patience: number }): Promise<Answer> {
  // Nothing may go before this: when it fails the stack is stuck.
  if (event.RequestType === 'Delete' && event.PhysicalResourceId === NEVER_CREATED) return { Status: 'SUCCESS', PhysicalResourceId: NEVER_CREATED };
  let hub: Hub | undefined;
  try {
    const type = typeOf(types, event);
    if (event.RequestType === 'Delete' && !mayExist(type, event.PhysicalResourceId)) return { Status: 'SUCCESS', PhysicalResourceId: event.PhysicalResourceId };
    const desired = event.RequestType === 'Delete' ? undefined : desiredIn(type, event);
    hub = await openHub(signal);
    const turn: Turn = { type, event, api: hub.client.resource(type.model.plural), wasOurs: (id) => wasOurs(event, id, signal), unsettled: () => markInReasons(event, UNSETTLED_REQUEST, signal), signal, patience };
    return await done(turn, desired);
  } catch (error) {
    return failed(event, types, signal.aborted && !(error instanceof Refusal) ? outOfTime(hub) : error, hub?.unsure() === true || mayRun(error));
  }
}

async function done(turn: Turn, desired: Fields | undefined): Promise<Answer> {
  const { event, type } = turn;
  if (event.RequestType === 'Delete') {
    if (event.PhysicalResourceId.startsWith(UNSETTLED)) await settle(turn, fieldsIn(type, propertiesIn(type, event.ResourceProperties)), event.PhysicalResourceId.slice(UNSETTLED.length));
    else await remove(turn, event.PhysicalResourceId);
    return { Status: 'SUCCESS', PhysicalResourceId: event.PhysicalResourceId };
  }
  const view = event.RequestType === 'Create' ? await create(turn, desired ?? {}) : await update(turn, event, desired ?? {});
  return { Status: 'SUCCESS', PhysicalResourceId: String(view['id']), Data: dataOf(type, view) };
}

/** A failed creation is followed by a deletion of the id that it answers; of a failed update CloudFormation keeps the old id, so the reason has the mark. */
function failed(event: CustomEvent, types: HandlePorts['types'], error: unknown, unsettled: boolean): Answer {
  const Reason = reasonOf(error, whatOf(event, types.get(event.ResourceType)));
  if (event.RequestType !== 'Create') return { Status: 'FAILED', Reason: unsettled && event.RequestType === 'Update' ? `${Reason} ${UNSETTLED}${event.RequestId}` : Reason, PhysicalResourceId: event.PhysicalResourceId };
  return { Status: 'FAILED', Reason, PhysicalResourceId: unsettled ? `${UNSETTLED}${event.RequestId}` : NEVER_CREATED };
}

/** The hub itself does not know what became of the first try. */
const mayRun = (error: unknown): boolean => error instanceof HubError && (error.code === 'idempotency.in_progress' || error.code === 'idempotency.outcome_unknown');

function outOfTime(hub: Hub | undefined): Refusal {
  const last = hub?.lastRefusal();
  return new Refusal('stack.out_of_time', `The time of the function was over before the hub had answered${last === undefined ? '' : `; last ${last}`}`);
}

function typeOf(types: HandlePorts['types'], { ResourceType }: CustomEvent): CustomType {
  const type = types.get(ResourceType);
  if (type === undefined) throw new Refusal('stack.unknown_type', `Expected one of ${[...types.keys()].join(', ')}, but got ${ResourceType}`);
  return type;
}

const mayExist = ({ model }: CustomType, id: string): boolean => id.startsWith(`${model.prefix}_`) || id.startsWith(UNSETTLED);

function desiredIn(type: CustomType, { ResourceProperties }: CustomEvent): Fields {
  const given = propertiesIn(type, ResourceProperties);
  const issues = checkFields(type.properties, given, { whole: true });
  if (issues.length > 0) throw new Refusal('stack.invalid', issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  return fieldsIn(type, given);
}

const verbs = { Create: 'create', Update: 'update', Delete: 'delete' } as const;

/** Also of properties that nobody could read: this must not fail. */
function whatOf(event: CustomEvent, type: CustomType | undefined): string {
  const name = type?.model.key.map((field) => event.ResourceProperties?.[propertyName(field)]).filter((part) => typeof part === 'string').join('/');
  return `${verbs[event.RequestType]} the ${type === undefined ? event.ResourceType : type.model.title.toLowerCase()} ${name || event.LogicalResourceId}`;
}
