/** Gathers what all that is connected knows about a service. One definition, so it is a tool, a route, a query and a command. */
import {
  type Call, type Caller, type Context, type ContextErrand, type ContextQuestion, type ContextSource, type ContextSupplier, Failure, incidentContext, incidentContextSources, operation, type Operation,
} from '@patchbay/contracts';
import type { z } from 'zod';
import { gather } from './gather.ts';
import { type Ask, asking, hubContext } from './hub-sources.ts';

export interface IncidentContextPorts {
  readonly now: () => number;
  /** The one path of every action. */
  readonly invoke: (call: Call) => Promise<{ readonly output: unknown }>;
  /** Who else knows something: the plugins. */
  readonly suppliers: readonly ContextSupplier[];
  /** On record: other systems are asked in somebody's name. */
  readonly record: (entry: { readonly tenant: string; readonly id: string; readonly at: number; readonly action: string; readonly principal: string; readonly via: string; readonly outcome: 'done'; readonly subject: string; readonly input_digest: string; readonly request_id: string }) => Promise<void>;
  readonly fingerprint: (text: string) => string;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

export interface IncidentContext { readonly operations: readonly Operation[] }

type Input = z.output<typeof incidentContext.input>;

const AT_ONCE = 8;
/** Gatherings of one tenant at the same time. */
const MOST_GATHERINGS = 4;
const MINUTE_MS = 60_000;

export function createIncidentContext({ now, invoke, suppliers, record, fingerprint, report }: IncidentContextPorts): IncidentContext {
  const ask = asking(invoke);
  const all = [hubContext(ask), ...suppliers];
  const running = new Map<string, number>();

  const seenBy = (caller: Caller, kinds: readonly string[] | undefined): readonly ContextSource[] =>
    all.flatMap((supplier) => supplier(caller.tenant)).filter(({ scope, kind }) => caller.scopes.has(scope) && (kinds === undefined || kinds.includes(kind))).sort((a, b) => (a.id < b.id ? -1 : 1));

  async function answer(input: Input, ctx: Context): Promise<z.input<typeof incidentContext.output>> {
    const sources = chosen(seenBy(ctx.caller, input.kinds), input);
    const questions = queriesOf(sources, input);
    const errand: ContextErrand = { caller: ctx.caller, via: ctx.via, callId: ctx.callId, requestId: ctx.callId, signal: ctx.signal };
    const about = await projectOf(input.service, errand, ask);
    const window = windowOf(input, ctx.now);
    const common = { service: input.service, ...(input.environment === undefined ? {} : { environment: input.environment }), ...about, ...window, limit: input.limit };
    const gathered = await gather(sources, ({ id }): ContextQuestion => ({ ...common, query: questions.get(id) ?? {} }), errand, { now, report }, { budgetMs: input.budget_seconds * 1000, atOnce: AT_ONCE });
    await record({ tenant: ctx.caller.tenant, id: ctx.callId, at: ctx.now, action: incidentContext.id, principal: ctx.caller.principal, via: ctx.via, outcome: 'done', subject: input.service, input_digest: fingerprint(JSON.stringify(input)), request_id: ctx.callId });
    return { service: input.service, project: about.project ?? null, ...window, ...gathered };
  }

  /** Each of them asks many systems: a tenant that wants more at once has to wait. */
  async function inTurn<T>({ caller: { tenant } }: Context, work: () => Promise<T>): Promise<T> {
    const before = running.get(tenant) ?? 0;
    if (before >= MOST_GATHERINGS) throw new Failure('hub.overloaded', `This tenant gathers context ${before} times already`, { limit: MOST_GATHERINGS, retry_after: 5 });
    running.set(tenant, before + 1);
    try {
      return await work();
    } finally {
      const left = (running.get(tenant) ?? 1) - 1;
      if (left === 0) running.delete(tenant);
      else running.set(tenant, left);
    }
  }

  return Object.freeze({
    operations: [
      operation(incidentContext, (input, ctx) => inTurn(ctx, () => answer(input, ctx))),
      operation(incidentContextSources, async ({ kinds, check }, ctx) => ({
        items: await Promise.all(seenBy(ctx.caller, kinds).map(async (source) => ({
          source: source.id, kind: source.kind, title: source.title, description: source.description, installation: source.integration?.installation ?? null, plugin: source.integration?.plugin ?? null,
          health: check && source.check !== undefined ? await source.check(ctx.signal) : source.health(), query: source.query?.schema ?? null,
        }))),
      })),
    ],
  });
}

/** What the caller may not see looks as if it did not exist. */
function chosen(sources: readonly ContextSource[], { sources: wanted }: Input): readonly ContextSource[] {
  if (wanted === undefined) return sources;
  const missing = wanted.filter((id) => !sources.some((each) => each.id === id));
  if (missing.length > 0) throw invalid(missing.map((id) => ({ path: 'sources', message: `there is no source ${id}: incident_context_sources lists them` })));
  return sources.filter(({ id }) => wanted.includes(id));
}

/** What was asked of sources besides, checked before anybody is asked. */
function queriesOf(sources: readonly ContextSource[], { queries }: Input): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const issues: Issue[] = [];
  const known = new Set(sources.map(({ id }) => id));
  for (const id of Object.keys(queries)) if (!known.has(id)) issues.push({ path: `queries.${id}`, message: 'there is no such source among those that are asked' });
  const read = sources.map(({ id, query }): [string, Readonly<Record<string, unknown>>] => {
    const given = queries[id] ?? {};
    if (query === undefined) {
      if (Object.keys(given).length > 0) issues.push({ path: `queries.${id}`, message: 'this source takes nothing besides the service and the window' });
      return [id, {}];
    }
    const parsed = query.parse.safeParse(given);
    if (!parsed.success) issues.push(...parsed.error.issues.map(({ path, message }) => ({ path: ['queries', id, ...path].map(String).join('.'), message })));
    return [id, (parsed.data ?? {}) as Readonly<Record<string, unknown>>]; // its schema says object
  });
  if (issues.length > 0) throw invalid(issues);
  return new Map(read);
}

interface Issue { readonly path: string; readonly message: string }
const invalid = (issues: readonly Issue[]): Failure => new Failure('input.invalid', `The input of incident_context is not valid at ${issues[0]?.path ?? ''}: ${issues[0]?.message ?? ''}`, { issues });

function windowOf({ minutes, until }: Input, at: number): { readonly since: string; readonly until: string } {
  const end = until === undefined ? at : Date.parse(until);
  return { since: new Date(end - minutes * MINUTE_MS).toISOString(), until: new Date(end).toISOString() };
}

/** The project of that name, if the caller sees one: other systems know the service by its repository. */
async function projectOf(service: string, errand: ContextErrand, ask: Ask): Promise<{ readonly project?: string; readonly repository?: NonNullable<ContextQuestion['repository']> }> {
  if (!errand.caller.scopes.has('project:read') || !SLUG.test(service)) return {};
  const { items: [found] } = (await ask('project_list', { slug: service, limit: 1 }, errand)) as { items: readonly { readonly id: string; readonly repository?: { readonly provider: string; readonly owner: string; readonly name: string } }[] };
  if (found === undefined) return {};
  const { id, repository } = found;
  return { project: id, ...(repository === undefined ? {} : { repository: { provider: repository.provider, owner: repository.owner, name: repository.name } }) };
}

const SLUG = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
