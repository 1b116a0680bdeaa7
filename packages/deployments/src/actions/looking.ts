/** Waiting for a deployment, and asking what would hold one. */
import { deploymentWait, gateCheck, type Operation, operation } from '@patchbay/contracts';
import { openDesk } from '../desk.ts';
import { environmentNamed, foundIn } from '../find.ts';
import type { Room } from '../lifecycle/room.ts';
import type { Following } from '../log/follow.ts';
import { heldNow } from '../protection/held-now.ts';
import { showDeployment } from '../record/deployment.ts';
import type { DeploymentView } from './answer.ts';

export function looking(room: Room, following: Following): Operation[] {
  const { store, now } = room.ports;
  return [
    operation(deploymentWait, async ({ id, known_version, timeout }, { caller: { tenant }, signal }) => {
      const until = now() + timeout * 1000;
      for (;;) {
        const heard = new AbortController();
        const next = following.changed(id, Math.max(1, until - now()), AbortSignal.any([signal, heard.signal])); // before it reads
        const deployment = await foundIn(store, tenant, id).catch((error: unknown) => { heard.abort(); throw error; });
        if (deployment.version > known_version || deployment.body.ended || signal.aborted || now() >= until) {
          heard.abort();
          return showDeployment(deployment) as DeploymentView; // `invoke` checks it
        }
        await next;
      }
    }),
    operation(gateCheck, async ({ project, environment, ...version }, ctx) => {
      const desk = openDesk({ ...room.ports, wake: room.wake }, { tenant: ctx.caller.tenant, now: ctx.now });
      const { environment: place } = await environmentNamed({ project, environment }, desk);
      const waiting_for = await heldNow(version, place, ctx.caller, desk, room);
      return { open: waiting_for.length === 0, waiting_for, environment: place.id };
    }),
  ];
}
