/** The hub as the one who starts runs in a CI: five drivers against strict doubles, with everything that these CIs are known to do wrong. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../house/deployment-hub.ts';
import { ended, inState, type PipelineHub, type Provider, providers, type Run, startPipelineHub } from '../../house/pipeline-hub.ts';
import type { CiCase } from './case.ts';

type Options = Parameters<typeof startPipelineHub>[1];

/** Each in a hub of its own. */
const driver = (provider: Provider, name: string, holds: (world: PipelineHub) => Promise<void>, options: Options = {}): CiCase => ({
  name: `${provider}: ${name}`,
  async holds() {
    const world = await startPipelineHub(provider, options);
    try {
      await holds(world);
    } finally {
      await world.stop();
    }
  },
});

const started = async ({ vendor }: PipelineHub, count = 1): Promise<string> => {
  const runs = await eventually(() => vendor.ci.runs(), (all) => all.length >= count);
  assert.equal(runs.length, count, 'runs that the CI was asked for');
  return runs.at(-1)!.id;
};

async function ends(world: PipelineHub, id: string, expected: Partial<Run>): Promise<Run> {
  const run = await world.until(id, ended);
  assert.deepEqual(Object.fromEntries(Object.keys(expected).map((field) => [field, run[field as keyof Run]])), expected, JSON.stringify(run));
  return run;
}

async function succeeds(world: PipelineHub, input: object = {}): Promise<Run> {
  const { id } = await world.start(input);
  world.vendor.ci.move(await started(world), 'succeeded');
  return ends(world, id, { state: 'succeeded' });
}

/** A minute of the hub for each moment of ours. */
async function wait(world: PipelineHub, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    world.later(60_000);
    await sleep(700);
  }
}

const everywhere = providers.flatMap((provider): CiCase[] => [
  driver(provider, 'started once, told apart, followed, with each line of its log once', async (world) => {
    const { id } = await world.start({ inputs: { version: '1.4.2' } });
    const there = await started(world);
    assert.equal(world.vendor.ci.runs()[0]!.inputs['patchbay_run'], id);
    world.vendor.ci.move(there, 'running');
    world.vendor.ci.say(there, 'one');
    await world.until(id, inState('running'));
    for (const line of ['two', 'three', 'four', 'five']) world.vendor.ci.say(there, line);
    world.vendor.ci.move(there, 'succeeded');
    await ends(world, id, { state: 'succeeded' });
    const text = (await world.log(id)).join('\n');
    for (const line of ['one', 'two', 'three', 'four', 'five']) assert.equal(text.split(line).length, 2, `${line} in ${text}`);
  }),
  driver(provider, 'a start that was taken and not answered is found, and not repeated', async (world) => {
    world.vendor.ci.trap('takes it and hangs');
    await succeeds(world);
    assert.equal(world.vendor.ci.runs().length, 1);
  }),
  driver(provider, 'cancelled when the hub is told to', async (world) => {
    const { id } = await world.start();
    world.vendor.ci.move(await started(world), 'running');
    await world.until(id, inState('running'));
    await world.home.call('POST', `runs/${id}/cancel`, {});
    await ends(world, id, { state: 'cancelled', outcome: 'cancelled' });
  }),
  driver(provider, 'failed is failed, and says so once', async (world) => {
    const { id } = await world.start();
    world.vendor.ci.move(await started(world), 'failed');
    await ends(world, id, { state: 'failed' });
    assert.equal((await world.home.events('run.failed')).length, 1);
  }),
  driver(provider, 'a limit is waited for, and a credential that ran out is no end', async (world) => {
    world.vendor.next('limited');
    const { id } = await world.start();
    world.vendor.ci.move(await started(world), 'running');
    await world.until(id, inState('running'));
    world.vendor.next('expired');
    await sleep(2_500);
    world.vendor.ci.move(world.vendor.ci.runs()[0]!.id, 'succeeded');
    await ends(world, id, { state: 'succeeded' });
  }, { options: { ports: { sleep: async () => undefined } } }),
]);

