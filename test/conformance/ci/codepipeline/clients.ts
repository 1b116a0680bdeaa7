/** The fake under another client than ours: what the worker does is done by awscli, which checks each of its own requests against its model. */
import assert from 'node:assert/strict';
import type { CiCase } from '../case.ts';
import type { FakeCodePipeline } from './fake.ts';
import { onStage } from './stage.ts';
import { actionTypes, templateFile } from './template.ts';
import { run } from './tools.ts';

async function aws(fake: FakeCodePipeline, operation: string, input: object): Promise<Record<string, unknown>> {
  const env = { AWS_ACCESS_KEY_ID: fake.key.id, AWS_SECRET_ACCESS_KEY: fake.key.secret, AWS_DEFAULT_REGION: 'eu-west-1', AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', AWS_PAGER: '' };
  const { code, out, err } = await run('aws', ['codepipeline', operation, '--endpoint-url', fake.url, '--output', 'json', '--cli-input-json', JSON.stringify(input)], env);
  if (code !== 0) throw new Error(err.trim());
  return JSON.parse(out || '{}') as Record<string, unknown>;
}

export const awscliCases: readonly CiCase[] = [
  {
    name: 'the action types of the template are taken by CreateCustomActionType',
    holds: (world) => onStage(world, async ({ aws: fake }) => {
      const types = actionTypes();
      assert.equal(types.length, 5);
      for (const type of types) {
        const { actionType } = await aws(fake, 'create-custom-action-type', type) as { actionType: { id: { provider: string } } };
        assert.equal(actionType.id.provider, type.provider);
      }
    }),
  },
  {
    name: 'a job is polled, acknowledged once, and ended; a wrong nonce and an ended job are refused',
    holds: (world) => onStage(world, async ({ aws: fake }) => {
      const action = fake.begin({ provider: 'PatchbayDeploy', configuration: { Project: 'shop', Environment: 'hosted' } });
      const actionTypeId = { category: 'Deploy', owner: 'Custom', provider: 'PatchbayDeploy', version: '1' };
      const { jobs: [job] } = await aws(fake, 'poll-for-jobs', { actionTypeId, maxBatchSize: 1 }) as { jobs: { id: string; nonce: string }[] };
      assert.ok(job);
      await assert.rejects(aws(fake, 'acknowledge-job', { jobId: job.id, nonce: 'another' }), /InvalidNonceException/);
      assert.deepEqual(await aws(fake, 'acknowledge-job', { jobId: job.id, nonce: job.nonce }), { status: 'InProgress' });
      await aws(fake, 'put-job-success-result', { jobId: job.id, outputVariables: { Url: 'https://shop.example.com' } });
      assert.equal((await fake.ended(action)).status, 'Succeeded');
      await assert.rejects(aws(fake, 'put-job-failure-result', { jobId: job.id, failureDetails: { type: 'JobFailed', message: 'late' } }), /InvalidJobStateException/);
    }),
  },
];

export const templateCases: readonly CiCase[] = [
  {
    name: 'cfn-lint finds nothing in the template',
    async holds() {
      const { code, out, err } = await run('cfn-lint', [templateFile]);
      assert.equal(code, 0, out + err);
    },
  },
  {
    name: 'cfn-lint would find a misspelt property in it',
    async holds() {
      const { mkdtemp, readFile, rm, writeFile } = await import('node:fs/promises');
      const { tmpdir } = await import('node:os');
      const folder = await mkdtemp(`${tmpdir()}/cfn-`);
      try {
        await writeFile(`${folder}/template.yml`, (await readFile(templateFile, 'utf8')).replace('Secret: false', 'Secrect: false'));
        assert.notEqual((await run('cfn-lint', [`${folder}/template.yml`])).code, 0);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  },
];
