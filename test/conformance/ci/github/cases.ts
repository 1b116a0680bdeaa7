/** What the committed bundles do under the runner, against a real hub. */
import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { CiCase } from '../case.ts';
import { startFront } from '../front.ts';
import { AUDIENCE, type CiWorld } from '../world.ts';
import { runStep, type StepRun } from './runner.ts';

const action = (verb: string): string => join(import.meta.dirname, '../../../../actions/github', verb);
const keyless = ({ url, policy }: CiWorld) => ({ hub: url, policy, audience: AUDIENCE });

/** A step with keyless login; what is said in `more` goes over it. */
const step = (world: CiWorld, verb: string, given: Record<string, string>, more: Partial<StepRun> = {}) =>
  runStep({ action: action(verb), ...more, env: { ...world.runnerEnv, ...more.env }, with: { ...keyless(world), ...given } });

const statusOf = async (world: CiWorld, id: string | undefined) => (await world.call('deployment_get', { id }))['status'];
const deployable = { project: 'shop', environment: 'staging' };

export const githubCases: readonly CiCase[] = [
  {
    name: 'a deploy logs in without a key, runs its commands, and gives back outputs and a summary',
    async holds(world) {
      const result = await step(world, 'deploy', { ...deployable, release: '1.4.2', run: 'echo rolling out\necho url=https://shop.example.com >> "$PATCHBAY_OUTPUT"\necho image=abc >> "$PATCHBAY_OUTPUT"' });
      assert.equal(result.code, 0, result.log.join('\n'));
      assert.deepEqual(result.faults, []);
      assert.equal(result.outputs['status'], 'succeeded');
      assert.equal(result.outputs['url'], 'https://shop.example.com');
      assert.deepEqual(JSON.parse(result.outputs['outputs'] ?? ''), { image: 'abc' });
      assert.ok(result.log.includes('rolling out'));
      assert.match(result.summary, /\| Version \| 1\.4\.2 \|/);
      const log = (await world.call('deployment_log_read', { id: result.outputs['deployment'] }))['entries'] as { lines: string[] }[];
      assert.ok(log.flatMap(({ lines }) => lines).includes('rolling out'), 'the hub keeps the log');
    },
  },
  {
    name: 'a deploy that the hub does is only followed',
    async holds(world) {
      const result = await step(world, 'deploy', { ...deployable, environment: 'hosted' });
      assert.deepEqual([result.code, result.outputs['status'], result.outputs['url']], [0, 'succeeded', 'https://hosted.example.com']);
    },
  },
  {
    name: 'commands that fail, fail the deployment and the step',
    async holds(world) {
      const result = await step(world, 'deploy', { ...deployable, run: 'echo broken >&2; exit 7' });
      assert.equal(result.code, 1);
      assert.equal(result.outputs['status'], 'failed');
      assert.match(result.annotations.find(({ level }) => level === 'error')?.message ?? '', /is failed.*exit code 7/);
      assert.equal(await statusOf(world, result.outputs['deployment']), 'failed');
    },
  },
  {
    name: 'a deploy waits for its approval, and ends within a second after the deployment has',
    async holds(world) {
      const result = await step(world, 'deploy', { ...deployable, environment: 'production', run: 'true' }, {
        onLine(line) {
          const id = /waits for approval|^Deployment (dep_\w+)/.exec(line)?.[1];
          if (id !== undefined) setTimeout(() => { void world.call('deployment_approve', { id }).then(() => undefined); }, 300);
        },
      });
      assert.equal(result.code, 0, result.log.join('\n'));
      assert.match(result.annotations[0]?.message ?? '', /waits for approval/);
      const { ended_at: ended } = await world.call('deployment_get', { id: result.outputs['deployment'] });
      assert.ok(result.endedAt - Date.parse(String(ended)) < 1000);
    },
  },
  {
    name: 'a job that is cancelled cancels its deployment within two seconds, and its post step does no harm',
    async holds(world) {
      const front = await startFront(world.url);
      try {
        let cancelled = 0;
        const result = await step(world, 'deploy', { ...deployable, hub: front.url, run: 'echo under way; sleep 30' }, { cancelAt: /under way/, onLine: (line) => { if (line.includes('under way')) cancelled = performance.now(); } });
        const told = front.seen.find(({ what }) => what.endsWith('/cancel'))?.at ?? Infinity;
        assert.equal(result.code, 130, result.log.join('\n'));
        assert.ok(told - cancelled < 2000, `the hub heard of it after ${told - cancelled} ms`);
        assert.ok((result.stoppedAfter ?? Infinity) < 7500, 'within the grace of the runner');
        const post = await step(world, 'deploy', { ...deployable, hub: front.url }, { stage: 'post', state: result.state });
        assert.equal(post.code, 0);
        assert.equal(await statusOf(world, result.outputs['deployment']), 'cancelled');
      } finally {
        await front.stop();
      }
    },
  },
  {
    name: 'commands that will not stop keep the hub from hearing of the cancellation no longer than others',
    async holds(world) {
      const front = await startFront(world.url);
      try {
        let cancelled = 0;
        const result = await step(world, 'deploy', { ...deployable, hub: front.url, run: `trap '' TERM; echo under way; sleep 30` }, { cancelAt: /under way/, onLine: (line) => { if (line.includes('under way')) cancelled = performance.now(); } });
        const told = front.seen.find(({ what }) => what.endsWith('/cancel'))?.at ?? Infinity;
        assert.ok(told - cancelled < 2000, `the hub heard of it after ${told - cancelled} ms`);
        assert.equal(result.code, 130, result.log.join('\n'));
        assert.equal(await statusOf(world, result.outputs['deployment']), 'cancelled');
      } finally {
        await front.stop();
      }
    },
  },
  {
    name: 'what the commands leave running does not keep the step from its end',
    async holds(world) {
      const began = performance.now();
      const result = await step(world, 'deploy', { ...deployable, run: 'sleep 60 &\necho started' });
      assert.deepEqual([result.code, result.outputs['status']], [0, 'succeeded'], result.log.join('\n'));
      assert.ok(performance.now() - began < 30_000);
    },
  },
  {
    name: 'a line of the commands is no command to the runner, wherever a carriage return puts it',
    async holds(world) {
      const result = await step(world, 'deploy', { ...deployable, run: `printf 'one\\r::notice::of somebody else\\ntwo\\r  ::add-mask::three\\n'` });
      assert.equal(result.code, 0, result.log.join('\n'));
      assert.deepEqual([result.annotations, result.masks.has('three')], [[], false]);
    },
  },
  {
    name: 'a secret that the log would cut in two is in neither half',
    async holds(world) {
      const result = await step(world, 'deploy', { ...deployable, environment: 'secretive', run: `printf '%08180d%s\\n' 0 "$DATABASE_URL"` });
      assert.equal(result.code, 0, result.log.join('\n'));
      const entries = (await world.call('deployment_log_read', { id: result.outputs['deployment'] }))['entries'] as { lines: string[] }[];
      assert.deepEqual(entries.flatMap(({ lines }) => lines).filter((line) => /postgres|hunter2/.test(line)).map((line) => line.slice(-40)), []);
    },
  },
  {
    name: 'a job that is cancelled while it waits cancels its deployment',
    async holds(world) {
      const result = await step(world, 'deploy', { ...deployable, environment: 'production', run: 'true' }, { cancelAt: /waiting/ });
      assert.equal(result.code, 130);
      assert.equal(await statusOf(world, result.outputs['deployment']), 'cancelled');
    },
  },
  {
    name: 'of a main part that was killed, the post part cancels what is left',
    async holds(world) {
      const given = { ...deployable, environment: 'production', run: 'true' };
      const result = await step(world, 'deploy', given, { killAt: /waiting/ });
      assert.equal(result.code, null);
      const post = await step(world, 'deploy', given, { stage: 'post', state: result.state });
      assert.equal(post.code, 0);
      assert.equal(await statusOf(world, result.state['deployment']), 'cancelled');
    },
  },
  {
    name: 'a cancelled job leaves its deployment, if it is told so',
    async holds(world) {
      const given = { ...deployable, environment: 'production', run: 'true', 'on-cancel': 'leave' };
      const result = await step(world, 'deploy', given, { cancelAt: /waiting/ });
      await step(world, 'deploy', given, { stage: 'post', state: result.state });
      assert.equal(await statusOf(world, result.state['deployment']), 'waiting');
      await world.call('deployment_cancel', { id: result.state['deployment'] });
    },
  },
  {
    name: 'when the time is over, the deployment is cancelled and the step says what to do',
    async holds(world) {
      const result = await step(world, 'deploy', { ...deployable, environment: 'production', run: 'true', timeout: '1' });
      assert.equal(result.code, 1);
      assert.match(result.annotations.find(({ level }) => level === 'error')?.message ?? '', /not ended within 1 s[\s\S]*Raise `timeout`/);
      assert.equal(await statusOf(world, result.outputs['deployment']), 'cancelled');
    },
  },
  {
    name: 'a gate that does not open in time says what it waits for',
    async holds(world) {
      const { id } = await world.call('deployment_create', { ...deployable, environment: 'production', release: '1.0.0' });
      const result = await step(world, 'gate', { ...deployable, environment: 'production', deployment: String(id), timeout: '1', interval: '1' });
      await world.call('deployment_cancel', { id });
      assert.equal(result.code, 1);
      assert.match(result.annotations[0]?.message ?? '', /approvals[\s\S]*Raise `timeout`/);
    },
  },
  {
    name: 'a gate that needs approvals, asked for no deployment, says at once what to ask for',
    async holds(world) {
      const result = await step(world, 'gate', { ...deployable, environment: 'production', interval: '1' });
      assert.equal(result.code, 1);
      assert.match(result.annotations[0]?.message ?? '', /approvals[\s\S]*ask for one with `deployment`/);
    },
  },
  {
    name: 'wrong inputs are all named at once, with what they take',
    async holds(world) {
      const result = await step(world, 'deploy', { project: 'shop', wait: 'perhaps', timeout: '5 minutes', 'on-cancel': 'stop', payload: '[1]', commit: 'xyz' });
      const message = result.annotations[0]?.message ?? '';
      assert.equal(result.code, 1);
      for (const name of ['environment', 'wait', 'timeout', 'on-cancel', 'payload', 'commit']) assert.ok(message.includes(`\`${name}\``), `${name} is not named in: ${message}`);
      assert.match(message, /one of: cancel, leave/);
      assert.match(message, /one of: true, false/);
    },
  },
  {
    name: 'an input that the action does not know is a warning of the runner',
    async holds(world) {
      const result = await step(world, 'notify', { event: 'build.finished', evnt: 'x' });
      assert.match(result.warnings[0] ?? '', /Unexpected input\(s\) 'evnt'/);
    },
  },
  {
    name: 'the pull request of a fork has no token, and is told what to do',
    async holds({ url, policy }) {
      const result = await runStep({ action: action('deploy'), with: { hub: url, policy, ...deployable } });
      assert.equal(result.code, 1);
      assert.match(result.annotations[0]?.message ?? '', /no id token[\s\S]*id-token: write[\s\S]*fork/);
    },
  },
  {
    name: 'a login that the hub refuses fails at once, with the reason and without the token',
    async holds(world) {
      const front = await startFront(world.url);
      const result = await step(world, 'deploy', { ...deployable, hub: front.url, audience: 'https://elsewhere.example' });
      await front.stop();
      assert.equal(result.code, 1);
      assert.equal(front.seen.length, 1, 'a refusal is not repeated');
      assert.match(result.annotations[0]?.message ?? '', /aud[\s\S]*token\.refused/);
      assert.ok(!result.log.some((line) => line.includes('eyJ')));
    },
  },
  {
    name: 'the hub’s words about a wrong input reach the job',
    async holds(world) {
      const result = await step(world, 'deploy', { ...deployable, environment: 'nowhere' });
      assert.equal(result.code, 1);
      assert.match(result.annotations[0]?.message ?? '', /nowhere|environment/);
    },
  },
  {
    name: 'what protection never lets in is refused with the reason',
    async holds(world) {
      const result = await step(world, 'deploy', { ...deployable, environment: 'closed', run: 'true' });
      assert.equal(result.code, 1);
      assert.match(result.annotations[0]?.message ?? '', /refs|deployment\.refused/);
    },
  },
  {
    name: 'a flaky hub is asked again, and deployed to once',
    async holds(world) {
      const front = await startFront(world.url, { refuse: (_, count) => (count <= 2 ? 503 : undefined) });
      const before = await count(world);
      const result = await step(world, 'deploy', { ...deployable, hub: front.url, run: 'true' });
      await front.stop();
      assert.equal(result.code, 0, result.log.join('\n'));
      assert.equal(await count(world), before + 1);
    },
  },
  {
    name: 'a hub that is down fails the step after some tries, with what to do',
    async holds(world) {
      const result = await step(world, 'notify', { hub: 'http://127.0.0.1:9', event: 'build.finished', retries: '2' });
      assert.equal(result.code, 1);
      assert.match(result.annotations[0]?.message ?? '', /Could not reach http:\/\/127\.0\.0\.1:9[\s\S]*tried 3 times[\s\S]*healthz/);
    },
  },
  {
    name: 'a stream that breaks goes on where it was, and one that never comes through is done without',
    async holds(world) {
      const cut = await startFront(world.url, { cutStreams: () => 250 });
      const none = await startFront(world.url, { refuse: (what) => (what.endsWith('/stream') ? 502 : undefined) });
      try {
        for (const front of [cut, none]) {
          const result = await step(world, 'deploy', { ...deployable, hub: front.url, run: 'for i in 1 2 3 4; do echo line $i; sleep 0.3; done' });
          assert.equal(result.code, 0, result.log.join('\n'));
          assert.deepEqual(result.log.filter((line) => line.startsWith('line ')), ['line 1', 'line 2', 'line 3', 'line 4']);
        }
        assert.ok(cut.seen.filter(({ what }) => what.endsWith('/stream')).length > 1);
      } finally {
        await Promise.all([cut.stop(), none.stop()]);
      }
    },
  },
  {
    name: 'secrets of the environment, tokens and keys are never seen in the log',
    async holds(world) {
      const result = await step(world, 'deploy', { ...deployable, environment: 'secretive', run: 'echo "password is $DATABASE_URL"; env' });
      assert.equal(result.code, 0, result.log.join('\n'));
      const shown = result.log.join('\n');
      assert.ok(result.log.includes('password is ***'));
      assert.ok(!/hunter2|pb_[A-Za-z0-9]{20}|eyJ|runner-token/.test(shown), shown);
    },
  },
  {
    name: 'a line of the work that looks like a command of the runner stays a line',
    async holds(world) {
      const result = await step(world, 'deploy', { ...deployable, run: 'echo "::error::from outside"; echo "x ##[error]from outside"' });
      assert.equal(result.annotations.length, 0);
    },
  },
  {
    name: 'without commands and without bring_up there is nothing to run, and the deployment does not linger',
    async holds(world) {
      const result = await step(world, 'deploy', deployable);
      assert.equal(result.code, 1);
      assert.match(result.annotations[0]?.message ?? '', /leaves the work to the CI[\s\S]*`run`/);
      assert.equal(await statusOf(world, result.outputs['deployment']), 'cancelled');
    },
  },
  {
    name: 'a preview comes up and goes down',
    async holds(world) {
      const env = { GITHUB_REF: 'refs/pull/42/merge' };
      const given = { project: 'shop', environment: 'preview' };
      const up = await step(world, 'preview', { ...given, run: 'echo url=https://pr-42.example.com >> "$PATCHBAY_OUTPUT"' }, { env });
      assert.deepEqual([up.code, up.outputs['status'], up.outputs['url']], [0, 'succeeded', 'https://pr-42.example.com'], up.log.join('\n'));
      assert.equal((await world.call('preview_get', { id: up.outputs['preview'] }))['status'], 'up');
      const down = await step(world, 'preview', { ...given, operation: 'down', run: 'true' }, { env });
      assert.equal(down.code, 0, down.log.join('\n'));
      assert.equal((await world.call('preview_get', { id: up.outputs['preview'] }))['status'], 'down');
    },
  },
  {
    name: 'a gate that is open passes, and one that is closed for good fails at once',
    async holds(world) {
      const open = await step(world, 'gate', deployable);
      assert.deepEqual([open.code, open.outputs['open']], [0, 'true'], open.log.join('\n'));
      const closed = await step(world, 'gate', { ...deployable, environment: 'closed' });
      assert.deepEqual([closed.code, closed.outputs['open']], [1, 'false'], closed.log.join('\n'));
    },
  },
  {
    name: 'any action is called, and its answer is an output',
    async holds(world) {
      const result = await step(world, 'call', { action: 'project_list', input: '{"limit": 1}' });
      assert.equal(result.code, 0, result.log.join('\n'));
      assert.equal((JSON.parse(result.outputs['result'] ?? '') as { items: { slug: string }[] }).items[0]?.slug, 'shop');
    },
  },
  {
    name: 'an action that needs an approval waits for somebody else',
    async holds(world) {
      const secret = String((await world.call('secret_create', { name: `gone-${Date.now()}`, value: 'old' }))['id']);
      const result = await step(world, 'call', { token: world.keeper, policy: '', action: 'secret_delete', input: JSON.stringify({ id: secret }), interval: '1' }, {
        onLine(line) {
          const id = /^Waiting for approval (apr_\w+)/.exec(line)?.[1];
          if (id !== undefined) void world.call('approval_approve', { id });
        },
      });
      assert.equal(result.code, 0, result.log.join('\n'));
      assert.match(result.outputs['approval'] ?? '', /^apr_/);
    },
  },
  {
    name: 'an event is told with what the run knows',
    async holds(world) {
      const result = await step(world, 'notify', { event: 'build.finished', data: '{"number": 7}' });
      assert.equal(result.code, 0, result.log.join('\n'));
      const { type, subject, data } = await world.call('event_get', { id: result.outputs['event'] }) as { type: string; subject: string; data: Record<string, unknown> };
      assert.deepEqual([type, subject, data['number'], data['repository']], ['build.finished', 'acme/shop', 7, 'acme/shop']);
    },
  },
  {
    name: 'setup hands the login and the verbs to the steps after it',
    async holds(world) {
      const result = await step(world, 'setup', {}, { env: { RUNNER_TEMP: world.hub.dataDir } });
      assert.equal(result.code, 0, result.log.join('\n'));
      assert.equal(result.env['PATCHBAY_URL'], world.url);
      assert.match(result.env['PATCHBAY_TOKEN'] ?? '', /^pb_/);
      await access(join(result.path[0] ?? '', 'patchbay-ci'));
    },
  },
];

const count = async (world: CiWorld): Promise<number> => ((await world.call('deployment_list', { limit: 500 }))['items'] as unknown[]).length;