const github = (workflow: string): Options => ({ target: { workflow } });
const special: readonly CiCase[] = [
  driver('github', 'an Enterprise Server that gives no id: found by its run-name, behind a page of others', async (world) => {
    world.vendor.ci.trap('old server');
    await succeeds(world);
    assert.ok(world.vendor.asked.some(({ path, query }) => path.endsWith('/runs') && query['page'] === '2'), 'it looked at the second page');
  }),
  driver('github', 'a workflow without the input is started without it', async (world) => { await succeeds(world); }, { ...github('plain.yml'), pipeline: { inputs: {} } }),
  driver('github', 'neither id nor input: refused with what to do, and nothing started', async (world) => {
    world.vendor.ci.trap('old server');
    const { id } = await world.start();
    const run = await ends(world, id, { state: 'failed', outcome: 'upstream.invalid' });
    assert.match(run.detail ?? '', /run-name/);
    assert.equal(world.vendor.ci.runs().length, 0);
  }, { ...github('plain.yml'), pipeline: { inputs: {} } }),
  driver('github', 'a run that no list shows is lost, and not started again', async (world) => {
    world.vendor.ci.trap('old server');
    world.vendor.ci.trap('lists are late');
    const { id } = await world.start();
    await started(world);
    await wait(world, 4);
    await ends(world, id, { state: 'lost', outcome: 'not_found' });
    assert.equal(world.vendor.ci.runs().length, 1);
  }),
  driver('github', 'another attempt over there does not change how ours ended', async (world) => {
    const { id } = await world.start();
    world.vendor.ci.move(await started(world), 'failed');
    const { attempt } = await ends(world, id, { state: 'failed' });
    assert.equal(attempt, '1');
  }),
  ...['ranges', 'no ranges'].map((how) => driver('github', `a long log comes whole, by ${how}`, async (world) => {
    if (how === 'no ranges') world.vendor.ci.trap(how);
    const { id } = await world.start();
    const there = await started(world);
    for (let line = 0; line < 9_000; line++) world.vendor.ci.say(there, `line ${line} ${'ä'.repeat(20)}`);
    world.vendor.ci.move(there, 'succeeded');
    await ends(world, id, { state: 'succeeded' });
    const lines = (await world.log(id)).filter((line) => line.startsWith('line '));
    assert.equal(lines.length, 9_000);
    assert.ok(lines.every((line, index) => line === `line ${index} ${'ä'.repeat(20)}`), 'in order, and whole');
  })),
  driver('gitlab', 'inputs of the pipeline in place of variables, without the hub’s id where it is not declared', async (world) => {
    await succeeds(world, { inputs: { environment: 'staging', version: '2' } });
    assert.deepEqual(world.vendor.ci.runs()[0]!.inputs, { environment: 'staging', version: '2' });
  }, { target: { pass: 'inputs' } }),
  driver('jenkins', 'the queue has forgotten: found among the builds', async (world) => {
    world.vendor.ci.trap('the queue forgets');
    await succeeds(world);
  }),
  driver('jenkins', 'no Location at all: found among the builds', async (world) => {
    world.vendor.ci.trap('no location');
    await succeeds(world);
  }),
  driver('jenkins', 'two equal starts that Jenkins makes one build of both end as it ends', async (world) => {
    world.vendor.ci.trap('does not declare it');
    const [one, other] = [await world.start(), await world.start()];
    await world.until(other.id, inState('queued'));
    world.vendor.ci.move(await started(world), 'succeeded');
    await ends(world, one.id, { state: 'succeeded' });
    await ends(world, other.id, { state: 'succeeded' });
  }),
  driver('jenkins', 'a controller that wants crumbs', async (world) => {
    world.vendor.ci.trap('crumbs');
    await succeeds(world);
  }),
  driver('jenkins', 'a job without stages', async (world) => {
    world.vendor.ci.trap('freestyle');
    await succeeds(world);
  }),
  driver('jenkins', 'unstable is no success', async (world) => {
    world.vendor.ci.trap('unstable');
    const { id } = await world.start();
    world.vendor.ci.move(await started(world), 'succeeded');
    const run = await ends(world, id, { state: 'failed' });
    assert.match(run.detail ?? '', /UNSTABLE/);
  }),
  driver('jenkins', 'cancelled in the queue', async (world) => {
    const { id } = await world.start();
    await started(world);
    await world.until(id, inState('queued'));
    await world.home.call('POST', `runs/${id}/cancel`, {});
    await ends(world, id, { state: 'cancelled' });
  }),
  driver('azure_devops', 'a pipeline without the parameter is started without it', async (world) => {
    world.vendor.ci.trap('does not declare it');
    await succeeds(world);
  }),
  driver('azure_devops', 'partly succeeded is a success with a word about it', async (world) => {
    world.vendor.ci.trap('partly');
    const run = await succeeds(world);
    assert.match(run.detail ?? '', /partiallySucceeded/);
  }),
  driver('codepipeline', 'an approval of another execution is not ours', async (world) => {
    world.vendor.ci.trap('another one is there');
    const { id } = await world.start();
    world.vendor.ci.move(await started(world), 'waiting_approval');
    const run = await world.until(id, ({ state }) => state === 'running' || state === 'waiting_approval');
    assert.deepEqual(run.waits_for, []);
  }, { pipeline: { may_approve: true } }),
  driver('codepipeline', 'a variable that the pipeline does not declare is refused', async (world) => {
    const { id } = await world.start({ inputs: { nonsense: '1' } });
    await ends(world, id, { state: 'failed', outcome: 'upstream.invalid' });
  }),
];

export const driverCases: readonly CiCase[] = [...everywhere, ...special];
