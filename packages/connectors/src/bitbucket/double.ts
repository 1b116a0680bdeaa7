/** Bitbucket Cloud on loopback: a repository that remembers, and its refusals. */
import { at, type Json, type JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, startVendor, type Vendor } from '../testing/index.ts';

export const SHA = '6dcb09b5b57875f334f61aebed695e2e4193db5e';
const TOKEN = 'ATCTT0123456789';

const refused = (status: number, message: string, fields?: JsonObject): Answer => ({ status, json: { type: 'error', error: { message, ...(fields === undefined ? {} : { fields }) } } });
const none = (what: string): Answer => refused(404, `${what} not found`);
const ada = { type: 'user', uuid: '{00000000-0000-4000-8000-000000000001}', nickname: 'ada', display_name: 'Ada' };
const bot = { type: 'app_user', uuid: '{00000000-0000-4000-8000-000000000077}', display_name: 'Patchbay' };
const field = (asked: Asked, path: string): Json | undefined => at(asked.body, path) as Json | undefined;
const uuid = (number: number): string => `{a1b2c3d4-0000-4000-8000-${String(number).padStart(12, '0')}}`;

export function startBitbucket(): Promise<Vendor> {
  let lastId = 5000;
  const next = (): number => ++lastId;
  const page = (of: string): string => `https://bitbucket.org/acme/shop/${of}`;
  const shop = { type: 'repository', uuid: '{b0000000-0000-4000-8000-000000000001}', full_name: 'acme/shop', name: 'Shop', description: '', is_private: true, mainbranch: { name: 'main' }, links: { html: { href: page('') } } };
  const pulls = new Map<string, JsonObject>(Array.from({ length: 60 }, (_, index) => [String(index + 40), pull(index + 40, `change-${index}`, index === 3)]));
  const comments = new Map<string, JsonObject>(Array.from({ length: 130 }, (_, index) => [String(index + 1), { id: index + 1, on: '42', user: ada, deleted: false, content: { raw: index === 3 ? 'I copied [//]: # (patchbay:shop:42)' : `Comment ${index}` }, links: { html: { href: page(`pull-requests/42/_/diff#comment-${index + 1}`) } } }]));
  const statuses = new Map<string, JsonObject>();
  const pipelines = new Map<string, JsonObject>(Array.from({ length: 120 }, (_, index) => [uuid(index), pipeline(index, index % 2 === 0)]));
  const branches = new Map<string, string>([['main', SHA]]);

  function pull(number: number, branch: string, theirs: boolean): JsonObject {
    return { type: 'pullrequest', id: number, title: `Change ${number}`, state: 'OPEN', author: ada, source: { branch: { name: branch }, commit: { hash: SHA.slice(0, 12) }, repository: { uuid: theirs ? uuid(9) : shop.uuid } }, destination: { branch: { name: 'main' }, commit: { hash: SHA.slice(0, 12) }, repository: { uuid: shop.uuid } }, merge_commit: null, links: { html: { href: page(`pull-requests/${number}`) } } };
  }
  function pipeline(number: number, ended: boolean): JsonObject {
    return { type: 'pipeline', uuid: uuid(number), build_number: number, state: ended ? { name: 'COMPLETED', result: { name: 'SUCCESSFUL' } } : { name: 'IN_PROGRESS' }, target: { type: 'pipeline_ref_target', ref_type: 'branch', ref_name: 'main', commit: { hash: SHA } } };
  }

  /** `most` differs by list; more is refused. */
  function cut(all: readonly Json[], { query, path, headers }: Asked, { most = 100, bare = false } = {}): Answer {
    const pagelen = Number(query['pagelen'] ?? 10);
    if (pagelen > most) return refused(400, 'Invalid pagelen');
    const number = Number(query['page'] ?? 1);
    const more = number * pagelen < all.length && !bare;
    return { json: { pagelen, page: number, size: all.length, values: all.slice((number - 1) * pagelen, number * pagelen), ...(more ? { next: `http://${headers['host']}${path}?${new URLSearchParams({ ...query, page: String(number + 1) }).toString()}` } : {}) } };
  }

  function openPull(asked: Asked): Answer {
    const head = field(asked, 'source.branch.name');
    if (typeof field(asked, 'title') !== 'string') return refused(400, 'Bad request', { title: ['required key not provided'] });
    if (typeof head !== 'string' || !/^feature-\d+$/.test(head)) return refused(400, 'Bad request', { source: [`There is no branch ${String(head)}`] });
    const known = [...pulls.values()].find((each) => at(each, 'source.branch.name') === head && each['state'] === 'OPEN');
    const made = { ...(known ?? pull(1000 + pulls.size, head, false)), title: field(asked, 'title')! };
    pulls.set(String(made['id' as keyof typeof made]), made);
    return { status: 201, json: made };
  }

  /** Answers 202 and goes on by itself. */
  function merge(asked: Asked): Answer {
    const known = pulls.get(asked.params['id']!);
    if (known === undefined) return none('Pull request');
    if (known['id'] === 43) return refused(400, 'You can\'t merge until you resolve all merge conflicts.');
    if (known['state'] !== 'OPEN') return refused(400, 'This pull request is already closed.');
    pulls.set(asked.params['id']!, { ...known, state: 'MERGED', merge_commit: { hash: SHA.replace('6', 'e').slice(0, 12) } });
    return known['id'] === 44 ? { status: 202, headers: { location: `http://${asked.headers['host']}/task` }, json: null } : { json: pulls.get(asked.params['id']!)! };
  }

  function decline(asked: Asked): Answer {
    const known = pulls.get(asked.params['id']!);
    if (known === undefined) return none('Pull request');
    if (known['state'] !== 'OPEN') return refused(400, 'This pull request is already closed.');
    pulls.set(asked.params['id']!, { ...known, state: 'DECLINED' });
    return { json: pulls.get(asked.params['id']!)! };
  }

  function comment(asked: Asked): Answer {
    const of = asked.params['comment'];
    if (!pulls.has(asked.params['id']!)) return none('Pull request');
    const raw = field(asked, 'content.raw');
    if (typeof raw !== 'string' || raw === '') return refused(400, 'Bad request', { content: ['required key not provided'] });
    const known = of === undefined ? undefined : comments.get(of);
    if (of !== undefined && known === undefined) return none('Comment');
    if (known !== undefined && at(known, 'user.uuid') !== bot.uuid) return refused(403, 'You are not allowed to edit this comment');
    const id = of ?? String(next());
    comments.set(id, { id: Number(id), on: asked.params['id']!, user: bot, deleted: false, content: { raw }, links: { html: { href: page(`pull-requests/${asked.params['id']}/_/diff#comment-${id}`) } } });
    return { status: of === undefined ? 201 : 200, json: comments.get(id)! };
  }

  function setStatus(asked: Asked): Answer {
    if (!SHA.startsWith(asked.params['commit']!)) return none('Commit');
    const { key, state, url } = asked.body as Record<string, string>;
    if (key === undefined || url === undefined) return refused(400, 'Bad request', { [key === undefined ? 'key' : 'url']: ['required key not provided'] });
    if (key.length > 40) return refused(400, 'Bad request', { key: ['String is longer than 40 characters'] });
    if (!['INPROGRESS', 'SUCCESSFUL', 'FAILED', 'STOPPED'].includes(state ?? '')) return refused(400, 'Bad request', { state: ['not a valid choice'] });
    const kept = { description: '', name: key, ...(asked.body as JsonObject), type: 'build', uuid: uuid(next()) };
    statuses.set(key, kept);
    return { status: 201, json: kept };
  }

  function run(asked: Asked): Answer {
    const { type, ref_type: kind, ref_name: name } = (field(asked, 'target') ?? {}) as Record<string, string>;
    if (type !== 'pipeline_ref_target' || !['branch', 'tag'].includes(kind ?? '') || name === undefined) return refused(400, 'Bad request');
    if (!branches.has(name)) return refused(400, `There is no ${kind} ${name}`);
    const made = pipeline(next(), false);
    pipelines.set(String(made['uuid']), made);
    return { status: 201, json: made };
  }

  function stop({ params }: Asked): Answer {
    const known = pipelines.get(params['uuid']!);
    if (known === undefined) return none('Pipeline');
    return at(known, 'state.name') === 'COMPLETED' ? refused(400, 'The pipeline cannot be stopped: it is completed.') : { status: 204 };
  }

  function createBranch(asked: Asked): Answer {
    const [name, hash] = [field(asked, 'name'), field(asked, 'target.hash')];
    if (typeof name !== 'string' || typeof hash !== 'string' || !SHA.startsWith(hash)) return refused(400, 'Bad request', { target: ['There is no such commit'] });
    if (branches.has(name)) return refused(400, `Branch "${name}" already exists.`);
    branches.set(name, SHA);
    return { status: 201, json: { type: 'branch', name, target: { hash: SHA } } };
  }

  const R = '/2.0/repositories/:workspace/:repo';
  const inside = Object.fromEntries(Object.entries<(asked: Asked) => Answer>({
    [`GET ${R}`]: () => ({ json: shop }),
    [`POST ${R}/refs/branches`]: createBranch,
    [`GET ${R}/pullrequests`]: (asked) => cut([...pulls.values()].filter(({ state }) => state === (asked.query['state'] ?? 'OPEN')), asked, { most: 50 }),
    [`POST ${R}/pullrequests`]: openPull,
    [`GET ${R}/pullrequests/:id`]: ({ params }) => (pulls.has(params['id']!) ? { json: pulls.get(params['id']!)! } : none('Pull request')),
    [`POST ${R}/pullrequests/:id/merge`]: merge,
    [`POST ${R}/pullrequests/:id/decline`]: decline,
    [`POST ${R}/pullrequests/:id/approve`]: ({ params }) => (pulls.has(params['id']!) ? { json: { approved: true, role: 'PARTICIPANT' } } : none('Pull request')),
    [`GET ${R}/pullrequests/:id/comments`]: (asked) => (pulls.has(asked.params['id']!) ? cut([...comments.values()].filter(({ on }) => on === asked.params['id']), asked) : none('Pull request')),
    [`POST ${R}/pullrequests/:id/comments`]: comment, [`PUT ${R}/pullrequests/:id/comments/:comment`]: comment,
    [`POST ${R}/commit/:commit/statuses/build`]: setStatus,
    [`GET ${R}/commit/:commit/statuses`]: (asked) => (SHA.startsWith(asked.params['commit']!) ? cut([...statuses.values()], asked) : none('Commit')),
    [`POST ${R}/pipelines`]: run,
    [`GET ${R}/pipelines`]: (asked) => cut([...pipelines.values()], asked, { bare: true }),
    [`GET ${R}/pipelines/:uuid`]: ({ params }) => (pipelines.has(params['uuid']!) ? { json: pipelines.get(params['uuid']!)! } : none('Pipeline')),
    [`POST ${R}/pipelines/:uuid/stopPipeline`]: stop,
  }).map(([route, answer]) => [route, (asked: Asked): Answer => (asked.params['workspace'] === 'acme' && asked.params['repo'] === 'shop' ? answer(asked) : none('Repository'))]));

  return startVendor({
    routes: {
      ...inside,
      'GET /2.0/repositories/:workspace': (asked) => (asked.params['workspace'] === 'acme' ? cut([shop], asked) : none('Workspace')),
      'GET /2.0/user': () => ({ json: bot, headers: { 'x-oauth-scopes': 'repository:write, pullrequest:write, pipeline:write' } }),
    },
    authorize: ({ headers }) => (headers['authorization'] === `Bearer ${TOKEN}` ? undefined : refused(401, 'Token is invalid or not supported for this endpoint.')),
    limited: { ...refused(429, 'Rate limit for this resource has been exceeded'), headers: { 'retry-after': '2' } },
    expired: refused(401, 'Access token expired.'),
    unknown: none('Resource'),
    config: (url) => ({ base_url: `${url}/2.0`, oauth_url: url }),
    secrets: { access_token: TOKEN, webhook_secret: 'bb-webhook-secret' },
  });
}
