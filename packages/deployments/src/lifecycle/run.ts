/**
 * The hub brings a deployment up, or takes it away: one call of an action, and what came of it in one unit with the end of the work.
 * The work is leased. Whoever takes it over after a crash makes the same call with the same key: it is answered with what came of it, or told that
 * nobody knows. Then it counts as failed: nothing starts twice.
 */
import { approvalRecord, type Call, type Caller, type Document, environmentResource, Failure, type Op, render, type Row, type Work } from '@patchbay/contracts';
import { WORK_QUEUE } from '../collections.ts';
import { type Desk, openDesk } from '../desk.ts';
import { hubLine } from '../log/hub-line.ts';
import { createMask, type Masked } from '../log/mask.ts';
import { notGoneYet } from '../previews/not-gone-yet.ts';
import { type Deployment, DEPLOYMENT } from '../record/deployment.ts';
import type { ActionCall, Environment, EnvironmentBody } from '../record/environment.ts';
import { change, changeInner, tell } from './change.ts';
import { end } from './end.ts';
import { nextTry } from './next-try.ts';
import { resultsOf } from './results.ts';
import type { Room } from './room.ts';
import { secretsOf, valuesOf } from './values.ts';

type Outcome = { readonly kind: 'done'; readonly output: unknown; readonly url: string | undefined } | { readonly kind: 'failed'; readonly error: unknown };

/** How often it looks whether it shall stop. */
const LOOK_MS = 1_000;
const AGAIN = 8;
const APPROVAL_LOOK_MS = 5_000;

