// Pipelines: the hub starts a run in a CI once, knows which one it is, follows it with its log, stops it and lets it through; and does a deployment by it.
import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { eventually } from './deployment-hub.ts';
import { ended, inState, type PipelineHub, type Provider, providers, type Run, startCi, startPipelineHub } from './pipeline-hub.ts';

let world: PipelineHub | undefined;
afterEach(async () => { await world?.stop(); world = undefined; });
const start = async (provider: Provider, more: Parameters<typeof startPipelineHub>[1] = {}): Promise<PipelineHub> => (world = await startPipelineHub(provider, more));

const only = ({ vendor }: PipelineHub): { readonly id: string; readonly inputs: Readonly<Record<string, string>> } => {
  expect(vendor.ci.runs()).toHaveLength(1);
  return vendor.ci.runs()[0]!;
};

test.each(providers)('a run of %s is started once with its inputs, known, followed with its log, and ends as it ended there', async (provider) => {
  const { start: begin, until, vendor, log, home } = await start(provider);
  const asked = await begin({ inputs: { version: '1.4.2', environment: 'production' }, reason: 'Nightly' });
  expect(asked).toMatchObject({ status_code: 200, state: 'requested', origin: 'hub', inputs: { version: '1.4.2', environment: 'production' } });
  await eventually(() => vendor.ci.runs().length, (count) => count > 0);
  const there = only(world!);
  expect(there.inputs).toMatchObject({ version: '1.4.2', environment: 'production', patchbay_run: asked.id });
  vendor.ci.move(there.id, 'running');
  vendor.ci.say(there.id, 'first line');
  const running = await until(asked.id, inState('running'));
  expect(running).toMatchObject({ state: 'running', ci_run: expect.any(String) });
  vendor.ci.say(there.id, 'second line');
  vendor.ci.move(there.id, 'succeeded');
  const done = await until(asked.id, ended);
  expect(done).toMatchObject({ state: 'succeeded', ended: true });
  const text = (await log(asked.id)).join('\n');
  expect(text.match(/first line/g), text).toHaveLength(1);
  expect(text.match(/second line/g), text).toHaveLength(1);
  const types = (await home.events('run.')).map(({ type }) => type);
  expect(types.filter((type) => type !== 'run.waiting_approval')).toEqual(['run.requested', 'run.correlated', 'run.running', 'run.succeeded']);
  expect(await home.call('GET', `pipelines/${world!.pipeline}`)).toMatchObject({ last_run: asked.id, last_state: 'succeeded' });
  only(world!);
}, 60_000);

test.each(providers)('a run of %s waits for an approval and is let through by the hub, but not by who started it', async (provider) => {
  const { until, vendor, home, pipeline } = await start(provider, { pipeline: { may_approve: true } });
  const starter = await home.keyOf('starter', 'run:write', 'run:read', 'run:approve');
  const { id } = await home.call<{ id: string }>('POST', `pipelines/${pipeline}/start`, {}, { key: starter });
  expect(await home.call('POST', `runs/${id}/approve`, { approval: 'early' })).toMatchObject({ status_code: 409, code: 'run.not_waiting' });
  await eventually(() => vendor.ci.runs().length, (count) => count > 0);
  const there = only(world!);
  vendor.ci.move(there.id, 'waiting_approval');
  expect(await until(id, ({ waits_for }) => waits_for.length > 0)).toMatchObject({ state: 'waiting_approval', waits_for: [{ title: expect.any(String) }] });
  expect(await home.call('POST', `runs/${id}/approve`, {}, { key: starter })).toMatchObject({ status_code: 403, code: 'approval.own_request' });
  expect(await home.call('POST', `runs/${id}/approve`, { comment: 'fine' })).toMatchObject({ status_code: 200, decisions: [{ decision: 'approved' }] });
  const went = await until(id, ({ waits_for, state }) => waits_for.length === 0 && state === 'running');
  expect(went).toMatchObject({ state: 'running', decisions: [{ decision: 'approved', told_at: expect.any(String) }] });
  vendor.ci.move(there.id, 'succeeded');
  expect(await until(id, ended)).toMatchObject({ state: 'succeeded' });
}, 60_000);

