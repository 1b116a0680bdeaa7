/** Confluence Cloud on loopback: one space whose pages remember, and its refusals. */
import { at, type Json, type JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, startRefreshing, startVendor, type Vendor } from '../testing/index.ts';

const EMAIL = 'bot@example.com';
const TOKEN = 'ATATT0123456789';
const SPACE = '98304';

const refused = (status: number, title: string, code = status === 404 ? 'NOT_FOUND' : 'INVALID_REQUEST_PARAMETER'): Answer => ({ status, json: { errors: [{ status, code, title, detail: null }] } });
const NONE = refused(404, 'Not Found');
const field = (asked: Asked, path: string): Json | undefined => at(asked.body, path) as Json | undefined;

export function startConfluence(): Promise<Vendor> {
  const refreshing = startRefreshing('confluence');
  let last = 66_000;
  const pages = new Map<string, JsonObject>(Array.from({ length: 260 }, (_, index) => [String(65_537 + index), page(65_537 + index, { title: `Page ${index}`, parentId: index === 0 ? null : '65537', storage: `<p>Text ${index}</p>` })]));
  const labels = new Map<string, Set<string>>();

  function page(id: number, fields: JsonObject): JsonObject {
    return { id: String(id), status: 'current', spaceId: SPACE, parentId: null, version: { number: 1 }, storage: '', _links: { webui: `/spaces/OPS/pages/${id}` }, ...fields };
  }

  /** As asked for; what was written as a document is kept as such. */
  function shown({ storage, adf, ...rest }: JsonObject, format?: string): JsonObject {
    if (format === 'storage') return { ...rest, body: { storage: { representation: 'storage', value: storage! } } };
    if (format !== 'atlas_doc_format') return rest;
    const document = adf ?? JSON.stringify({ type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text: String(storage).replaceAll(/<[^>]+>/g, '') }] }] });
    return { ...rest, body: { atlas_doc_format: { representation: 'atlas_doc_format', value: document } } };
  }

  /** Or what is wrong with it. */
  function bodyOf(asked: Asked): JsonObject | string {
    const value = field(asked, 'body.value');
    if (typeof value !== 'string') return 'body.value: must not be null';
    if (field(asked, 'body.representation') === 'storage') return /<(\w+)>(?![\s\S]*<\/\1>)/.test(value) ? 'Error parsing xhtml' : { storage: value };
    if (field(asked, 'body.representation') !== 'atlas_doc_format') return 'body.representation: unknown';
    try {
      const document = JSON.parse(value) as unknown;
      return at(document, 'type') === 'doc' && !value.includes('"text":""') ? { storage: `<!-- ${value.length} -->`, adf: value } : 'Content body is not a document';
    } catch {
      return 'Content body is no JSON';
    }
  }

  function cut(all: readonly JsonObject[], { query, path }: Asked): Answer {
    const size = Number(query['limit'] ?? 25);
    if (size > 250) return refused(400, 'limit must be less than or equal to 250');
    const from = query['cursor'] === undefined ? 0 : Number(Buffer.from(query['cursor'], 'base64').toString());
    const next = new URLSearchParams({ ...query, cursor: Buffer.from(String(from + size)).toString('base64') }).toString();
    return { json: { results: all.slice(from, from + size), _links: from + size < all.length ? { next: `${path}?${next}` } : {} } };
  }

  const taken = (title: Json | undefined, except?: string): boolean => [...pages.values()].some((each) => each['title'] === title && each['id'] !== except);

  function create(asked: Asked): Answer {
    if (field(asked, 'spaceId') !== SPACE) return refused(404, 'Could not find space with id');
    const [title, body] = [field(asked, 'title'), bodyOf(asked)];
    if (typeof title !== 'string' || title === '') return refused(400, 'title: must not be empty');
    if (typeof body === 'string') return refused(400, body);
    if (taken(title)) return refused(400, 'A page with this title already exists: A page already exists with the same TITLE in this space');
    const made = page(++last, { title, parentId: field(asked, 'parentId') ?? null, ...body });
    pages.set(String(last), made);
    return { json: shown(made, 'storage') };
  }

  function update(asked: Asked): Answer {
    const id = asked.params['id']!;
    const known = pages.get(id);
    if (known === undefined) return NONE;
    for (const name of ['id', 'status', 'title', 'body', 'version']) if (field(asked, name) === undefined) return refused(400, `${name}: must not be null`);
    const [version, body] = [field(asked, 'version.number'), bodyOf(asked)];
    if (version !== Number(at(known, 'version.number')) + 1) return refused(409, `Version must be incremented when updating a page. Current Version: [${String(at(known, 'version.number'))}]. Provided version: [${String(version)}]`, 'CONFLICT');
    if (typeof body === 'string') return refused(400, body);
    if (taken(field(asked, 'title'), id)) return refused(400, 'A page with this title already exists');
    const { adf: _, ...before } = known;
    pages.set(id, { ...before, title: field(asked, 'title')!, version: { number: version }, ...body });
    return { json: shown(pages.get(id)!, 'storage') };
  }

  function label(asked: Asked): Answer {
    const id = asked.params['id']!;
    if (!pages.has(id)) return { status: 404, json: { statusCode: 404, message: 'No content found with id' } };
    const all = labels.get(id) ?? new Set();
    for (const each of asked.body as readonly JsonObject[]) all.add(String(each['name']));
    labels.set(id, all);
    return { json: { results: [...all].map((name) => ({ prefix: 'global', name, id: '1' })) } };
  }

  const V2 = '/wiki/api/v2';
  return startVendor({
    routes: {
      'POST /oauth/token': refreshing.route,
      [`POST ${V2}/pages`]: create,
      [`PUT ${V2}/pages/:id`]: update,
      [`DELETE ${V2}/pages/:id`]: ({ params }) => (pages.delete(params['id']!) ? { status: 204 } : NONE),
      [`GET ${V2}/pages/:id`]: ({ params, query }) => (pages.has(params['id']!) ? { json: shown(pages.get(params['id']!)!, query['body-format']) } : NONE),
      [`GET ${V2}/pages`]: (asked) => cut([...pages.values()].filter((each) => asked.query['title'] === undefined || each['title'] === asked.query['title']).map((each) => shown(each)), asked),
      [`GET ${V2}/pages/:id/children`]: (asked) => (pages.has(asked.params['id']!) ? cut([...pages.values()].filter(({ parentId }) => parentId === asked.params['id']).map((each) => shown(each)), asked) : NONE),
      [`GET ${V2}/spaces`]: (asked) => (asked.query['type'] === 'none' ? refused(400, 'type: unknown') : cut(asked.query['keys'] === undefined || asked.query['keys'] === 'OPS' ? [{ id: SPACE, key: 'OPS', name: 'Operations' }] : [], asked)),
      [`POST ${V2}/footer-comments`]: (asked) => (!pages.has(String(field(asked, 'pageId'))) ? NONE : typeof bodyOf(asked) === 'string' ? refused(400, String(bodyOf(asked))) : { status: 201, json: { id: String(++last), pageId: field(asked, 'pageId')! } }),
      'POST /wiki/rest/api/content/:id/label': label,
      'GET /wiki/rest/api/search': (asked) => (/\bnofield\b/.test(asked.query['cql'] ?? '') ? { status: 400, json: { statusCode: 400, message: 'Could not parse cql : nofield' } } : cut([...pages.values()].map((each) => ({ content: { id: each['id']!, type: 'page', title: each['title']! }, excerpt: '', url: `/spaces/OPS/pages/${String(each['id'])}` })), asked)),
    },
    authorize: ({ path, headers }) => (path === '/oauth/token' || refreshing.takes(headers) || headers['authorization'] === `Basic ${Buffer.from(`${EMAIL}:${TOKEN}`).toString('base64')}` ? undefined : { status: 401, json: { code: 401, message: 'Unauthorized; scope does not match' } }),
    limited: { status: 429, headers: { 'retry-after': '2' }, json: { errors: [{ status: 429, code: 'RATE_LIMITED', title: 'Too many requests' }] } },
    expired: { status: 401, json: { code: 401, message: 'Unauthorized' } },
    unknown: NONE,
    config: (url) => ({ base_url: `${url}/wiki`, oauth_url: url, email: EMAIL }),
    secrets: { api_token: TOKEN },
  });
}
