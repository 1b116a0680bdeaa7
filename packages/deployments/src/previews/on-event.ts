/** A pull request was opened, got a commit or was closed: its previews come and go, whether the CI tells or not. */
import { environmentResource, eventRecord, Failure, type Plan, projectResource, type Row } from '@patchbay/contracts';
import { PULL_REQUEST, WORK_QUEUE } from '../collections.ts';
import type { Desk } from '../desk.ts';
import type { Room } from '../lifecycle/room.ts';
import { isByHub, type Environment, type Project } from '../record/environment.ts';
import { PREVIEW, type Preview } from '../record/preview.ts';
import { previewDown } from './down.ts';
import { THE_HUB } from './expire.ts';
import { mayBePullRequest, type PullRequest, pullRequestOf } from './pull-request.ts';
import { keyOf, previewUp } from './up.ts';

/** The event joins the unit that it is told in, so that none is lost. */
export function onEvent({ tenant, id, at, type }: { readonly tenant: string; readonly id: string; readonly at: number; readonly type: string }, { ports: { newId }, wake }: Room): Plan {
  if (!mayBePullRequest(type)) return NOTHING;
  return { ops: [{ op: 'enqueue', in: WORK_QUEUE, tenant, id: newId('dwk'), at, lane: '', work: `event ${id}` }], committed: wake };
}

const NOTHING: Plan = { ops: [], committed: () => undefined };
const AGAIN_MS = 10_000;

/**
 * Only what came in by a source, which proves its sender: whoever may publish an event could bring anything up otherwise.
 * Each preview is a step of its own, at a desk of its own.
 */
export async function pullRequestSteps(tenant: string, event: string, { ports: { store } }: Room): Promise<((desk: Desk, room: Room) => Promise<void>)[]> {
  const row = await store.get(eventRecord.name, tenant, event);
  const request = typeof row?.body['source'] === 'string' ? pullRequestOf(row.body['data']) : undefined;
  if (row === undefined || request === undefined) return [];
  const told = { ...request, at: row.created_at };
  const steps: ((desk: Desk, room: Room) => Promise<void>)[] = [];
  for await (const rows of store.scan(projectResource.name, { tenant })) {
    for (const project of (rows as readonly Project[]).filter((each) => isOf(each, request))) {
      const environments = (await store.list(environmentResource.name, { tenant, where: { project: project.id, tier: 'preview' }, limit: 100 })) as Environment[];
      for (const environment of environments) steps.push((desk, room) => (told.what === 'closed' ? close(environment, told, desk, room) : open(project, environment, told, desk, room)));
    }
  }
  return steps;
}

function isOf({ body: { repository } }: Project, { provider, repository: { id, path } }: PullRequest): boolean {
  if (repository === undefined || repository.provider !== provider) return false;
  if (repository.id !== undefined) return repository.id === id;
  return `${repository.owner}/${repository.name}`.toLowerCase() === path.toLowerCase();
}

type Told = PullRequest & { readonly at: number };
type LastTold = Row<{ readonly at: number; readonly closed: boolean }>;

/**
 * Events are worked on side by side, and some again later: one that is older than what was heard since says nothing any more. Both kinds write it
 * down, so that an end and a beginning at the same time can't both pass.
 */
async function isOld({ at, number, what }: Told, environment: Environment, desk: Desk, { ports: { digest } }: Room): Promise<boolean> {
  const id = digest(keyOf(environment.id, number));
  const last = await desk.read<LastTold>(PULL_REQUEST, id);
  const closed = what === 'closed';
  if (last !== undefined && last.body.closed !== closed && (last.body.at > at || (last.body.at === at && !closed))) return true;
  desk.write<LastTold['body']>(PULL_REQUEST, id, { at: Math.max(at, last?.body.at ?? 0), closed });
  return false;
}

async function close(environment: Environment, told: Told, desk: Desk, room: Room): Promise<void> {
  if (await isOld(told, environment, desk, room)) return;
  const { number } = told;
  const preview = await desk.find(PREVIEW, { key: keyOf(environment.id, number) });
  if (preview !== undefined) await previewDown(preview.id, { outcome: 'closed', reason: 'the pull request was closed' }, THE_HUB, desk, room);
}

/** Where the CI brings previews up, it does so itself. */
async function open(project: Project, environment: Environment, request: Told, desk: Desk, room: Room): Promise<void> {
  if (!isByHub(environment.body) || request.commit === undefined || (await isOld(request, environment, desk, room))) return;
  const refuse = (reason: 'fork' | 'too_many' | 'refused', detail: string): void =>
    desk.tell({ type: 'preview.refused', subject: environment.id, project: project.id, data: () => ({ project: project.id, environment: environment.id, pull_request: request.number, reason, detail }) });
  if (request.fork) return refuse('fork', 'Its code comes from a fork, which anybody may change; look at it, then bring it up with preview_up');
  const before = (await desk.find(PREVIEW, { key: keyOf(environment.id, request.number) })) as Preview | undefined;
  if (before?.body.status === 'going') throw new GoingStill(AGAIN_MS);
  if (before?.body.commit === request.commit && before.body.status !== 'failed') return; // told twice
  try {
    await previewUp({ environment, pull_request: request.number, title: request.title, commit: request.commit, ref: request.ref, reason: 'a pull request changed' }, THE_HUB, desk, room);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    desk.forget();
    refuse(error.code === 'preview.too_many' ? 'too_many' : 'refused', error.message);
  }
}

/** The preview of before has to be gone first. */
export class GoingStill extends Error {
  readonly againMs: number;
  constructor(againMs: number) {
    super('a preview is being torn down');
    this.againMs = againMs;
  }
}
