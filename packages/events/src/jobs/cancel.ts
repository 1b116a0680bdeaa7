import { Failure, jobCancel, jobRecord, operation, type Operation } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { jobCollection, type JobBody, type JobRow, showJob } from './job.ts';

/** The hub that runs the job notices with its next page, which is refused because the job has changed. */
export const cancelAction = (store: Store): Operation => operation(jobCancel, async ({ id }, ctx) => {
  const { tenant } = ctx.caller;
  const row = (await store.get(jobCollection.name, tenant, id)) as JobRow | undefined; // written by startJob and the runner alone
  if (row === undefined) throw new Failure('resource.not_found', `There is no job ${id} in this tenant`, { resource: jobRecord.name, id });
  if (row.body.status !== 'running') throw new Failure('job.ended', `The job ${id} is ${row.body.status} already`, { status_of_job: row.body.status });
  const body: JobBody = { ...row.body, status: 'cancelled', ended_at: new Date(ctx.now).toISOString() };
  ctx.target(id);
  ctx.unit.add({ op: 'update', in: jobCollection.name, tenant, id, body, at: ctx.now, version: row.version }, () => 'again');
  const view = showJob({ ...row, version: row.version + 1, updated_at: ctx.now, body });
  ctx.emit({ type: 'job.ended', subject: id, data: view });
  return view;
});
