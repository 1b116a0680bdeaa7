/** Jira Cloud on loopback: one project with a workflow that remembers, and its refusals. */
import { at, type Json, type JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, startRefreshing, startVendor, type Vendor } from '../testing/index.ts';

const EMAIL = 'bot@example.com';
const TOKEN = 'ATATT0123456789';
export const ADA = '5b10ac8d82e05b22cc7d4ef5';

const refused = (status: number, errors: JsonObject, ...messages: string[]): Answer => ({ status, json: { errorMessages: messages, errors } });
const NONE = refused(404, {}, 'Issue does not exist or you do not have permission to see it.');
const field = (asked: Asked, path: string): Json | undefined => at(asked.body, path) as Json | undefined;

/** From where to where one may go. */
const WORKFLOW: Readonly<Record<string, readonly { readonly id: string; readonly name: string; readonly to: { readonly name: string } }[]>> = {
  'To Do': [{ id: '11', name: 'Start work', to: { name: 'In Progress' } }],
  'In Progress': [{ id: '21', name: 'Finish', to: { name: 'Done' } }, { id: '31', name: 'Put back', to: { name: 'To Do' } }],
  Done: [],
};
const people = [{ accountId: ADA, displayName: 'Ada', emailAddress: 'ada@example.com', active: true }];

