/** What a listener wants to hear, and which notifications an event or a task makes for it. */
import type { Caller, EventView, ResourceDefinition } from '@patchbay/contracts';
import { uriOf, whichOf } from '../knowledge/uri.ts';
import type { ListName } from '../options.ts';
import { isRecord, type Params } from '../protocol/message.ts';
import { malformed } from '../protocol/rpc-error.ts';

export interface Wishes {
  readonly toolsListChanged?: true;
  readonly promptsListChanged?: true;
  readonly resourcesListChanged?: true;
  readonly resourceSubscriptions?: readonly string[];
  readonly taskIds?: readonly string[];
}

const MOST = 1000;

/** What was asked for, as far as it is honoured. */
export function readWishes(params: Params, sees: (uri: string) => boolean, ownTasks: (ids: readonly string[]) => readonly string[]): Wishes {
  const wanted = params['notifications'];
  if (!isRecord(wanted)) throw malformed('Expected "notifications" as an object: what to hear about');
  const uris = textsIn(wanted, 'resourceSubscriptions').filter(sees);
  const tasks = ownTasks(textsIn(wanted, 'taskIds'));
  return {
    ...(wanted['toolsListChanged'] === true ? { toolsListChanged: true } : {}),
    ...(wanted['promptsListChanged'] === true ? { promptsListChanged: true } : {}),
    ...(wanted['resourcesListChanged'] === true ? { resourcesListChanged: true } : {}),
    ...(uris.length > 0 ? { resourceSubscriptions: uris } : {}),
    ...(tasks.length > 0 ? { taskIds: tasks } : {}),
  };
}

function textsIn(wanted: Record<string, unknown>, name: string): readonly string[] {
  const list = wanted[name] ?? [];
  if (!Array.isArray(list) || list.length > MOST || !list.every((each) => typeof each === 'string')) throw malformed(`Expected notifications.${name} as a list of at most ${MOST} texts`);
  return list as string[];
}

/** Whoever may do more or less, or has another server attached, has other tools. */
const CHANGES_TOOLS = /^(role_binding|api_key|mcp_server|installation|trust_policy|identity_provider)\./;

export const changesTools = ({ type }: EventView): boolean => CHANGES_TOOLS.test(type);

/** The resources that an event is about: itself, its collection, and the log of events. */
export function touched({ type, subject }: EventView, definitions: readonly ResourceDefinition[]): readonly string[] {
  const name = type.slice(0, type.indexOf('.'));
  const definition = definitions.find((each) => each.name === name);
  return [uriOf('events'), ...(definition === undefined ? [] : [uriOf(definition.plural), uriOf(definition.plural, subject)])];
}

/** Whether a caller may read what a URI names. */
export function mayRead(uri: string, caller: Caller, definitions: readonly ResourceDefinition[]): boolean {
  const which = whichOf(uri, definitions);
  return which !== undefined && caller.scopes.has(`${which.definition.name}:read`);
}

export const notificationOf: Readonly<Record<ListName, string>> = { tools: 'notifications/tools/list_changed', prompts: 'notifications/prompts/list_changed', resources: 'notifications/resources/list_changed' };
