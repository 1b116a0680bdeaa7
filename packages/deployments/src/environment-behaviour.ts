/** What the `environment` resource does besides being stored: it acts with the rights of who declares it, and refuses what nobody could keep to. */
import { isDeepStrictEqual } from 'node:util';
import { type Action, type Behaviour, type Caller, callIssues, type Context, type Document, Failure, type Issue, pipelineResource, pipelineStart, type Row, usedBy } from '@patchbay/contracts';
import type { DeploymentPorts } from './ports.ts';
import { renameInGates } from './protection/rename-in-gates.ts';
import { DEPLOYMENT } from './record/deployment.ts';
import type { ActionCall, EnvironmentBody } from './record/environment.ts';
import { PLACE, type Place } from './record/place.ts';
import { PREVIEW } from './record/preview.ts';
import { freezeIssues, openFreeze } from './schedule/freeze.ts';

type Ports = Pick<DeploymentPorts, 'store' | 'actionOf' | 'principalOf' | 'now'>;

export function environmentBehaviour({ store, actionOf, principalOf, now }: Ports): Behaviour {
  async function rightsOf(fields: EnvironmentBody, { caller }: Context, before?: EnvironmentBody): Promise<string | null> {
    const issues = freezeIssues(fields.protection.freeze_windows);
    if (issues.length > 0) throw invalid(issues);
    const calls = [fields.bring_up, fields.tear_down].filter((each) => each !== undefined);
    for (const field of ['bring_up', 'tear_down'] as const) if (fields[field] !== undefined) refuseAction(field, fields[field], caller, actionOf, isDeepStrictEqual(fields[field], before?.[field]));
    const pipelines = (['bring_up_pipeline', 'tear_down_pipeline'] as const).filter((field) => fields[field] !== undefined);
    for (const field of pipelines) await refuseStranger(field, fields[field]!, fields, caller);
    if (pipelines.length > 0 && !caller.scopes.has(pipelineStart.scope)) throw new Failure('caller.forbidden', `${caller.name} may not start pipelines, and neither may an environment of theirs`, { needs: pipelineStart.scope, has: caller.scopes.list });
    const secrets = Object.keys(fields.secret_variables).length > 0;
    if (secrets && !caller.scopes.has('secret:write')) throw new Failure('caller.forbidden', `${caller.name} may not hand secrets to what is deployed`, { needs: 'secret:write', has: caller.scopes.list });
    if (calls.length === 0) return null;
    if ((await principalOf(caller.tenant, caller.principal)) === undefined) throw new Failure('caller.forbidden', `The hub deploys with the rights of who declares the environment, and ${caller.name} can’t be found again later; declare it with an API key`);
    return caller.principal;
  }

  /** One that is not there is refused as a reference. */
  async function refuseStranger(field: string, id: string, { project }: EnvironmentBody, { tenant }: Caller): Promise<void> {
    const pipeline = await store.get(pipelineResource.name, tenant, id);
    if (pipeline !== undefined && pipeline.body['project'] !== project) throw invalid([{ path: field, message: `the pipeline ${id} belongs to another project` }]);
  }

  return {
    async create(fields, ctx) {
      return { computed: { acts_for: await rightsOf(fields as EnvironmentBody, ctx), deployment: null, frozen: false } };
    },
    async update(before, after, ctx) {
      await renameInGates({ field: 'environment', of: before, from: (before.body as EnvironmentBody).slug, to: (after as EnvironmentBody).slug }, store, ctx);
      return { acts_for: await rightsOf(after as EnvironmentBody, ctx, before.body as EnvironmentBody), deployment: null, frozen: false };
    },
    async delete({ tenant, id }) {
      const used: Document[] = [
        ...(await store.list(PREVIEW, { tenant, where: { environment: id, open: true }, limit: 10 })).map((row) => ({ resource: PREVIEW, id: row.id, field: 'environment' })),
        ...(await store.list(DEPLOYMENT, { tenant, where: { environment: id, ended: false }, limit: 10 })).map((row) => ({ resource: DEPLOYMENT, id: row.id, field: 'environment' })),
      ];
      if (used.length > 0) throw new Failure('resource.in_use', `The environment ${id} can’t be deleted while previews are open or deployments under way${usedBy(used)}`, { resource: 'environment', id, used_by: used });
    },
    async show(rows) {
      return Promise.all(rows.map(async (row) => ({ deployment: await currentOf(row), frozen: openFreeze((row.body as EnvironmentBody).protection.freeze_windows, now()) !== undefined })));
    },
  };

  async function currentOf({ tenant, id }: Row): Promise<string | null> {
    return ((await store.get(PLACE, tenant, id)) as Place | undefined)?.body.current ?? null; // written by this engine and no other
  }
}

/** A call that stands already was right when it was written: its plugin may have changed or gone since, and the environment can still be frozen. */
function refuseAction(field: string, { action: id, input }: ActionCall, caller: Caller, actionOf: (id: string, caller: Caller) => Action | undefined, stands: boolean): void {
  const action = actionOf(id, caller);
  if (action === undefined && stands) return;
  if (action === undefined) throw invalid([{ path: `${field}.action`, message: `there is no action ${id}` }]);
  if (action.state === 'planned') throw invalid([{ path: `${field}.action`, message: `${id} comes with a later release` }]);
  if (!caller.scopes.has(action.scope)) throw new Failure('caller.forbidden', `${caller.name} may not call ${id}, and neither may an environment of theirs`, { needs: action.scope, has: caller.scopes.list });
  const issues = stands ? [] : callIssues(action, input, `${field}.input`);
  if (issues.length > 0) throw invalid(issues);
}

const invalid = (issues: readonly Issue[]): Failure => new Failure('input.invalid', `The environment is not valid at ${issues[0]!.path}: ${issues[0]!.message}`, { issues });
