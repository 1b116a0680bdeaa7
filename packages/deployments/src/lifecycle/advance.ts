/** Takes a deployment as far as it goes now: past what protects the environment, to its turn, to its beginning. May be asked at any time, by any hub. */
import { environmentResource, type Held } from '@patchbay/contracts';
import type { Desk } from '../desk.ts';
import { approvalsNeeded } from '../protection/approvals.ts';
import { whatHolds } from '../protection/held.ts';
import { type Deployment, DEPLOYMENT, iso } from '../record/deployment.ts';
import type { Environment } from '../record/environment.ts';
import { EMPTY, isTurnOf, joined, left, PLACE, type Place, type PlaceBody, taken } from '../record/place.ts';
import { stopRun } from '../pipelines/stop-run.ts';
import { begin } from './begin.ts';
import { cancel } from './cancel.ts';
import { change, changeInner, lookAt, tell } from './change.ts';
import { end } from './end.ts';
import type { Room } from './room.ts';

/** Gates say nothing when they open. */
const GATES_MS = 30_000;

export async function advance(id: string, desk: Desk, room: Room): Promise<void> {
  const deployment = await desk.read<Deployment>(DEPLOYMENT, id);
  if (deployment === undefined || deployment.body.ended) return;
  if (deployment.body.status === 'running') return watch(deployment, desk, room);
  if (deployment.body.begin_by !== undefined) return expect(deployment, deployment.body.begin_by, desk, room);
  const environment = await desk.peek<Environment>(environmentResource.name, deployment.body.environment);
  if (environment === undefined && deployment.body.kind === 'tear_down') return end(deployment, { status: 'succeeded', detail: 'Nobody says any more how it goes' }, desk, room);
  if (environment === undefined) return end(deployment, { status: 'cancelled', outcome: 'environment_gone', detail: 'The environment was deleted' }, desk, room);
  const { body, created_at } = deployment;
  const held = body.kind === 'tear_down' ? [] : await whatHolds({ ...body, trusted: body.engine.trusted, wish: body.engine.wish, created_at }, environment.body, desk, room.ports);
  const never = held.find(({ permanent }) => permanent);
  if (never !== undefined) return end(deployment, { status: 'cancelled', outcome: 'refused', detail: never.detail }, desk, room);
  if (held.length > 0) return wait(deployment, held, environment, desk);
  await takeTurn(deployment, environment, desk, room);
}

/** It leaves its place in the queue: others need not wait for what holds this one. */
async function wait(deployment: Deployment, held: readonly Held[], environment: Environment, desk: Desk): Promise<void> {
  const place = await placeOf(deployment, desk);
  if (place.queue.includes(deployment.id)) leave(deployment, place, desk);
  const before = deployment.body.waiting_for;
  const same = deployment.body.status === 'waiting' && JSON.stringify(before) === JSON.stringify(held);
  const waiting = same ? deployment : change(deployment, { status: 'waiting', waiting_for: [...held], approvals_needed: approvalsNeeded(deployment.body.engine.wish, environment.body.protection) }, desk);
  if (kinds(before) !== kinds(held) || deployment.body.status !== 'waiting') tell('deployment.waiting', waiting, desk);
  const freeze = held.find(({ kind }) => kind === 'freeze');
  if (freeze !== undefined && !before.some(({ kind }) => kind === 'freeze')) {
    desk.tell({ type: 'environment.frozen', subject: environment.id, project: deployment.body.project, data: () => ({ environment: environment.id, deployment: deployment.id, reason: freeze.detail, until: freeze.until ?? null }) });
  }
  lookAt(waiting, Math.min(...held.map(({ kind, until }) => (until !== undefined ? Date.parse(until) : kind === 'gate' ? desk.now + GATES_MS : Infinity))), desk);
}

const kinds = (held: readonly Held[]): string => held.map(({ kind }) => kind).join();

async function takeTurn(deployment: Deployment, environment: Environment, desk: Desk, room: Room): Promise<void> {
  const place = await placeOf(deployment, desk);
  const { id, body } = deployment;
  if (isTurnOf(place, id)) {
    desk.write(PLACE, body.place, taken(place, id));
    return body.runner === 'hub' ? begin(deployment, desk, room) : ready(deployment, desk);
  }
  const { when_busy } = environment.body;
  if (when_busy === 'refuse' && body.kind !== 'tear_down') return end(deployment, { status: 'cancelled', outcome: 'busy', detail: `${place.busy ?? place.queue[0] ?? 'Another deployment'} is at work there` }, desk, room);
  if (place.queue.length >= room.options.mostQueued && !place.queue.includes(id)) return end(deployment, { status: 'cancelled', outcome: 'busy', detail: `${place.queue.length} deployments wait there already` }, desk, room);
  desk.write(PLACE, body.place, joined(place, id, body.kind === 'tear_down'));
  if (when_busy === 'replace' || body.kind === 'tear_down') await replaceOlder(deployment, place, desk, room);
  queue(deployment, await placeOf(deployment, desk), desk);
}