test.each(providers)('a run of %s that will not stop is told more firmly, until it does', async (provider) => {
  const { start: begin, until, vendor, home, later } = await start(provider);
  vendor.ci.trap('will not stop');
  const { id } = await begin();
  await eventually(() => vendor.ci.runs().length, (count) => count > 0);
  vendor.ci.move(only(world!).id, 'running');
  await until(id, inState('running'));
  expect(await home.call('POST', `runs/${id}/cancel`, { reason: 'a newer one' })).toMatchObject({ status_code: 200, cancel_requested_at: expect.any(String) });
  for (let times = 0; times < 8 && !(await world!.run(id)).ended; times++) {
    await new Promise((resolve) => { setTimeout(resolve, 1_000); });
    later(20_000);
  }
  expect(await until(id, ended)).toMatchObject({ state: 'cancelled', outcome: 'cancelled', detail: expect.stringContaining('a newer one') });
}, 60_000);

test.each(providers)('%s takes the start and does not answer: the run is found, and is not started twice', async (provider) => {
  const { start: begin, until, vendor } = await start(provider);
  vendor.ci.trap('takes it and hangs');
  const { id } = await begin();
  await eventually(() => vendor.ci.runs().length, (count) => count > 0);
  vendor.ci.move(only(world!).id, 'succeeded');
  expect(await until(id, ended)).toMatchObject({ state: 'succeeded', ci_run: expect.any(String) });
  only(world!);
}, 60_000);

test('a deployment is done by the pipeline of its environment: its log, its end, its cancellation', async () => {
  const { vendor, home, pipeline, until, run } = await start('gitlab');
  await home.environment({ bring_up_pipeline: pipeline, url_template: 'https://{{environment.slug}}.example.com' });
  const { id } = await home.deploy({ release: '1.4.2' });
  await eventually(() => vendor.ci.runs().length, (count) => count > 0);
  const there = only(world!);
  expect(there.inputs).toMatchObject({ environment: 'production', version: '1.4.2' });
  vendor.ci.move(there.id, 'running');
  vendor.ci.say(there.id, 'release deployed');
  const { items: [first] } = await home.call<{ items: { id: string }[] }>('GET', `runs?deployment=${id}`);
  await until(first!.id, inState('running'));
  expect(await home.get(id)).toMatchObject({ status: 'running', runner: 'hub', run: { provider: 'gitlab', run: there.id } });
  vendor.ci.move(there.id, 'succeeded');
  expect(await eventually(() => home.get(id), ({ ended: yes }) => yes, 20_000)).toMatchObject({ status: 'succeeded', url: 'https://production.example.com' });
  const { entries } = await home.call<{ entries: { lines: string[] }[] }>('GET', `deployments/${id}/log`);
  expect(JSON.stringify(entries)).toContain('release deployed');

  const second = await home.deploy({ release: '1.5.0' });
  const later = await eventually(() => home.call<{ items: { id: string; ci_run?: string }[] }>('GET', `runs?deployment=${second.id}`), ({ items }) => items[0]?.ci_run !== undefined, 20_000);
  await home.call('POST', `deployments/${second.id}/cancel`, { reason: 'wrong version' });
  expect(await eventually(() => home.get(second.id), ({ ended: yes }) => yes, 20_000)).toMatchObject({ status: 'cancelled', outcome: 'cancelled' });
  expect(await run(later.items[0]!.id)).toMatchObject({ state: 'cancelled' });
}, 90_000);

test('a run can be followed live, its states and each line once, and gone on with after a break', async () => {
  const { vendor, home, start: begin, until } = await start('gitlab');
  const { id } = await begin();
  const follow = async (headers: Record<string, string> = {}): Promise<string> => (await fetch(`${home.hub.url}/v1/runs/${id}/stream`, { headers: { authorization: `Bearer ${home.hub.key}`, accept: 'text/event-stream', ...headers } })).text();
  const reading = follow();
  await until(id, ({ ci_run }) => ci_run !== undefined);
  const there = only(world!);
  vendor.ci.say(there.id, 'one line');
  vendor.ci.move(there.id, 'succeeded');
  const text = await reading;
  expect(text.match(/"lines":\["one line"\]/g)).toHaveLength(1);
  const states = [...text.matchAll(/"state":"(\w+)","ended"/g)].map(([, state]) => state);
  expect(states.at(-1)).toBe('succeeded');
  expect(text).toContain('the run has ended');
  const last = [...text.matchAll(/^id: (\d+)$/gm)].at(-1)![1]!;
  expect(await follow({ 'last-event-id': last })).not.toContain('one line');
  const { status } = await fetch(`${home.hub.url}/v1/runs/dep_01jd8xk3v2q4r6t8w0y2a4c6e8/stream`, { headers: { authorization: `Bearer ${home.hub.key}` } });
  expect(status).toBe(404);
}, 60_000);

