/**
 * A CI by its connector: six actions of the same shape in every one of them. What the vendor’s words mean, where it hides a run and what it does
 * wrong is known there and nowhere here.
 */
import { type Caller, type Document, Failure, installationResource, systemCaller, type TenantId } from '@patchbay/contracts';
import { z } from 'zod';
import type { DeploymentPorts } from '../ports.ts';
import type { CiPlace, PipelineBody, Run } from './record.ts';

const text = z.string().max(4_000);
const state = z.enum(['queued', 'running', 'waiting_approval', 'succeeded', 'failed', 'cancelled']);

const Started = z.object({ run: text.optional(), attempt: text.optional(), handle: text.optional(), url: text.optional() });
const Found = z.object({ found: z.enum(['run', 'queued', 'none', 'cancelled', 'again']), run: text.optional(), attempt: text.optional(), url: text.optional(), detail: text.optional() });
const Seen = z.object({
  state, attempt: text.optional(), number: text.optional(), url: text.optional(), detail: text.optional(), commit: text.optional(), ref: text.optional(),
  jobs: z.array(z.object({ id: text, name: text, state })), approvals: z.array(z.object({ id: text, title: text })),
});
const Log = z.object({ entries: z.array(z.object({ group: text, lines: z.array(z.string()) })), cursor: z.string(), more: z.boolean() });
const Told = z.object({ told: z.boolean() });

export type Started = z.output<typeof Started>;
export type Found = z.output<typeof Found>;
export type Seen = z.output<typeof Seen>;
export type Log = z.output<typeof Log>;

export interface Driver {
  start(run: Run, signal: AbortSignal): Promise<Started>;
  find(run: Run, signal: AbortSignal): Promise<Found>;
  look(run: Run, signal: AbortSignal): Promise<Seen>;
  log(run: Run, cursor: string | undefined, signal: AbortSignal): Promise<Log>;
  /** Whether it took it. */
  cancel(run: Run, level: number, signal: AbortSignal): Promise<boolean>;
  decide(run: Run, given: { readonly approval: string; readonly decision: 'approved' | 'rejected'; readonly comment: string | undefined; readonly times: number }, signal: AbortSignal): Promise<boolean>;
}

export function createDriver({ call, principalOf }: Pick<DeploymentPorts, 'call' | 'principalOf'>): Driver {
  async function ask<T>(run: Run, what: string, input: Document, shape: z.ZodType<T>, signal: AbortSignal, { key, by = 'hub' }: { readonly key?: string; readonly by?: 'hub' | 'declarer' } = {}): Promise<T> {
    const { target, connector } = run.body.engine.place;
    const caller = by === 'hub' ? systemCaller(run.tenant as TenantId) : await callerFor(run); // ids of tenants are made by the hub
    const { output } = await call({
      action: `${connector}_${what}`, input: { target, ...defined(input) }, caller, signal, via: 'pipeline', requestId: run.id, counted: true, causes: run.body.engine.causes, ...(key === undefined ? {} : { idempotencyKey: `${run.id}/${key}` }),
    }).catch((error: unknown) => { throw error instanceof Failure && error.code === 'action.not_found' ? new Failure('action.not_found', `The connector of ${run.body.pipeline_name} is not installed, or switched off: there is no action ${connector}_${what}`) : error; });
    const parsed = shape.safeParse(output);
    if (parsed.success) return parsed.data;
    throw new Failure('output.invalid', `${connector}_${what} answered something else than the connector of a CI does`, { issues: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) });
  }

  async function callerFor({ tenant, body: { engine: { acts_for }, pipeline_name } }: Run): Promise<Caller> {
    const principal = acts_for === null ? undefined : await principalOf(tenant, acts_for);
    if (principal === undefined) throw new Failure('caller.forbidden', `${acts_for ?? 'Nobody'}, with whose rights the hub starts ${pipeline_name}, is gone or switched off; let somebody else declare the pipeline anew`);
    return { ...principal, name: `pipeline ${pipeline_name}` };
  }

  const which = ({ body }: Run): Document => ({ run: body.ci_run, attempt: body.attempt });
  const token = ({ id, body: { engine } }: Run): Document => ({ ref: engine.place.ref, run: id, run_input: engine.place.run_input });

  return Object.freeze({
    start: (run: Run, signal: AbortSignal) => ask(run, 'ci_start', { ...token(run), inputs: run.body.inputs }, Started, signal, { key: `start/${run.body.engine.starts}`, by: 'declarer' }),
    find: (run: Run, signal: AbortSignal) => ask(run, 'ci_find', { ...token(run), handle: run.body.engine.handle, since: new Date((run.body.engine.starting_at ?? run.created_at) - CLOCK_MS).toISOString() }, Found, signal),
    look: (run: Run, signal: AbortSignal) => ask(run, 'ci_run', which(run), Seen, signal),
    log: (run: Run, cursor: string | undefined, signal: AbortSignal) => ask(run, 'ci_log', { ...which(run), cursor }, Log, signal),
    async cancel(run: Run, level: number, signal: AbortSignal) {
      return (await ask(run, 'ci_cancel', { run: run.body.ci_run, handle: run.body.ci_run === undefined ? run.body.engine.handle : undefined, level }, Told, signal, { key: `cancel/${level}` })).told;
    },
    async decide(run, { approval, decision, comment, times }, signal) {
      return (await ask(run, 'ci_decide', { run: run.body.ci_run, approval, decision, comment }, Told, signal, { key: `decide/${times}/${approval}`, by: 'declarer' })).told;
    },
  } satisfies Driver);
}

/** The clocks of a CI and of a hub are not one. */
const CLOCK_MS = 120_000;

const defined = (fields: Document): Document => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

export const ciAction = (place: Pick<CiPlace, 'connector'>, what: string): string => `${place.connector}_${what}`;

/** The installation that the pipeline names, or the only one of its system. */
export async function connectorOf({ provider, installation }: Pick<PipelineBody, 'provider' | 'installation'>, tenant: string, { store, connectorName }: Pick<DeploymentPorts, 'store' | 'connectorName'>): Promise<string> {
  const plugin = `patchbay/${provider.replaceAll('_', '-')}`;
  if (installation !== undefined) {
    const named = await store.get(installationResource.name, tenant, installation);
    if (named !== undefined) return connectorName(String(named.body['plugin']), String(named.body['name']));
  }
  const all = await store.list(installationResource.name, { tenant, where: { plugin }, limit: 2 });
  return connectorName(plugin, all.length === 1 ? String(all[0]!.body['name']) : 'default');
}
