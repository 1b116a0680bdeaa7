/** A house of one room, for the tests of this door: projects and secrets in a map, two keys, events that a test tells. */
import { type Action, actionsOf, type Answer, type Call, type Caller, type Credentials, type EventView, Failure, type House, hubResources, type Ingest, invalidInput, type ResourceDefinition, type Scope, scopeSet, whoami } from '@patchbay/contracts';

export interface MemoryHouse extends House {
  readonly calls: Call[];
  readonly reports: unknown[];
  tell(event: EventView): void;
  /** From now on this key is refused. */
  revoke(): void;
  /** From now on keys may do this and nothing else. */
  scopes: readonly Scope[] | undefined;
  /** Asked before a key is looked at, when a test sets it. */
  arriving: (() => Promise<void>) | undefined;
  ready: boolean;
  /** Nobody may make another call. */
  spent: boolean;
  /** Runs instead of the action, when a test sets it. */
  instead: ((call: Call) => Promise<Answer>) | undefined;
  /** Takes webhooks in; without it no source is known. */
  ingestInstead: Ingest | undefined;
}

const PROJECT_ID = 'prj_01jd8xk3v2q4r6t8w0y2a4c6e8';
export const KEY = 'Bearer pb_test';
export const READER_KEY = 'Bearer pb_reader';

export function memoryHouse(): MemoryHouse {
  const resources = hubResources.filter(({ name }) => name === 'project' || name === 'secret') as ResourceDefinition[];
  const actions = [...resources.flatMap(actionsOf), whoami as unknown as Action].sort((a, b) => (a.id < b.id ? -1 : 1));
  const projects = new Map<string, Record<string, unknown>>();
  const events: EventView[] = [];
  const listeners = new Set<() => void>();
  let revoked = false;

  const house: MemoryHouse = {
    calls: [],
    reports: [],
    ready: true,
    spent: false,
    scopes: undefined,
    arriving: undefined,
    instead: undefined,
    ingestInstead: undefined,
    catalog: { resources, actions, listFor: (caller) => actions.filter(({ scope }) => caller.scopes.has(scope)), find: (id) => actions.find((each) => each.id === id) },
    async authenticate({ authorization }: Credentials): Promise<Caller> {
      await house.arriving?.();
      if (authorization === undefined) throw new Failure('credential.missing', 'There is no credential');
      if (revoked || (authorization !== KEY && authorization !== READER_KEY)) throw new Failure('credential.invalid', 'This credential is not known');
      return { tenant: 'ten_01jd8xk3v2q4r6t8w0y2a4c6e8' as Caller['tenant'], principal: 'key_1', name: 'test', scopes: scopeSet(house.scopes ?? (authorization === KEY ? ['*'] : ['project:read'])), issuers: [] };
    },
    async invoke(call) {
      house.calls.push(call);
      if (house.instead !== undefined) return house.instead(call);
      const action = actions.find(({ id }) => id === call.action);
      if (action === undefined) throw new Failure('action.not_found', 'There is no such action');
      const parsed = action.input.safeParse(call.input);
      if (!parsed.success) throw invalidInput(action.id, parsed.error);
      return { output: run(action, parsed.data as Record<string, unknown>, call), replayed: false, quota: { name: 'key', limit: 600, window: 60, remaining: 599, reset: 60 } };
    },
    async ingest(request) {
      if (house.ingestInstead === undefined) throw new Failure('source.not_found', 'There is no such source');
      return house.ingestInstead(request);
    },
    pluginRoute: () => undefined,
    publicKeys: async () => undefined,
    followDeployment: async () => { throw new Failure('resource.not_found', 'There is no such deployment'); },
    exchangeToken: async () => { throw new Failure('token.refused', 'There is no such policy'); },
    trustedIssuer: async () => undefined,
    refused: async () => undefined,
    limit() {
      if (house.spent) throw new Failure('rate.limited', 'One call too many', { retry_after: 1 });
      return { name: 'key', limit: 600, window: 60, remaining: 599, reset: 60 };
    },
    async *watch({ after = events.length }, _, signal) {
      for (let next = after; !signal.aborted;) {
        const event = events[next];
        if (event !== undefined) { next++; yield event; continue; }
        await new Promise<void>((resolve) => { listeners.add(resolve); signal.addEventListener('abort', () => resolve(), { once: true }); });
      }
    },
    async health() { return { ready: house.ready, checks: { storage: { ok: house.ready } } }; },
    async metrics() { return 'patchbay_up 1\n'; },
    report(error) { house.reports.push(error); },
    tell(event) { events.push(event); for (const each of listeners) each(); listeners.clear(); },
    revoke() { revoked = true; },
  };

  function run({ id: action }: Action, { id, if_version, ...fields }: Record<string, unknown>, { dryRun }: Call): unknown {
    const now = '2030-01-01T00:00:00.000Z';
    if (action === 'whoami') return { principal: 'key_1', name: 'test', tenant: 'ten_1', scopes: ['*'] };
    if (action === 'project_list') return { items: [...projects.values()], next_cursor: null };
    if (action === 'project_create') return keep({ ...fields, id: PROJECT_ID, version: 1, created_at: now, updated_at: now }, dryRun);
    const found = projects.get(String(id));
    if (found === undefined) throw new Failure('resource.not_found', 'There is no such project');
    if (if_version !== undefined && if_version !== found['version']) throw new Failure('resource.changed', 'It has another version');
    if (action === 'project_update') return keep({ ...found, ...fields, version: Number(found['version']) + 1 }, dryRun);
    if (action === 'project_delete') { projects.delete(String(id)); return { id, deleted: true }; }
    return found;
  }

  function keep(project: Record<string, unknown>, dryRun: boolean | undefined): unknown {
    if (dryRun !== true) projects.set(String(project['id']), project);
    return project;
  }

  return house;
}