test('a pipeline that fails fails the deployment; one that takes away is started until it is gone', async () => {
  const { vendor, home, pipeline, later } = await start('azure_devops');
  await home.environment({ slug: 'review', name: 'Review', tier: 'preview', bring_up_pipeline: pipeline, tear_down_pipeline: pipeline });
  const up = await home.call<{ preview: { id: string }; deployment: { id: string } }>('POST', 'previews', { project: 'shop', environment: 'review', pull_request: '42', commit: '3f0c1d9' });
  await eventually(() => vendor.ci.runs().length, (count) => count > 0);
  vendor.ci.move(vendor.ci.runs()[0]!.id, 'failed');
  expect(await eventually(() => home.get(up.deployment.id), ({ ended: yes }) => yes, 20_000)).toMatchObject({ status: 'failed', outcome: 'run_failed' });
  const down = await home.call<{ deployment: { id: string } }>('POST', 'previews/down', { id: up.preview.id });
  await eventually(() => vendor.ci.runs().length, (count) => count > 1);
  vendor.ci.move(vendor.ci.runs()[1]!.id, 'failed');
  await eventually(() => home.get(down.deployment.id), ({ attempt }) => attempt > 1, 20_000);
  later(30_000);
  await eventually(() => vendor.ci.runs().length, (count) => count > 2, 20_000);
  vendor.ci.move(vendor.ci.runs()[2]!.id, 'succeeded');
  expect(await eventually(() => home.call('GET', `previews/${up.preview.id}`), ({ status }) => status === 'down', 20_000)).toMatchObject({ status: 'down' });
  expect(vendor.ci.runs()).toHaveLength(3);
}, 90_000);

test('what a pipeline takes away that is switched off meanwhile goes once it is on again', async () => {
  const { vendor, home, pipeline, later } = await start('azure_devops');
  await home.environment({ slug: 'review', name: 'Review', tier: 'preview', max_instances: 1, tear_down_pipeline: pipeline });
  const up = await home.call<{ preview: { id: string }; deployment: { id: string } }>('POST', 'previews', { project: 'shop', environment: 'review', pull_request: '42', commit: '3f0c1d9', begin: true });
  await home.call('POST', `deployments/${up.deployment.id}/finish`, { status: 'succeeded' });
  await home.call('PATCH', `pipelines/${pipeline}`, { enabled: false });
  const down = await home.call<{ deployment: { id: string } }>('POST', 'previews/down', { id: up.preview.id });
  expect(await eventually(() => home.get(down.deployment.id), ({ attempt }) => attempt > 1)).toMatchObject({ status: 'running', ended: false, detail: expect.stringContaining('switched off') });
  expect(await home.call('GET', `previews/${up.preview.id}`)).toMatchObject({ status: 'going', detail: expect.stringContaining('switched off') });
  await home.call('PATCH', `pipelines/${pipeline}`, { enabled: true });
  later(30_000);
  await eventually(() => vendor.ci.runs().length, (count) => count > 0, 20_000);
  vendor.ci.move(vendor.ci.runs()[0]!.id, 'succeeded');
  expect(await eventually(() => home.call('GET', `previews/${up.preview.id}`), ({ status }) => status === 'down', 20_000)).toMatchObject({ status: 'down', open: false });
}, 90_000);

