import { z } from 'zod';
import { defineAction } from '../action.ts';
import { schemasOf } from '../derive.ts';
import { job } from '../records/job.ts';

export const jobCancel = defineAction({
  id: 'job_cancel',
  title: 'Cancel a job',
  description: 'Stops a job. What it has sent already stays on its way.',
  safety: 'moderate',
  scope: 'job:write',
  input: z.strictObject({ id: z.string().min(1).max(64).meta({ description: 'The job.' }) }),
  output: schemasOf(job).view,
  failures: ['resource.not_found', 'resource.conflict', 'job.ended'],
});
