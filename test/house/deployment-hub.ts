/** A hub with a project, environments and actions that bring things up as a test wants it. */
import { type Action, type ActionSource, type Context, defineAction, operation, type Operation } from '@patchbay/contracts';
import { z } from 'zod';
import { startTestHub, type TestHub, type TestHubOptions } from '../doubles/hub.ts';

export type Answer<T = Record<string, unknown>> = T & { readonly status_code: number };
export interface Listed<T = Record<string, unknown>> { readonly items: readonly T[] }

export interface Deployment {
  readonly id: string; readonly version: number; readonly status: string; readonly ended: boolean; readonly outcome?: string; readonly detail?: string; readonly kind: string; readonly runner: string;
  readonly waiting_for: readonly { kind: string; detail: string; until?: string; needs?: string }[]; readonly ready_at?: string; readonly begin_by?: string; readonly url?: string; readonly outputs: Record<string, string>;
  readonly place: string; readonly environment: string; readonly release?: string; readonly replaces?: string; readonly attempt: number; readonly from?: string; readonly superseded_by?: string; readonly preview?: string; readonly cancel_requested_at?: string;
}
export interface Preview { readonly id: string; readonly status: string; readonly open: boolean; readonly detail?: string; readonly slug: string; readonly url?: string; readonly outcome?: string; readonly deployment?: string; readonly expires_at?: string; readonly commit?: string }

type Input = Readonly<Record<string, unknown>>;
type Run = (input: Input, ctx: Context) => Promise<Input> | Input;

export interface DeploymentHub {
  readonly hub: TestHub;
  /** What test actions were called with: action and input. */
  readonly calls: { readonly action: string; readonly input: Input; readonly principal: string }[];
  /** What they do; by default they answer nothing. */
  readonly behave: Record<string, Run>;
  /** What stands behind them now. */
  readonly editions: Record<string, string>;
  call<T = Record<string, unknown>>(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Answer<T>>;
  environment(fields?: object): Promise<Answer<{ id: string }>>;
  deploy(fields?: object, headers?: Record<string, string>): Promise<Answer<Deployment>>;
  get(id: string): Promise<Answer<Deployment>>;
  /** A key of somebody else. */
  keyOf(name: string, ...scopes: string[]): Promise<string>;
  events(prefix: string): Promise<{ type: string; subject: string; data: Record<string, unknown> }[]>;
  stop(): Promise<void>;
}

const any = z.record(z.string(), z.unknown());

/** Actions that reach outside, by their ids. */
export function testActions(ids: readonly string[], behave: Record<string, Run>, calls: DeploymentHub['calls'], editions: Record<string, string> = {}): ActionSource {
  const define = (id: string): Action => defineAction({ id, title: id, description: 'For tests.', safety: id.startsWith('wreck') ? 'destructive' : 'moderate', effects: 'outside', scope: 'thing:write', input: any, output: any, failures: [] });
  const all = new Map<string, Operation>(ids.map((id) => [id, operation(define(id), async (input, ctx) => {
    calls.push({ action: id, input: input as Input, principal: ctx.caller.principal });
    return (await behave[id]?.(input as Input, ctx)) ?? {};
  })]));
  const found = (id: string): Operation | undefined => {
    const known = all.get(id);
    const edition = editions[id];
    return known === undefined || edition === undefined ? known : { ...known, action: { ...known.action, edition } };
  };
  return { list: () => [...all.values()].map(({ action }) => action), resolve: found };
}

export const BRING_UP = { action: 'thing_up', input: { place: '{{environment.slug}}', version: '{{version}}' } };
export const TEAR_DOWN = { action: 'thing_down', input: { place: '{{environment.slug}}' } };
export const COMMIT = '3f0c1d9e5b7a2468ace013579bdf02468ace1357';

export async function startDeploymentHub({ ports = {}, actions = ['thing_up', 'thing_down', 'wreck_it'], ...options }: Partial<TestHubOptions> & { actions?: readonly string[] } = {}): Promise<DeploymentHub> {
  const calls: DeploymentHub['calls'] = [];
  const behave: Record<string, Run> = {};
  const editions: Record<string, string> = {};
  const hub = await startTestHub({ store: 'sqlite', ...options, ports: { ...ports, sources: [testActions(actions, behave, calls, editions)] } });

  async function call<T>(method: string, path: string, body?: object, { key = hub.key, ...headers }: Record<string, string> = {}): Promise<Answer<T>> {
    const answer = await fetch(`${hub.url}/v1/${path}`, { method, headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { ...((await answer.json()) as T), status_code: answer.status };
  }

  const project = await call<{ id: string }>('POST', 'projects', { slug: 'shop', name: 'Web shop', repository: { provider: 'github', owner: 'acme', name: 'shop', id: '4711' } });
  if (project.status_code !== 201) throw new Error(JSON.stringify(project));
  return {
    hub, calls, behave, editions, call,
    async environment(fields = {}) {
      const made = await call<{ id: string }>('POST', 'environments', { project: project.id, slug: 'production', name: 'Production', tier: 'production', ...fields });
      if (made.status_code !== 201) throw new Error(JSON.stringify(made));
      return made;
    },
    deploy: (fields = {}, headers = {}) => call<Deployment>('POST', 'deployments', { project: 'shop', environment: 'production', release: '1.0.0', ...fields }, headers),
    get: (id) => call<Deployment>('GET', `deployments/${id}`),
    async keyOf(name, ...scopes) {
      const { key } = await call<{ key: string }>('POST', 'api_keys', { name, scopes });
      return key;
    },
    async events(prefix) {
      const { items } = await call<Listed<{ type: string; subject: string; data: Record<string, unknown> }>>('GET', 'events?limit=500&sort=id');
      return items.filter(({ type }) => type.startsWith(prefix));
    },
    stop: () => hub.stop(),
  };
}

export async function eventually<T>(look: () => Promise<T> | T, holds: (found: T) => boolean, patienceMs = 10_000): Promise<T> {
  for (const began = Date.now(); ;) {
    const found = await look();
    if (holds(found) || Date.now() - began > patienceMs) return found;
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

/** A clock of the hub that a test moves; timers of the process go on as ever, so that moved time is noticed soon. */
export function movableClock(): { readonly now: () => number; move(ms: number): void } {
  let ahead = 0;
  return { now: () => Date.now() + ahead, move(ms) { ahead += ms; } };
}