export function createRun(room: Room) {
  const { ports: { store, now, random, call, principalOf } } = room;

  /** Throws what the store throws; then the lease ends, and somebody tries again. */
  async function run(work: Work, stopping: AbortSignal): Promise<void> {
    const [, id = ''] = work.work.split(' ');
    const deployment = await started(work, id);
    if (deployment === undefined) return;
    const approval = await approvalOf(deployment);
    const outcome = await perform(deployment, approval, stopping);
    if (stopping.aborted && outcome.kind === 'failed') return void await store.commit([postpone(work, now())]); // the same call, by the next hub
    await conclude(work, id, outcome);
  }

  /** Says that a call is under way, so that nobody ends it meanwhile. Undefined: there is nothing to do. */
  async function started(work: Work, id: string): Promise<Deployment | undefined> {
    for (let attempt = 1; attempt <= AGAIN; attempt++) {
      const desk = deskFor(work);
      const deployment = await desk.read<Deployment>(DEPLOYMENT, id);
      if (deployment === undefined || deployment.body.ended || deployment.body.status !== 'running') return void await store.commit([finish(work, now())]);
      const { engine } = deployment.body;
      if (engine.ending !== undefined && engine.calling_at === undefined) {
        await end(deployment, engine.ending, desk, room);
        if (await committed(desk, [finish(work, now())]) !== 'changed') return undefined;
        continue;
      }
      if (engine.calling_at !== undefined) return deployment; // by a hub that is gone
      if (isOpen(await approvalOf(deployment))) return void await store.commit([postpone(work, now() + APPROVAL_LOOK_MS)]); // no call is under way meanwhile: it can be stopped at once
      const calling = changeInner(deployment, { calling_at: now() }, desk);
      const outcome = await committed(desk, [postpone(work, work.at)]);
      if (outcome === 'committed') return calling;
      if (outcome === 'lost') return undefined;
    }
    return undefined;
  }

  async function approvalOf({ tenant, body: { engine } }: Deployment): Promise<Document | undefined> {
    return engine.approval === undefined ? undefined : { id: engine.approval, ...(await store.get(approvalRecord.name, tenant, engine.approval))?.body };
  }

  const isOpen = (approval: Document | undefined): boolean => approval?.['status'] === 'pending' && Date.parse(String(approval['expires_at'])) > now();

  async function perform(deployment: Deployment, approval: Document | undefined, stopping: AbortSignal): Promise<Outcome> {
    const stop = new AbortController();
    const watching = setInterval(() => { void shallStop(deployment).then((yes) => { if (yes) stop.abort(new Error('the deployment shall stop')); }, () => undefined); }, LOOK_MS);
    try {
      const { made, url } = await callOf(deployment, approval, AbortSignal.any([stop.signal, stopping]));
      return { kind: 'done', output: made === undefined ? {} : (await call(made)).output, url };
    } catch (error) {
      return { kind: 'failed', error };
    } finally {
      clearInterval(watching);
    }
  }

  const shallStop = async ({ tenant, id }: Row): Promise<boolean> => ((await store.get(DEPLOYMENT, tenant, id)) as Deployment | undefined)?.body.engine.ending !== undefined;

  async function callOf(deployment: Deployment, approval: Document | undefined, signal: AbortSignal): Promise<{ readonly made: Call | undefined; readonly url: string | undefined }> {
    const { tenant, id, body } = deployment;
    const environment = (await store.get(environmentResource.name, tenant, body.environment)) as Environment | undefined;
    const what = environment === undefined ? undefined : whatOf(deployment, environment.body);
    if (what === undefined && body.kind === 'tear_down') return { made: undefined, url: undefined }; // nobody says any more how it goes
    if (environment === undefined || what === undefined) throw new Failure('deployment.refused', `The environment ${body.environment_slug} does not say any more how that is done`, {});
    const values = await valuesOf(deployment, environment, room.ports);
    const { secrets, missing } = await secretsOf(tenant, environment.body, room.ports);
    if (missing.length > 0) throw new Failure('reference.not_found', `There is no secret ${missing.join(', ')}, which ${body.environment_slug} refers to`, { issues: missing.map((name) => ({ path: 'secret_variables', message: `no secret ${name}` })) });
    const caller = await callerFor(tenant, environment.body);
    const key = `${id}/${body.attempt}${approval === undefined ? '' : `/${String(approval['id'])}`}`;
    return {
      url: values['url'] as string | undefined, // a text, where there is one
      made: { action: what.action, input: render(what.input, { ...values, secrets }), caller, signal, via: 'deployment', requestId: id, idempotencyKey: key, causes: body.engine.causes, ...(approval === undefined ? {} : { approvalId: String(approval['id']) }) },
    };
  }

  async function callerFor(tenant: string, { acts_for, slug }: EnvironmentBody): Promise<Caller> {
    const principal = acts_for === null ? undefined : await principalOf(tenant, acts_for);
    if (principal === undefined) throw new Failure('caller.forbidden', `${acts_for ?? 'Nobody'}, with whose rights ${slug} is deployed to, is gone or switched off; let somebody else declare it anew`);
    return { ...principal, name: `deployments to ${slug}` };
  }

  /** Writes down what came of it, against whatever changed meanwhile; not, if the lease was lost. */
  async function conclude(work: Work, id: string, outcome: Outcome): Promise<void> {
    for (let attempt = 1; attempt <= AGAIN; attempt++) {
      const desk = deskFor(work);
      const deployment = await desk.read<Deployment>(DEPLOYMENT, id);
      const ops = deployment === undefined || deployment.body.ended ? [finish(work, now())] : await settle(work, deployment, outcome, desk);
      if (await committed(desk, ops) !== 'changed') return;
    }
    throw new Failure('resource.conflict', `${id} met ${AGAIN} changes in a row`);
  }

  async function settle(work: Work, deployment: Deployment, outcome: Outcome, desk: Desk): Promise<Op[]> {
    if (outcome.kind === 'done') {
      await end(deployment, { status: 'succeeded', ...resultsOf(outcome.output, outcome.url) }, desk, room);
      return [finish(work, desk.now)];
    }
    return failed(work, deployment, outcome.error, desk);
  }

  async function failed(work: Work, deployment: Deployment, error: unknown, desk: Desk): Promise<Op[]> {
    const { attempt, kind, engine } = deployment.body;
    const endless = kind === 'tear_down';
    const next = nextTry(error, { attempt, now: desk.now, chance: random(), endless });
    const about = { outcome: codeOf(error), detail: (await maskFor(deployment))(detailOf(error)) };
    if (next.kind === 'again') return [postpone(work, next.at)];
    if (next.kind === 'over' || (engine.ending !== undefined && !endless)) {
      await end(deployment, engine.ending === undefined ? { status: 'failed', ...about } : { ...engine.ending, ...(about.outcome === 'idempotency.outcome_unknown' ? { detail: about.detail } : {}) }, desk, room);
      hubLine(deployment, `${about.outcome}: ${about.detail}`, desk);
      return [finish(work, desk.now)];
    }
    const idle = { ...engine, calling_at: undefined };
    if (next.kind === 'anew') {
      change(deployment, { engine: { ...idle, approval: undefined } }, desk);
    } else if (next.kind === 'approval') {
      change(deployment, { waiting_for: [{ kind: 'action_approval', detail: about.detail, needs: next.approval }], engine: { ...idle, approval: next.approval } }, desk);
    } else {
      tell('deployment.retrying', change(deployment, { attempt: attempt + 1, detail: about.detail, engine: { ...idle, approval: undefined } }, desk), desk);
      await notGoneYet(deployment, about.detail, desk);
      hubLine(deployment, `try ${attempt} failed with ${about.outcome}: ${about.detail}`, desk);
    }
    return [postpone(work, next.at)];
  }

  /** Who refuses a call may repeat what it was given. */
  async function maskFor({ tenant, body }: Deployment): Promise<Masked> {
    const environment = (await store.get(environmentResource.name, tenant, body.environment)) as Environment | undefined;
    return createMask(environment === undefined ? [] : Object.values((await secretsOf(tenant, environment.body, room.ports)).secrets));
  }

  const deskFor = ({ tenant }: Work): Desk => openDesk({ ...room.ports, wake: room.wake }, { tenant, now: now() });

  /** `lost`: somebody else has the work now. */
  async function committed(desk: Desk, fence: readonly Op[]): Promise<'committed' | 'lost' | 'changed'> {
    const outcome = await store.commit([...fence, ...(await desk.ops())]);
    if (outcome.kind === 'refused') return outcome.at < fence.length ? 'lost' : 'changed';
    desk.committed();
    return 'committed';
  }

  return run;
}

const whatOf = ({ body }: Deployment, { bring_up, tear_down }: EnvironmentBody): ActionCall | undefined => (body.kind === 'tear_down' ? tear_down : bring_up);

const finish = ({ tenant, id, lease, lane }: Work, at: number): Op => ({ op: 'finish', in: WORK_QUEUE, tenant, id, lease, lane, at });
const postpone = ({ tenant, id, lease }: Work, at: number): Op => ({ op: 'postpone', in: WORK_QUEUE, tenant, id, lease, attempt: 1, at });

const codeOf = (error: unknown): string => (error instanceof Failure ? error.code : 'hub.internal');
const detailOf = (error: unknown): string => (error instanceof Failure ? [error.message, ...(error.details.issues ?? []).slice(0, 3).map(({ path, message }) => `${path}: ${message}`)].join('; ') : 'a fault of the hub; its log says more').slice(0, 1000);
