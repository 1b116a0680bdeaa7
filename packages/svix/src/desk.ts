/** One request at this door: who asks, what they ask for, and one way to call an action for them. */
import { type Caller, type House, Failure } from '@patchbay/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { idIn } from './ids.ts';
import type { Settings } from './options.ts';
import { type Query, queryOf } from './query.ts';
import { notFound, Refusal } from './refusal.ts';

export interface Project {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly uid?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly event_rate?: number;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface Page<T> { readonly items: readonly T[]; readonly next_cursor: string | null }

export interface Desk {
  readonly caller: Caller;
  readonly request: FastifyRequest;
  readonly query: Query;
  readonly settings: Settings;
  param(name: string): string;
  read<T>(action: string, input: object): Promise<T>;
  /** Once per request under its name: a repeated request gets the answer of the first, whichever action gave it. */
  write<T>(action: string, input: object, name?: string): Promise<T>;
  /** Writes that a repetition may do again without harm. */
  again<T>(action: string, input: object): Promise<T>;
  /** The application in the path. */
  app(): Promise<Project>;
  /** Refuses who is for one application only. */
  ofOrganisation(): void;
}

export interface DeskPorts {
  readonly house: House;
  readonly settings: Settings;
}

/** Counts the request once, however many actions it takes. */
export function openDesk({ house, settings }: DeskPorts, caller: Caller, request: FastifyRequest, reply: FastifyReply): Desk {
  house.limit(caller);
  const signal = goneWith(reply);
  const call = { caller, signal, via: 'svix', requestId: request.id, counted: true, ...(caller.project === undefined ? {} : { within: caller.project }) };
  const key = request.method === 'POST' ? request.headers['idempotency-key'] : undefined;
  const params = request.params as Readonly<Record<string, string>>;
  const ask = async <T>(action: string, input: object, more: object = {}): Promise<T> => (await house.invoke({ ...call, action, input, ...more })).output as T; // `invoke` checked it against the action's schema

  async function app(): Promise<Project> {
    const found = await findApp(desk, desk.param('app_id'));
    if (found === undefined || (caller.project !== undefined && caller.project !== found.id)) throw notFound('Application');
    return found;
  }

  const desk: Desk = {
    caller, request, settings,
    query: queryOf(request),
    param: (name) => params[name] ?? '',
    read: ask,
    write: (action, input, name = action) => ask(action, input, typeof key === 'string' && key !== '' ? { idempotencyKey: `svix ${settings.digest(`${key}\n${request.url}`)} ${name}`, keyAlone: true } : {}),
    again: ask,
    app,
    ofOrganisation() { if (caller.project !== undefined) throw new Refusal(403, 'insufficient access', 'This token is for one application only'); },
  };
  return desk;
}

/** By id or by uid. */
export async function findApp(desk: Pick<Desk, 'read'>, name: string): Promise<Project | undefined> {
  const id = idIn('app', name);
  if (id !== undefined) return desk.read<Project>('project_get', { id }).catch(missing);
  if (!isUid(name)) return undefined;
  const { items } = await desk.read<Page<Project>>('project_list', { uid: name, limit: 1 });
  return items[0];
}

export const isUid = (text: string): boolean => /^[a-zA-Z0-9._-]{1,256}$/.test(text);

export function missing(error: unknown): undefined {
  if (error instanceof Failure && error.code === 'resource.not_found') return undefined;
  throw error;
}

function goneWith({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  if (raw.destroyed && !raw.writableFinished) controller.abort();
  else raw.once('close', () => { if (!raw.writableFinished) controller.abort(); });
  return controller.signal;
}
