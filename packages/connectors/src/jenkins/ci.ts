/** Jobs of Jenkins as pipelines of the hub. */
import { at, type Ctx, type HttpReply, type Infer, type JsonObject, PluginError, type ReadCtx, t } from '@patchbay/sdk';
import { type CiDriver, ciActions, ciQueries, cursorOf, type Found, type Log, sameUrl, type Seen, type State, uncoloured } from '../wire/ci.ts';
import { list, string } from '../wire/fields.ts';
import { segment } from '../wire/path.ts';
import type { Config } from './config.ts';

const target = t.object({
  url: t.url({ description: 'The controller that the credential is for.', examples: ['https://jenkins.example.com'] }),
  job: t.string({ minLength: 1, maxLength: 1024, description: 'Path of the job, folders included.', examples: ['shop/deploy'] }),
}, { description: 'Which job.' });
type Target = Infer<typeof target>;

/** Builds that are looked through when the queue has forgotten. */
const BUILDS = 200;

export const jobPath = (job: string): string => job.split('/').filter((part) => part !== '').map((part) => `/job/${segment(part)}`).join('');

function at_({ url, job }: Target, ctx: Pick<ReadCtx<Config>, 'config'>): string {
  if (!sameUrl(url, ctx.config.base_url)) throw new PluginError('invalid', `The pipeline is at ${url}, and this connector has a credential for ${ctx.config.base_url}`);
  return jobPath(job);
}

/** With an API token no crumb is asked for. Where one is, it is fetched, and it must not be bound to a session. */
async function post(url: string, form: Readonly<Record<string, string>>, accept: readonly number[], ctx: Ctx<Config>): Promise<HttpReply> {
  const send = (headers: Record<string, string>): Promise<HttpReply> => ctx.http.request({ method: 'POST', url, form, as: 'text', headers, accept: [...accept, 403] });
  const first = await send({});
  if (first.status !== 403) return first;
  if (!String(first.body ?? '').includes('crumb')) throw new PluginError('permission', 'The system answered 403: the user may not do this', { status: 403 });
  const crumb = await ctx.http.get<JsonObject>('/crumbIssuer/api/json');
  const second = await send({ [string(crumb, 'crumbRequestField').toLowerCase()]: string(crumb, 'crumb') });
  if (second.status === 403) throw new PluginError('permission', 'The system answered 403: it wants a crumb of a session. Use an API token of the user in place of the password', { status: 403 });
  return second;
}

/** The parameter with the hub’s id also keeps Jenkins from making one build of two equal ones. */
async function start({ target: of, inputs, run, run_input }: Parameters<CiDriver<Target, Config>['start']>[0], ctx: Ctx<Config>) {
  const path = at_(of, ctx);
  let reply = await post(`${path}/buildWithParameters`, { ...inputs, [run_input]: run }, [400], ctx);
  if (reply.status === 400 && Object.keys(inputs).length === 0) reply = await post(`${path}/build`, {}, [], ctx); // a job without parameters
  if (reply.status === 400) throw new PluginError('invalid', `The system answered 400: ${of.job} takes no parameters`, { status: 400 });
  const item = /\/queue\/item\/(\d+)/.exec(reply.headers['location'] ?? '')?.[1]; // its host may be any: Jenkins knows its own name only if somebody told it
  return item === undefined ? {} : { handle: item };
}

/** The queue forgets an item five minutes after it became a build; the builds know whose they are. */
async function find({ target: of, run, run_input, handle }: Parameters<CiDriver<Target, Config>['find']>[0], ctx: ReadCtx<Config>): Promise<Found> {
  const path = at_(of, ctx);
  if (handle !== undefined) {
    const { status, body } = await ctx.http.request({ url: `/queue/item/${segment(handle)}/api/json`, accept: [404] });
    if (status === 200 && at(body, 'cancelled') === true) return { found: 'cancelled', detail: 'It was taken out of the queue' };
    const number = string(body, 'executable.number');
    if (status === 200 && number !== '') return { found: 'run', run: number, url: pageOf(of, number) };
    if (status === 200) return { found: 'queued', detail: string(body, 'why') || 'In the queue' };
  }
  const builds = list(await ctx.http.get<JsonObject>(`${path}/api/json`, { query: { tree: `builds[number,queueId,actions[parameters[name,value]]]{0,${BUILDS}}` } }), 'builds');
  const mine = builds.find((each) => tokenOf(each, run_input) === run) ?? builds.find((each) => handle !== undefined && string(each, 'queueId') === handle && tokenOf(each, run_input) === '');
  return mine === undefined ? { found: 'none' } : { found: 'run', run: string(mine, 'number'), url: pageOf(of, string(mine, 'number')) };
}

const pageOf = ({ url, job }: Target, number: string): string => `${url.replace(/\/+$/, '')}${jobPath(job)}/${number}/`;
const tokenOf = (build: JsonObject, name: string): string => list(build, 'actions').flatMap((each) => list(each, 'parameters')).filter((each) => string(each, 'name') === name).map((each) => string(each, 'value'))[0] ?? '';

