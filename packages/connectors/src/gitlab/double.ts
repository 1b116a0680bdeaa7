/** GitLab on loopback: a project of a subgroup that remembers, and its refusals. */
import { at, type Json, type JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, type CiDouble, startRefreshing, startVendor, type Vendor } from '../testing/index.ts';
import { gitlabCi } from './double-ci.ts';

export const SHA = '6dcb09b5b57875f334f61aebed695e2e4193db5e';
const TOKEN = 'glpat-0123456789abcdefghij';
const TRIGGER = 'glptt-0123456789';

const said = (status: number, message: Json): Answer => ({ status, json: { message } });
const missing = (name: string): Answer => ({ status: 400, json: { error: `${name} is missing` } });
const none = (what: string): Answer => said(404, `404 ${what} Not Found`);
const ada = { id: 1, username: 'ada', name: 'Ada' };
const bot = { id: 77, username: 'project_1_bot', name: 'Patchbay' };
const field = (asked: Asked, path: string): Json | undefined => at(asked.body, path) as Json | undefined;

export interface GitlabVendor extends Vendor { readonly ci: CiDouble }

export async function startGitlab(): Promise<GitlabVendor> {
  let lastId = 5000;
  const next = (): number => ++lastId;
  const page = (of: string): string => `https://gitlab.com/acme/web/shop/-/${of}`;
  const issues = new Map<string, JsonObject>(Array.from({ length: 230 }, (_, index) => [String(index + 1), { id: 9000 + index, iid: index + 1, title: `Issue ${index + 1}`, description: null, state: 'opened', labels: ['bug'], assignees: [], author: ada, created_at: '2026-11-01T00:00:00Z', web_url: page(`issues/${index + 1}`) }]));
  const requests = new Map<string, JsonObject>([42, 43, 44].map((number) => [String(number), request(number, number === 43 ? 'theirs' : `change-${number}`, number === 43)]));
  const notes = new Map<string, JsonObject>(Array.from({ length: 120 }, (_, index) => [String(index + 1), { id: index + 1, on: 'merge_requests/42', system: index % 2 === 0, author: ada, body: index === 3 ? 'I copied <!-- patchbay:shop:42 -->' : `Note ${index}` }]));
  const statuses: JsonObject[] = [];
  const deployments = new Map<string, JsonObject>([['1', { id: 1, iid: 1, environment: { name: 'production' }, ref: 'main', sha: SHA, status: 'running', created_at: '2026-11-01T00:00:00Z', updated_at: '2026-11-01T00:10:00Z' }]]);
  const pipelines = new Map<string, JsonObject>(['46', '47'].map((id) => [id, pipeline(Number(id), 'push', id === '46' ? 'failed' : 'running')]));
  const releases = new Map<string, JsonObject>([['v1.4.0', { tag_name: 'v1.4.0', name: '1.4.0', description: '', commit: { id: SHA }, released_at: '2026-11-01T00:00:00Z', _links: { self: page('releases/v1.4.0') } }]]);
  const files = new Map<string, JsonObject>();

  function request(number: number, branch: string, broken: boolean): JsonObject {
    return { id: 8000 + number, iid: number, title: `Change ${number}`, state: 'opened', draft: false, author: ada, source_branch: branch, target_branch: 'main', source_project_id: broken ? 2 : 1, target_project_id: 1, sha: SHA, labels: [], merge_status: broken ? 'cannot_be_merged' : 'can_be_merged', detailed_merge_status: broken ? 'conflict' : 'mergeable', merge_commit_sha: null, web_url: page(`merge_requests/${number}`) };
  }
  function pipeline(id: number, source: string, status = 'pending'): JsonObject {
    return { id, iid: id - 40, project_id: 1, status, source, ref: 'main', sha: SHA, created_at: '2026-11-01T00:00:00Z', updated_at: '2026-11-01T00:10:00Z', web_url: page(`pipelines/${id}`) };
  }

  function cut(all: readonly Json[], { query, path, headers }: Asked): Answer {
    const size = Math.min(Number(query['per_page'] ?? 20), 100); // more is cut, not refused
    const number = Number(query['page'] ?? 1);
    const more = number * size < all.length;
    const to = (of: number): string => `<http://${headers['host']}${path}?${new URLSearchParams({ ...query, page: String(of) }).toString()}>`;
    return { json: all.slice((number - 1) * size, number * size), headers: { 'x-next-page': more ? String(number + 1) : '', link: [...(number > 1 ? [`${to(number - 1)}; rel="prev"`] : []), ...(more ? [`${to(number + 1)}; rel="next"`] : []), `${to(1)}; rel="first"`].join(', ') } };
  }
  const inState = (all: Iterable<JsonObject>, { query }: Asked): JsonObject[] => [...all].filter(({ state }) => (query['state'] ?? 'all') === 'all' || state === query['state']);

  function issue(asked: Asked): Answer {
    const of = asked.params['iid'];
    const known = of === undefined ? undefined : issues.get(of);
    if (of !== undefined && known === undefined) return none('Issue');
    const { title, labels, state_event: event, assignee_ids: people, ...rest } = asked.body as JsonObject;
    if (known === undefined && title === undefined) return missing('title');
    if (typeof title === 'string' && title.trim() === '') return said(400, { title: ["can't be blank"] });
    if (labels !== undefined && typeof labels !== 'string') return { status: 400, json: { error: 'labels is invalid' } };
    if (event !== undefined && event !== 'close' && event !== 'reopen') return { status: 400, json: { error: 'state_event does not have a valid value' } };
    const iid = of ?? String(issues.size + 1);
    const kept: JsonObject = { id: next(), iid: Number(iid), state: 'opened', labels: [], assignees: [], author: bot, created_at: '2026-11-20T00:00:00Z', web_url: page(`issues/${iid}`), ...known, ...rest, ...(title === undefined ? {} : { title }), ...(labels === undefined ? {} : { labels: labels.split(',') }), ...(event === undefined ? {} : { state: event === 'close' ? 'closed' : 'opened' }), ...(people === undefined ? {} : { assignees: (people as number[]).map((id) => ({ id, username: 'ada' })) }) };
    issues.set(iid, kept);
    return { status: of === undefined ? 201 : 200, json: kept };
  }

  const notesOf = (kind: 'issues' | 'merge_requests') => ({ params, ...asked }: Asked): Answer => {
    const on = `${kind}/${params['iid']}`;
    if (!(kind === 'issues' ? issues : requests).has(params['iid']!)) return none('Not found');
    if (asked.method === 'GET') return cut([...notes.values()].filter((note) => note['on'] === on), { params, ...asked });
    const body = at(asked.body, 'body');
    if (typeof body !== 'string' || body === '') return missing('body');
    const made = { id: next(), on, system: false, author: bot, body };
    notes.set(String(made.id), made);
    return { status: 201, json: made };
  };

  function changeNote(asked: Asked): Answer {
    const known = notes.get(asked.params['note']!);
    if (known === undefined) return none('Note');
    if (at(known, 'author.id') !== bot.id) return said(403, '403 Forbidden');
    const changed = { ...known, body: field(asked, 'body')! };
    notes.set(asked.params['note']!, changed);
    return { json: changed };
  }

  function openRequest(asked: Asked): Answer {
    const { source_branch: head, target_branch: base, title } = asked.body as Record<string, string>;
    for (const [name, value] of Object.entries({ source_branch: head, target_branch: base, title })) if (value === undefined) return missing(name);
    if (!/^feature-\d+$/.test(head!)) return said(400, { source_branch: ['does not exist'] });
    if ([...requests.values()].some((each) => each['source_branch'] === head && each['state'] === 'opened')) return said(409, ['Another open merge request already exists for this source branch: !42']);
    const number = 100 + requests.size;
    requests.set(String(number), { ...request(number, head!, false), title: title! });
    return { status: 201, json: requests.get(String(number))! };
  }

  function merge(asked: Asked): Answer {
    const known = requests.get(asked.params['iid']!);
    if (known === undefined) return none('Merge request');
    if (known['state'] !== 'opened') return said(405, '405 Method Not Allowed');
    if (known['detailed_merge_status'] !== 'mergeable') return said(422, 'Branch cannot be merged');
    if (field(asked, 'sha') !== undefined && field(asked, 'sha') !== known['sha']) return said(409, 'SHA does not match HEAD of source branch');
    const merged = { ...known, state: 'merged', merge_commit_sha: SHA.replace('6', 'e') };
    requests.set(asked.params['iid']!, merged);
    return { json: merged };
  }

  function setStatus(asked: Asked): Answer {
    if (asked.params['sha'] !== SHA) return none('Commit');
    const { state, name = 'default', description = null, target_url = null } = asked.body as Record<string, string>;
    if (!['pending', 'running', 'success', 'failed', 'canceled', 'skipped'].includes(state ?? '')) return { status: 400, json: { error: 'state does not have a valid value' } };
    if ((description ?? '').length > 255) return said(400, { description: ['is too long (maximum is 255 characters)'] });
    const going = statuses.find((each) => each['name'] === name && ['pending', 'running'].includes(String(each['status'])));
    if (going?.['status'] === state) return said(400, `Cannot transition status via :enqueue from :${state} (Reason(s): Status cannot transition via "enqueue")`);
    if (going !== undefined) statuses.splice(statuses.indexOf(going), 1);
    const made = { id: next(), sha: SHA, status: state!, name, description, target_url, ref: 'main', author: bot };
    statuses.unshift(made);
    return { status: 201, json: made };
  }

  function deploy(asked: Asked): Answer {
    const { environment, sha, ref, tag, status } = asked.body as JsonObject;
    for (const [name, value] of Object.entries({ environment, sha, ref, tag, status })) if (value === undefined) return missing(name);
    if (sha !== SHA) return said(400, { sha: ['The commit does not exist'] });
    const made = { id: next(), iid: deployments.size + 1, environment: { name: environment! }, ref: ref!, sha, status: status!, created_at: '2026-11-20T00:00:00Z' };
    deployments.set(String(made.id), made);
    return { status: 201, json: made };
  }

  function changeDeployment(asked: Asked): Answer {
    const known = deployments.get(asked.params['id']!);
    if (known === undefined) return none('Deployment');
    const changed = { ...known, status: field(asked, 'status')! };
    deployments.set(asked.params['id']!, changed);
    return { json: changed };
  }

  const ci = gitlabCi(page, cut);
  const start = (source: string) => (asked: Asked): Answer => {
    const ref = field(asked, 'ref');
    if (ref === undefined) return missing('ref');
    if (ref !== 'main') return said(400, { base: ['Reference not found'] });
    const variables = field(asked, 'variables');
    if (source === 'api' && variables !== undefined && !(Array.isArray(variables) && variables.every((each) => typeof at(each, 'key') === 'string' && typeof at(each, 'value') === 'string'))) return { status: 400, json: { error: 'variables is invalid' } };
    const followed = source === 'api' ? ci.start(asked, next()) : undefined;
    if (followed !== undefined) return 'status' in followed && typeof followed['status'] === 'number' ? (followed as Answer) : { status: 201, json: followed as JsonObject };
    const made = pipeline(next(), source);
    pipelines.set(String(made['id']), made);
    return { status: 201, json: made };
  };
  const move = (status: string) => ({ params }: Asked): Answer => {
    if (status === 'canceled' && ci.get(params['id']!) !== undefined) return ci.cancel(params['id']!);
    const known = pipelines.get(params['id']!);
    if (known === undefined) return none('Pipeline');
    pipelines.set(params['id']!, { ...known, status });
    return { status: 201, json: { ...known, status } };
  };

  function release(asked: Asked): Answer {
    const { tag_name: tag, ref, name = null, description = null } = asked.body as Record<string, string>;
    if (tag === undefined) return missing('tag_name');
    if (releases.has(tag)) return said(409, 'Release already exists');
    if (ref === undefined) return said(422, 'Ref is not specified');
    const made = { tag_name: tag, name: name ?? tag, description, commit: { id: SHA }, released_at: '2026-11-20T00:00:00Z', _links: { self: page(`releases/${tag}`) } };
    releases.set(tag, made);
    return { status: 201, json: made };
  }

  function file(asked: Asked): Answer {
    const path = asked.params['path']!;
    const known = files.get(path);
    if (asked.method === 'GET') return asked.query['ref'] === undefined ? missing('ref') : known === undefined ? none('File') : { json: known };
    const { branch, content, commit_message: message, encoding, last_commit_id: last } = asked.body as Record<string, string>;
    for (const [name, value] of Object.entries({ branch, content, commit_message: message })) if (value === undefined) return missing(name);
    if (asked.method === 'POST' && known !== undefined) return said(400, 'A file with this name already exists');
    if (asked.method === 'PUT' && known === undefined) return said(400, "A file with this name doesn't exist");
    if (last !== undefined && last !== known?.['last_commit_id']) return said(400, 'You are attempting to update a file that has changed since you started editing it.');
    const bytes = Buffer.from(content!, encoding === 'base64' ? 'base64' : 'utf8');
    files.set(path, { file_name: path.split('/').at(-1)!, file_path: path, size: bytes.length, encoding: 'base64', content: bytes.toString('base64'), ref: branch!, last_commit_id: SHA });
    return { status: asked.method === 'POST' ? 201 : 200, json: { file_path: path, branch: branch! } };
  }

  const P = '/api/v4/projects/:project';
  const inside = Object.fromEntries(Object.entries<(asked: Asked) => Answer>({
    [`GET ${P}`]: () => ({ json: { id: 1, path_with_namespace: 'acme/web/shop', default_branch: 'main' } }),
    [`POST ${P}/issues`]: issue, [`PUT ${P}/issues/:iid`]: issue,
    [`GET ${P}/issues`]: (asked) => cut(inState(issues.values(), asked), asked),
    [`GET ${P}/issues/:iid`]: ({ params }) => (issues.has(params['iid']!) ? { json: issues.get(params['iid']!)! } : none('Issue')),
    [`POST ${P}/issues/:iid/notes`]: notesOf('issues'),
    [`GET ${P}/merge_requests/:iid/notes`]: notesOf('merge_requests'), [`POST ${P}/merge_requests/:iid/notes`]: notesOf('merge_requests'), [`PUT ${P}/merge_requests/:iid/notes/:note`]: changeNote,
    [`POST ${P}/merge_requests`]: openRequest,
    [`GET ${P}/merge_requests`]: (asked) => cut(inState(requests.values(), asked), asked),
    [`GET ${P}/merge_requests/:iid`]: ({ params }) => (requests.has(params['iid']!) ? { json: requests.get(params['iid']!)! } : none('Merge request')),
    [`PUT ${P}/merge_requests/:iid/merge`]: merge,
    [`POST ${P}/statuses/:sha`]: setStatus,
    [`GET ${P}/repository/commits/:sha/statuses`]: (asked) => (asked.params['sha'] === SHA ? cut(statuses, asked) : none('Commit')),
    [`POST ${P}/deployments`]: deploy, [`PUT ${P}/deployments/:id`]: changeDeployment,
    [`GET ${P}/deployments`]: (asked) => cut([...deployments.values()], asked),
    [`POST ${P}/pipeline`]: start('api'), [`POST ${P}/trigger/pipeline`]: start('trigger'),
    [`GET ${P}/pipelines`]: (asked) => cut([...ci.runs().map(({ id }) => ci.get(id)!).reverse(), ...pipelines.values()], asked),
    [`GET ${P}/pipelines/:id`]: ({ params }) => (pipelines.has(params['id']!) || ci.get(params['id']!) !== undefined ? { json: (ci.get(params['id']!) ?? pipelines.get(params['id']!))! } : none('Pipeline')),
    [`POST ${P}/pipelines/:id/retry`]: move('running'), [`POST ${P}/pipelines/:id/cancel`]: move('canceled'),
    [`POST ${P}/jobs/:id/play`]: ({ params }) => ci.play(params['id']!) ?? (Number(params['id']) % 2 === 0 ? said(400, '400 Bad request - Unplayable Job') : { json: { id: Number(params['id']), name: 'deploy', status: 'pending', web_url: page(`jobs/${params['id']}`) } }),
    ...ci.routes,
    [`POST ${P}/releases`]: release,
    [`GET ${P}/releases`]: (asked) => cut([...releases.values()], asked),
    [`GET ${P}/releases/:tag`]: ({ params }) => (releases.has(params['tag']!) ? { json: releases.get(params['tag']!)! } : none('Not found')),
    [`GET ${P}/repository/files/:path`]: file, [`POST ${P}/repository/files/:path`]: file, [`PUT ${P}/repository/files/:path`]: file,
  }).map(([route, answer]) => [route, (asked: Asked): Answer => (asked.params['project'] === 'acme/web/shop' ? answer(asked) : none('Project'))]));

  const refreshing = startRefreshing('gitlab');
  const vendor = await startVendor({
    routes: { ...inside, 'POST /oauth/token': refreshing.route, 'GET /api/v4/user': () => ({ json: bot }), 'GET /api/v4/personal_access_tokens/self': () => ({ json: { scopes: ['api'], expires_at: '2027-01-01' } }) },
    authorize({ path, headers, body }) {
      if (path.endsWith('/trigger/pipeline')) return (body as JsonObject)['token'] === TRIGGER ? undefined : none('Not found');
      return headers['private-token'] === TOKEN || path === '/oauth/token' || refreshing.takes(headers) ? undefined : said(401, '401 Unauthorized');
    },
    limited: { status: 429, headers: { 'retry-after': '2', 'ratelimit-remaining': '0' }, text: 'Retry later\n' },
    expired: { status: 401, json: { error: 'invalid_token', error_description: 'Token is expired. You can either do re-authorization or token refresh.' } },
    unknown: { status: 404, json: { error: '404 Not Found' } },
    config: (url) => ({ base_url: `${url}/api/v4`, oauth_url: url }),
    secrets: { token: TOKEN, trigger_token: TRIGGER, signing_token: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', webhook_token: 'gl-webhook-token' },
  });
  return { ...vendor, ci };
}
