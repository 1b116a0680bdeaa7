/**
 * What a webhook of a CI tells about a run. It wakes the look at the run and is not believed: the CI is asked. A run that nobody here started is
 * taken up, if it is one of a pipeline that is declared here, so that a gate knows of it.
 */
import { eventRecord, pipelineResource, type Plan } from '@patchbay/contracts';
import { z } from 'zod';
import { WORK_QUEUE } from '../collections.ts';
import type { Desk } from '../desk.ts';
import type { Room } from '../lifecycle/room.ts';
import { changeRunQuietly, lookAtRun } from './change-run.ts';
import { adoptRun } from './create-run.ts';
import { type Pipeline, type PipelineBody, RUN, type Run } from './record.ts';

/** As every connector of a CI tells it, besides the vendor’s own body. */
const ciRun = z.object({
  provider: z.enum(['github', 'gitlab', 'jenkins', 'azure_devops', 'codepipeline']),
  run: z.string().min(1).max(255),
  attempt: z.string().max(20).optional(),
  /** Coordinates as a pipeline says them; where there are several ways to say one, all of them. */
  place: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});
type CiRun = z.output<typeof ciRun>;

const PREFIXES = ['github.workflow_', 'gitlab.pipeline', 'gitlab.build', 'jenkins.', 'azure_devops.', 'codepipeline.'];
/** While the hub itself does not know yet which run it started, one that came up may be that. */
const AGAIN_MS = 15_000;
const PATIENCE = 12;

export function onCiEvent({ tenant, id, at, type }: { readonly tenant: string; readonly id: string; readonly at: number; readonly type: string }, { ports: { newId }, wake }: Room): Plan | undefined {
  if (!PREFIXES.some((prefix) => type.startsWith(prefix))) return undefined;
  return { ops: [{ op: 'enqueue', in: WORK_QUEUE, tenant, id: newId('dwk'), at, lane: '', work: `ci-event ${id} 0` }], committed: wake };
}

/** Only what came in by a source counts: it proves its sender. */
export async function hearOfRun(event: string, times: number, desk: Desk, room: Room): Promise<void> {
  const row = await room.ports.store.get(eventRecord.name, desk.tenant, event);
  const parsed = typeof row?.body['source'] === 'string' ? ciRun.safeParse((row.body['data'] as { ci?: unknown } | undefined)?.ci) : undefined;
  if (parsed?.success !== true) return;
  const told = parsed.data;
  const known = (await room.ports.store.list(RUN, { tenant: desk.tenant, where: { provider: told.provider, ci_run: told.run, ended: false }, limit: 500 })) as Run[];
  for (const { id } of known) {
    const run = (await desk.read<Run>(RUN, id))!;
    lookAtRun(changeRunQuietly(run, { heard_at: desk.now }, desk), desk.now, desk);
  }
  await takeUp(event, times, told, desk, room);
}

async function takeUp(event: string, times: number, told: CiRun, desk: Desk, room: Room): Promise<void> {
  const pipelines = ((await room.ports.store.list(pipelineResource.name, { tenant: desk.tenant, where: { provider: told.provider, enabled: true }, limit: 500 })) as Pipeline[]).filter(({ body }) => isAt(body, told));
  for (const pipeline of pipelines) if (await isKnown(pipeline, told, desk, room)) return;
  for (const pipeline of pipelines) {
    const asked = (await room.ports.store.list(RUN, { tenant: desk.tenant, where: { pipeline: pipeline.id, ended: false, origin: 'hub' }, limit: 100 })) as Run[];
    if (asked.some(({ body }) => body.ci_run === undefined)) {
      if (times < PATIENCE) desk.enqueue(`ci-event ${event} ${times + 1}`, desk.now + AGAIN_MS);
      return;
    }
  }
  for (const pipeline of pipelines) await adoptRun(pipeline, { ci_run: told.run, ...(told.attempt === undefined ? {} : { attempt: told.attempt }) }, desk, room);
}

/** By its pipeline: the builds of every job of a Jenkins count from one. */
async function isKnown({ id }: Pipeline, { run, attempt }: CiRun, desk: Desk, { ports: { store } }: Room): Promise<boolean> {
  const runs = (await store.list(RUN, { tenant: desk.tenant, where: { pipeline: id, ci_run: run }, limit: 100 })) as Run[];
  return runs.some(({ body }) => body.attempt === undefined || attempt === undefined || body.attempt === attempt);
}

function isAt(pipeline: PipelineBody, { provider, place }: CiRun): boolean {
  const own = pipeline[provider] as Readonly<Record<string, unknown>> | undefined;
  return own !== undefined && Object.keys(place).length > 0 && Object.entries(place).every(([field, words]) => [words].flat().some((word) => word.toLowerCase() === String(own[field] ?? '').toLowerCase()));
}