/** Who came before gives way; who came later stays ahead. */
async function replaceOlder({ id, body }: Deployment, place: PlaceBody, desk: Desk, room: Room): Promise<void> {
  for (const other of [...place.queue, ...(place.busy === null ? [] : [place.busy])].filter((each) => each < id)) {
    const older = await desk.read<Deployment>(DEPLOYMENT, other);
    if (older === undefined || older.body.ended || older.body.kind === 'tear_down') continue;
    await cancel(older, { status: 'superseded', outcome: body.kind === 'tear_down' ? 'closed' : 'superseded', detail: `${id} took its turn`, by: id }, desk, room);
  }
}

function queue(deployment: Deployment, place: PlaceBody, desk: Desk): void {
  const needs = place.busy ?? place.queue[0];
  if (place.busy === null && place.queue[0] === deployment.id) return desk.enqueue(`look ${deployment.id}`); // who had it gave way at once
  const waiting_for: Held[] = [{ kind: 'turn', detail: `${needs} is at work there`, ...(needs === undefined ? {} : { needs }) }];
  const same = deployment.body.status === 'queued' && JSON.stringify(deployment.body.waiting_for) === JSON.stringify(waiting_for);
  const queued = same ? deployment : change(deployment, { status: 'queued', waiting_for }, desk);
  if (deployment.body.waiting_for[0]?.kind !== 'turn') tell('deployment.queued', queued, desk);
  lookAt(queued, Infinity, desk);
}

/** The place is kept for the CI, and not for ever. */
function ready(deployment: Deployment, desk: Desk): void {
  const begin_by = desk.now + deployment.body.engine.begin_within * 1000;
  const held: Held = { kind: 'runner', detail: 'the CI may begin', until: iso(begin_by) };
  const changed = change(deployment, { status: 'queued', waiting_for: [held], ready_at: iso(desk.now), begin_by: iso(begin_by) }, desk);
  tell('deployment.ready', changed, desk);
  lookAt(changed, begin_by, desk);
}

function expect(deployment: Deployment, beginBy: string, desk: Desk, room: Room): Promise<void> | void {
  if (desk.now >= Date.parse(beginBy)) return end(deployment, { status: 'cancelled', outcome: 'not_begun', detail: `Its runner did not begin until ${beginBy}` }, desk, room);
  lookAt(deployment, Date.parse(beginBy), desk);
}

/** One that runs: whether it shall stop, or takes too long. */
async function watch(deployment: Deployment, desk: Desk, room: Room): Promise<void> {
  const { finish_by, cancel_requested_at, runner, engine } = deployment.body;
  const calls = runner === 'hub' && engine.calling_at !== undefined;
  if (cancel_requested_at !== undefined && engine.ending !== undefined) {
    const over = Date.parse(cancel_requested_at) + room.options.graceMs;
    if (!calls && (runner === 'hub' || desk.now >= over)) return end(deployment, engine.ending, desk, room);
    return void lookAt(deployment, Math.max(over, desk.now + GATES_MS), desk);
  }
  const late = Date.parse(finish_by ?? iso(desk.now));
  if (desk.now < late) return void lookAt(deployment, late, desk);
  const how = { status: 'failed', outcome: 'timed_out', detail: `It did not finish until ${finish_by}` } as const;
  if (deployment.body.kind === 'tear_down') return void lookAt(deployment, desk.now + GATES_MS, desk); // what is to go goes, however long it takes
  if (!calls) return end(deployment, how, desk, room);
  if (engine.run !== undefined) await stopRun(engine.run, { state: 'lost', outcome: 'timed_out', detail: how.detail }, desk);
  lookAt(changeInner(change(deployment, { cancel_requested_at: iso(desk.now) }, desk), { ending: how }, desk), desk.now + GATES_MS, desk);
}

export async function placeOf({ body }: Pick<Deployment, 'body'>, desk: Desk): Promise<PlaceBody> {
  return (await desk.read<Place>(PLACE, body.place))?.body ?? EMPTY;
}

function leave({ id, body }: Deployment, place: PlaceBody, desk: Desk): void {
  const without = left(place, id);
  desk.write(PLACE, body.place, without);
  if (without.busy === null && without.queue[0] !== undefined) desk.enqueue(`look ${without.queue[0]}`);
}
