/** The five actions of every declared resource, and the two of every record, over one store and one vault. */
import { type Action, type ActionSource, actionsOf, type Behaviour, type Collection, collectionOf, type Operation, operation, type ResourceDefinition, type ResourceVerb, sealContext, SEALED, type SealedPlace, secretFields } from '@patchbay/contracts';
import { create } from './create.ts';
import { list } from './list.ts';
import { remove } from './remove.ts';
import { notFound, type ResourcePorts, type Room } from './room.ts';
import { update } from './update.ts';
import { show } from './view.ts';

export interface ResourceOptions {
  readonly definitions: readonly ResourceDefinition[];
  /** By resource name; a resource without one is just kept. */
  readonly behaviours: Readonly<Record<string, Behaviour>>;
}

export function createResources(ports: ResourcePorts, { definitions, behaviours }: ResourceOptions): ActionSource {
  const live = definitions.filter((definition) => definition.state === 'live');
  const operations = new Map<string, Operation>();
  for (const definition of definitions) {
    const room: Room = { definition, behaviour: behaviours[definition.name] ?? {}, ports, all: live };
    for (const action of actionsOf(definition)) operations.set(action.id, bind(action, room));
  }
  const actions = [...operations.values()].map((each) => each.action);
  return Object.freeze({
    list: () => actions,
    resolve: (id: string) => operations.get(id),
  });
}

/** The collections of live resources; a planned one keeps nothing yet. Logs of records are declared by who writes them. */
export const resourceCollections = (definitions: readonly ResourceDefinition[]): Collection[] =>
  definitions.filter((each) => each.state === 'live' && each.kind === 'resource').map((each) => (secretFields(each).length === 0 ? collectionOf(each) : { ...collectionOf(each), sealed: secretsIn(each) }));

const secretsIn = (definition: ResourceDefinition): readonly SealedPlace[] => secretFields(definition).map((field) => ({ at: [SEALED, field], context: sealContext(definition.name, '{id}', field) }));

function bind(action: Action, room: Room): Operation {
  const verbs = { create, get, list, update, delete: remove } satisfies Record<ResourceVerb, unknown>;
  const run = verbs[action.resource!.verb] as (room: Room, input: unknown, ctx: unknown) => Promise<unknown>; // the action's schema was derived from the same definition
  return operation(action, (input, ctx) => run(room, input, ctx));
}

async function get(room: Room, { id }: { id: string }, ctx: Parameters<Operation['run']>[1]): Promise<unknown> {
  const row = await room.ports.store.get(room.definition.name, ctx.caller.tenant, id);
  if (row === undefined) throw notFound(room.definition, id);
  if (room.behaviour.show === undefined) return show(room.definition, row);
  const [shown] = await room.behaviour.show([row], ctx);
  return show(room.definition, row, shown);
}
