/** What the components do in pipelines that gitlab-ci-local runs, against a real hub. It mints no id tokens: the issuer's are handed in. */
import assert from 'node:assert/strict';
import type { CiCase } from '../case.ts';
import type { CiWorld } from '../world.ts';
import { cancelledJob } from './cancelled-job.ts';
import { type PipelineRun, runPipeline } from './pipeline.ts';

type Given = Readonly<Record<string, string | boolean | number>>;

const include = (component: string, given: Given): string => `  - component: $CI_SERVER_FQDN/$CI_PROJECT_PATH/${component}@$CI_COMMIT_SHA\n    inputs: ${JSON.stringify(given)}\n`;

/** A pipeline with one component, and a job after it, if there is one. */
const run = (world: CiWorld, component: string, given: Given, more: Partial<PipelineRun> & { readonly after?: string } = {}) => runPipeline({
  yml: `stages: [deploy, check]\ninclude:\n${include(component, { hub: world.url, policy: world.policy, project: 'shop', ...given })}${more.after ?? ''}`,
  ...more,
  variables: { PATCHBAY_ID_TOKEN: world.issuer.mint({ aud: world.url, repository_id: '7', project_id: '22' }), ...more.variables },
});

export const gitlabCases: readonly CiCase[] = [
  {
    name: 'a deploy passes its outputs to the next job by a dotenv report',
    async holds(world) {
      const { code, log, files } = await run(world, 'deploy', { hub: `${world.url}/`, environment: 'staging', release: '1.4.2', run: 'echo rolling out && echo url=https://shop.example.com >> "$$PATCHBAY_OUTPUT"' }, {
        after: 'check:\n  stage: check\n  script: [\'echo "deployed to $PATCHBAY_URL: $PATCHBAY_STATUS"\']\n', read: ['patchbay.xml', 'patchbay-codequality.json', 'patchbay-annotations.json'],
      });
      assert.equal(code, 0, log);
      assert.deepEqual(JSON.parse(files['patchbay-annotations.json'] ?? ''), { Patchbay: [{ external_link: { label: 'patchbay:deploy', url: 'https://shop.example.com' } }] });
      assert.match(log, /rolling out/);
      assert.match(log, /deployed to https:\/\/shop\.example\.com: succeeded/);
      assert.match(files['patchbay.xml'] ?? '', /failures="0"/);
      assert.ok(!/pb_[A-Za-z0-9]{20}|eyJ/.test(log), 'no token is in the log');
    },
  },
  {
    name: 'a deploy that fails fails the job, and the reports say why',
    async holds(world) {
      const { code, log, files } = await run(world, 'deploy', { environment: 'staging', run: 'exit 7' }, { read: ['patchbay.xml', 'patchbay-codequality.json'] });
      assert.notEqual(code, 0);
      assert.match(log, /is failed.*exit code 7/);
      assert.match(files['patchbay.xml'] ?? '', /failures="1"[\s\S]*exit code 7/);
      assert.match(files['patchbay-codequality.json'] ?? '', /exit code 7/);
    },
  },
  {
    name: 'a preview comes up, and its stop job takes it down',
    async holds(world) {
      const given = { environment: 'preview', 'pull-request': '77', run: 'echo url=https://pr-77.example.com >> "$$PATCHBAY_OUTPUT"' };
      const up = await run(world, 'preview', given, { jobs: ['patchbay:preview:up'] });
      assert.equal(up.code, 0, up.log);
      const find = async () => ((await world.call('preview_list', { pull_request: '77' }))['items'] as { status: string; url?: string }[])[0];
      assert.deepEqual([(await find())?.status, (await find())?.url], ['up', 'https://pr-77.example.com']);
      const down = await run(world, 'preview', given, { jobs: ['patchbay:preview:down'] });
      assert.equal(down.code, 0, down.log);
      assert.equal((await find())?.status, 'down');
    },
  },
  {
    name: 'an input outside its options, and one that is missing, are refused before anything runs',
    async holds(world) {
      const wrong = await run(world, 'deploy', { environment: 'staging', 'on-cancel': 'stop' });
      assert.notEqual(wrong.code, 0);
      assert.match(wrong.log, /on-cancel/);
      const missing = await run(world, 'deploy', {});
      assert.notEqual(missing.code, 0);
      assert.match(missing.log, /environment/);
    },
  },
  {
    name: 'what only the program can check is refused with the name of the input',
    async holds(world) {
      const { code, log } = await run(world, 'deploy', { environment: 'staging', timeout: 'soon' });
      assert.notEqual(code, 0);
      assert.match(log, /Input `timeout` is `soon`/);
    },
  },
  {
    name: 'a job that is cancelled cancels its deployment, also when its script was killed',
    async holds(world) {
      for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
        const given = { hub: world.url, policy: world.policy, project: 'shop', environment: 'production', run: 'true', release: '1.4.2' };
        const { log, left } = await cancelledJob('deploy', given, { PATCHBAY_ID_TOKEN: world.issuer.mint({ aud: world.url, repository_id: '7' }) }, { at: /waiting/, signal });
        const id = /Deployment (dep_\w+) to production/.exec(log)?.[1];
        assert.equal((await world.call('deployment_get', { id }))['status'], 'cancelled', log);
        assert.deepEqual(left.filter((file) => /state|\.cjs$/.test(file)), [], 'the state, which has a token, does not stay in the checkout');
      }
    },
  },
  {
    name: 'a token that was used before gets nobody in',
    async holds(world) {
      const token = world.issuer.mint({ aud: world.url, repository_id: '7' });
      const variables = { PATCHBAY_ID_TOKEN: token };
      const first = await run(world, 'notify', { event: 'build.finished' }, { variables });
      assert.equal(first.code, 0, first.log);
      const again = await run(world, 'notify', { event: 'build.finished' }, { variables });
      assert.notEqual(again.code, 0);
      assert.match(again.log, /token\.refused/);
    },
  },
];
