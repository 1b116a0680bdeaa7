/** A deployment comes to be, and goes as far as it goes at once. */
import { ALLOWED, type Caller, type DeploymentKind, deploymentRecord, Failure, type Ruling } from '@patchbay/contracts';
import type { Desk } from '../desk.ts';
import { approvalsNeeded } from '../protection/approvals.ts';
import { type Deployment, DEPLOYMENT, type DeploymentBody, type Inner } from '../record/deployment.ts';
import { type Environment, isByHub } from '../record/environment.ts';
import type { Preview } from '../record/preview.ts';
import { advance } from './advance.ts';
import { begin } from './begin.ts';
import { end } from './end.ts';
import type { Room } from './room.ts';
import { tell } from './change.ts';

export interface Wanted extends Partial<Pick<DeploymentBody, 'release' | 'commit' | 'ref' | 'reason' | 'payload' | 'run' | 'links' | 'from'>> {
  readonly kind: DeploymentKind;
  readonly environment: Environment;
  readonly preview?: Preview | undefined;
  readonly begin?: boolean | undefined;
  readonly begin_within?: number | undefined;
  readonly timeout?: number | undefined;
}

export type By = Pick<Caller, 'principal' | 'name' | 'issuers' | 'party'>;

export async function create(wanted: Wanted, by: By, desk: Desk, room: Room): Promise<Deployment> {
  return createRuled(wanted, by, await rulingOn(wanted, by, desk, room), desk, room);
}

async function createRuled(wanted: Wanted, by: By, ruling: Ruling, desk: Desk, room: Room): Promise<Deployment> {
  const id = desk.newId(deploymentRecord.prefix);
  desk.write(DEPLOYMENT, id, bodyOf(wanted, by, ruling, desk));
  desk.changed(id);
  const created = (await desk.read<Deployment>(DEPLOYMENT, id))!;
  tell('deployment.created', created, desk);
  if (ruling.kind === 'deny') await end(created, { status: 'cancelled', outcome: 'denied', detail: `${ruling.by}: ${ruling.reason}` }, desk, room);
  else await advance(id, desk, room);
  const advanced = (await desk.read<Deployment>(DEPLOYMENT, id))!;
  if (wanted.begin === true && advanced.body.runner === 'ci' && advanced.body.ready_at !== undefined && !advanced.body.ended) await begin(advanced, desk, room);
  return (await desk.read<Deployment>(DEPLOYMENT, id))!;
}

/** What is torn down goes, whatever anybody says. */
export async function rulingOn({ kind, environment, preview, release, commit, ref, reason, payload = {} }: Wanted, by: By, desk: Desk, { ports }: Room): Promise<Ruling> {
  if (kind === 'tear_down') return ALLOWED;
  const { project, slug, tier } = environment.body;
  const said = Object.entries({ release, commit, ref, reason, pull_request: preview?.body.pull_request }).filter(([, value]) => value !== undefined);
  return (await ports.decide?.(desk.tenant, { kind, project, environment: environment.id, environment_slug: slug, tier, ...Object.fromEntries(said), payload, requested_by: by.principal, requester: by.name })) ?? ALLOWED;
}

/** For who waits for the answer: what will never be is refused, and not kept. */
export async function createOrRefuse(wanted: Wanted, by: By, desk: Desk, room: Room): Promise<Deployment> {
  const ruling = await rulingOn(wanted, by, desk, room);
  if (ruling.kind === 'deny') throw new Failure('decision.denied', `${ruling.by} decided against it: ${ruling.reason}`, { by: ruling.by, reason: ruling.reason, environment: wanted.environment.id });
  const deployment = await createRuled(wanted, by, ruling, desk, room);
  const { ended, outcome, detail = '', environment_slug } = deployment.body;
  if (!ended) return deployment;
  if (outcome === 'busy') throw new Failure('deployment.busy', `${environment_slug} is busy: ${detail}`, { environment: wanted.environment.id });
  throw new Failure('deployment.refused', `${environment_slug} refuses this version: ${detail}`, { environment: wanted.environment.id, waiting_for: [{ kind: outcome ?? 'refused', detail }] });
}

export const wishOf = (ruling: Ruling): Inner['wish'] => (ruling.kind === 'require_approval' ? { by: ruling.by, reason: ruling.reason } : undefined);

function bodyOf({ kind, environment, preview, begin_within = 900, timeout = 3600, begin: _, ...given }: Wanted, by: By, ruling: Ruling, desk: Desk): DeploymentBody {
  const wish = wishOf(ruling);
  const { project, slug, tier, protection } = environment.body;
  return {
    ...given,
    project, environment: environment.id, environment_slug: slug, tier, kind, place: preview?.id ?? environment.id,
    ...(preview === undefined ? {} : { preview: preview.id, pull_request: preview.body.pull_request }),
    status: 'waiting', runner: kind === 'tear_down' || isByHub(environment.body) ? 'hub' : 'ci', payload: given.payload ?? {}, links: given.links ?? [], outputs: {},
    requested_by: by.principal, requester: by.name, waiting_for: [], approvals: [], approvals_needed: kind === 'tear_down' ? 0 : approvalsNeeded(wish, protection), attempt: 0, ended: false,
    engine: { begin_within, timeout, issuers: by.issuers, ...(by.party === undefined ? {} : { party: by.party }), deciders: [], look_at: 0, causes: desk.causes, trusted: kind === 'rollback' || kind === 'tear_down', ...(wish === undefined ? {} : { wish }) },
  };
}
