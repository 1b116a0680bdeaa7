import { schemasOf } from '../derive.ts';
import { defineEvent } from '../event.ts';
import { job } from '../records/job.ts';

export const jobEnded = defineEvent({ type: 'job.ended', description: 'A job is done, was cancelled or failed.', data: schemasOf(job).view });
