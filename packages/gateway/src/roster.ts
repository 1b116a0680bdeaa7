/** Every attached server and what it offers, in memory: lists and calls must not wait for the store. */
import type { Action, ActionSource, Caller, Operation } from '@patchbay/contracts';
import type { AttachedServer } from './server.ts';
import type { Snapshot } from './snapshot.ts';
import { standingsOf, type StandingPorts, type Stood } from './standing.ts';
import { toolOperation, type ToolPorts } from './tool-operation.ts';

export interface Entry {
  readonly server: AttachedServer;
  readonly snapshot: Snapshot;
  readonly standings: readonly Stood[];
  readonly operations: ReadonlyMap<string, Operation>;
}

export interface RosterPorts extends Pick<StandingPorts, 'digest'>, ToolPorts {
  /** Whether an id is an action of the hub itself, or of a plugin in this tenant. */
  readonly own: (id: string, tenant: string) => boolean;
}

const NONE: ReadonlyMap<string, Entry> = new Map();

export function createRoster({ digest, own, ask, pass, log }: RosterPorts) {
  const tenants = new Map<string, Map<string, Entry>>();
  const of = (tenant: string): ReadonlyMap<string, Entry> => tenants.get(tenant) ?? NONE;

  /** First come, first served: a server that is attached later can't take the name of a tool that is there. */
  function takenBy(server: AttachedServer) {
    return (id: string): boolean => own(id, server.tenant) || [...of(server.tenant).values()].some((each) => each.server.id !== server.id && each.server.id < server.id && each.operations.has(id));
  }

  function entryOf(server: AttachedServer, snapshot: Snapshot): Entry {
    const standings = standingsOf(server.fields, snapshot, { digest, taken: takenBy(server) });
    const offered = server.fields.enabled ? standings.filter((each): each is Stood & { tool: NonNullable<Stood['tool']> } => each.standing === 'offered' && each.tool !== undefined) : [];
    return { server, snapshot, standings, operations: new Map(offered.map((each) => [each.id, toolOperation(server, each, { ask, pass, log })])) };
  }

  function source(): ActionSource {
    return {
      varies: true,
      /** A plugin that came later has its name, until this server is looked at again and its tool held. */
      list: ({ tenant }: Caller): Action[] => [...of(tenant).values()].flatMap(({ operations }) => [...operations.values()].map(({ action }) => action).filter(({ id }) => !own(id, tenant))),
      resolve(id: string, { tenant }: Caller) {
        if (own(id, tenant)) return undefined;
        for (const { operations } of of(tenant).values()) {
          const found = operations.get(id);
          if (found !== undefined) return found;
        }
        return undefined;
      },
    };
  }

  return Object.freeze({
    source,
    get: (tenant: string, id: string): Entry | undefined => of(tenant).get(id),
    of: (tenant: string): readonly Entry[] => [...of(tenant).values()],
    all: (): readonly Entry[] => [...tenants.values()].flatMap((each) => [...each.values()]),
    /** As it would stand with this snapshot. */
    view: entryOf,
    put(server: AttachedServer, snapshot: Snapshot): Entry {
      const entry = entryOf(server, snapshot);
      const entries = tenants.get(server.tenant) ?? new Map<string, Entry>();
      tenants.set(server.tenant, entries.set(server.id, entry));
      return entry;
    },
    remove: (tenant: string, id: string): boolean => tenants.get(tenant)?.delete(id) === true,
  });
}

export type Roster = ReturnType<typeof createRoster>;
