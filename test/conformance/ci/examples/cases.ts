/** Every example runs, word by word, in its CI's player and against a real hub; somebody approves what waits. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runTask } from '../azure-devops/agent.ts';
import type { CiCase } from '../case.ts';
import { onStage } from '../codepipeline/stage.ts';
import { readTemplate } from '../codepipeline/template.ts';
import { has, run } from '../codepipeline/tools.ts';
import { canRunPipelines, runPipeline } from '../gitlab/pipeline.ts';
import { build, hasGroovy } from '../jenkins/library.ts';
import { unpacked } from '../packages.ts';
import { type CiWorld, startCiWorld } from '../world.ts';
import { playWorkflow, type Workflow } from './play-workflow.ts';

export interface Example extends CiCase { readonly ready: boolean; readonly lacks: string }

const root = join(import.meta.dirname, '../../../../examples/ci');
const text = (file: string): string => readFileSync(join(root, file), 'utf8');
const COMMIT = '3f0c1d9e5b7a2468ace013579bdf02468ace1357';

interface Shown { readonly id: string; readonly environment_slug: string; readonly status: string; readonly ended: boolean }
const deployments = async ({ call }: CiWorld): Promise<readonly Shown[]> => (await call('deployment_list', { limit: 500, sort: '-id' }))['items'] as Shown[];

/** Approves what waits, like somebody who looks now and then; then each environment must have got one more version that succeeded. */
async function released(world: CiWorld, environments: readonly string[], play: () => Promise<void>): Promise<void> {
  const before = new Set((await deployments(world)).map(({ id }) => id));
  const approving = setInterval(() => {
    void deployments(world).then(async (all) => { for (const { id, status } of all) if (status === 'waiting' && !before.has(id)) await world.call('deployment_approve', { id }); });
  }, 400);
  try {
    await play();
  } finally {
    clearInterval(approving);
  }
  const fresh = (await deployments(world)).filter(({ id }) => !before.has(id));
  assert.deepEqual(fresh.map(({ environment_slug: slug, status }) => `${slug} ${status}`).sort(), environments.map((slug) => `${slug} succeeded`).sort());
}

const github = (world: CiWorld, event: object) => ({
  github: { sha: COMMIT, ref: 'refs/heads/main', repository: 'acme/shop', event }, vars: { PATCHBAY_URL: world.url, PATCHBAY_POLICY: world.policy }, env: world.runnerEnv,
});
const playFile = (file: string, world: CiWorld, event: object) => playWorkflow(parse(text(`github/.github/workflows/${file}`)) as Workflow, github(world, event));