test('what can’t be started says why: switched off, no connector, refused over there, elsewhere', async () => {
  const { start: begin, home, pipeline, until, declare } = await start('jenkins');
  await home.call('PATCH', `pipelines/${pipeline}`, { enabled: false });
  expect(await begin()).toMatchObject({ status_code: 409, code: 'pipeline.not_startable', reason: expect.stringContaining('switched off') });
  await home.call('PATCH', `pipelines/${pipeline}`, { enabled: true });
  const gone = await declare({ name: 'gone', jenkins: { url: world!.vendor.url, job: 'shop/gone' } });
  const refused = await home.call<{ id: string }>('POST', `pipelines/${gone.id}/start`, {});
  expect(await until(refused.id, ended)).toMatchObject({ state: 'failed', outcome: 'upstream.not_found' });
  const elsewhere = await declare({ name: 'elsewhere', jenkins: { url: 'https://jenkins.example.com', job: 'shop/deploy' } });
  const misplaced = await home.call<{ id: string }>('POST', `pipelines/${elsewhere.id}/start`, {});
  expect(await until(misplaced.id, ended)).toMatchObject({ state: 'failed', outcome: 'upstream.invalid', detail: expect.stringContaining('this connector has a credential for') });
  const weak = await home.keyOf('weak', 'pipeline:write', 'project:read');
  expect(await home.call('POST', 'pipelines', { project: world!.project, name: 'x', provider: 'jenkins', jenkins: { url: 'https://jenkins.example.com', job: 'x' } }, { key: weak })).toMatchObject({ status_code: 403, needs: 'call:jenkins' });
  const gitlab = await home.call<{ id: string }>('POST', 'pipelines', { project: world!.project, name: 'y', provider: 'gitlab', gitlab: { project: 'acme/shop' } });
  expect(await home.call('POST', `pipelines/${gitlab.id}/start`, {})).toMatchObject({ code: 'pipeline.not_startable', reason: expect.stringContaining('no connector for gitlab') });
  await home.call('POST', 'environments', { project: world!.project, slug: 'unconnected', name: 'Unconnected', tier: 'staging', bring_up_pipeline: gitlab.id });
  const deployment = await home.deploy({ environment: 'unconnected' });
  expect(await eventually(() => home.get(deployment.id), (found) => found.ended, 20_000)).toMatchObject({ status: 'failed', detail: expect.stringContaining('The connector of y is not installed') });
}, 60_000);

test('a run that does not end in its time is cancelled and counts as lost', async () => {
  const { start: begin, until, vendor, later } = await start('gitlab', { pipeline: { timeout: 120 } });
  const late = await begin();
  await eventually(() => vendor.ci.runs().length, (count) => count > 0);
  vendor.ci.move(only(world!).id, 'running');
  await until(late.id, inState('running'));
  later(130_000);
  expect(await until(late.id, ended)).toMatchObject({ state: 'lost', outcome: 'timed_out' });
  expect(vendor.asked.some(({ path }) => path.endsWith('/cancel'))).toBe(true);
}, 60_000);

test('a run whose CI can’t be asked for long, and says nothing itself, is lost, and says since when', async () => {
  const vendor = await startCi('gitlab');
  const { start: begin, until, later } = await start('gitlab', { vendor, options: { ports: { sleep: async () => undefined } } });
  const { id } = await begin();
  await until(id, ({ ci_run }) => ci_run !== undefined);
  await vendor.close();
  const troubled = await until(id, ({ detail }) => detail !== undefined);
  expect(troubled).toMatchObject({ ended: false });
  for (let times = 0; times < 8; times++) { // one long pause alone would be a clock that jumped
    later(300_000);
    await new Promise((resolve) => { setTimeout(resolve, 1_200); });
  }
  expect(await until(id, ended)).toMatchObject({ state: 'lost', outcome: 'upstream.unavailable', detail: expect.stringContaining('the CI can’t be asked') });
}, 60_000);

const hear = (body: object): Promise<number> => {
  const text = JSON.stringify({ repository: { id: 4711, name: 'shop', owner: { login: 'acme' } }, ...body });
  const signature = createHmac('sha256', world!.vendor.secrets['webhook_secret']!).update(text).digest('hex');
  return fetch(`${world!.home.hub.url}/v1/webhooks/github`, { method: 'POST', body: text, headers: { 'content-type': 'application/json', 'x-github-event': 'workflow_run', 'x-github-delivery': crypto.randomUUID(), 'x-hub-signature-256': `sha256=${signature}` } }).then(({ status }) => status);
};
const runs = async (): Promise<readonly Run[]> => (await world!.home.call<{ items: Run[] }>('GET', 'runs?sort=id')).items;

