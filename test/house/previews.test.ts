// Previews: one per pull request, brought up and torn down by the webhooks of the code host, by a CI, or by the clock. None is left behind.
import { createHmac } from 'node:crypto';
import { Failure } from '@patchbay/contracts';
import { afterEach, expect, test } from 'vitest';
import { BRING_UP, COMMIT, type Deployment, type DeploymentHub, eventually, type Listed, movableClock, type Preview, startDeploymentHub, TEAR_DOWN } from './deployment-hub.ts';

let home: DeploymentHub | undefined;
afterEach(async () => { await home?.stop(); home = undefined; });
const start = async (options: Parameters<typeof startDeploymentHub>[0] = {}): Promise<DeploymentHub> => (home = await startDeploymentHub(options));

const previews = async (): Promise<readonly Preview[]> => (await home!.call<Listed<Preview>>('GET', 'previews?sort=id')).items;
const declare = (fields: object = {}) => home!.environment({ slug: 'preview', name: 'Preview', tier: 'preview', bring_up: BRING_UP, tear_down: TEAR_DOWN, url_template: 'https://{{environment.slug}}.example.com', ...fields });
const up = (pull: string, more: object = {}) => home!.call<{ preview: Preview; deployment: Deployment; code?: string }>('POST', 'previews', { project: 'shop', environment: 'preview', pull_request: pull, commit: COMMIT, ...more });
const down = (pull: string) => home!.call<{ preview: Preview; code?: string }>('POST', 'previews/down', { project: 'shop', environment: 'preview', pull_request: pull });
const state = async (id: string): Promise<Preview> => home!.call<Preview>('GET', `previews/${id}`);
const is = (...states: string[]) => ({ status }: Preview): boolean => states.includes(status);

const SECRET = 'a-secret-of-the-webhook';
async function source(scheme: string, fields: object = {}): Promise<string> {
  const made = await home!.call<{ id: string }>('POST', 'sources', { slug: scheme, name: scheme, scheme, secret: SECRET, ...fields });
  if (made.status_code !== 201) throw new Error(JSON.stringify(made));
  return `${home!.hub.url}/hooks/${made.id}`;
}

