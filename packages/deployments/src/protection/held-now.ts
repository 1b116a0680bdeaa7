/** What holds something that was asked about: a version that may come, or a deployment that is there. */
import type { Held } from '@patchbay/contracts';
import type { Desk } from '../desk.ts';
import { found } from '../find.ts';
import { type By, rulingOn, wishOf } from '../lifecycle/create.ts';
import type { Room } from '../lifecycle/room.ts';
import type { Deployment, Shown } from '../record/deployment.ts';
import type { Environment } from '../record/environment.ts';
import { whatHolds } from './held.ts';

export interface Question extends Partial<Pick<Shown, 'release' | 'commit' | 'ref'>> {
  /** Its approvals count. */
  readonly deployment?: string | undefined;
  /** Since when somebody waits. Absent: this is one look, and nobody knows of those before. */
  readonly since?: number | undefined;
}

export async function heldNow({ deployment, since, release, commit, ref }: Question, environment: Environment, by: By, desk: Desk, room: Room): Promise<Held[]> {
  if (deployment !== undefined) return heldOf(await found(deployment, desk), environment, desk, room);
  const ruling = await rulingOn({ kind: 'deploy', environment, release, commit, ref }, by, desk, room);
  const asked = { release, commit, ref, project: environment.body.project, approvals: [], trusted: false, created_at: since ?? desk.now, wish: wishOf(ruling) };
  return [...(ruling.kind === 'deny' ? [forGood(`${ruling.by}: ${ruling.reason}`)] : []), ...(await whatHolds(asked, environment.body, desk, room.ports)).map((held) => withoutDeployment(held, since))];
}

/** Approvals are given to a deployment, and its time begins with it: who asks for none would wait without an end. */
function withoutDeployment(held: Held, since: number | undefined): Held {
  if (held.kind !== 'approvals' && (held.kind !== 'wait' || since !== undefined)) return held;
  const why = held.kind === 'approvals' ? 'they are given to a deployment' : 'that time begins with a deployment';
  return { kind: held.kind, detail: `${held.detail}; ${why}: ask for one with \`deployment\``, permanent: true };
}

/** It was let through for its own environment, and only as long as nobody stopped it. */
async function heldOf({ id, body, created_at }: Deployment, environment: Environment, desk: Desk, room: Room): Promise<Held[]> {
  if (body.environment !== environment.id) return [forGood(`${id} is for ${body.environment_slug}, and its approvals count there`)];
  if (body.ended && body.status !== 'succeeded') return [forGood(`${id} is ${body.status.replace('_', ' ')}${body.detail === undefined ? '' : `: ${body.detail}`}`)];
  return whatHolds({ ...body, trusted: body.engine.trusted, wish: body.engine.wish, created_at }, environment.body, desk, room.ports);
}

const forGood = (detail: string): Held => ({ kind: 'gate', detail, permanent: true });
