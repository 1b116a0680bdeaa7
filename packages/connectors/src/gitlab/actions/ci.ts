/** Pipelines of GitLab as pipelines of the hub. */
import { at, type Ctx, type Infer, type JsonObject, paginate, PluginError, type ReadCtx, t } from '@patchbay/sdk';
import { type CiDriver, ciActions, ciQueries, cursorOf, type Found, type Log, sameUrl, type Seen, type State, uncoloured } from '../../wire/ci.ts';
import { list, string } from '../../wire/fields.ts';
import { segment } from '../../wire/path.ts';
import { textPiece } from '../../wire/text-piece.ts';
import type { Config } from '../fields.ts';

const target = t.object({
  url: t.url({ default: 'https://gitlab.com', description: 'The instance that the credential is for.' }),
  project: t.string({ minLength: 1, maxLength: 255, description: 'Id or full path of the project.', examples: ['acme/web/shop'] }),
  pass: t.enum(['variables', 'inputs'], { default: 'variables', description: 'How inputs reach the pipeline.' }),
}, { description: 'Which project.' });
type Target = Infer<typeof target>;

/** Pipelines whose variables are asked for, each by itself. */
const MOST_FOUND = 100;
const AT_ONCE = 20;

function at_({ url, project }: Target, ctx: Pick<ReadCtx<Config>, 'config'>): string {
  if (!sameUrl(`${url.replace(/\/+$/, '')}/api/v4`, ctx.config.base_url)) throw new PluginError('invalid', `The pipeline is at ${url}, and this connector has a credential for ${ctx.config.base_url}`);
  return `/projects/${encodeURIComponent(project)}`;
}

/** Inputs that the pipeline does not declare are refused, and a refusal started nothing: without the hub’s id, then. */
async function start({ target: of, ref, inputs, run, run_input }: Parameters<CiDriver<Target, Config>['start']>[0], ctx: Ctx<Config>) {
  const url = `${at_(of, ctx)}/pipeline`;
  if (of.pass === 'variables') return startedOf(await ctx.http.post<JsonObject>(url, { ref, variables: Object.entries({ ...inputs, [run_input]: run }).map(([key, value]) => ({ key, value })) }));
  try {
    return startedOf(await ctx.http.post<JsonObject>(url, { ref, inputs: { ...inputs, [run_input]: run } }));
  } catch (error) {
    if (!(error instanceof PluginError) || error.code !== 'invalid' || !error.message.includes(run_input)) throw error;
    return startedOf(await ctx.http.post<JsonObject>(url, { ref, inputs }));
  }
}

const startedOf = (body: JsonObject): { run: string; url: string } => ({ run: string(body, 'id'), url: string(body, 'web_url') });

async function find({ target: of, run, run_input, since }: Parameters<CiDriver<Target, Config>['find']>[0], ctx: ReadCtx<Config>): Promise<Found> {
  const base = at_(of, ctx);
  const all = await ctx.http.collect<JsonObject>({ url: `${base}/pipelines`, query: { source: 'api', updated_after: since, order_by: 'id', sort: 'desc', per_page: 100 } }, { items: '', next: paginate.link(), limit: MOST_FOUND });
  const carries = async (each: JsonObject): Promise<boolean> => {
    const { status, body } = await ctx.http.request({ url: `${base}/pipelines/${string(each, 'id')}/variables`, accept: [403, 404] });
    return status === 200 && list(body, '').some((variable) => string(variable, 'key') === run_input && string(variable, 'value') === run);
  };
  for (let from = 0; from < all.length; from += AT_ONCE) {
    const some = all.slice(from, from + AT_ONCE);
    const mine = some[(await Promise.all(some.map(carries))).indexOf(true)];
    if (mine !== undefined) return { found: 'run', run: string(mine, 'id'), url: string(mine, 'web_url') };
  }
  return { found: 'none' };
}

async function look({ target: of, run }: Parameters<CiDriver<Target, Config>['look']>[0], ctx: ReadCtx<Config>): Promise<Seen> {
  const base = `${at_(of, ctx)}/pipelines/${segment(run)}`;
  const one = await ctx.http.get<JsonObject>(base);
  const jobs = await jobsOf(base, ctx);
  const status = string(one, 'status');
  return {
    state: stateOf(status), number: string(one, 'iid'), url: string(one, 'web_url'), commit: string(one, 'sha'), ref: string(one, 'ref'),
    ...(status === 'skipped' ? { detail: 'GitLab says skipped' } : status === 'waiting_for_resource' ? { detail: 'Waits for a resource group' } : {}),
    jobs: jobs.map((each) => ({ id: string(each, 'id'), name: string(each, 'name'), state: string(each, 'status') === 'skipped' ? ('cancelled' as const) : stateOf(string(each, 'status')) })),
    approvals: jobs.filter((each) => string(each, 'status') === 'manual' && at(each, 'allow_failure') !== true).map((each) => ({ id: `job:${string(each, 'id')}`, title: `Start ${string(each, 'name')}` })),
  };
}

