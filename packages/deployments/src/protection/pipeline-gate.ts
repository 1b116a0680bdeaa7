/** A run of a pipeline of the project must have succeeded for the same commit. The latest that ended counts. */
import { type Held, pipelineResource } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { Desk } from '../desk.ts';
import { RUN, type Run } from '../pipelines/record.ts';
import type { Gate } from '../record/environment.ts';
import type { Asked } from './held.ts';

const LATEST = 20;

export async function pipelineGate({ pipeline: name = '' }: Gate, { project, commit }: Pick<Asked, 'project' | 'commit'>, desk: Desk, store: Store): Promise<Held | undefined> {
  if (commit === undefined) return { kind: 'gate', detail: `${name} has to succeed for the commit, and this names none`, permanent: true };
  const pipeline = await desk.find(pipelineResource.name, { project, name });
  if (pipeline === undefined) return { kind: 'gate', detail: `there is no pipeline ${name} in this project` };
  const runs = ((await store.list(RUN, { tenant: desk.tenant, where: { pipeline: pipeline.id }, sort: { field: 'id', descending: true }, limit: LATEST * 10 })) as Run[]).filter(({ body }) => isOf(body.commit, commit)).slice(0, LATEST);
  const ended = runs.find(({ body }) => body.ended);
  if (ended?.body.state === 'succeeded') return undefined;
  const open = runs.find(({ body }) => !body.ended);
  if (open !== undefined) return { kind: 'gate', detail: `${name} is ${open.body.state.replace('_', ' ')} for ${commit.slice(0, 12)}`, needs: open.id };
  if (ended === undefined) return { kind: 'gate', detail: `${name} has not run for ${commit.slice(0, 12)}` };
  return { kind: 'gate', detail: `${name} is ${ended.body.state} for ${commit.slice(0, 12)}`, needs: ended.id };
}

/** One of them may be short. */
function isOf(one: string | undefined, other: string): boolean {
  if (one === undefined) return false;
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a.startsWith(b) || b.startsWith(a);
}
