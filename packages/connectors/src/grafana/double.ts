/** Grafana on loopback: dashboards with versions, folders, annotations, alert rules, and the Alertmanager inside. */
import { randomUUID } from 'node:crypto';
import type { Json, JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, startVendor, type Vendor } from '../testing/index.ts';

const TOKEN = 'glsa_0123456789abcdefghijklmnopqrstuv_01234567';
const AT = '/api/alertmanager/grafana/api/v2';
const refused = (status: number, message: string, more: JsonObject = {}): Answer => ({ status, json: { message, ...more } });
const fields = ({ body }: Asked): JsonObject => (typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as JsonObject) : {});

export function startGrafana(): Promise<Vendor> {
  const dashboards = new Map<string, { model: JsonObject; folderUid: string }>(Array.from({ length: 130 }, (_, n) => [`board-${n}`, { model: { id: n + 1, uid: `board-${n}`, title: `Board ${n}`, tags: ['shop'], version: 1 }, folderUid: 'shop' }]));
  const folders = new Map<string, JsonObject>([['shop', { uid: 'shop', title: 'Shop', id: 1 }]]);
  const annotations = new Map<string, JsonObject>(Array.from({ length: 200 }, (_, n) => [String(n + 1), { id: n + 1, text: 'Deployed', tags: ['deployment'], time: 1_790_000_000_000, timeEnd: 1_790_000_000_000, dashboardUID: '' }]));
  const rules = new Map<string, JsonObject>(Array.from({ length: 100 }, (_, n) => [`rule-${n}`, { id: n + 1, uid: `rule-${n}`, orgID: 1, folderUID: 'shop', ruleGroup: 'shop', title: `Rule ${n}`, condition: 'A', data: [{ refId: 'A' }], noDataState: 'NoData', execErrState: 'Error', for: '5m', isPaused: false, updated: '2026-11-20T09:30:00Z', provenance: 'api' }]));
  const silences = new Map<string, JsonObject>();

  function save(asked: Asked): Answer {
    const { dashboard, folderUid = '', overwrite } = fields(asked) as { dashboard?: JsonObject; folderUid?: string; overwrite?: boolean };
    if (dashboard === undefined || typeof dashboard['title'] !== 'string' || dashboard['title'] === '') return refused(400, 'Dashboard title cannot be empty', { status: 'empty-name' });
    if (folderUid !== '' && !folders.has(folderUid)) return refused(400, 'folder not found');
    const uid = String(dashboard['uid'] ?? randomUUID().slice(0, 14));
    const known = dashboards.get(uid);
    if (dashboard['id'] !== undefined && dashboard['id'] !== null && known === undefined) return refused(404, 'Dashboard not found', { status: 'not-found' });
    if (known !== undefined && overwrite !== true && dashboard['version'] !== known.model['version']) return refused(412, 'The dashboard has been changed by someone else', { status: 'version-mismatch' });
    const version = Number(known?.model['version'] ?? 0) + 1;
    dashboards.set(uid, { model: { ...dashboard, uid, version }, folderUid });
    return { json: { id: 7, uid, url: `/d/${uid}/board`, status: 'success', version, slug: 'board' } };
  }

  const board = (run: (uid: string, known: { model: JsonObject; folderUid: string }) => Answer) => ({ params }: Asked): Answer => {
    const known = dashboards.get(params['uid']!);
    return known === undefined ? refused(404, 'Dashboard not found') : run(params['uid']!, known);
  };

  function search(asked: Asked): Answer {
    const size = Number(asked.query['limit'] ?? 1000);
    if (size > 5000) return refused(422, 'Limit is above maximum allowed (5000), use page parameter to access hits beyond limit');
    const found = [...dashboards].filter(([, { model, folderUid }]) => String(model['title']).toLowerCase().includes((asked.query['query'] ?? '').toLowerCase()) && (asked.query['folderUIDs'] ?? folderUid) === folderUid);
    return page(found.map(([uid, { model, folderUid }]): JsonObject => ({ uid, title: model['title']!, url: `/d/${uid}/board`, type: 'dash-db', tags: (model['tags'] ?? []) as Json, folderUid, folderTitle: 'Shop' })), asked, size);
  }
  const page = (all: readonly Json[], { query }: Asked, size: number): Answer => ({ json: all.slice((Number(query['page'] ?? 1) - 1) * size, Number(query['page'] ?? 1) * size) });

  function folder(asked: Asked): Answer {
    const { title, uid = randomUUID().slice(0, 14), parentUid } = fields(asked);
    if (typeof title !== 'string' || title === '') return refused(400, 'folder title cannot be empty');
    if (folders.has(String(uid))) return refused(409, 'a folder with the same uid already exists');
    folders.set(String(uid), { uid, title, id: folders.size + 1, ...(parentUid === undefined ? {} : { parentUid }) });
    return { json: folders.get(String(uid))! };
  }

  function annotate(asked: Asked): Answer {
    const { text, dashboardUID = '', time = Date.now(), timeEnd = time, tags = [] } = fields(asked);
    if (typeof text !== 'string' || text === '') return refused(400, 'Failed to save annotation', { error: 'text field should not be empty' });
    if (dashboardUID !== '' && !dashboards.has(String(dashboardUID))) return refused(404, 'Dashboard not found');
    const id = annotations.size + 1000;
    annotations.set(String(id), { id, text, tags, time, timeEnd, dashboardUID });
    return { json: { id, message: 'Annotation added' } };
  }
  const mark = (run: (known: JsonObject, asked: Asked) => Answer) => (asked: Asked): Answer => {
    const known = annotations.get(asked.params['id']!);
    return known === undefined ? refused(404, 'Annotation not found') : run(known, asked);
  };

  function ruleProblem(rule: JsonObject): Answer | undefined {
    const missing = ['orgID', 'folderUID', 'ruleGroup', 'title', 'condition', 'data', 'noDataState', 'execErrState', 'for'].find((name) => rule[name] === undefined);
    if (missing !== undefined) return refused(400, `invalid alert rule: ${missing} is missing`);
    if (!(rule['data'] as readonly JsonObject[]).some(({ refId }) => refId === rule['condition'])) return refused(400, `invalid alert rule: condition ${String(rule['condition'])} does not exist`);
    return folders.has(String(rule['folderUID'])) ? undefined : refused(400, 'invalid alert rule: folder does not exist');
  }
  function createRule(asked: Asked): Answer {
    const rule = fields(asked);
    const wrong = ruleProblem(rule);
    if (wrong !== undefined) return wrong;
    const uid = String(rule['uid'] ?? randomUUID().slice(0, 14));
    if (rules.has(uid)) return refused(409, 'rule with the same UID already exists');
    rules.set(uid, { ...rule, uid, id: rules.size + 1, provenance: asked.headers['x-disable-provenance'] === undefined ? 'api' : '' });
    return { status: 201, json: rules.get(uid)! };
  }
  const rule = (run: (uid: string, asked: Asked) => Answer) => (asked: Asked): Answer => (rules.has(asked.params['uid']!) ? run(asked.params['uid']!, asked) : { status: 404, json: { message: 'could not find alert rule' } });

  const ended = (each: JsonObject): boolean => Date.parse(String(each['endsAt'])) <= Date.now();
  const shownSilence = (each: JsonObject): JsonObject => ({ ...each, status: { state: ended(each) ? 'expired' : 'active' } });
  const badFilter = ({ search: asked }: Asked): boolean => new URLSearchParams(asked).getAll('filter').some((each) => !/^\s*[A-Za-z_]\w*\s*(=~|!~|!=|=)/.test(each));
  function silence(asked: Asked): Answer {
    const body = fields(asked);
    if (['matchers', 'startsAt', 'endsAt', 'createdBy', 'comment'].some((name) => body[name] === undefined)) return refused(422, 'silence is required');
    if (ended(body)) return refused(400, 'failed to create silence: end time can\'t be in the past');
    const id = randomUUID();
    silences.set(id, { ...body, id, updatedAt: new Date().toISOString() });
    return { status: 202, json: { silenceID: id } };
  }
  const hushed = (run: (known: JsonObject) => Answer) => ({ params }: Asked): Answer => { const known = silences.get(params['id']!); return known === undefined ? refused(404, 'silence not found') : run(known); };

  return startVendor({
    routes: {
      'GET /api/org': () => ({ json: { id: 1, name: 'Main Org.' } }),
      'POST /api/annotations': annotate,
      'GET /api/annotations': ({ query }) => (query['dashboardUID'] !== undefined && !dashboards.has(query['dashboardUID']) ? refused(400, 'Invalid dashboard UID in annotation request') : { json: [...annotations.values()].slice(0, Number(query['limit'] ?? 100)) }),
      'GET /api/annotations/:id': mark((known) => ({ json: known })),
      'PATCH /api/annotations/:id': mark((known, asked) => { annotations.set(asked.params['id']!, { ...known, ...fields(asked) }); return { json: { message: 'Annotation patched' } }; }),
      'DELETE /api/annotations/:id': mark((_, { params }) => { annotations.delete(params['id']!); return { json: { message: 'Annotation deleted' } }; }),
      'POST /api/dashboards/db': save,
      'GET /api/dashboards/uid/:uid': board((uid, { model, folderUid }) => ({ json: { dashboard: model, meta: { folderUid, url: `/d/${uid}/board`, slug: 'board' } } })),
      'DELETE /api/dashboards/uid/:uid': board((uid, { model }) => { dashboards.delete(uid); return { json: { id: 1, title: model['title']!, message: 'Dashboard deleted' } }; }),
      'GET /api/search': search,
      'POST /api/folders': folder,
      'GET /api/folders': (asked) => (asked.query['parentUid'] !== undefined && !folders.has(asked.query['parentUid']) ? refused(404, 'folder not found') : page([...folders.values()], asked, Number(asked.query['limit'] ?? 1000))),
      'GET /api/folders/:uid': ({ params }) => (folders.has(params['uid']!) ? { json: folders.get(params['uid']!)! } : refused(404, 'folder not found')),
      'POST /api/v1/provisioning/alert-rules': createRule,
      'GET /api/v1/provisioning/alert-rules': () => ({ json: [...rules.values()] }),
      'GET /api/v1/provisioning/alert-rules/:uid': rule((uid) => ({ json: rules.get(uid)! })),
      'PUT /api/v1/provisioning/alert-rules/:uid': rule((uid, asked) => { const wrong = ruleProblem(fields(asked)); if (wrong === undefined) rules.set(uid, fields(asked)); return wrong ?? { json: rules.get(uid)! }; }),
      'DELETE /api/v1/provisioning/alert-rules/:uid': ({ params }) => { rules.delete(params['uid']!); return { status: 204 }; },
      [`POST ${AT}/silences`]: silence,
      [`GET ${AT}/silences`]: (asked) => (badFilter(asked) ? refused(400, 'bad matcher format') : { json: [...silences.values()].map(shownSilence) }),
      [`GET ${AT}/silence/:id`]: hushed((known) => ({ json: shownSilence(known) })),
      [`DELETE ${AT}/silence/:id`]: hushed((known) => { silences.set(String(known['id']), { ...known, endsAt: new Date().toISOString() }); return { json: { message: 'silence deleted' } }; }),
      [`GET ${AT}/alerts`]: (asked) => (badFilter(asked) ? refused(400, 'bad matcher format') : { json: [{ fingerprint: 'a1', status: { state: 'active', silencedBy: [], inhibitedBy: [] }, labels: { alertname: 'HighErrorRate' }, annotations: {}, startsAt: '2026-11-20T09:30:00Z' }] }),
    },
    authorize: ({ headers }) => (headers['authorization'] === `Bearer ${TOKEN}` ? undefined : refused(401, 'Invalid API key')),
    limited: { status: 429, headers: { 'retry-after': '2' }, json: { message: 'Too many requests' } },
    expired: refused(401, 'Expired API key'),
    unknown: refused(404, 'Not found'),
    config: (url) => ({ base_url: url }),
    secrets: { token: TOKEN, webhook_secret: 'contact-point-secret', webhook_token: 'contact-point-token' },
  });
}
