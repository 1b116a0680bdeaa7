/** Waiting for a deployment, and asking what would hold one. */
import { ALLOWED, deploymentWait, gateCheck, type Held, type Operation, operation, type Ruling } from '@patchbay/contracts';
import { openDesk } from '../desk.ts';
import { environmentNamed, found, foundIn } from '../find.ts';
import { rulingOn, wishOf } from '../lifecycle/create.ts';
import type { Room } from '../lifecycle/room.ts';
import type { Following } from '../log/follow.ts';
import { whatHolds } from '../protection/held.ts';
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
    operation(gateCheck, async ({ project, environment, deployment: id, ...version }, ctx) => {
      const desk = openDesk({ ...room.ports, wake: room.wake }, { tenant: ctx.caller.tenant, now: ctx.now });
      const { environment: place } = await environmentNamed({ project, environment }, desk);
      const deployment = id === undefined ? undefined : await found(id, desk);
      const ruling = deployment === undefined ? await rulingOn({ kind: 'deploy', environment: place, ...version }, ctx.caller, desk, room) : ALLOWED;
      const asked = deployment === undefined
        ? { ...version, project: place.body.project, approvals: [], trusted: false, created_at: ctx.now, wish: wishOf(ruling) }
        : { ...deployment.body, trusted: deployment.body.engine.trusted, created_at: deployment.created_at, wish: deployment.body.engine.wish };
      const waiting_for = [...heldByRuling(ruling), ...(await whatHolds(asked, place.body, desk, room.ports))];
      return { open: waiting_for.length === 0, waiting_for, environment: place.id };
    }),
  ];
}

/** Who was asked would not let it come to be. */
const heldByRuling = (ruling: Ruling): Held[] => (ruling.kind === 'deny' ? [{ kind: 'gate', detail: `${ruling.by}: ${ruling.reason}`, permanent: true }] : []);