export function startJira(): Promise<Vendor> {
  const refreshing = startRefreshing('jira');
  let last = 250;
  const issues = new Map<string, JsonObject>(Array.from({ length: 250 }, (_, index) => [`OPS-${index + 1}`, issue(index + 1, { summary: `Issue ${index + 1}`, status: { name: index % 3 === 0 ? 'To Do' : 'In Progress' } })]));
  const links = new Map<string, JsonObject>();
  const versions = new Set(['1.3.0']);

  function issue(number: number, fields: JsonObject): JsonObject {
    return { id: String(10_000 + number), key: `OPS-${number}`, self: `https://acme.atlassian.net/rest/api/3/issue/${10_000 + number}`, fields: { issuetype: { name: 'Task' }, project: { id: '10000', key: 'OPS' }, status: { name: 'To Do' }, priority: { name: 'Medium' }, assignee: null, labels: [], description: null, created: '2026-11-01T00:00:00.000+0000', updated: '2026-11-01T00:00:00.000+0000', ...fields } };
  }

  /** What is wrong with fields, by field. */
  function wrong(fields: JsonObject): JsonObject {
    const summary = fields['summary'];
    const labels = (fields['labels'] ?? []) as readonly Json[];
    return {
      ...(summary !== undefined && (typeof summary !== 'string' || summary.trim() === '') ? { summary: 'You must specify a summary of the issue.' } : {}),
      ...(typeof summary === 'string' && /[\r\n]/.test(summary) ? { summary: 'The summary is invalid because it contains newline characters.' } : {}),
      ...(fields['description'] !== undefined && !isDocument(fields['description']) ? { description: 'Operation value must be an Atlassian Document (see the Atlassian Document Format)' } : {}),
      ...(labels.some((label) => typeof label !== 'string' || /\s/.test(label)) ? { labels: `The label '${String(labels[0])}' contains spaces which is invalid.` } : {}),
      ...Object.fromEntries(Object.keys(fields).filter((name) => name.startsWith('customfield_') && name !== 'customfield_10010').map((name) => [name, `Field '${name}' cannot be set. It is not on the appropriate screen, or unknown.`])),
    };
  }

  function create(asked: Asked): Answer {
    const fields = (field(asked, 'fields') ?? {}) as JsonObject;
    const errors: JsonObject = { ...(fields['summary'] === undefined ? { summary: 'You must specify a summary of the issue.' } : {}), ...wrong(fields), ...(at(fields, 'project.key') === 'OPS' ? {} : { project: 'valid project is required' }), ...(['Task', 'Bug'].includes(String(at(fields, 'issuetype.name'))) ? {} : { issuetype: 'Specify a valid issue type' }) };
    if (Object.keys(errors).length > 0) return refused(400, errors);
    const made = issue(++last, { ...fields, status: { name: 'To Do' } });
    issues.set(String(made['key']), made);
    return { status: 201, json: { id: made['id']!, key: made['key']!, self: made['self']! } };
  }

  const within = (answer: (known: JsonObject, asked: Asked) => Answer) => (asked: Asked): Answer => {
    const known = issues.get(asked.params['key']!);
    return known === undefined ? NONE : answer(known, asked);
  };
  const keep = (known: JsonObject, fields: JsonObject): void => { issues.set(String(known['key']), { ...known, fields: { ...(known['fields'] as JsonObject), ...fields } }); };

  function update(known: JsonObject, asked: Asked): Answer {
    const fields = (field(asked, 'fields') ?? {}) as JsonObject;
    const errors = wrong(fields);
    if (Object.keys(errors).length > 0) return refused(400, errors);
    const operations = (field(asked, 'update.labels') ?? []) as readonly JsonObject[];
    const labels = new Set((fields['labels'] ?? at(known, 'fields.labels')) as Json[]);
    for (const { add, remove } of operations) {
      if (add !== undefined) labels.add(add);
      if (remove !== undefined) labels.delete(remove);
    }
    keep(known, { ...fields, labels: [...labels] });
    return { status: 204 };
  }

  function move(known: JsonObject, asked: Asked): Answer {
    const way = WORKFLOW[String(at(known, 'fields.status.name'))]!.find(({ id }) => id === field(asked, 'transition.id'));
    if (way === undefined) return refused(400, {}, 'It seems that you have tried to perform a workflow operation that is not valid for the current state of this issue.');
    const comment = field(asked, 'update.comment.0.add.body');
    if (field(asked, 'update.comment') !== undefined && !isDocument(at((field(asked, 'update.comment') as Json[])[0], 'add.body'))) return refused(400, { comment: `Comment body is not valid: ${String(comment)}` });
    keep(known, { status: way.to });
    return { status: 204 };
  }

  function assign(known: JsonObject, asked: Asked): Answer {
    const who = field(asked, 'accountId');
    if (who !== null && who !== ADA) return refused(400, { assignee: `User '${String(who)}' cannot be assigned issues.` });
    keep(known, { assignee: who === null ? null : people[0]! });
    return { status: 204 };
  }

  const comment = (_: JsonObject, asked: Asked): Answer => (isDocument(field(asked, 'body')) ? { status: 201, json: { id: String(++last), body: field(asked, 'body')! } } : refused(400, { comment: 'Comment body is not valid!' }));

  function link(known: JsonObject, asked: Asked): Answer {
    if (typeof field(asked, 'object.url') !== 'string' || typeof field(asked, 'object.title') !== 'string') return refused(400, { title: "'title' is required." });
    const key = `${String(known['key'])}/${String(field(asked, 'globalId'))}`;
    const there = links.get(key);
    links.set(key, there ?? { id: ++last, self: 'https://acme.atlassian.net/' });
    return { status: there === undefined ? 201 : 200, json: links.get(key)! };
  }

  function worklog(_: JsonObject, asked: Asked): Answer {
    if (field(asked, 'comment') !== undefined && !isDocument(field(asked, 'comment'))) return refused(400, { comment: 'Comment body is not valid!' });
    return Number(field(asked, 'timeSpentSeconds')) >= 60 ? { status: 201, json: { id: String(++last) } } : refused(400, { timeLogged: 'Worklog must not be null.' });
  }

  function version(asked: Asked): Answer {
    if (field(asked, 'projectId') !== 10_000) return refused(404, {}, `No project could be found with id '${String(field(asked, 'projectId'))}'.`);
    const name = String(field(asked, 'name') ?? '');
    if (versions.has(name)) return refused(400, { name: 'A version with this name already exists in this project.' });
    versions.add(name);
    return { status: 201, json: { id: String(++last), name } };
  }

  function search(asked: Asked): Answer {
    const jql = String(field(asked, 'jql') ?? '');
    if (/^\s*(order by.*)?$/i.test(jql)) return refused(400, {}, 'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.');
    if (/\bnofield\b/.test(jql)) return refused(400, {}, "Field 'nofield' does not exist or you do not have permission to view it.");
    const size = Math.min(Number(field(asked, 'maxResults') ?? 50), 100);
    const from = Number(String(field(asked, 'nextPageToken') ?? 'at:0').slice(3));
    const fields = (field(asked, 'fields') ?? []) as readonly string[];
    const page = [...issues.values()].slice(from, from + size).map((each) => ({ id: each['id']!, ...(fields.length === 0 ? {} : { key: each['key']!, fields: Object.fromEntries(fields.map((name) => [name, at(each['fields'], name) as Json])) }) }));
    const more = from + size < issues.size;
    return { json: { issues: page, isLast: !more, ...(more ? { nextPageToken: `at:${from + size}` } : {}) } };
  }

  const I = '/rest/api/3/issue/:key';
  return startVendor({
    routes: {
      'POST /oauth/token': refreshing.route,
      'POST /rest/api/3/issue': create,
      [`GET ${I}`]: within((known, { query }) => ({ json: query['fields'] === undefined ? known : { ...known, fields: Object.fromEntries(query['fields'].split(',').map((name) => [name, at(known['fields'], name) as Json])) } })),
      [`PUT ${I}`]: within(update),
      [`GET ${I}/transitions`]: within((known) => ({ json: { transitions: WORKFLOW[String(at(known, 'fields.status.name'))]! as unknown as Json } })),
      [`POST ${I}/transitions`]: within(move),
      [`PUT ${I}/assignee`]: within(assign),
      [`POST ${I}/comment`]: within(comment),
      [`POST ${I}/remotelink`]: within(link),
      [`POST ${I}/worklog`]: within(worklog),
      'POST /rest/api/3/version': version,
      'POST /rest/api/3/search/jql': search,
      'GET /rest/api/3/project/search': ({ query }) => (query['query'] === 'x'.repeat(200) ? refused(400, {}, 'The query is too long') : { json: { startAt: 0, maxResults: 50, total: 1, isLast: true, values: Number(query['startAt'] ?? 0) > 0 ? [] : [{ id: '10000', key: 'OPS', name: 'Operations' }] } }),
      'GET /rest/api/3/user/search': ({ query }) => (query['query'] === '!' ? refused(400, {}, 'The query parameter is invalid') : { json: people.filter(({ displayName }) => displayName.toLowerCase().includes(query['query']!.toLowerCase())) }),
      'GET /rest/api/3/myself': () => ({ json: { accountId: 'bot' } }),
      'GET /rest/api/3/mypermissions': ({ query }) => (query['permissions'] === undefined ? refused(400, {}, "The 'permissions' query parameter is required.") : { json: { permissions: Object.fromEntries(query['permissions'].split(',').map((key) => [key, { key, type: 'PROJECT', havePermission: true }])) } }),
    },
    authorize: ({ path, headers }) => (path === '/oauth/token' || refreshing.takes(headers) || headers['authorization'] === `Basic ${Buffer.from(`${EMAIL}:${TOKEN}`).toString('base64')}` ? undefined : { status: 401, text: 'Client must be authenticated to access this resource.' }),
    limited: { status: 429, headers: { 'retry-after': '2', 'x-ratelimit-reset': '2026-11-20T00:00Z' }, json: { errorMessages: ['Rate limit exceeded.'], errors: {} } },
    expired: { status: 401, text: 'Client must be authenticated to access this resource.' },
    unknown: { status: 404, json: { message: 'null for uri', 'status-code': 404 } },
    config: (url) => ({ base_url: url, oauth_url: url, email: EMAIL }),
    secrets: { api_token: TOKEN, webhook_secret: 'jira-webhook-secret' },
  });
}

/** A document with content, none of its texts empty. */
function isDocument(value: unknown): boolean {
  return at(value, 'type') === 'doc' && at(value, 'version') === 1 && Array.isArray(at(value, 'content')) && !JSON.stringify(value).includes('"text":""');
}
