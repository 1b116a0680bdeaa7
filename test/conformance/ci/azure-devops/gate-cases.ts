/** The agentless gate of the README, word by word: the hub looks, and calls back. */
import assert from 'node:assert/strict';
import { parse } from 'yaml';
import type { CiCase } from '../case.ts';
import { blocks } from '../lint/cases.ts';
import { type CiWorld, startCiWorld } from '../world.ts';
import { type Asked, type ServerTask, withOrganisation } from './server-task.ts';

function taskOfReadme(change: (body: Record<string, unknown>) => object): ServerTask {
  const block = blocks().find(({ where, text }) => where.startsWith('actions/azure-devops/') && text.includes('InvokeRESTAPI'));
  const { jobs: [job] } = parse(block?.text ?? '{"jobs": []}') as { jobs: { pool: string; steps: (ServerTask & { task: string })[] }[] };
  const step = job?.steps[0];
  assert.ok(job?.pool === 'server' && step?.task === 'InvokeRESTAPI@1');
  return { inputs: { ...step.inputs, body: JSON.stringify(change(JSON.parse(step.inputs.body) as Record<string, unknown>)) } };
}

/** The hub may call this computer. */
async function gate(change: (body: Record<string, unknown>) => object, look: (asked: Asked, world: CiWorld) => Promise<void>, { flaky = 0, before = async () => ({}) }: { readonly flaky?: number; readonly before?: (world: CiWorld) => Promise<object> } = {}): Promise<void> {
  const world = await startCiWorld({ deliveries: { egressAllow: ['127.0.0.0/8'] } });
  try {
    const more = await before(world);
    await withOrganisation(flaky, async (ask) => look(await ask(taskOfReadme((body) => ({ ...change(body), ...more })), world.url, { PATCHBAY_KEY: world.deployer }), world));
  } finally {
    await world.stop();
  }
}

export const gateCases: readonly CiCase[] = [
  {
    name: 'a gate that is open is answered at once, though the organisation does not answer at first',
    holds: () => gate((body) => ({ ...body, environment: 'staging' }), async (asked) => {
      assert.equal(asked.status, 200, asked.answer);
      assert.ok(!/of the job/.test(asked.answer));
      assert.deepEqual(await asked.ended(), { result: 'succeeded', told: 1 });
    }, { flaky: 1 }),
  },
  {
    name: 'a gate that waits for an approval is answered once that is there',
    async holds() {
      let deployment = '';
      await gate((body) => body, async (asked, world) => {
        assert.equal(asked.status, 200, asked.answer);
        await world.call('deployment_approve', { id: deployment });
        assert.deepEqual(await asked.ended(), { result: 'succeeded', told: 1 });
      }, {
        async before(world) {
          deployment = String((await world.call('deployment_create', { project: 'shop', environment: 'production', release: '1.4.2' }, world.deployer))['id']);
          return { deployment };
        },
      });
    },
  },
  {
    name: 'a gate that never opens for this ref fails the job at once',
    holds: () => gate((body) => ({ ...body, environment: 'closed' }), async (asked) => { assert.deepEqual(await asked.ended(), { result: 'failed', told: 1 }); }),
  },
  {
    name: 'what is asked for wrongly is refused with the field, and nobody is called',
    holds: () => gate((body) => ({ ...body, environment: 'nowhere' }), async (asked) => {
      assert.ok(asked.status >= 400 && asked.status < 500);
      assert.match(asked.answer, /nowhere/);
    }),
  },
];