export const examples: readonly Example[] = [
  {
    name: 'GitHub: deploy.yml', ready: true, lacks: '',
    holds: (world) => released(world, ['staging', 'production'], async () => {
      const { results, log } = await playFile('deploy.yml', world, {});
      assert.deepEqual(results, { staging: 'success', production: 'success' }, log);
    }),
  },
  {
    name: 'GitHub: preview.yml, opened, closed, and from a fork', ready: true, lacks: '',
    async holds(world) {
      const event = (action: string, from = 'acme/shop') => ({ action, pull_request: { number: 4242, title: 'A new basket', head: { repo: { full_name: from } } } });
      const find = async () => ((await world.call('preview_list', { pull_request: '4242' }))['items'] as { status: string }[])[0]?.status;
      assert.deepEqual((await playFile('preview.yml', world, event('opened', 'eve/shop'))).results, { preview: 'skipped' });
      const up = await playFile('preview.yml', world, event('opened'));
      assert.deepEqual([up.results, await find()], [{ preview: 'success' }, 'up'], up.log);
      const down = await playFile('preview.yml', world, event('closed'));
      assert.deepEqual([down.results, await find()], [{ preview: 'success' }, 'down'], down.log);
    },
  },
  {
    name: 'GitLab: .gitlab-ci.yml', ready: canRunPipelines, lacks: 'gitlab-ci-local and rsync',
    holds: (world) => released(world, ['staging', 'production'], async () => {
      // One token for all jobs is what the local runner can hand in; GitLab itself gives one to each.
      const { issuer, jwks, url } = world;
      const { id: policy } = await world.call('trust_policy_create', { name: `gitlab ${Date.now()}`, provider: 'other', issuer: issuer.url, audiences: [url], jwks, single_use: false, claims: [{ claim: 'project_id', values: ['22'] }], scopes: ['deployment:write', 'deployment:read'] });
      const yml = text('gitlab/.gitlab-ci.yml').replaceAll(/\$CI_SERVER_FQDN\/patchbay\/patchbay\/(\w+)@v0/g, '$CI_SERVER_FQDN/$CI_PROJECT_PATH/$1@$CI_COMMIT_SHA');
      const { code, log } = await runPipeline({ yml, jobs: ['patchbay:deploy:staging', 'smoke-test', 'patchbay:deploy:production'], variables: { PATCHBAY_ID_TOKEN: issuer.mint({ aud: url, project_id: '22' }), PATCHBAY_HUB: url, PATCHBAY_POLICY: String(policy) } });
      assert.equal(code, 0, log);
    }),
  },
  {
    name: 'Jenkins: Jenkinsfile', ready: hasGroovy(), lacks: 'groovy and a JDK',
    holds: (world) => released(world, ['staging', 'production'], async () => {
      const key = String((await world.call('api_key_create', { name: `jenkins ${Date.now()}`, scopes: ['deployment:write', 'deployment:read', 'event:write'] }))['key']);
      const { result, faults, log } = await build({ pipeline: text('jenkins/Jenkinsfile').replace(/^@Library.*\n/, ''), credentials: { patchbay: key }, env: { PATCHBAY_URL: world.url } });
      assert.deepEqual([result, faults], ['SUCCESS', []], log);
      assert.match(log, /on https:\/\/staging\.shop\.example\.com[\s\S]*Event evt_\w+ is told/);
    }),
  },
  {
    name: 'Azure DevOps: azure-pipelines.yml', ready: true, lacks: '',
    holds: (world) => released(world, ['staging', 'production'], () => unpacked('patchbay.vsix', async (extension) => {
      const key = String((await world.call('api_key_create', { name: `azure ${Date.now()}`, scopes: ['deployment:write', 'deployment:read', 'event:write'] }))['key']);
      const { steps } = parse(text('azure-devops/azure-pipelines.yml')) as { steps: { task?: string; name?: string; script?: string; inputs?: Record<string, string> }[] };
      const variables: Record<string, string> = { 'Build.SourceVersion': COMMIT };
      const fill = (value: string): string => value.replaceAll(/\$\(([\w.]+)\)/g, (macro, name: string) => variables[name] ?? macro);
      for (const { task, name, script, inputs = {} } of steps) {
        if (script !== undefined) { assert.equal((await run('sh', ['-e', '-c', fill(script)])).code, 0, script); continue; }
        const [, folder, major] = /^(\w+)@(\d+)$/.exec(task ?? '') ?? [];
        const given = Object.fromEntries(Object.entries(inputs).map(([input, value]) => [input, fill(value)]));
        const { result, variables: set, faults, log } = await runTask(join(extension, 'tasks', `${folder}V${major}`), { inputs: given, env: { ENDPOINT_URL_patchbay: world.url, ENDPOINT_AUTH_PARAMETER_patchbay_APITOKEN: key } });
        assert.deepEqual([result, faults], ['Succeeded', []], log);
        for (const [variable, value] of Object.entries(set)) if (name !== undefined) variables[`${name}.${variable}`] = value;
      }
    })),
  },
  {
    name: 'CodePipeline: pipeline.yml', ready: true, lacks: '',
    async holds() {
      const world = await startCiWorld();
      try {
        await letTheHubWork(world, ['staging', 'production']);
        await released(world, ['staging', 'production'], () => onStage(world, async ({ aws, worker }) => {
          worker();
          const variables: Record<string, string> = { 'source.VersionId': 'v1.4.2' };
          for (const { Name, Namespace, ActionTypeId, Configuration } of actionsOf(text('codepipeline/pipeline.yml'))) {
            if (ActionTypeId.Owner !== 'Custom') continue;
            const configuration = Object.fromEntries(Object.entries(Configuration).map(([property, value]) => [property, value.replaceAll(/#\{([\w.]+)\}/g, (_, name: string) => variables[name] ?? '')]));
            const { status, input } = await aws.ended(aws.begin({ name: Name, provider: ActionTypeId.Provider, category: ActionTypeId.Category, configuration }));
            assert.equal(status, 'Succeeded', `${Name}: ${input.failureDetails?.message}`);
            for (const [variable, value] of Object.entries(input.outputVariables ?? {})) variables[`${Namespace}.${variable}`] = value;
          }
        }));
      } finally {
        await world.stop();
      }
    },
  },
  {
    name: 'CodePipeline: pipeline.yml under cfn-lint', ready: has('cfn-lint'), lacks: 'cfn-lint',
    async holds() {
      const { code, out, err } = await run('cfn-lint', [join(root, 'codepipeline/pipeline.yml')]);
      assert.equal(code, 0, out + err);
    },
  },
  {
    name: 'a shell: deploy.sh', ready: has('curl'), lacks: 'curl',
    holds: (world) => released(world, ['staging', 'production'], async () => {
      const { code, out, err } = await run('sh', [join(root, 'shell/deploy.sh'), '1.4.2'], { PATCHBAY_URL: world.url, PATCHBAY_TOKEN: String((await world.call('api_key_create', { name: `shell ${Date.now()}`, scopes: ['deployment:write', 'deployment:read', 'event:write'] }))['key']), PATH: `${join(process.execPath, '..')}:${process.env['PATH'] ?? ''}` });
      assert.equal(code, 0, out + err);
    }),
  },
];

interface PipelineAction { readonly Name: string; readonly Namespace?: string; readonly RunOrder?: number; readonly ActionTypeId: { readonly Owner: string; readonly Provider: string; readonly Category: string }; readonly Configuration: Readonly<Record<string, string>> }

function actionsOf(template: string): readonly PipelineAction[] {
  const pipeline = readTemplate(template)['Pipeline']?.Properties as { Stages: { Actions: PipelineAction[] }[] } | undefined;
  return (pipeline?.Stages ?? []).flatMap(({ Actions }) => [...Actions].sort((one, other) => (one.RunOrder ?? 1) - (other.RunOrder ?? 1)));
}

/** Pipelines of CodePipeline run no commands. */
async function letTheHubWork({ call }: CiWorld, slugs: readonly string[]): Promise<void> {
  const { items } = await call('environment_list', { limit: 100 }) as { items: { id: string; slug: string; version: number }[] };
  for (const { id, slug } of items.filter((environment) => slugs.includes(environment.slug))) {
    const changed = await call('environment_update', { id, bring_up: { action: 'event_publish', input: { type: 'deploy.wanted', subject: slug, data: { version: '{{version}}' } } }, url_template: 'https://{{environment.slug}}.shop.example.com' });
    assert.equal(changed['id'], id, JSON.stringify(changed));
  }
}
