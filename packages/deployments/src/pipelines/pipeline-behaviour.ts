/** What the `pipeline` resource does besides being stored: it acts with the rights of who declares it, and shows how its latest run goes. */
import { type Behaviour, type Caller, type Context, Failure, usedBy } from '@patchbay/contracts';
import type { DeploymentPorts } from '../ports.ts';
import { renameInGates } from '../protection/rename-in-gates.ts';
import { ciAction, connectorOf } from './driver.ts';
import { type PipelineBody, RUN, type Run } from './record.ts';

export function pipelineBehaviour(ports: Pick<DeploymentPorts, 'store' | 'actionOf' | 'principalOf' | 'connectorName'>): Behaviour {
  const { store, actionOf, principalOf } = ports;

  /** The connector may come later: then whoever starts a run is told. */
  async function rightsOf(fields: PipelineBody, { caller }: Context): Promise<string> {
    const connector = await connectorOf(fields, caller.tenant, ports);
    const action = actionOf(ciAction({ connector }, 'ci_start'), caller);
    if (action !== undefined && !caller.scopes.has(action.scope)) throw new Failure('caller.forbidden', `${caller.name} may not start runs by ${connector}, and neither may a pipeline of theirs`, { needs: action.scope, has: caller.scopes.list });
    await refuseNobody(caller);
    return caller.principal;
  }

  async function refuseNobody(caller: Caller): Promise<void> {
    if ((await principalOf(caller.tenant, caller.principal)) === undefined) throw new Failure('caller.forbidden', `The hub starts runs with the rights of who declares the pipeline, and ${caller.name} can’t be found again later; declare it with an API key`);
  }

  return {
    create: async (fields, ctx) => ({ computed: { acts_for: await rightsOf(fields as PipelineBody, ctx), last_run: null, last_state: null } }),
    async update(before, after, ctx) {
      await renameInGates({ field: 'pipeline', of: before, from: (before.body as PipelineBody).name, to: (after as PipelineBody).name }, store, ctx);
      return { acts_for: await rightsOf(after as PipelineBody, ctx), last_run: null, last_state: null };
    },
    async delete({ tenant, id }) {
      const open = await store.list(RUN, { tenant, where: { pipeline: id, ended: false }, limit: 10 });
      const used = open.map((row) => ({ resource: RUN, id: row.id, field: 'pipeline' }));
      if (used.length > 0) throw new Failure('resource.in_use', `The pipeline ${id} can’t be deleted while runs of it are under way${usedBy(used)}`, { resource: 'pipeline', id, used_by: used });
    },
    show: (rows) => Promise.all(rows.map(async ({ tenant, id }) => {
      const [latest] = (await store.list(RUN, { tenant, where: { pipeline: id }, sort: { field: 'id', descending: true }, limit: 1 })) as Run[];
      return { last_run: latest?.id ?? null, last_state: latest?.body.state ?? null };
    })),
  };
}
