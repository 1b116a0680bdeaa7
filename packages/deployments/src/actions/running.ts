/** A job of a CI begins and finishes the work itself. */
import { deploymentBegin, deploymentFinish, environmentResource, Failure, type Operation, operation } from '@patchbay/contracts';
import { atDesk, type Desk } from '../desk.ts';
import { found } from '../find.ts';
import { begin } from '../lifecycle/begin.ts';
import { end } from '../lifecycle/end.ts';
import type { Room } from '../lifecycle/room.ts';
import { secretsOf, valuesOf } from '../lifecycle/values.ts';
import { createMask, type Masked } from '../log/mask.ts';
import { heldNow } from '../protection/held-now.ts';
import type { Deployment } from '../record/deployment.ts';
import type { Environment } from '../record/environment.ts';
import { answer } from './answer.ts';

export function running(room: Room): Operation[] {
  const ports = { ...room.ports, wake: room.wake };

  return [
    operation(deploymentBegin, ({ id, run }, ctx) => atDesk(ports, ctx, async (desk) => {
      const deployment = await foundForCi(id, desk);
      ctx.target(id);
      const { body } = deployment;
      if (body.ended) throw ended(deployment);
      const environment = await desk.peek<Environment>(environmentResource.name, body.environment);
      if (environment === undefined) throw held(deployment);
      if (body.status !== 'running') {
        if (body.ready_at === undefined || desk.now >= Date.parse(body.begin_by!)) throw held(deployment);
        const holds = await heldNow({ deployment: id }, environment, ctx.caller, desk, room); // since it was let through a freeze may have begun
        if (holds.length > 0) throw held({ ...deployment, body: { ...body, waiting_for: holds } });
        await begin(deployment, desk, room, run);
      }
      const { variables } = await valuesOf(deployment, environment, room.ports);
      const { secrets, missing } = await secretsOf(desk.tenant, environment.body, room.ports);
      if (missing.length > 0) throw new Failure('deployment.held', `There is no secret ${missing.join(', ')}, which ${body.environment_slug} refers to`, { deployment: id, missing });
      return { deployment: await answer({ id }, desk), variables: variables as Record<string, string>, secrets }; // made by valuesOf
    })),
    operation(deploymentFinish, ({ id, status, detail, ...results }, ctx) => atDesk(ports, ctx, async (desk) => {
      const deployment = await foundForCi(id, desk);
      ctx.target(id);
      const { body } = deployment;
      if (body.ended && body.status === status) return answer({ id }, desk);
      if (body.ended) throw ended(deployment);
      if (body.status !== 'running') throw held(deployment);
      const { ending } = body.engine;
      const said = detail === undefined ? undefined : (await maskFor(deployment, desk))(detail);
      const how = ending !== undefined && status !== 'succeeded' ? { ...ending, ...(said === undefined ? {} : { detail: said }) } : { status, outcome: status === 'succeeded' ? undefined : status, detail: said };
      await end(deployment, { ...how, outputs: results.outputs, links: [...body.links, ...results.links], ...(await urlFor(deployment, results.url, desk)) }, desk, room);
      return answer({ id }, desk);
    })),
  ];

  /** It is shown where the code lives, too. */
  async function maskFor({ body }: Deployment, desk: Desk): Promise<Masked> {
    const environment = await desk.peek<Environment>(environmentResource.name, body.environment);
    return createMask(environment === undefined ? [] : Object.values((await secretsOf(desk.tenant, environment.body, room.ports)).secrets));
  }

  async function urlFor(deployment: Deployment, url: string | undefined, desk: Desk): Promise<{ readonly url?: string }> {
    if (url !== undefined) return { url };
    const environment = await desk.peek<Environment>(environmentResource.name, deployment.body.environment);
    const made = environment === undefined ? undefined : (await valuesOf(deployment, environment, room.ports))['url'];
    return typeof made === 'string' ? { url: made } : {};
  }
}

async function foundForCi(id: string, desk: Desk): Promise<Deployment> {
  const deployment = await found(id, desk);
  if (deployment.body.runner === 'hub') throw new Failure('deployment.not_runner', `${id} is brought up by the hub, by what ${deployment.body.environment_slug} says`, { deployment: id });
  return deployment;
}

const ended = ({ id, body: { status, outcome, detail } }: Deployment): Failure => new Failure('deployment.ended', `${id} is ${status} already`, { deployment: id, state: status, ...(outcome === undefined ? {} : { outcome }), ...(detail === undefined ? {} : { reason: detail }) });
const held = ({ id, body: { status, waiting_for } }: Deployment): Failure => new Failure('deployment.held', `${id} is ${status}${waiting_for[0] === undefined ? '' : `: ${waiting_for[0].detail}`}`, { deployment: id, waiting_for });

