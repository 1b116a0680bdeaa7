/** GitHub on loopback, as one App and one person see it: two repositories that remember, and its refusals. */
import { createHash, generateKeyPairSync, verify } from 'node:crypto';
import { at, type Json, type JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, type CiDouble, startVendor, type Vendor } from '../testing/index.ts';
import { githubCi } from './double-ci.ts';

export const SHA = '6dcb09b5b57875f334f61aebed695e2e4193db5e';
export const PAT = 'github_pat_0123456789';
const APP = '123456';
const INSTALLATION = '7890123';
/** As GitHub hands it out: PKCS #1. */
let pair: { readonly publicKey: string; readonly privateKey: string } | undefined;
const keys = () => (pair ??= generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs1', format: 'pem' } }));

const refused = (status: number, message: string, errors?: readonly JsonObject[]): Answer => ({ status, json: { message, documentation_url: 'https://docs.github.com/rest', ...(errors === undefined ? {} : { errors: [...errors] }) } });
const invalid = (resource: string, field: string, code: string, message?: string): Answer => refused(422, 'Validation Failed', [{ resource, field, code, ...(message === undefined ? {} : { message }) }]);
const NOT_FOUND = refused(404, 'Not Found');
const bot = { login: 'patchbay[bot]', id: 900, type: 'Bot' };
const ada = { login: 'ada', id: 1, type: 'User' };
const shaOf = (text: string): string => createHash('sha1').update(text).digest('hex');
const field = (asked: Asked, path: string): Json | undefined => at(asked.body, path) as Json | undefined;

export interface GithubVendor extends Vendor { readonly ci: CiDouble }

export async function startGithub(): Promise<GithubVendor> {
  let lastId = 5000;
  const next = (): number => ++lastId;
  const tokens = new Set<string>();
  const asApp = ({ headers }: Asked): boolean => tokens.has((headers['authorization'] ?? '').replace('Bearer ', ''));
  const me = (asked: Asked) => (asApp(asked) ? bot : ada);
  const page = (of: string): string => `https://github.com/acme/shop/${of}`;

  const pulls = new Map<string, JsonObject>([42, 43, 44].map((number) => [String(number), pull(number, number === 43 ? 'theirs' : 'basket', { mergeable: number !== 43, fork: number === 43 })]));
  const issues = new Map<string, JsonObject>(Array.from({ length: 250 }, (_, index) => {
    const number = index + 1;
    return [String(number), { number, id: 10_000 + number, title: `Issue ${number}`, body: null, state: 'open', locked: number === 99, labels: [{ name: 'bug' }], assignees: [], user: ada, created_at: '2026-11-01T00:00:00Z', html_url: page(`issues/${number}`), ...(pulls.has(String(number)) ? { pull_request: { url: page(`pull/${number}`) } } : {}) }];
  }));
  const comments = new Map<string, JsonObject>(Array.from({ length: 130 }, (_, index) => [String(index + 1), { id: index + 1, issue: '42', user: ada, body: index === 3 ? 'I copied <!-- patchbay:shop:42 -->' : `Comment ${index}`, html_url: page(`pull/42#issuecomment-${index + 1}`), performed_via_github_app: null }]));
  const statuses: JsonObject[] = [];
  const checks = new Map<string, JsonObject>([['1', { id: 1, name: 'patchbay / preview', head_sha: SHA, status: 'in_progress', html_url: page('runs/1') }]]);
  const deployments = new Map<string, JsonObject>([['1', { id: 1, ref: 'main', sha: SHA, environment: 'production', description: null, created_at: '2026-11-01T00:00:00Z' }]]);
  const commits: readonly JsonObject[] = [['2026-11-01T00:30:00Z', 'Cache prices\n\nThey are slow.'], ['2026-10-01T00:00:00Z', 'Begin']].map(([date = '', message = '']) => ({ sha: shaOf(message), html_url: page(`commit/${shaOf(message)}`), commit: { message, author: { name: 'Ada', date }, committer: { name: 'GitHub', date } }, author: ada }));
  const within = (date: string, { query }: Asked): boolean => (query['since'] === undefined || date >= query['since']) && (query['until'] === undefined || date <= query['until']);
  const files = new Map<string, JsonObject>();
  const releases = new Map<string, JsonObject>([['v1.4.0', { id: 1, tag_name: 'v1.4.0', name: '1.4.0', body: '', draft: false, prerelease: false, published_at: '2026-11-01T00:00:00Z', html_url: page('releases/v1.4.0') }]]);
  const ended = new Map<string, boolean>();

  function pull(number: number, branch: string, { mergeable, fork }: { readonly mergeable: boolean; readonly fork: boolean }): JsonObject {
    return { number, id: 20_000 + number, title: `Change ${number}`, state: 'open', draft: false, merged: false, merged_at: null, mergeable, labels: [], user: ada, head: { ref: branch, sha: SHA, repo: { id: fork ? 2 : 1 } }, base: { ref: 'main', repo: { id: 1 } }, html_url: page(`pull/${number}`) };
  }

  function cut(all: readonly Json[], { query, path, headers }: Asked, name?: string): Answer {
    const size = Number(query['per_page'] ?? 30);
    if (size > 100) return refused(422, 'per_page is too large');
    const number = Number(query['page'] ?? 1);
    const items = all.slice((number - 1) * size, number * size);
    const more = number * size < all.length;
    const link = new URLSearchParams({ ...query, page: String(number + 1) }).toString();
    return { json: name === undefined ? items : { total_count: all.length, [name]: items }, ...(more ? { headers: { link: `<http://${headers['host']}${path}?${link}>; rel="next", <http://${headers['host']}${path}?page=9>; rel="last"` } } : {}) };
  }

  function createIssue(asked: Asked): Answer {
    if (asked.params['repo'] === 'without-issues') return refused(410, 'Issues has been disabled in this repository.');
    const title = field(asked, 'title');
    if (typeof title !== 'string' || title.trim() === '') return invalid('Issue', 'title', 'missing_field');
    const number = issues.size + 1;
    const made = { number, id: next(), title, body: field(asked, 'body') ?? null, state: 'open', labels: ((field(asked, 'labels') ?? []) as string[]).map((name) => ({ name })), assignees: ((field(asked, 'assignees') ?? []) as string[]).map((login) => ({ login })), user: me(asked), created_at: '2026-11-20T00:00:00Z', html_url: page(`issues/${number}`) };
    issues.set(String(number), made);
    return { status: 201, json: made };
  }

  function updateIssue(asked: Asked): Answer {
    const known = issues.get(asked.params['number']!);
    if (known === undefined) return NOT_FOUND;
    const wanted = asked.body as JsonObject;
    const changed = { ...known, ...wanted, ...(wanted['labels'] === undefined ? {} : { labels: (wanted['labels'] as string[]).map((name) => ({ name })) }), ...(wanted['assignees'] === undefined ? {} : { assignees: (wanted['assignees'] as string[]).map((login) => ({ login })) }) };
    issues.set(asked.params['number']!, changed);
    return { json: changed };
  }

  function createComment(asked: Asked): Answer {
    const on = issues.get(asked.params['number']!);
    if (on === undefined) return NOT_FOUND;
    if (on['locked'] === true) return refused(403, 'Unable to create comment because issue is locked.');
    if (typeof field(asked, 'body') !== 'string' || field(asked, 'body') === '') return invalid('IssueComment', 'body', 'missing_field');
    const id = next();
    const made = { id, issue: asked.params['number']!, user: me(asked), body: field(asked, 'body')!, html_url: page(`issues/${asked.params['number']}#issuecomment-${id}`), performed_via_github_app: asApp(asked) ? { id: Number(APP), client_id: 'Iv1.patchbay' } : null };
    comments.set(String(id), made);
    return { status: 201, json: made };
  }

  function updateComment(asked: Asked): Answer {
    const known = comments.get(asked.params['id']!);
    if (known === undefined) return NOT_FOUND;
    if (at(known, 'user.id') !== me(asked).id) return refused(403, 'Resource not accessible by integration');
    const changed = { ...known, body: field(asked, 'body')! };
    comments.set(asked.params['id']!, changed);
    return { json: changed };
  }

  function createPull(asked: Asked): Answer {
    const { head, base, title } = asked.body as Record<string, string>;
    if (head === undefined || base === undefined) return invalid('PullRequest', head === undefined ? 'head' : 'base', 'missing_field');
    if (!/^(feature-\d+|basket)$/.test(head)) return invalid('PullRequest', 'head', 'invalid');
    if (base !== 'main') return invalid('PullRequest', 'base', 'invalid');
    if ([...pulls.values()].some((each) => at(each, 'head.ref') === head && each['state'] === 'open')) return invalid('PullRequest', 'head', 'custom', `A pull request already exists for acme:${head}.`);
    const number = 1000 + pulls.size;
    const made = { ...pull(number, head, { mergeable: true, fork: false }), title: title ?? '', draft: field(asked, 'draft') === true };
    pulls.set(String(number), made);
    return { status: 201, json: made };
  }

  function merge(asked: Asked): Answer {
    const known = pulls.get(asked.params['number']!);
    if (known === undefined) return NOT_FOUND;
    if (known['mergeable'] !== true || known['merged'] === true) return refused(405, 'Pull Request is not mergeable');
    const sha = field(asked, 'sha');
    if (sha !== undefined && sha !== at(known, 'head.sha')) return refused(409, 'Head branch was modified. Review and try the merge again.');
    pulls.set(asked.params['number']!, { ...known, state: 'closed', merged: true, merged_at: '2026-11-20T00:00:00Z', merge_commit_sha: shaOf('merged') });
    return { json: { sha: shaOf('merged'), merged: true, message: 'Pull Request successfully merged' } };
  }

  function setStatus(asked: Asked): Answer {
    if (asked.params['sha'] !== SHA) return refused(422, `No commit found for SHA: ${asked.params['sha']}`);
    if (!['error', 'failure', 'pending', 'success'].includes(field(asked, 'state') as string)) return invalid('Status', 'state', 'invalid');
    if (String(field(asked, 'description') ?? '').length > 140) return invalid('Status', 'description', 'custom', 'description is too long (maximum is 140 characters)');
    const made = { id: next(), description: null, target_url: null, context: 'default', ...(asked.body as JsonObject), creator: me(asked) };
    statuses.unshift(made);
    return { status: 201, json: made };
  }

  function check(asked: Asked): Answer {
    if (!asApp(asked)) return refused(403, 'You must authenticate via a GitHub App.');
    const wanted = asked.body as JsonObject;
    if (wanted['status'] === 'completed' && wanted['conclusion'] === undefined) return refused(422, 'Invalid request.\n\nMissing "conclusion".');
    if (wanted['output'] !== undefined && (at(wanted, 'output.title') === undefined || at(wanted, 'output.summary') === undefined)) return refused(422, 'Invalid request.\n\n"summary", "title" weren\'t supplied.');
    const id = asked.params['id'] ?? String(next());
    if (asked.method === 'PATCH' && !checks.has(id)) return NOT_FOUND;
    if (asked.method === 'POST' && wanted['head_sha'] !== SHA) return refused(422, `No commit found for SHA: ${String(wanted['head_sha'])}`);
    const kept = { ...checks.get(id), ...wanted, id: Number(id), html_url: page(`runs/${id}`) };
    checks.set(id, kept);
    return { status: asked.method === 'POST' ? 201 : 200, json: { conclusion: null, ...kept } };
  }

  function deploy(asked: Asked): Answer {
    const ref = field(asked, 'ref');
    if (ref !== 'main' && ref !== SHA) return refused(422, `No ref found for: ${String(ref)}`);
    const contexts = field(asked, 'required_contexts');
    if (!Array.isArray(contexts) || contexts.length > 0) return refused(409, 'Conflict: Commit status checks failed for main.', []);
    if (field(asked, 'auto_merge') !== false) return { status: 202, json: { message: 'Auto-merged main into main on deployment.' } };
    const made = { description: null, payload: {}, ...(asked.body as JsonObject), id: next(), sha: SHA, created_at: '2026-11-20T00:00:00Z', creator: me(asked) };
    deployments.set(String(made.id), made);
    return { status: 201, json: made };
  }

  function dispatch(asked: Asked): Answer {
    if (typeof field(asked, 'event_type') !== 'string') return refused(422, 'Invalid request.\n\n"event_type" wasn\'t supplied.');
    if (Object.keys((field(asked, 'client_payload') ?? {}) as JsonObject).length > 10) return refused(422, 'Invalid request.\n\nNo more than 10 properties are allowed; 11 were supplied.');
    return { status: 204 };
  }

  /** Odd ones ended, even ones go on, until somebody changes that. */
  const ci = githubCi(page, cut);
  const hasEnded = (id: string): boolean => ended.get(id) ?? Number(id) % 2 === 1;
  const run = (id: string): JsonObject => ({ id: Number(id), name: 'Deploy', run_number: 7, run_attempt: 1, event: 'push', status: hasEnded(id) ? 'completed' : 'in_progress', conclusion: hasEnded(id) ? 'success' : null, head_branch: 'main', head_sha: SHA, html_url: page(`actions/runs/${id}`) });

  function rerun({ params }: Asked): Answer {
    if (!hasEnded(params['id']!)) return refused(403, 'The workflow run cannot be rerun: it is already running');
    ended.set(params['id']!, false);
    return { status: 201, json: {} };
  }

  function cancel(asked: Asked): Answer {
    const { params } = asked;
    if (ci.run(params['id']!) !== undefined) return ci.cancel(asked);
    if (hasEnded(params['id']!)) return refused(409, 'Cannot cancel a workflow run that is completed.');
    ended.set(params['id']!, true);
    return { status: 202, json: {} };
  }

  function release(asked: Asked): Answer {
    const tag = field(asked, 'tag_name');
    if (typeof tag !== 'string') return invalid('Release', 'tag_name', 'missing_field');
    if (releases.has(tag)) return invalid('Release', 'tag_name', 'already_exists');
    const made = { body: null, name: null, ...(asked.body as JsonObject), id: next(), published_at: '2026-11-20T00:00:00Z', html_url: page(`releases/${tag}`) };
    releases.set(tag, made as JsonObject);
    return { status: 201, json: made as JsonObject };
  }

  const pathOf = ({ params }: Asked): string => [params['folder'], params['path']].filter((part) => part !== undefined).join('/');

  function getFile(asked: Asked): Answer {
    const path = pathOf(asked);
    if (path === 'deploy') return { json: [] };
    return files.has(path) ? { json: files.get(path)! } : NOT_FOUND;
  }

  function putFile(asked: Asked): Answer {
    const path = pathOf(asked);
    const { message, content, sha } = asked.body as Record<string, string>;
    if (message === undefined || content === undefined) return refused(422, 'Invalid request.\n\n"content" wasn\'t supplied.');
    const bytes = Buffer.from(content, 'base64');
    if (bytes.toString('base64') !== content) return refused(422, 'content is not valid Base64');
    const known = files.get(path);
    if (known !== undefined && sha === undefined) return refused(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
    if (sha !== undefined && sha !== known?.['sha']) return refused(409, `${path} does not match ${sha}`);
    const kept = { type: 'file', encoding: 'base64', path, name: path, size: bytes.length, sha: shaOf(`blob ${bytes.length}\0${bytes.toString('latin1')}`), content: (content.match(/.{1,60}/g) ?? []).map((line) => `${line}\n`).join('') };
    files.set(path, kept);
    return { status: known === undefined ? 201 : 200, json: { content: kept, commit: { sha: shaOf(message + content) } } };
  }

  function installationToken({ headers, params }: Asked): Answer {
    const [header = '', claims = '', signature = ''] = (headers['authorization'] ?? '').replace('Bearer ', '').split('.');
    const proven = verify('RSA-SHA256', Buffer.from(`${header}.${claims}`), keys().publicKey, Buffer.from(signature, 'base64url'));
    if (!proven) return refused(401, 'A JSON web token could not be decoded');
    const { iss, iat, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { iss: string; iat: number; exp: number };
    if (String(iss) !== APP || exp - iat > 600 || exp * 1000 < Date.now() || iat * 1000 > Date.now()) return refused(401, "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires");
    if (params['id'] !== INSTALLATION) return NOT_FOUND;
    const token = `ghs_${next()}`;
    tokens.add(token);
    return { status: 201, json: { token, expires_at: new Date(Date.now() + 3_600_000).toISOString(), permissions: { checks: 'write' } } };
  }

  const R = '/repos/:owner/:repo';
  const inside = Object.fromEntries(Object.entries<(asked: Asked) => Answer>({
    [`POST ${R}/issues`]: createIssue,
    [`GET ${R}/issues`]: (asked) => cut([...issues.values()].filter((each) => asked.query['state'] === 'all' || each['state'] === (asked.query['state'] ?? 'open')), asked),
    [`GET ${R}/issues/:number`]: ({ params }) => (issues.has(params['number']!) ? { json: issues.get(params['number']!)! } : NOT_FOUND),
    [`PATCH ${R}/issues/:number`]: updateIssue,
    [`GET ${R}/issues/:number/comments`]: (asked) => (issues.has(asked.params['number']!) ? cut([...comments.values()].filter(({ issue }) => issue === asked.params['number']), asked) : NOT_FOUND),
    [`POST ${R}/issues/:number/comments`]: createComment,
    [`PATCH ${R}/issues/comments/:id`]: updateComment,
    [`POST ${R}/pulls`]: createPull,
    [`GET ${R}/pulls`]: (asked) => cut([...pulls.values()].filter((each) => asked.query['state'] === 'all' || each['state'] === (asked.query['state'] ?? 'open')), asked),
    [`GET ${R}/pulls/:number`]: ({ params }) => (pulls.has(params['number']!) ? { json: pulls.get(params['number']!)! } : NOT_FOUND),
    [`PUT ${R}/pulls/:number/merge`]: merge,
    [`POST ${R}/statuses/:sha`]: setStatus,
    [`GET ${R}/commits`]: (asked) => cut(commits.filter((each) => within(String(at(each, 'commit.committer.date')), asked)), asked),
    [`GET ${R}/commits/:ref/statuses`]: (asked) => (['main', SHA].includes(asked.params['ref']!) ? cut(statuses, asked) : NOT_FOUND),
    [`GET ${R}/commits/:ref/check-runs`]: (asked) => (['main', SHA].includes(asked.params['ref']!) ? cut([...checks.values()], asked, 'check_runs') : refused(422, `No commit found for SHA: ${asked.params['ref']}`)),
    [`POST ${R}/check-runs`]: check,
    [`PATCH ${R}/check-runs/:id`]: check,
    [`POST ${R}/deployments`]: deploy,
    [`GET ${R}/deployments`]: (asked) => cut([...deployments.values()].filter(({ environment }) => asked.query['environment'] === undefined || environment === asked.query['environment']), asked),
    [`POST ${R}/deployments/:id/statuses`]: (asked) => (deployments.has(asked.params['id']!) ? { status: 201, json: { ...(asked.body as JsonObject), id: next() } } : NOT_FOUND),
    [`POST ${R}/dispatches`]: dispatch,
    [`GET ${R}/actions/runs`]: (asked) => cut(['1', '2', '3'].map(run), asked, 'workflow_runs'),
    [`GET ${R}/actions/runs/:id`]: ({ params }) => (params['id'] === '404' ? NOT_FOUND : { json: ci.run(params['id']!) ?? run(params['id']!) }),
    [`POST ${R}/actions/runs/:id/rerun`]: rerun,
    [`POST ${R}/actions/runs/:id/rerun-failed-jobs`]: rerun,
    [`POST ${R}/actions/runs/:id/cancel`]: cancel,
    ...Object.fromEntries(Object.entries(ci.routes).filter(([route]) => route.includes(R))),
    [`POST ${R}/releases`]: release,
    [`GET ${R}/releases`]: (asked) => cut([...releases.values()], asked),
    [`GET ${R}/releases/latest`]: () => ({ json: [...releases.values()].at(-1)! }),
    [`GET ${R}/releases/tags/:tag`]: ({ params }) => (releases.has(params['tag']!) ? { json: releases.get(params['tag']!)! } : NOT_FOUND),
    [`GET ${R}/contents/:path`]: getFile,
    [`GET ${R}/contents/:folder/:path`]: getFile,
    [`PUT ${R}/contents/:path`]: putFile,
    [`PUT ${R}/contents/:folder/:path`]: putFile,
  }).map(([route, answer]) => [route, (asked: Asked): Answer => (asked.params['owner'] === 'acme' && ['shop', 'without-issues'].includes(asked.params['repo']!) ? answer(asked) : NOT_FOUND)]));

  const vendor = await startVendor({
    routes: {
      ...inside,
      'GET /blob/:id': ci.routes['GET /blob/:id']!,
      'POST /app/installations/:id/access_tokens': installationToken,
      'GET /user': (asked) => (asApp(asked) ? refused(403, 'Resource not accessible by integration') : { json: ada }),
      'GET /rate_limit': (asked) => ({ json: { resources: { core: { limit: 5000, remaining: 4999, reset: 0 } } }, ...(asApp(asked) ? {} : { headers: { 'x-oauth-scopes': 'repo, workflow' } }) }),
    },
    authorize({ path, headers }) {
      if (headers['user-agent'] === undefined) return refused(403, 'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.');
      if (path.startsWith('/app/') || path.startsWith('/blob/')) return undefined;
      if (headers['x-github-api-version'] !== '2022-11-28') return refused(400, 'The API version is not supported');
      const token = /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1] ?? '';
      return token === PAT || tokens.has(token) ? undefined : refused(401, 'Bad credentials');
    },
    limited: { ...refused(429, 'You have exceeded a secondary rate limit.'), headers: { 'retry-after': '2' } },
    expired: refused(401, 'Bad credentials'),
    unknown: NOT_FOUND,
    config: (url) => ({ base_url: url, app_id: APP, installation_id: INSTALLATION }),
    secrets: { private_key: keys().privateKey, webhook_secret: 'gh-webhook-secret' },
  });
  return { ...vendor, ci };
}
