/** What the committed tasks do under an agent, against a real hub. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { CiCase } from '../case.ts';
import type { CiWorld } from '../world.ts';
import { runTask } from './agent.ts';

const task = (name: string): string => join(import.meta.dirname, '../../../../actions/azure-devops/tasks', `Patchbay${name}V0`);
const connection = ({ url, hub }: CiWorld) => ({ INPUT_CONNECTEDSERVICE: 'c1', ENDPOINT_URL_c1: `${url}/`, ENDPOINT_AUTH_PARAMETER_c1_APITOKEN: hub.key, INPUT_PROJECT: 'shop', INPUT_ENVIRONMENT: 'staging' });

export const azureCases: readonly CiCase[] = [
  {
    name: 'a deploy by a service connection sets its output variables, and shows no key',
    async holds(world) {
      const { code, result, variables, log } = await runTask(task('Deploy'), { ...connection(world), INPUT_RUN: 'env; echo url=https://shop.example.com >> "$PATCHBAY_OUTPUT"' });
      assert.deepEqual([code, result, variables['status'], variables['url']], [0, 'Succeeded', 'succeeded', 'https://shop.example.com'], log);
      assert.ok(!/pb_[A-Za-z0-9]{20}|ENDPOINT_AUTH|INPUT_/.test(log), log);
    },
  },
  {
    name: 'a deploy that fails says so by a command, and exits with 0',
    async holds(world) {
      const { code, result, issues } = await runTask(task('Deploy'), { ...connection(world), INPUT_RUN: 'exit 7' });
      assert.deepEqual([code, result], [0, 'Failed']);
      assert.match(issues[0] ?? '', /exit code 7/);
    },
  },
  {
    name: 'wrong inputs are named with what they take',
    async holds(world) {
      const { result, issues } = await runTask(task('Deploy'), { ...connection(world), INPUT_ONCANCEL: 'stop' });
      assert.equal(result, 'Failed');
      assert.match(issues[0] ?? '', /`on-cancel` is `stop`.*cancel, leave/);
    },
  },
  {
    name: 'a cancelled job cancels its deployment',
    async holds(world) {
      const { result, variables } = await runTask(task('Deploy'), { ...connection(world), INPUT_ENVIRONMENT: 'production', INPUT_RUN: 'true' }, /waiting/);
      assert.equal(result, 'Cancelled');
      assert.equal((await world.call('deployment_get', { id: variables['deployment'] }))['status'], 'cancelled');
    },
  },
];
