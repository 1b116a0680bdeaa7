/** What the tasks of the packed extension do under an agent, against a real hub. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { CiCase } from '../case.ts';
import { unpacked } from '../packages.ts';
import type { CiWorld } from '../world.ts';
import { runTask, type TaskResult } from './agent.ts';

type Given = Readonly<Record<string, string>>;
interface Run { readonly inputs?: Given; readonly env?: Given; readonly cancelAt?: RegExp }

const DEPLOY = { project: 'shop', environment: 'staging' };

/** The task from the unzipped .vsix, by a service connection. What the agent would make an error of may not happen. */
async function run({ url, hub }: CiWorld, name: string, { inputs = {}, env = {}, ...more }: Run, look: (result: TaskResult) => Promise<void> | void): Promise<void> {
  await unpacked('patchbay.vsix', async (folder) => {
    const connection = { ENDPOINT_URL_c1: `${url}/`, ENDPOINT_AUTH_PARAMETER_c1_APITOKEN: hub.key };
    const result = await runTask(join(folder, 'tasks', `Patchbay${name}V0`), { inputs: { connectedService: 'c1', ...inputs }, env: { ...connection, ...env }, ...more });
    assert.deepEqual(result.faults, [], result.log);
    await look(result);
  });
}

export const azureCases: readonly CiCase[] = [
  {
    name: 'a deploy by a service connection sets its output variables and a summary, and shows no key',
    holds: (world) => run(world, 'Deploy', { inputs: { ...DEPLOY, release: '1.4.2', run: 'env; echo url=https://shop.example.com >> "$PATCHBAY_OUTPUT"' } }, ({ code, result, variables, log, summary, reader }) => {
      assert.deepEqual([code, result, variables['status'], variables['url']], [0, 'Succeeded', 'succeeded', 'https://shop.example.com'], log);
      assert.ok(!/pb_[A-Za-z0-9]{20}|ENDPOINT_AUTH|INPUT_/.test(log), log);
      assert.match(summary, /\| Version \| 1\.4\.2 \|/);
      assert.deepEqual([reader.groups.opened > 0, reader.groups.opened], [true, reader.groups.closed]);
    }),
  },
  {
    name: 'a job without any key logs in by the token service of its organisation, once',
    async holds(world) {
      const { call, issuer, jwks, url } = world;
      const { id: policy } = await call('trust_policy_create', { name: `azure ${Date.now()}`, provider: 'azure_devops', issuer: issuer.url, audiences: ['api://AzureADTokenExchange'], jwks, max_age: 600, claims: [{ claim: 'def_id', values: ['3'] }, { claim: 'org_id', values: ['org'] }], scopes: ['deployment:write', 'deployment:read'] });
      assert.match(String(policy), /^trust_/);
      let asked = 0;
      const service = createServer((request, response) => {
        asked++;
        const fits = request.method === 'POST' && new URL(request.url ?? '', 'http://x').searchParams.get('api-version') === '7.1' && request.headers.authorization === 'Bearer of-the-job' && request.headers['x-tfs-fedauthredirect'] === 'Suppress';
        response.writeHead(fits ? 200 : 400, { 'content-type': 'application/json' }).end(JSON.stringify(fits ? { oidcToken: issuer.mint({ aud: 'api://AzureADTokenExchange', sub: 'p://acme/shop/deploy', org_id: 'org', prj_id: 'prj', def_id: '3', run_id: '88' }) } : { message: 'The api-version is required' }));
      });
      await new Promise<void>((resolve) => { service.listen(0, '127.0.0.1', resolve); });
      try {
        const env = { SYSTEM_OIDCREQUESTURI: `http://127.0.0.1:${(service.address() as AddressInfo).port}/oidc`, ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN: 'of-the-job' };
        await run(world, 'Deploy', { inputs: { ...DEPLOY, connectedService: '', hub: url, policy: String(policy), audience: 'api://AzureADTokenExchange', release: '1.4.3', run: 'true' }, env }, ({ result, log }) => {
          assert.equal(result, 'Succeeded', log);
          assert.ok(!/eyJ|of-the-job/.test(log), log);
        });
        assert.equal(asked, 1);
      } finally {
        service.closeAllConnections();
        service.close();
      }
    },
  },
  {
    name: 'a deploy that fails says so by a command, and exits with 0',
    holds: (world) => run(world, 'Deploy', { inputs: { ...DEPLOY, run: 'exit 7' } }, ({ code, result, issues }) => {
      assert.deepEqual([code, result], [0, 'Failed']);
      assert.match(issues[0] ?? '', /exit code 7/);
    }),
  },
  {
    name: 'wrong inputs are named with what they take',
    holds: (world) => run(world, 'Deploy', { inputs: { ...DEPLOY, onCancel: 'stop' } }, ({ result, issues }) => {
      assert.equal(result, 'Failed');
      assert.match(issues[0] ?? '', /`on-cancel` is `stop`.*cancel, leave/);
    }),
  },
  {
    name: 'a cancelled job cancels its deployment',
    holds: (world) => run(world, 'Deploy', { inputs: { ...DEPLOY, environment: 'production', run: 'true' }, cancelAt: /waiting/ }, async ({ result, variables }) => {
      assert.equal(result, 'Canceled');
      assert.equal((await world.call('deployment_get', { id: variables['deployment'] }))['status'], 'cancelled');
    }),
  },
  {
    name: 'a preview comes up and goes down with the pull request of the run',
    async holds(world) {
      const env = { BUILD_SOURCEBRANCH: 'refs/pull/314/merge', SYSTEM_PULLREQUEST_PULLREQUESTNUMBER: '314' };
      const inputs = { project: 'shop', environment: 'preview', run: 'echo url=https://pr-314.example.com >> "$PATCHBAY_OUTPUT"' };
      let id: string | undefined;
      await run(world, 'Preview', { inputs, env }, ({ result, variables, log }) => { id = variables['preview']; assert.deepEqual([result, variables['url']], ['Succeeded', 'https://pr-314.example.com'], log); });
      await run(world, 'Preview', { inputs: { ...inputs, operation: 'down' }, env }, ({ result, log }) => { assert.equal(result, 'Succeeded', log); });
      assert.equal((await world.call('preview_get', { id }))['status'], 'down');
    },
  },
  {
    name: 'a gate, a call and an event set what later steps read',
    async holds(world) {
      await run(world, 'Gate', { inputs: DEPLOY }, ({ variables }) => { assert.equal(variables['open'], 'true'); });
      await run(world, 'Call', { inputs: { action: 'project_list', input: '{"limit": 1}' } }, ({ variables }) => { assert.match(variables['result'] ?? '', /"slug":"shop"/); });
      await run(world, 'Notify', { inputs: { event: 'build.finished' } }, ({ variables }) => { assert.match(variables['event'] ?? '', /^evt_/); });
    },
  },
  {
    name: 'setup hands the login on as a secret, and puts the program on the path',
    holds: (world) => run(world, 'Setup', {}, ({ reader, log }) => {
      assert.equal(reader.variables['PATCHBAY_TOKEN']?.secret, true);
      assert.equal(reader.paths.length, 1, log);
    }),
  },
  {
    name: 'a line of the work that looks like a command of the agent stays a line',
    holds: (world) => run(world, 'Deploy', { inputs: { ...DEPLOY, run: 'echo "x ##vso[task.setvariable variable=PATH]/evil"; echo "##[error]from outside"; echo "##VSO[task.complete result=Failed]"' } }, ({ result, variables, issues }) => {
      assert.deepEqual([result, variables['PATH'], issues], ['Succeeded', undefined, []]);
    }),
  },
];
