/** What is to go is tried until it is gone. */
import { Failure } from '@patchbay/contracts';
import type { Desk } from '../desk.ts';
import { notGoneYet } from '../previews/not-gone-yet.ts';
import type { Deployment } from '../record/deployment.ts';
import { change, tell } from './change.ts';
import { nextTry } from './next-try.ts';
import type { Room } from './room.ts';

export async function tryAgain(deployment: Deployment, detail: string, desk: Desk, { ports: { random } }: Room): Promise<void> {
  await notGoneYet(deployment, detail, desk);
  const { attempt } = deployment.body;
  const next = nextTry(new Failure('upstream.unavailable', detail), { attempt, now: desk.now, chance: random(), endless: true });
  tell('deployment.retrying', change(deployment, { attempt: attempt + 1, detail, engine: { ...deployment.body.engine, calling_at: undefined, run: undefined } }, desk), desk);
  desk.enqueue(`again ${deployment.id}`, next.kind === 'retry' ? next.at : desk.now);
}
