/** Somebody asks to be told: it is on disk before they hear that it was heard. */
import { type Caller, type Document, gateAnswer, type Operation, operation } from '@patchbay/contracts';
import { atDesk } from '../desk.ts';
import { environmentNamed, found } from '../find.ts';
import type { By } from '../lifecycle/create.ts';
import type { Room } from '../lifecycle/room.ts';
import { iso } from '../record/deployment.ts';
import { type AnswerBody, GATE_ANSWER, placeOfToken } from './record.ts';

export function answering(room: Room): Operation[] {
  const { callbacks } = room.ports;
  return [
    operation(gateAnswer, ({ project, environment, deployment, timeout, azure_devops: whom, ...version }, ctx) => atDesk({ ...room.ports, wake: room.wake }, ctx, async (desk) => {
      const { project: owner, environment: place } = await environmentNamed({ project, environment }, desk);
      if (deployment !== undefined) await found(deployment, desk);
      const id = desk.newId('gan');
      const until = desk.now + timeout * 1000;
      const base = whom.collection_url.replace(/\/*$/, '');
      const at = [whom.project, '_apis', 'distributedtask', 'hubs', whom.hub, 'plans', whom.plan, 'events'].map(encodeURIComponent).join('/');
      const sealed = await callbacks.seal(desk.tenant, placeOfToken(id), whom.token);
      const body: AnswerBody = { ...present(version), project: owner.id, environment: place.id, ...(deployment === undefined ? {} : { deployment }), by: byOf(ctx.caller), until, url: `${base}/${at}?api-version=7.1`, job: whom.job, task: whom.task, sealed };
      desk.write(GATE_ANSWER, id, body);
      desk.enqueue(`answer ${id}`);
      ctx.target(place.id);
      return { environment: place.id, until: iso(until) };
    })),
  ];
}

const byOf = ({ principal, name, issuers, party }: Caller): By => ({ principal, name, issuers, ...(party === undefined ? {} : { party }) });
const present = <T extends Document>(object: T): T => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T; // the same without what is not there
