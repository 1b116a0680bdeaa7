/** Somebody lets a deployment through, or not; and who changes their mind stops it. */
import { type Context, deploymentApprove, deploymentCancel, deploymentReject, environmentResource, Failure, type Operation, operation } from '@patchbay/contracts';
import { atDesk, type Desk } from '../desk.ts';
import { found } from '../find.ts';
import { advance } from '../lifecycle/advance.ts';
import { cancel } from '../lifecycle/cancel.ts';
import { change, tell } from '../lifecycle/change.ts';
import { end } from '../lifecycle/end.ts';
import type { Room } from '../lifecycle/room.ts';
import { approvalsNeeded, approvalsOf, refuseDecision } from '../protection/approvals.ts';
import { type Deployment, type DeploymentBody, iso } from '../record/deployment.ts';
import type { Environment } from '../record/environment.ts';
import { answer } from './answer.ts';

export function deciding(room: Room): Operation[] {
  const ports = { ...room.ports, wake: room.wake };

  async function decide(id: string, decision: DeploymentBody['approvals'][number]['decision'], comment: string | undefined, ctx: Context, desk: Desk): Promise<Deployment> {
    const deployment = await found(id, desk);
    ctx.target(id);
    const { body } = deployment;
    if (body.ended) throw new Failure('deployment.ended', `${id} is ${body.status} already`, { deployment: id, state: body.status });
    const environment = await desk.peek<Environment>(environmentResource.name, body.environment);
    if (environment === undefined) throw new Failure('deployment.ended', `The environment of ${id} is gone`, { deployment: id });
    if (body.begun_at !== undefined || body.ready_at !== undefined) throw new Failure('approval.decided', `${id} was let through already`, { deployment: id });
    const { protection } = environment.body;
    const needed = approvalsNeeded(body.engine.wish, protection);
    if (decision === 'approved' && approvalsOf(body) >= needed) throw new Failure('approval.decided', `${id} needs ${needed} approvals and has them`, { deployment: id });
    refuseDecision(deployment, protection, ctx.caller);
    const { principal, party, name, issuers } = ctx.caller;
    return change(deployment, {
      approvals: [...body.approvals, { principal, name, decision, ...(comment === undefined ? {} : { comment }), at: iso(desk.now) }],
      approvals_needed: needed, engine: { ...body.engine, deciders: [...body.engine.deciders, { principal, ...(party === undefined ? {} : { party }), issuers }] },
    }, desk);
  }

  return [
    operation(deploymentApprove, ({ id, comment }, ctx) => atDesk(ports, ctx, async (desk) => {
      tell('deployment.approved', await decide(id, 'approved', comment, ctx, desk), desk);
      await advance(id, desk, room);
      return answer({ id }, desk);
    })),
    operation(deploymentReject, ({ id, comment }, ctx) => atDesk(ports, ctx, async (desk) => {
      const rejected = await decide(id, 'rejected', comment, ctx, desk);
      tell('deployment.rejected', rejected, desk);
      await end(rejected, { status: 'cancelled', outcome: 'rejected', detail: `${ctx.caller.name} rejected it${comment === undefined ? '' : `: ${comment}`}` }, desk, room);
      return answer({ id }, desk);
    })),
    operation(deploymentCancel, ({ id, reason }, ctx) => atDesk(ports, ctx, async (desk) => {
      const deployment = await found(id, desk);
      ctx.target(id);
      if (!deployment.body.ended && deployment.body.kind === 'tear_down' && deployment.body.preview !== undefined) throw new Failure('preview.going', `${id} takes a preview away, and that is not stopped halfway`, { preview: deployment.body.preview });
      await cancel(deployment, { status: 'cancelled', outcome: 'cancelled', detail: `${ctx.caller.name} cancelled it${reason === undefined ? '' : `: ${reason}`}` }, desk, room);
      return answer({ id }, desk);
    })),
  ];
}
