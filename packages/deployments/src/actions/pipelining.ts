/** Runs of pipelines: asked for, waited for, stopped, and let through where they wait for somebody. */
import { type Context, Failure, type Operation, operation, pipelineResource, pipelineStart, projectResource, runApprove, runCancel, runLogRead, runReject, runWait } from '@patchbay/contracts';
import type { z } from 'zod';
import { atDesk, type Desk } from '../desk.ts';
import { noRun, runIn } from '../find.ts';
import type { Room } from '../lifecycle/room.ts';
import type { Following } from '../log/follow.ts';
import { readLog } from '../log/read.ts';
import { changeRun, lookAtRun } from '../pipelines/change-run.ts';
import { createRun } from '../pipelines/create-run.ts';
import { ciAction, connectorOf } from '../pipelines/driver.ts';
import { logOf, type Pipeline, RUN, type Run, type RunBody, showRun } from '../pipelines/record.ts';
import { stopRun } from '../pipelines/stop-run.ts';
import { isOwn } from '../protection/approvals.ts';
import { iso } from '../record/deployment.ts';
import type { Project } from '../record/environment.ts';

type RunView = z.input<typeof runCancel.output>;

export function pipelining(room: Room, following: Following): Operation[] {
  const ports = { ...room.ports, wake: room.wake };
  const { store, now } = room.ports;

  async function startable(id: string, ctx: Context, desk: Desk): Promise<Pipeline> {
    const pipeline = await desk.peek<Pipeline>(pipelineResource.name, id);
    if (pipeline === undefined) throw new Failure('resource.not_found', `There is no pipeline ${id} in this tenant`, { resource: pipelineResource.name, id });
    const refuse = (reason: string): Failure => new Failure('pipeline.not_startable', `${pipeline.body.name} can’t be started: ${reason}`, { pipeline: id, reason });
    if (!pipeline.body.enabled) throw refuse('it is switched off');
    const connector = await connectorOf(pipeline.body, ctx.caller.tenant, room.ports);
    if (room.ports.actionOf(ciAction({ connector }, 'ci_start'), ctx.caller) === undefined) throw refuse(`no connector for ${pipeline.body.provider} runs in this tenant`);
    return pipeline;
  }

  async function decide(input: z.output<typeof runApprove.input>, decision: RunBody['decisions'][number]['decision'], ctx: Context, desk: Desk): Promise<RunView> {
    const run = await found(input.id, desk);
    ctx.target(run.id);
    const { waits_for, decisions, engine, ended, state, requested_by } = run.body;
    if (ended) throw new Failure('run.ended', `${run.id} is ${state} already`, { run: run.id, state });
    const asked = input.approval === undefined && waits_for.length === 1 ? waits_for[0] : waits_for.find(({ id }) => id === input.approval);
    if (asked === undefined || !engine.may_approve) throw new Failure('run.not_waiting', engine.may_approve ? `${run.id} does not wait for ${input.approval ?? 'one approval'}` : `The pipeline of ${run.id} does not let the hub answer approvals`, { run: run.id, waits_for });
    if (decision === 'approved' && isOwn(ctx.caller, requested_by, engine.party)) throw new Failure('approval.own_request', `${ctx.caller.name} started ${run.id}, or was issued by who did`, { run: run.id });
    if (decisions.some(({ approval, told_at }) => approval === asked.id && told_at === undefined)) throw new Failure('approval.decided', `${asked.id} of ${run.id} was decided already`, { run: run.id });
    const { principal, name } = ctx.caller;
    lookAtRun(changeRun(run, { decisions: [...decisions, { approval: asked.id, decision, principal, name, ...(input.comment === undefined ? {} : { comment: input.comment }), at: iso(desk.now) }] }, desk), desk.now, desk);
    return answer(run.id, desk);
  }

  async function wait(id: string, known: number, seconds: number, tenant: string, signal: AbortSignal): Promise<RunView> {
    const until = now() + seconds * 1000;
    for (;;) {
      const heard = new AbortController();
      const next = following.changed(id, Math.max(1, until - now()), AbortSignal.any([signal, heard.signal])); // before it reads
      const run = await runIn(store, tenant, id).catch((error: unknown) => { heard.abort(); throw error; });
      if (run.version > known || run.body.ended || signal.aborted || now() >= until) {
        heard.abort();
        return showRun(run) as RunView; // `invoke` checks it
      }
      await next;
    }
  }

  return [
    operation(pipelineStart, ({ id, ref, inputs, reason }, ctx) => atDesk(ports, ctx, async (desk) => {
      const pipeline = await startable(id, ctx, desk);
      const project = await desk.peek<Project>(projectResource.name, pipeline.body.project);
      const values = { project: { id: pipeline.body.project, ...(project === undefined ? {} : { slug: project.body.slug, name: project.body.name, repository: project.body.repository }) } };
      const run = await createRun({ pipeline, ref, inputs, values, reason }, ctx.caller, desk, room);
      ctx.target(run.id);
      return answer(run.id, desk);
    })),
    operation(runWait, ({ id, known_version, timeout }, { caller: { tenant }, signal }) => wait(id, known_version, timeout, tenant, signal)),
    operation(runCancel, ({ id, reason }, ctx) => atDesk(ports, ctx, async (desk) => {
      const run = await found(id, desk);
      ctx.target(id);
      await stopRun(run.id, { state: 'cancelled', outcome: 'cancelled', detail: `${ctx.caller.name} cancelled it${reason === undefined ? '' : `: ${reason}`}` }, desk);
      return answer(id, desk);
    })),
    operation(runApprove, (input, ctx) => atDesk(ports, ctx, (desk) => decide(input, 'approved', ctx, desk))),
    operation(runReject, (input, ctx) => atDesk(ports, ctx, (desk) => decide(input, 'rejected', ctx, desk))),
    operation(runLogRead, async ({ id, offset, limit }, { caller: { tenant } }) => {
      const run = await runIn(store, tenant, id); // first: what was written before its end is there then
      const entries = await readLog(store, tenant, logOf(run), offset, limit);
      return { entries, next_offset: entries.at(-1)?.offset ?? offset, complete: run.body.ended && entries.length < limit };
    }),
  ];
}

async function found(id: string, desk: Desk): Promise<Run> {
  const run = await desk.read<Run>(RUN, id);
  if (run === undefined) throw noRun(id);
  return run;
}

/** The run as it will be when this unit is written. `invoke` checks it against the schema. */
const answer = async (id: string, desk: Desk): Promise<RunView> => showRun((await desk.read<Run>(RUN, id))!) as RunView;
