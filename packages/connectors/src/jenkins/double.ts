/** Jenkins on loopback: a queue that forgets, builds that know their parameters, a log whose offsets count what nobody sees, and its refusals. */
import type { JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, type CiDouble, startVendor, type Vendor } from '../testing/index.ts';

export const USER = 'patchbay';
export const TOKEN = '11a0123456789abcdef0123456789abcde';
const CRUMB = 'c0ffee0123456789';
const JOB = '/job/shop/job/deploy';
/** What the job declares; what is not declared is dropped. */
const DECLARED = ['environment', 'version', 'patchbay_run'];
const ASKS = 'Proceed1';

interface Item { readonly id: number; readonly inputs: Record<string, string>; state: Parameters<CiDouble['move']>[1]; number?: number; removed: boolean; stubborn: boolean; told: string[]; readonly lines: string[] }

export interface JenkinsVendor extends Vendor { readonly ci: CiDouble }

const page = (status: number, text: string): Answer => ({ status, text: `<html><body><h1>${text}</h1></body></html>`, headers: { 'content-type': 'text/html;charset=utf-8' } });
const NOT_FOUND = page(404, 'HTTP ERROR 404');
const REDIRECT: Answer = { status: 302, headers: { location: 'http://jenkins.internal.invalid:8080/job/shop/job/deploy/' } };

