/** What the shared library does on Groovy, against a real hub. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CiCase } from '../case.ts';
import type { CiWorld } from '../world.ts';
import { build, type BuildOptions } from './library.ts';

const inNode = (world: CiWorld, call: string, more: Partial<BuildOptions> = {}) => build({
  pipeline: `node('linux') { stage('deploy') { return ${call.replace('HUB', `hub: '${world.url}', credentialsId: 'patchbay'`).replace('KEYLESS', `hub: '${world.url}', policy: '${world.policy}', idTokenCredentialsId: 'token'`)} } }`,
  credentials: { patchbay: world.hub.key, token: world.issuer.mint({ aud: world.url.replace(/\/$/, ''), repository_id: '7' }) }, ...more,
});

export const jenkinsCases: readonly CiCase[] = [
  {
    name: 'a deploy returns its outputs, describes the build, and could be stored at each step',
    async holds(world) {
      const { result, returned, description, faults, log } = await inNode(world, `patchbayDeploy(HUB, project: 'shop', environment: 'staging', release: '1.4.2', run: 'echo rolling out; echo url=https://shop.example.com >> "$PATCHBAY_OUTPUT"')`);
      assert.equal(result, 'SUCCESS', log);
      assert.deepEqual([returned?.['status'], returned?.['url'], description], ['succeeded', 'https://shop.example.com', 'staging: https://shop.example.com']);
      assert.deepEqual(faults, []);
      assert.match(log, /rolling out/);
      assert.ok(!/pb_[A-Za-z0-9]{20}/.test(log), 'no key is in the log');
    },
  },
  {
    name: 'an id token logs in without a key, at an address with a slash at its end, too',
    async holds(world) {
      const { result, log } = await inNode({ ...world, url: `${world.url}/` }, `patchbayNotify(KEYLESS, event: 'build.finished', data: [number: 7])`);
      assert.equal(result, 'SUCCESS', log);
      assert.ok(!/eyJ/.test(log), 'no token is in the log');
    },
  },
  {
    name: 'a deploy that fails fails the build',
    async holds(world) {
      const { result, message, log } = await inNode(world, `patchbayDeploy(HUB, project: 'shop', environment: 'staging', run: 'exit 7')`);
      assert.equal(result, 'FAILURE', log);
      assert.match(message ?? '', /patchbay deploy failed/);
      assert.match(log, /exit code 7/);
    },
  },
  {
    name: 'an input that does not exist, and one that is wrong, are named',
    async holds(world) {
      const unknown = await inNode(world, `patchbayDeploy(HUB, project: 'shop', enviroment: 'staging')`);
      assert.match(unknown.message ?? '', /no input `enviroment`.*environment/);
      const wrong = await inNode(world, `patchbayDeploy(HUB, project: 'shop', environment: 'staging', onCancel: 'stop')`);
      assert.equal(wrong.result, 'FAILURE');
      assert.match(wrong.log, /`on-cancel` is `stop`.*cancel, leave/);
    },
  },
  {
    name: 'quotes and substitutions in an input stay data',
    async holds(world) {
      const marker = join(tmpdir(), `injected-${process.pid}`);
      await inNode(world, `patchbayDeploy(HUB, project: 'shop', environment: "it's; touch ${marker}; \\$(touch ${marker})")`);
      assert.ok(!existsSync(marker));
    },
  },
  {
    name: 'a build that is aborted cancels its deployment',
    async holds(world) {
      const { result, log } = await inNode(world, `patchbayDeploy(HUB, project: 'shop', environment: 'production', run: 'true')`, { abortAt: 'waiting' });
      assert.equal(result, 'ABORTED', log);
      const id = /Deployment (dep_\w+)/.exec(log)?.[1];
      assert.equal((await world.call('deployment_get', { id }))['status'], 'cancelled', log);
    },
  },
  {
    name: 'an approval in the hub lets a waiting build go on',
    async holds(world) {
      const approving = setInterval(() => {
        void world.call('deployment_list', { status: 'waiting' }).then(async ({ items }) => { for (const { id, reason } of items as { id: string; reason?: string }[]) if (reason === 'for jenkins') await world.call('deployment_approve', { id }); });
      }, 500);
      try {
        const { result, log } = await inNode(world, `patchbayDeploy(HUB, project: 'shop', environment: 'production', reason: 'for jenkins', run: 'true')`, { credentials: { patchbay: world.deployer } });
        assert.equal(result, 'SUCCESS', log);
      } finally {
        clearInterval(approving);
      }
    },
  },
];