const TREE = 'number,building,result,description,actions[lastBuiltRevision[SHA1,branch[name]]]';

async function look({ target: of, run }: Parameters<CiDriver<Target, Config>['look']>[0], ctx: ReadCtx<Config>): Promise<Seen> {
  const path = `${at_(of, ctx)}/${segment(run)}`;
  const build = await ctx.http.get<JsonObject>(`${path}/api/json`, { query: { tree: TREE } });
  const flow = await optional(`${path}/wfapi/describe`, ctx); // of pipeline jobs only
  const waits = string(flow, 'status') === 'PAUSED_PENDING_INPUT' ? await optional(`${path}/wfapi/pendingInputActions`, ctx) : undefined;
  const result = string(build, 'result');
  const revision = list(build, 'actions').map((each) => at(each, 'lastBuiltRevision')).find((each) => each !== undefined && each !== null);
  const commit = string(revision, 'SHA1');
  return {
    state: at(build, 'building') === true || result === '' ? (string(flow, 'status') === 'PAUSED_PENDING_INPUT' ? 'waiting_approval' : 'running') : stateOf(result),
    number: string(build, 'number'), url: pageOf(of, run), ...(commit === '' ? {} : { commit, ref: string(revision, 'branch.0.name') }), ...(['', 'SUCCESS', 'FAILURE', 'ABORTED'].includes(result) ? {} : { detail: `Jenkins says ${result}` }),
    jobs: list(flow, 'stages').map((each) => ({ id: string(each, 'id'), name: string(each, 'name'), state: stateOf(string(each, 'status')) })),
    approvals: list(waits, '').map((each) => ({ id: string(each, 'id'), title: string(each, 'message') || 'Go on?' })),
  };
}

async function optional(url: string, ctx: ReadCtx<Config>): Promise<unknown> {
  const { status, body } = await ctx.http.request({ url, accept: [404] });
  return status === 200 ? body : undefined;
}

/** Of builds and of stages. What is unstable had tests that failed: nobody should deploy on the strength of it. */
function stateOf(word: string): State {
  switch (word) {
    case 'SUCCESS': return 'succeeded';
    case 'ABORTED': return 'cancelled';
    case 'IN_PROGRESS': return 'running';
    case 'PAUSED_PENDING_INPUT': return 'waiting_approval';
    case 'NOT_EXECUTED': return 'queued';
    default: return 'failed'; // FAILURE, FAILED, UNSTABLE, NOT_BUILT
  }
}

/** Offsets are those of the file, which holds more than is shown: they come from Jenkins and are never counted. Half a line waits in the cursor. */
async function log({ target: of, run, cursor }: Parameters<CiDriver<Target, Config>['log']>[0], ctx: ReadCtx<Config>): Promise<Log> {
  const place = cursorOf<{ start: number; rest: string; end?: boolean }>(cursor, { start: 0, rest: '' });
  if (place.end === true) return { entries: [], cursor: cursor!, more: false };
  const { headers, body } = await ctx.http.request<string | null>({ url: `${at_(of, ctx)}/${segment(run)}/logText/progressiveText`, query: { start: place.start }, as: 'text' });
  const over = headers['x-more-data'] !== 'true';
  const text = place.rest + (body ?? '');
  const cut = over ? text.length : text.lastIndexOf('\n') + 1;
  const lines = cut === 0 ? [] : text.slice(0, cut).replace(/\r?\n$/, '').split(/\r?\n/).map(uncoloured);
  const after = { start: Number(headers['x-text-size'] ?? place.start), rest: text.slice(cut).slice(-8_192), ...(over ? { end: true } : {}) };
  return { entries: lines.length === 0 ? [] : [{ group: of.job, lines }], cursor: JSON.stringify(after), more: false };
}

/** Jenkins answers with a redirect to a page; whether it stopped is seen by looking. */
async function cancel({ target: of, run, handle, level }: Parameters<CiDriver<Target, Config>['cancel']>[0], ctx: Ctx<Config>): Promise<boolean> {
  const path = at_(of, ctx);
  if (run === undefined) return handle !== undefined && (await post(`/queue/cancelItem?id=${segment(handle)}`, {}, [302, 404], ctx)).status !== 404;
  const how = ['stop', 'term'][level] ?? 'kill';
  return (await post(`${path}/${segment(run)}/${how}`, {}, [302, 404, 405], ctx)).status < 400;
}

async function decide({ target: of, run, approval, decision }: Parameters<CiDriver<Target, Config>['decide']>[0], ctx: Ctx<Config>): Promise<boolean> {
  await post(`${at_(of, ctx)}/${segment(run)}/input/${segment(approval)}/${decision === 'approved' ? 'proceedEmpty' : 'abort'}`, {}, [302], ctx);
  return true;
}

const driver: CiDriver<Target, Config> = { start, find, look, log, cancel, decide };
const described = { target, example: { url: 'https://jenkins.example.com', job: 'shop/deploy' }, run: '42', approval: 'Proceed1' };
export const jobActions = ciActions(described, driver);
export const jobQueries = ciQueries(described, driver);
