/** What a CI asks that waits without an agent: the hub looks at the gate, and calls back. */
import { z } from 'zod';
import { defineAction } from '../action.ts';
import { version } from '../deployment.ts';
import { httpUrl, instant, PRINTABLE, seconds, secret } from '../field.ts';
import { environmentName, projectName } from './deployment.ts';

const word = z.string().min(1).max(200).regex(PRINTABLE, 'expected printable characters');

export const gateAnswer = defineAction({
  id: 'gate_answer', title: 'Answer when a gate opens', safety: 'moderate', scope: 'deployment:write', failures: ['reference.not_found', 'resource.not_found'],
  description: 'Tells a check of Azure Pipelines that waits for a callback, once nothing holds a version from an environment any more: succeeded. When waiting is of no use, or the time is over: failed. It is asked by the task InvokeRESTAPI, without an agent.',
  input: z.strictObject({
    project: projectName, environment: environmentName, ...version,
    deployment: z.string().min(1).max(64).optional().meta({ description: 'Ask for this deployment: its approvals count.', examples: ['dep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    timeout: seconds.min(30).max(604_800).default(86_400).meta({ description: 'Seconds until it is answered in any case.', examples: [86_400] }),
    azure_devops: z.strictObject({
      collection_url: httpUrl.meta({ description: '$(system.CollectionUri)', examples: ['https://azure.example.com/acme/'] }),
      project: word.meta({ description: '$(system.TeamProjectId)', examples: ['c4a6c1f0-5d3e-4f43-a1c2-0d6b7f1e2a3b'] }),
      hub: word.meta({ description: '$(system.HostType)', examples: ['checks'] }),
      plan: word.meta({ description: '$(system.PlanId)', examples: ['6c0b1c1e-3f75-4a3c-9a40-6d5c2a8c7b11'] }),
      job: word.meta({ description: '$(system.JobId)', examples: ['3a7e60dc-c5b0-5009-86eb-0f217c12e2ea'] }),
      task: word.meta({ description: '$(system.TaskInstanceId)', examples: ['61153303-347e-5f06-a6a1-ce2102bd68eb'] }),
      token: secret(z.string().min(1).max(8192)).meta({ description: '$(system.AccessToken), with which the hub calls back. It is sealed until then, and forgotten afterwards.' }),
    }).meta({ description: 'Whom to tell: variables of the job, as they are.' }),
  }),
  output: z.object({ environment: z.string().meta({ description: 'The environment.', examples: ['env_01jd8xk3v2q4r6t8w0y2a4c6e8'] }), until: instant.meta({ description: 'When it is answered in any case.', examples: ['2030-01-31T23:59:59.000Z'] }) }),
  route: { method: 'POST', path: '/v1/gates/answers' },
});
