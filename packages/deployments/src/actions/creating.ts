/** Asking for a deployment: anew, from another environment, or back to an earlier one. */
import { type Caller, deploymentCreate, deploymentPromote, deploymentRollback, environmentResource, Failure, type Operation, operation } from '@patchbay/contracts';
import { atDesk, type Desk } from '../desk.ts';
import { environmentIn, environmentNamed, found } from '../find.ts';
import { createOrRefuse, type Wanted } from '../lifecycle/create.ts';
import type { Room } from '../lifecycle/room.ts';
import { type Deployment, DEPLOYMENT, isSameVersion } from '../record/deployment.ts';
import type { Environment } from '../record/environment.ts';
import { PLACE, type Place } from '../record/place.ts';
import { PREVIEW, type Preview } from '../record/preview.ts';
import { answer } from './answer.ts';

export function creating(room: Room): Operation[] {
  const ports = { ...room.ports, wake: room.wake };

  async function createFor(wanted: Wanted, caller: Caller, desk: Desk, target: (id: string) => void) {
    const deployment = await createOrRefuse(wanted, caller, desk, room);
    target(deployment.id);
    return answer(deployment, desk);
  }

  return [
    operation(deploymentCreate, ({ project, environment, ...wanted }, ctx) => atDesk(ports, ctx, async (desk) => {
      const place = await environmentNamed({ project, environment }, desk);
      if (place.environment.body.tier === 'preview') throw new Failure('deployment.refused', `${place.environment.body.slug} is of tier preview: bring it up for a pull request with preview_up`, { environment: place.environment.id });
      return createFor({ ...wanted, kind: 'deploy', environment: place.environment }, ctx.caller, desk, ctx.target.bind(ctx));
    })),
    operation(deploymentPromote, ({ id, environment, ...wanted }, ctx) => atDesk(ports, ctx, async (desk) => {
      const source = await found(id, desk);
      if (source.body.status !== 'succeeded' || source.body.kind === 'tear_down') throw new Failure('deployment.refused', `${id} is ${source.body.status}; only what succeeded is promoted`, { deployment: id });
      const target = await environmentIn(source.body.project, environment, desk);
      if (target.body.tier === 'preview') throw new Failure('deployment.refused', `${target.body.slug} is of tier preview`, { environment: target.id });
      return createFor({ ...wanted, ...versionIn(source), kind: 'promotion', environment: target, from: id }, ctx.caller, desk, ctx.target.bind(ctx));
    })),
    operation(deploymentRollback, ({ id, project, environment, ...wanted }, ctx) => atDesk(ports, ctx, async (desk) => {
      const earlier = id === undefined ? await lastGood(await environmentNamed({ project: project!, environment: environment! }, desk).then((named) => named.environment), desk, room) : await found(id, desk); // the schema asks for one or the other
      const target = await desk.peek<Environment>(environmentResource.name, earlier.body.environment);
      if (target === undefined) throw new Failure('reference.not_found', `The environment of ${earlier.id} is gone`, { issues: [{ path: 'id', message: 'its environment was deleted' }] });
      const preview = earlier.body.preview === undefined ? undefined : await desk.read<Preview>(PREVIEW, earlier.body.preview);
      if (earlier.body.preview !== undefined && preview?.body.status !== 'up' && preview?.body.status !== 'failed') throw new Failure('deployment.refused', `The preview of ${earlier.id} is not up any more`, { deployment: earlier.id });
      if (preview !== undefined) desk.write(PREVIEW, preview.id, preview.body); // it must not go meanwhile
      const place = await desk.peek<Place>(PLACE, earlier.body.place);
      if (!['succeeded', 'rolled_back'].includes(earlier.body.status) || earlier.body.kind === 'tear_down') throw new Failure('deployment.refused', `${earlier.id} is ${earlier.body.status}; only what succeeded is gone back to`, { deployment: earlier.id });
      if (place?.body.current === earlier.id) throw new Failure('deployment.refused', `${earlier.id} is what runs there now`, { deployment: earlier.id });
      return createFor({ ...wanted, ...versionIn(earlier), kind: 'rollback', environment: target, preview, from: earlier.id }, ctx.caller, desk, ctx.target.bind(ctx));
    })),
  ];
}

const versionIn = ({ body: { release, commit, ref, payload } }: Deployment) => ({ release, commit, ref, payload });

const LOOK_BACK = 200;

/** The last one that succeeded before the present one, with another version. */
async function lastGood(environment: Environment, desk: Desk, { ports: { store } }: Room): Promise<Deployment> {
  const place = await desk.peek<Place>(PLACE, environment.id);
  const current = place?.body.current == null ? undefined : await desk.peek<Deployment>(DEPLOYMENT, place.body.current);
  const earlier = (await store.list(DEPLOYMENT, { tenant: desk.tenant, where: { place: environment.id, status: 'succeeded' }, sort: { field: 'id', descending: true }, limit: LOOK_BACK })) as Deployment[];
  const good = earlier.find(({ id, body }) => body.kind !== 'tear_down' && (current === undefined || (id < current.id && !isSameVersion(body, current.body))));
  if (good === undefined) throw new Failure('deployment.refused', `There is no earlier version of ${environment.body.slug} that succeeded`, { environment: environment.id });
  return good;
}
