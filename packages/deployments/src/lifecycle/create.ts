/** A deployment comes to be, and goes as far as it goes at once. */
import { type Caller, type DeploymentKind, deploymentRecord, Failure } from '@patchbay/contracts';
import type { Desk } from '../desk.ts';
import { type Deployment, DEPLOYMENT, type DeploymentBody } from '../record/deployment.ts';
import type { Environment } from '../record/environment.ts';
import type { Preview } from '../record/preview.ts';
import { advance } from './advance.ts';
import { begin } from './begin.ts';
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

export type By = Pick<Caller, 'principal' | 'name' | 'issuers'>;

export async function create(wanted: Wanted, by: By, desk: Desk, room: Room): Promise<Deployment> {
  const id = desk.newId(deploymentRecord.prefix);
  desk.write(DEPLOYMENT, id, bodyOf(wanted, by, desk));
  desk.changed(id);
  const created = (await desk.read<Deployment>(DEPLOYMENT, id))!;
  tell('deployment.created', created, desk);
  await advance(id, desk, room);
  const advanced = (await desk.read<Deployment>(DEPLOYMENT, id))!;
  if (wanted.begin === true && advanced.body.runner === 'ci' && advanced.body.ready_at !== undefined && !advanced.body.ended) await begin(advanced, desk, room);
  return (await desk.read<Deployment>(DEPLOYMENT, id))!;
}

/** For who waits for the answer: what will never be is refused, and not kept. */
export async function createOrRefuse(wanted: Wanted, by: By, desk: Desk, room: Room): Promise<Deployment> {
  const deployment = await create(wanted, by, desk, room);
  const { ended, outcome, detail = '', environment_slug } = deployment.body;
  if (!ended) return deployment;
  if (outcome === 'busy') throw new Failure('deployment.busy', `${environment_slug} is busy: ${detail}`, { environment: wanted.environment.id });
  throw new Failure('deployment.refused', `${environment_slug} refuses this version: ${detail}`, { environment: wanted.environment.id, waiting_for: [{ kind: outcome ?? 'refused', detail }] });
}

function bodyOf({ kind, environment, preview, begin_within = 900, timeout = 3600, begin: _, ...given }: Wanted, by: By, desk: Desk): DeploymentBody {
  const { project, slug, tier, bring_up, protection } = environment.body;
  return {
    ...given,
    project, environment: environment.id, environment_slug: slug, tier, kind, place: preview?.id ?? environment.id,
    ...(preview === undefined ? {} : { preview: preview.id, pull_request: preview.body.pull_request }),
    status: 'waiting', runner: kind === 'tear_down' || bring_up !== undefined ? 'hub' : 'ci', payload: given.payload ?? {}, links: given.links ?? [], outputs: {},
    requested_by: by.principal, requester: by.name, waiting_for: [], approvals: [], approvals_needed: kind === 'tear_down' ? 0 : protection.approvals, attempt: 0, ended: false,
    engine: { begin_within, timeout, issuers: by.issuers, deciders: [], look_at: 0, causes: desk.causes, trusted: kind === 'rollback' || kind === 'tear_down' },
  };
}