export async function startJenkins(): Promise<JenkinsVendor> {
  const items = new Map<string, Item>();
  const traps = new Set<string>();
  let lastItem = 700;
  let lastBuild = 40;

  function build(asked: Asked): Answer {
    const given = asked.body as Record<string, string>;
    if (asked.params['job'] === 'plain') return page(400, 'java.lang.IllegalStateException: plain is not parameterized');
    if (asked.params['job'] !== 'deploy') return NOT_FOUND;
    const inputs = Object.fromEntries(Object.entries(given).filter(([name]) => DECLARED.includes(name) && !(traps.has('does not declare it') && name === 'patchbay_run')));
    const equal = [...items.values()].find((each) => each.number === undefined && !each.removed && JSON.stringify(each.inputs) === JSON.stringify(inputs));
    const item = equal ?? { id: ++lastItem, inputs, state: 'queued' as const, removed: false, stubborn: traps.has('will not stop'), told: [], lines: [] };
    items.set(String(item.id), item);
    if (traps.has('takes it and hangs')) return page(502, 'Bad gateway');
    return { status: 201, headers: traps.has('no location') ? {} : { location: `http://jenkins.internal.invalid:8080/queue/item/${item.id}/` } };
  }

  function queueItem({ params }: Asked): Answer {
    const item = items.get(params['id']!);
    if (item === undefined || (item.number !== undefined && traps.has('the queue forgets'))) return NOT_FOUND;
    return { json: { _class: item.number === undefined ? 'hudson.model.Queue$WaitingItem' : 'hudson.model.Queue$LeftItem', id: item.id, why: item.number === undefined ? 'Waiting for next available executor' : null, cancelled: item.removed, ...(item.number === undefined ? {} : { executable: { number: item.number, url: `http://jenkins.internal.invalid:8080${JOB}/${item.number}/` } }) } };
  }

  const built = (): Item[] => [...items.values()].filter(({ number }) => number !== undefined);
  const byNumber = ({ params }: Asked): Item | undefined => built().find(({ number }) => String(number) === params['number']);
  const withBuild = (answer: (item: Item, asked: Asked) => Answer) => (asked: Asked): Answer => {
    const item = byNumber(asked);
    return item === undefined ? NOT_FOUND : answer(item, asked);
  };
  const ended = ({ state }: Item): boolean => ['succeeded', 'failed', 'cancelled'].includes(state);
  const result = { succeeded: 'SUCCESS', failed: 'FAILURE', cancelled: 'ABORTED' } as Readonly<Record<string, string>>;
  const flowStatus = ({ state }: Item): string => ({ queued: 'NOT_EXECUTED', running: 'IN_PROGRESS', waiting_approval: 'PAUSED_PENDING_INPUT', succeeded: 'SUCCESS', failed: 'FAILED', cancelled: 'ABORTED' })[state];

  const shown = (item: Item): JsonObject => ({
    _class: 'org.jenkinsci.plugins.workflow.job.WorkflowRun', number: item.number!, queueId: item.id, building: !ended(item), result: ended(item) ? (traps.has('unstable') ? 'UNSTABLE' : result[item.state]!) : null, description: null,
    actions: [{}, { parameters: Object.entries(item.inputs).map(([name, value]) => ({ name, value })) }, { lastBuiltRevision: { SHA1: '6dcb09b5b57875f334f61aebed695e2e4193db5e', branch: [{ name: 'refs/remotes/origin/main' }] } }],
  });

  /** The file holds notes that are not shown: its offsets count them. */
  function progressive(item: Item, { query }: Asked): Answer {
    const NOTE = 40;
    const start = Number(query['start'] ?? 0);
    const lines = item.lines.map((line) => ({ line: `\u001b[8mha:note\u001b[0m${line}\n`, bytes: Buffer.byteLength(line) + 1 + NOTE }));
    let at = 0;
    const text = lines.filter(({ bytes }) => (at += bytes) > start).map(({ line }) => line).join('');
    return { text, headers: { 'content-type': 'text/plain;charset=utf-8', 'x-text-size': String(at), ...(ended(item) ? {} : { 'x-more-data': 'true' }) } };
  }

  const tell = (how: string) => withBuild((item) => {
    item.told.push(how);
    if (!item.stubborn || how === 'kill') item.state = ended(item) ? item.state : 'cancelled';
    return REDIRECT;
  });

  function answerInput(go: boolean): (asked: Asked) => Answer {
    return withBuild((item, { params }) => {
      if (item.state !== 'waiting_approval' || params['input'] !== ASKS) return NOT_FOUND;
      if (traps.has('wants parameters')) return page(400, 'this input wants parameters');
      item.state = go ? 'running' : 'cancelled';
      return REDIRECT;
    });
  }

  const B = `/job/:folder/job/:job/:number`;
  const vendor = await startVendor({
    routes: {
      'GET /whoAmI/api/json': () => ({ json: { name: USER, authenticated: true } }),
      'GET /crumbIssuer/api/json': () => ({ json: { crumb: CRUMB, crumbRequestField: 'Jenkins-Crumb' } }),
      'GET /api/json': () => ({ json: { jobs: [{ name: 'shop', url: 'x' }, { name: 'nightly', url: 'x', color: 'blue' }] } }),
      'GET /job/:folder/api/json': ({ params }) => (params['folder'] === 'shop' ? { json: { jobs: [{ name: 'deploy', url: 'x', color: 'blue_anime' }] } } : NOT_FOUND),
      'POST /job/:folder/job/:job/buildWithParameters': build,
      'POST /job/:folder/job/:job/build': ({ params }) => {
        if (params['job'] !== 'plain') return page(400, 'this job wants parameters');
        items.set(String(++lastItem), { id: lastItem, inputs: {}, state: 'queued', removed: false, stubborn: false, told: [], lines: [] });
        return { status: 201, headers: { location: `http://jenkins.internal.invalid:8080/queue/item/${lastItem}/` } };
      },
      'GET /queue/item/:id/api/json': queueItem,
      'POST /queue/cancelItem': ({ query }) => {
        const item = items.get(query['id'] ?? '');
        if (item === undefined || item.number !== undefined) return NOT_FOUND;
        item.removed = true;
        return REDIRECT;
      },
      'GET /job/:folder/job/:job/api/json': ({ params, query }) => (params['job'] === 'gone' || !query['tree']?.startsWith('builds[') ? NOT_FOUND : { json: { builds: built().reverse().map(shown) } }),
      [`GET ${B}/api/json`]: withBuild((item) => ({ json: shown(item) })),
      [`GET ${B}/wfapi/describe`]: withBuild((item) => (traps.has('freestyle') ? NOT_FOUND : { json: { id: String(item.number), status: flowStatus(item), stages: [{ id: '6', name: 'Deploy', status: flowStatus(item) }] } })),
      [`GET ${B}/wfapi/pendingInputActions`]: withBuild((item) => ({ json: item.state === 'waiting_approval' ? [{ id: ASKS, message: 'Deploy to production?', inputs: [], proceedUrl: 'x', abortUrl: 'x' }] : [] })),
      [`GET ${B}/logText/progressiveText`]: withBuild(progressive),
      [`POST ${B}/stop`]: tell('stop'), [`POST ${B}/term`]: tell('term'), [`POST ${B}/kill`]: tell('kill'),
      [`POST ${B}/input/:input/proceedEmpty`]: answerInput(true), [`POST ${B}/input/:input/abort`]: answerInput(false),
    },
    authorize({ method, path, headers, body }) {
      if (headers['authorization'] !== `Basic ${Buffer.from(`${USER}:${TOKEN}`).toString('base64')}`) return page(401, 'Invalid password/token for user: patchbay');
      if (method === 'POST' && path !== '/queue/cancelItem' && typeof body !== 'object' && body !== '') return page(400, 'Bad form');
      return method === 'POST' && traps.has('crumbs') && headers['jenkins-crumb'] !== CRUMB ? page(403, 'No valid crumb was included in the request') : undefined;
    },
    limited: { status: 429, headers: { 'retry-after': '2' }, text: 'Too many requests' },
    expired: page(401, 'Invalid password/token for user: patchbay'),
    unknown: NOT_FOUND,
    config: (url) => ({ base_url: url, username: USER }),
    secrets: { api_token: TOKEN, webhook_token: 'jenkins-webhook-token' },
  });
  return {
    ...vendor,
    ci: {
      runs: () => [...items.values()].map(({ id, inputs }) => ({ id: String(id), inputs })),
      move(id, state) {
        const item = items.get(id);
        if (item === undefined) throw new Error(`there is no item ${id}`);
        item.state = state;
        if (state === 'cancelled' && item.number === undefined) item.removed = true;
        else if (state !== 'queued') item.number ??= ++lastBuild;
      },
      say: (id, line) => { items.get(id)!.lines.push(line); },
      trap: (name) => { traps.add(name); },
    },
  };
}