test('a webhook wakes the look at a run; a run that somebody started over there, or ran again, is taken up, and each is one run', async () => {
  const { start: begin, until, vendor } = await start('github');
  const { id } = await begin();
  const { ci_run } = await until(id, ({ ci_run: known }) => known !== undefined);
  const told = (attempt: number, run: string = ci_run!) => ({ action: 'in_progress', workflow_run: { id: Number(run), run_attempt: attempt, workflow_id: 1, path: '.github/workflows/deploy.yml', head_branch: 'main' } });
  expect(await hear(told(1))).toBe(202);
  vendor.ci.move(ci_run!, 'succeeded');
  await hear(told(1));
  await until(id, ended);
  vendor.ci.trap('run again');
  await Promise.all([2, 2, 2, 2, 2, 2].map((attempt) => hear(told(attempt)))); // whoever hears of it at the same time takes up the same
  const all = await eventually(runs, (found) => found.length > 1 && found[1]!.state === 'running');
  expect(all).toMatchObject([{ id, attempt: '1', state: 'succeeded' }, { origin: 'ci', ci_run, attempt: '2', state: 'running' }]);
  vendor.ci.move(ci_run!, 'succeeded');
  await hear(told(2));
  expect(await eventually(runs, (found) => found.every(ended))).toMatchObject([{ state: 'succeeded' }, { state: 'succeeded', commit: expect.any(String) }]);
  await hear({ ...told(1, '999'), workflow_run: { ...told(1, '999').workflow_run, path: '.github/workflows/other.yml', workflow_id: 2 } }); // of no pipeline here
  expect(await runs()).toHaveLength(2);
}, 60_000);

test('builds of two jobs of a Jenkins have the same numbers, and are two runs', async () => {
  const { start: begin, until, home, declare, vendor } = await start('jenkins');
  expect(await declare({ name: 'tests', jenkins: { url: vendor.url, job: 'shop/tests' } })).toMatchObject({ status_code: 201 });
  const { id } = await begin();
  await eventually(() => vendor.ci.runs().length, (count) => count > 0);
  vendor.ci.move(only(world!).id, 'running');
  const { ci_run: number } = await until(id, ({ ci_run }) => ci_run !== undefined);
  const tell = async (job: string): Promise<void> => {
    const body = JSON.stringify({ name: job, url: `job/shop/job/${job}/`, build: { number, phase: 'STARTED', status: '' } });
    expect((await fetch(`${home.hub.url}/v1/webhooks/jenkins`, { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-patchbay-token': vendor.secrets['webhook_token']! } })).status).toBe(202);
  };
  await tell('deploy');
  await tell('tests');
  const all = await eventually(runs, (found) => found.length > 1);
  expect(all.map(({ origin, ci_run }) => [origin, ci_run])).toEqual([['hub', number], ['ci', number]]);
}, 40_000);

test('a line that is cut holds no half of a secret, and a carriage return in one is none', async () => {
  const { start: begin, until, log, vendor } = await start('jenkins');
  const { id } = await begin();
  await eventually(() => vendor.ci.runs().length, (count) => count > 0);
  const there = only(world!);
  vendor.ci.move(there.id, 'running');
  vendor.ci.say(there.id, `${'x'.repeat(8_180)} ghp_${'0a'.repeat(18)}`);
  vendor.ci.say(there.id, 'fifty per cent\r::add-mask::a hundred');
  vendor.ci.move(there.id, 'succeeded');
  await until(id, ended);
  const lines = await log(id);
  expect(lines.some((line) => line.includes('xxxx'))).toBe(true);
  expect(lines.filter((line) => line.includes('ghp_') || line.includes('\r'))).toEqual([]);
}, 40_000);

test('a CI that will not take an approval is asked less and less often', async () => {
  const { home, vendor, pipeline, later, run } = await start('jenkins', { pipeline: { may_approve: true } });
  vendor.ci.trap('wants parameters');
  await home.environment({ bring_up_pipeline: pipeline });
  await home.deploy();
  await eventually(() => vendor.ci.runs().length, (count) => count > 0);
  vendor.ci.move(only(world!).id, 'waiting_approval');
  const [{ id } = { id: '' }] = await eventually(runs, ([first]) => first?.decisions[0]?.told_at !== undefined);
  for (let at = 0; at < 14; at++) {
    const { version } = await run(id);
    later(16_000);
    await eventually(() => run(id), (now) => now.version > version);
  }
  expect((await run(id)).decisions.length).toBeLessThan(6);
}, 60_000);
