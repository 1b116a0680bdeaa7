import { expect, test } from 'vitest';
import { type Aws, AwsError, createAws } from './aws.ts';
import { work } from './worker.ts';

const clock = { now: Date.now, random: () => 0 };

test('an action type that AWS refuses does not keep the others waiting', async () => {
  const stop = new AbortController();
  const [said, polled, told]: [string[], string[], unknown[]] = [[], [], []];
  const answers: Record<string, (input: { actionTypeId?: { provider: string } }) => object> = {
    PollForJobs({ actionTypeId }) {
      const provider = actionTypeId?.provider ?? '';
      polled.push(provider);
      if (provider === 'PatchbayDeploy') throw new AwsError('ActionTypeNotFoundException', 400, 'There is none');
      return { jobs: polled.length === 2 ? [{ id: 'j', nonce: '1', data: { actionConfiguration: { configuration: { Nope: 'x' } } } }] : [] };
    },
    AcknowledgeJob: () => ({ status: 'InProgress' }),
    PutJobFailureResult(input) { told.push(input); stop.abort(new Error('stopped')); return {}; },
  };
  const aws: Aws = { codepipeline: async <T>(operation: string, input: object) => answers[operation]?.(input) as T, webIdentityToken: async () => '' };
  setTimeout(() => stop.abort(new Error('late')), 2_000).unref();
  await work({ aws, clock, hostOf: () => { throw new Error('is not asked for'); }, say: (text) => said.push(text) }, { region: 'eu-west-1', verbs: ['deploy', 'gate'], atOnce: 2, turnMs: 1_000, idleMs: 10 }, stop.signal);
  expect(told).toMatchObject([{ jobId: 'j', failureDetails: { type: 'ConfigurationError' } }]);
  expect(said).toEqual([expect.stringMatching(/^PatchbayDeploy: ActionTypeNotFoundException.*asked for again in a minute/)]);
  expect(polled.filter((provider) => provider === 'PatchbayDeploy')).toHaveLength(1);
});

test('who can’t reach AWS is not sent to the address of the hub', async () => {
  const aws = createAws({ region: 'eu-west-1', endpoints: { codepipeline: 'http://127.0.0.1:1' }, key: async () => ({ accessKeyId: 'a', secretAccessKey: 'b' }), now: Date.now, random: () => 0 });
  await expect(aws.codepipeline('PollForJobs', {})).rejects.toMatchObject({ code: 'aws.unreachable', message: expect.stringContaining('Could not reach http://127.0.0.1:1') as string, fix: expect.stringContaining('AWS_REGION') as string });
});