const jobsOf = (base: string, ctx: ReadCtx<Config>): Promise<JsonObject[]> => ctx.http.collect<JsonObject>({ url: `${base}/jobs`, query: { per_page: 100, include_retried: false } }, { items: '', next: paginate.link(), limit: 500 });

/** A pipeline that was skipped did nothing, which is no success. */
function stateOf(status: string): State {
  switch (status) {
    case 'running': case 'canceling': return 'running';
    case 'manual': return 'waiting_approval';
    case 'success': return 'succeeded';
    case 'canceled': return 'cancelled';
    case 'failed': case 'skipped': return 'failed';
    default: return 'queued'; // created, waiting_for_resource, preparing, pending, scheduled
  }
}

const OVER = new Set(['success', 'failed', 'canceled']);

/** The trace of a job grows while it runs. Each job has a place of its own, as several run at once. */
async function log({ target: of, run, cursor }: Parameters<CiDriver<Target, Config>['log']>[0], ctx: ReadCtx<Config>): Promise<Log> {
  const base = at_(of, ctx);
  const place = cursorOf<{ done: readonly string[]; from: Readonly<Record<string, number>> }>(cursor, { done: [], from: {} });
  const jobs = (await jobsOf(`${base}/pipelines/${segment(run)}`, ctx)).filter((each) => (OVER.has(string(each, 'status')) || string(each, 'status') === 'running') && !place.done.includes(string(each, 'id')));
  for (const job of jobs) {
    const id = string(job, 'id');
    const over = OVER.has(string(job, 'status'));
    const piece = await textPiece(`${base}/jobs/${id}/trace`, place.from[id] ?? 0, over, ctx);
    if (piece.lines.length === 0 && !over) continue;
    const from = { ...place.from, [id]: piece.next };
    const after = over && !piece.more ? { done: [...place.done, id], from: Object.fromEntries(Object.entries(from).filter(([each]) => each !== id)) } : { done: place.done, from };
    return { entries: piece.lines.length === 0 ? [] : [{ group: string(job, 'name'), lines: piece.lines.map(shown) }], cursor: JSON.stringify(after), more: piece.more || jobs.length > 1 };
  }
  return { entries: [], cursor: cursor ?? JSON.stringify(place), more: false };
}

/** Without the marks of sections and what a terminal would have overwritten. */
const shown = (line: string): string => uncoloured(line).replaceAll(/section_(start|end):\d+:[^\r]*\r/g, '').split('\r').findLast((part) => part !== '') ?? '';

async function cancel({ target: of, run }: Parameters<CiDriver<Target, Config>['cancel']>[0], ctx: Ctx<Config>): Promise<boolean> {
  if (run === undefined) return false;
  await ctx.http.post(`${at_(of, ctx)}/pipelines/${segment(run)}/cancel`);
  return true;
}

/** A manual job is started; nobody can say no to one, so that the pipeline is cancelled. */
async function decide({ target: of, run, approval, decision }: Parameters<CiDriver<Target, Config>['decide']>[0], ctx: Ctx<Config>): Promise<boolean> {
  const base = at_(of, ctx);
  const job = /^job:(\d+)$/.exec(approval)?.[1];
  if (job === undefined) throw new PluginError('invalid', `Expected job:<id>, got ${approval}`);
  await ctx.http.post(decision === 'approved' ? `${base}/jobs/${job}/play` : `${base}/pipelines/${segment(run)}/cancel`);
  return true;
}

const driver: CiDriver<Target, Config> = { start, find, look, log, cancel, decide };
const described = { target, example: { url: 'https://gitlab.com', project: 'acme/web/shop', pass: 'variables' as const }, run: '46', approval: 'job:7' };
export const ciPipelineActions = ciActions(described, driver);
export const ciPipelineQueries = ciQueries(described, driver);

/** What a webhook tells about a run, for who follows it. */
export function ciOf(kind: string, body: unknown): JsonObject | undefined {
  const run = kind === 'pipeline' ? string(body, 'object_attributes.id') : kind === 'build' ? string(body, 'pipeline_id') : '';
  if (run === '') return undefined;
  return { provider: 'gitlab', run, place: { project: kind === 'pipeline' ? [string(body, 'project.path_with_namespace'), string(body, 'project.id')].filter((each) => each !== '') : [] } };
}