const githubBody = (action: string, more: { number?: number; sha?: string; fork?: boolean } = {}) => ({
  action, repository: { id: 4711, full_name: 'acme/shop' },
  pull_request: { number: more.number ?? 42, title: 'A new basket', head: { sha: more.sha ?? COMMIT, ref: 'basket', repo: { id: more.fork === true ? 99 : 4711 } }, base: { repo: { id: 4711 } } },
});
async function github(url: string, body: object): Promise<number> {
  const text = JSON.stringify(body);
  const reply = await fetch(url, { method: 'POST', body: text, headers: { 'content-type': 'application/json', 'x-github-event': 'pull_request', 'x-github-delivery': crypto.randomUUID(), 'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(text).digest('hex')}` } });
  return reply.status;
}

test.each(['sqlite', 'postgres'] as const)('a pull request on GitHub brings its preview up, a commit changes it, and its end takes it away, on %s', async (store) => {
  const { calls, events } = await start({ store });
  await declare();
  const url = await source('github');
  expect(await github(url, githubBody('opened'))).toBeLessThan(300);
  const [preview] = await eventually(previews, (all) => all[0]?.status === 'up');
  expect(preview).toMatchObject({ status: 'up', open: true, slug: 'preview-42', url: 'https://preview-42.example.com', commit: COMMIT, title: 'A new basket' });
  const next = COMMIT.replace('3f', '4a');
  await github(url, githubBody('synchronize', { sha: next }));
  await github(url, githubBody('labeled'));
  await eventually(() => state(preview!.id), (found) => found.commit === next && found.status === 'up');
  await github(url, githubBody('closed'));
  expect(await eventually(() => state(preview!.id), is('down'))).toMatchObject({ status: 'down', open: false, outcome: 'closed' });
  expect(calls.map(({ action, input }) => [action, input['place'], input['version']])).toEqual([['thing_up', 'preview-42', COMMIT], ['thing_up', 'preview-42', next], ['thing_down', 'preview-42', undefined]]);
  expect((await events('preview.')).map(({ type }) => type)).toEqual(['preview.coming', 'preview.up', 'preview.coming', 'preview.up', 'preview.going', 'preview.down']);
}, 40_000);

test('merge requests of GitLab and pull requests of Bitbucket do the same', async () => {
  const { call } = await start();
  const { items: [project] } = await call<Listed<{ id: string }>>('GET', 'projects');
  await declare();
  await call('PATCH', `projects/${project!.id}`, { repository: { provider: 'gitlab', owner: 'acme/web', name: 'shop' } });
  const gitlab = await source('gitlab');
  const merge = (action: string, more: object = {}) => fetch(gitlab, { method: 'POST', headers: { 'content-type': 'application/json', 'x-gitlab-token': SECRET, 'x-gitlab-event': 'Merge Request Hook', 'x-gitlab-event-uuid': crypto.randomUUID() }, body: JSON.stringify({ object_kind: 'merge_request', project: { id: 5, path_with_namespace: 'acme/web/shop' }, object_attributes: { iid: 7, title: 'x', action, source_branch: 'b', source_project_id: 5, target_project_id: 5, last_commit: { id: COMMIT }, ...more } }) });
  await merge('open');
  const [first] = await eventually(previews, (all) => all[0]?.status === 'up');
  await merge('merge');
  expect(await eventually(() => state(first!.id), is('down'))).toMatchObject({ open: false });

  await call('PATCH', `projects/${project!.id}`, { repository: { provider: 'bitbucket', owner: 'acme', name: 'shop' } });
  const bitbucket = await source('bitbucket');
  const pull = async (key: string, pr: string) => {
    const text = JSON.stringify({ repository: { uuid: '{r}', full_name: 'Acme/Shop' }, pullrequest: { id: 8, title: 'y', state: pr, source: { branch: { name: 'b' }, commit: { hash: COMMIT.slice(0, 12) }, repository: { uuid: '{r}' } } } });
    return fetch(bitbucket, { method: 'POST', body: text, headers: { 'content-type': 'application/json', 'x-event-key': key, 'x-request-uuid': crypto.randomUUID(), 'x-hub-signature': `sha256=${createHmac('sha256', SECRET).update(text).digest('hex')}` } });
  };
  await pull('pullrequest:created', 'OPEN');
  const second = (await eventually(previews, (all) => all[1]?.status === 'up'))[1];
  await pull('pullrequest:fulfilled', 'MERGED');
  expect(await eventually(() => state(second!.id), is('down'))).toMatchObject({ outcome: 'closed' });
}, 40_000);

test('a fork gets no preview by itself, and neither does an event that somebody just publishes', async () => {
  const { call, events, calls } = await start();
  await declare();
  await github(await source('github'), githubBody('opened', { fork: true }));
  expect(await eventually(() => events('preview.'), (all) => all.length > 0)).toMatchObject([{ type: 'preview.refused', data: { reason: 'fork', pull_request: '42' } }]);
  await call('POST', 'tools/event_publish', { type: 'pull_request.opened', subject: 'x', data: githubBody('opened') });
  await new Promise((resolve) => { setTimeout(resolve, 700); });
  expect(await previews()).toEqual([]);
  expect(calls).toEqual([]);
});

test('the clock takes away what nobody comes back for, and each new version gives it more time', async () => {
  const clock = movableClock();
  const { calls } = await start({ ports: { now: clock.now } });
  await declare({ time_to_live: 3600 });
  const { preview } = await up('1');
  await eventually(() => state(preview.id), is('up'));
  clock.move(3_000_000);
  await up('1', { commit: COMMIT.replace('3f', '4a') });
  await eventually(() => calls.length, (length) => length === 2);
  await eventually(() => state(preview.id), is('up'));
  clock.move(1_000_000);
  await new Promise((resolve) => { setTimeout(resolve, 1200); });
  expect(await state(preview.id)).toMatchObject({ status: 'up' });
  clock.move(2_700_000);
  expect(await eventually(() => state(preview.id), is('down'))).toMatchObject({ outcome: 'expired' });
  expect(calls.at(-1)).toMatchObject({ action: 'thing_down' });
}, 20_000);

test('a preview that a CI brings up goes when its time is over, though the CI never comes back', async () => {
  const clock = movableClock();
  const { call } = await start({ ports: { now: clock.now } });
  await declare({ bring_up: undefined, tear_down: TEAR_DOWN });
  const { preview, deployment } = await up('1', { begin: true, time_to_live: 600 });
  expect(deployment).toMatchObject({ runner: 'ci', status: 'running', preview: preview.id });
  clock.move(601_000);
  await eventually(() => state(preview.id), is('going'));
  clock.move(61_000);
  expect(await eventually(() => state(preview.id), is('down'))).toMatchObject({ outcome: 'expired' });
  expect(await call('GET', `deployments/${deployment.id}`)).toMatchObject({ status: 'cancelled', outcome: 'closed' });
  expect(home!.calls).toMatchObject([{ action: 'thing_down' }]);
}, 20_000);

test('no more previews than the environment allows, and one that is gone makes room', async () => {
  await start();
  await declare({ max_instances: 2 });
  const [one] = [await up('1'), await up('2')];
  expect(await up('3')).toMatchObject({ status_code: 409, code: 'preview.too_many', limit: 2 });
  expect(await up('1')).toMatchObject({ status_code: 200 });
  await down('1');
  await eventually(() => state(one.preview.id), is('down'));
  expect(await up('3')).toMatchObject({ status_code: 200 });
  expect(await down('1')).toMatchObject({ status_code: 200, preview: { status: 'down' } });
  expect(await down('77')).toMatchObject({ status_code: 404 });
});

test('what tears a preview down is tried until it is gone, and meanwhile nothing new comes up there', async () => {
  const clock = movableClock();
  const { behave, calls, call, events } = await start({ ports: { now: clock.now } });
  await declare();
  const { preview } = await up('1');
  await eventually(() => state(preview.id), is('up'));
  let broken = true;
  behave['thing_down'] = () => { if (broken) throw new Failure('upstream.invalid', 'a finalizer hangs'); return {}; };
  const { preview: going } = await down('1');
  expect(going).toMatchObject({ status: 'going' });
  const tearing = (await state(preview.id)).deployment!;
  expect(await up('1')).toMatchObject({ status_code: 409, code: 'preview.going' });
  expect(await call('POST', `deployments/${tearing}/cancel`, {})).toMatchObject({ status_code: 409, code: 'preview.going' });
  for (let attempt = 2; attempt <= 8; attempt++) {
    await eventually(() => call<Deployment>('GET', `deployments/${tearing}`), (found) => found.attempt === attempt);
    clock.move(4_400_000);
  }
  await eventually(() => calls.length, (length) => length === 9);
  expect(await state(preview.id)).toMatchObject({ status: 'going', open: true });
  await eventually(() => call<Deployment>('GET', `deployments/${tearing}`), (found) => found.attempt === 9);
  const stuck = expect.stringMatching(/^try \d to tear it down failed: a finalizer hangs; it is tried again every hour: .* how preview is torn down$/) as string;
  expect(await state(preview.id)).toMatchObject({ status: 'going', detail: stuck });
  expect((await events('preview.failed')).map(({ subject, data }) => [subject, data['status'], data['detail']])).toEqual([[preview.id, 'going', stuck]]);
  broken = false;
  clock.move(4_400_000);
  const gone = await eventually(() => state(preview.id), is('down'));
  expect([gone.open, gone.detail]).toEqual([false, undefined]);
  expect(await up('1')).toMatchObject({ status_code: 200 });
}, 30_000);

test('a pull request that closes while its preview comes up waits for that, and takes it away then', async () => {
  const { behave, calls } = await start();
  await declare();
  let release = (): void => undefined;
  behave['thing_up'] = (_, { signal }) => new Promise((resolve) => { release = () => resolve({}); signal.addEventListener('abort', () => undefined); });
  const { preview } = await up('1');
  await eventually(() => calls.length, (length) => length === 1);
  await down('1');
  expect(calls.length).toBe(1);
  release();
  expect(await eventually(() => state(preview.id), is('down'))).toMatchObject({ open: false });
  expect(calls.map(({ action }) => action)).toEqual(['thing_up', 'thing_down']);
});

test('an environment with open previews is not deleted, nor its project; and the words say what holds them, as many tools show nothing else', async () => {
  const { call } = await start();
  const { id, project } = await declare() as unknown as { id: string; project: string };
  const { preview } = await up('1');
  expect(await call('DELETE', `environments/${id}`)).toMatchObject({ status_code: 409, code: 'resource.in_use', detail: expect.stringContaining(`: preview ${preview.id}, deployment dep_`) });
  expect(await call('DELETE', `projects/${project}`)).toMatchObject({ status_code: 409, code: 'resource.in_use', detail: expect.stringMatching(`: environment ${id}$`) });
});

test('where a connector can, the pull request gets one comment that is kept up to date, and the commit a status', async () => {
  const { calls } = await start({ actions: ['thing_up', 'thing_down', 'github_pull_request_comment', 'github_commit_status'] });
  await declare();
  const url = await source('github');
  await github(url, githubBody('opened'));
  await eventually(previews, (all) => all[0]?.status === 'up');
  const said = (action: string) => calls.filter((each) => each.action === action).map(({ input }) => input);
  await eventually(() => said('github_pull_request_comment').at(-1), (last) => String(last?.['body']).includes('| up |'));
  await eventually(() => said('github_commit_status').at(-1), (last) => last?.['state'] === 'success');
  expect(said('github_commit_status').at(-1)).toMatchObject({ owner: 'acme', repository: 'shop', commit: COMMIT, context: 'patchbay/shop/preview', state: 'success', url: 'https://preview-42.example.com' });
  const comments = said('github_pull_request_comment');
  expect(new Set(comments.map(({ marker }) => marker)).size).toBe(1);
  expect(comments.at(-1)).toMatchObject({ owner: 'acme', repository: 'shop', number: '42' });
  await github(url, githubBody('closed'));
  expect(await eventually(() => said('github_pull_request_comment').at(-1), (last) => String(last?.['body']).includes('| down |'))).toMatchObject({ body: expect.stringContaining('closed') });
}, 20_000);

test('a pull request that is opened again and closed before the last preview is gone stays closed', async () => {
  const clock = movableClock();
  const { behave, calls } = await start({ ports: { now: clock.now } });
  await declare();
  const url = await source('github');
  await github(url, githubBody('opened'));
  await eventually(previews, (all) => all[0]?.status === 'up');
  let release = (): void => undefined;
  behave['thing_down'] = () => new Promise((resolve) => { release = () => resolve({}); });
  await github(url, githubBody('closed'));
  await eventually(() => calls.length, (length) => length === 2);
  await github(url, githubBody('reopened'));
  await github(url, githubBody('closed'));
  release();
  await eventually(previews, (all) => all[0]?.status === 'down');
  clock.move(11_000); // the event that has to wait for its turn is looked at again
  await github(url, githubBody('opened', { number: 43 }));
  await eventually(previews, (all) => all.some(({ slug, status }) => slug === 'preview-43' && status === 'up'));
  expect((await previews()).map(({ slug, status }) => [slug, status])).toEqual([['preview-42', 'down'], ['preview-43', 'up']]);
}, 30_000);

test('a preview that shall live for less than before goes when that is over', async () => {
  const clock = movableClock();
  await start({ ports: { now: clock.now } });
  await declare();
  const { preview } = await up('1');
  await eventually(() => state(preview.id), is('up'));
  await up('1', { commit: COMMIT.replace('3f', '4a'), time_to_live: 600 });
  await eventually(() => state(preview.id), ({ status, commit }) => status === 'up' && commit !== COMMIT);
  clock.move(700_000);
  expect(await eventually(() => state(preview.id), is('down'))).toMatchObject({ status: 'down', outcome: 'expired' });
}, 20_000);

test('the comment on a pull request is written by one at a time, whatever its commits are', async () => {
  const { calls, behave } = await start({ actions: ['thing_up', 'thing_down', 'github_pull_request_comment', 'github_commit_status'] });
  await declare();
  const url = await source('github');
  const comments = () => calls.filter(({ action }) => action === 'github_pull_request_comment').length;
  const next = COMMIT.replace('3f', '4a');
  let release = (): void => undefined;
  behave['github_pull_request_comment'] = () => new Promise((resolve) => { release = () => resolve({}); });
  await github(url, githubBody('opened'));
  await eventually(comments, (count) => count === 1);
  await eventually(previews, (all) => all[0]?.status === 'up');
  await github(url, githubBody('synchronize', { sha: next }));
  await eventually(() => calls, (all) => all.some(({ action, input }) => action === 'github_commit_status' && input['commit'] === next && input['state'] === 'success'));
  expect(await eventually(comments, (count) => count > 1, 2_000)).toBe(1);
  behave['github_pull_request_comment'] = () => ({});
  release();
  expect(await eventually(comments, (count) => count > 1)).toBeGreaterThan(1);
}, 30_000);
