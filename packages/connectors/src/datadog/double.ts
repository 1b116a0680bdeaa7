/** Datadog on loopback: the API and the intake of logs in one, with both keys where both are needed. */
import type { Json, JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, startVendor, type Vendor } from '../testing/index.ts';

const API = '0123456789abcdef0123456789abcdef';
const APP = 'fedcba9876543210fedcba9876543210fedcba98';
const refused = (status: number, ...errors: string[]): Answer => ({ status, json: { errors } });
const fields = ({ body }: Asked): JsonObject => (typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as JsonObject) : {});
const INTAKE = new Set(['/api/v1/events', '/api/v2/series', '/api/v2/logs', '/api/v1/check_run', '/api/v1/validate']);

export function startDatadog(): Promise<Vendor> {
  const monitors = new Map<string, JsonObject>(Array.from({ length: 230 }, (_, n) => [String(n + 1), { id: n + 1, name: `Monitor ${n}`, type: 'metric alert', query: 'avg(last_5m):sum:shop.errors{*} > 5', message: '', overall_state: n === 7 ? 'Alert' : 'OK', modified: '2026-11-20T09:30:00Z', tags: ['service:shop'] }]));
  const downtimes = new Map<string, JsonObject>();
  const logs: JsonObject[] = Array.from({ length: 1500 }, (_, n) => ({ id: `log-${n}`, type: 'log', attributes: { timestamp: '2026-11-20T09:30:00Z', status: 'error', service: 'shop', host: 'web-1', message: `line ${n}`, tags: [] } }));
  const events: JsonObject[] = [{ id: 'AAAA', type: 'event', attributes: { timestamp: '2026-11-20T09:30:00Z', message: 'By Ada', tags: ['service:shop'], attributes: { title: 'Deployed' } } }];

  function post(asked: Asked): Answer {
    const { title, text } = fields(asked);
    if (typeof title !== 'string' || title === '' || title.includes('\u0000') || typeof text !== 'string') return refused(400, 'The event is not valid');
    // A number that JSON cannot hold, and the text that holds it.
    return { status: 202, headers: { 'content-type': 'application/json' }, text: '{"status":"ok","event":{"id":6327818704671039975,"id_str":"6327818704671039975","url":"https://app.datadoghq.com/event/event?id=6327818704671039975"}}' };
  }

  function points(asked: Asked): Answer {
    const series = fields(asked)['series'];
    if (!Array.isArray(series) || series.length === 0) return refused(400, 'Payload is not in the expected format');
    const wrong = (series as readonly JsonObject[]).find(({ metric, points: of, type }) => !/^[A-Za-z][A-Za-z0-9_.]*$/.test(String(metric)) || !Array.isArray(of) || ![0, 1, 2, 3].includes(Number(type)));
    return wrong === undefined ? { status: 202, json: { errors: [] } } : refused(400, `metric ${String(wrong['metric'])} is not valid`);
  }

  function lines({ body }: Asked): Answer {
    if (!Array.isArray(body) || (body as readonly JsonObject[]).some(({ message }) => typeof message !== 'string' || message.includes('\u0000'))) return { status: 400, json: { errors: [{ title: 'Bad Request', detail: 'The payload is not valid', status: '400' }] } };
    return { status: 202, json: {} };
  }

  function check({ body }: Asked): Answer {
    const [first] = body as readonly JsonObject[];
    if (first === undefined || !Array.isArray(first['tags']) || typeof first['host_name'] !== 'string' || ![0, 1, 2, 3].includes(first['status'] as number)) return refused(400, 'The check is not valid');
    return /^[A-Za-z][\w.]*$/.test(String(first['check'])) ? { status: 202, json: { status: 'ok' } } : refused(400, `Invalid check name ${String(first['check'])}`);
  }

  const parses = (text: Json | undefined): boolean => typeof text === 'string' && /^(avg|sum|min|max)[(:]/.test(text);
  function create(asked: Asked): Answer {
    const body = fields(asked);
    if (body['type'] === undefined || !parses(body['query'])) return refused(400, 'The value provided for parameter \'query\' is invalid');
    const id = monitors.size + 1001;
    monitors.set(String(id), { tags: [], ...body, id, overall_state: 'No Data' });
    return { json: monitors.get(String(id))! };
  }
  const monitor = (run: (known: JsonObject, asked: Asked) => Answer) => (asked: Asked): Answer => {
    const known = monitors.get(asked.params['id']!);
    return known === undefined ? refused(404, 'Monitor not found') : run(known, asked);
  };

  function mute(asked: Asked): Answer {
    const { type, attributes } = (fields(asked)['data'] ?? {}) as { type?: string; attributes?: JsonObject };
    if (type !== 'downtime' || attributes?.['scope'] === undefined || attributes['monitor_identifier'] === undefined) return refused(400, 'Missing data for required field.');
    const of = (attributes['monitor_identifier'] as JsonObject)['monitor_id'];
    if (of !== undefined && !monitors.has(String(of))) return refused(404, 'Monitor not found');
    const id = `00000000-0000-1234-0000-${String(downtimes.size).padStart(12, '0')}`;
    downtimes.set(id, { id, type: 'downtime', attributes: { ...attributes, status: 'active' } });
    return { json: { data: downtimes.get(id)! } };
  }

  function search(asked: Asked): Answer {
    const { filter, page = {} } = fields(asked) as { filter?: { query?: string; from?: string; to?: string }; page?: { cursor?: string; limit?: number } };
    if ((page.limit ?? 10) > 1000) return refused(400, 'input_validation_error: limit is 1000 at most');
    if (Date.parse(filter?.from ?? '') >= Date.parse(filter?.to ?? '')) return refused(400, 'input_validation_error: from must be before to');
    const from = Number(page.cursor ?? 0);
    const end = from + (page.limit ?? 10);
    return { json: { data: logs.slice(from, end), meta: { status: 'done', page: end < logs.length ? { after: String(end) } : {} } } };
  }

  const sized = ({ query }: Asked, all: readonly Json[], size: number, from: number): Answer => (Number.isNaN(size) || Object.keys(query).length === 0 ? { json: [...all] } : { json: all.slice(from, from + size) });

  return startVendor({
    routes: {
      'GET /api/v1/validate': () => ({ json: { valid: true } }),
      'POST /api/v1/events': post,
      'POST /api/v2/series': points,
      'POST /api/v2/logs': lines,
      'POST /api/v1/check_run': check,
      'POST /api/v1/monitor': create,
      'GET /api/v1/monitor': (asked) => (asked.query['name'] === '' ? refused(400, 'The value provided for parameter \'name\' is invalid') : sized(asked, [...monitors.values()].filter(({ name }) => String(name).includes(asked.query['name'] ?? '')), Number(asked.query['page_size'] ?? 100), Number(asked.query['page'] ?? 0) * Number(asked.query['page_size'] ?? 100))),
      'GET /api/v1/monitor/:id': monitor((known) => ({ json: known })),
      'PUT /api/v1/monitor/:id': monitor((known, asked) => { monitors.set(String(known['id']), { ...known, ...fields(asked) }); return { json: monitors.get(String(known['id']))! }; }),
      'DELETE /api/v1/monitor/:id': monitor((known) => { monitors.delete(String(known['id'])); return { json: { deleted_monitor_id: known['id']! } }; }),
      'POST /api/v2/downtime': mute,
      'GET /api/v2/downtime': (asked) => (Number(asked.query['page[limit]'] ?? 30) > 100 ? refused(400, 'page[limit] is 100 at most') : { json: { data: [...downtimes.values()].filter(({ attributes }) => asked.query['current_only'] !== 'true' || (attributes as JsonObject)['status'] === 'active').slice(Number(asked.query['page[offset]'] ?? 0)).slice(0, 100), meta: { page: { total_filtered_count: downtimes.size } } } }),
      'DELETE /api/v2/downtime/:id': ({ params }) => { const known = downtimes.get(params['id']!); if (known === undefined) return refused(404, 'Downtime not found'); downtimes.set(params['id']!, { ...known, attributes: { ...(known['attributes'] as JsonObject), status: 'canceled' } }); return { status: 204 }; },
      'GET /api/v1/query': ({ query }) => (parses(query['query']) && Number(query['from']) < Number(query['to']) ? { json: { status: 'ok', series: [{ metric: 'shop.orders', scope: 'env:production', pointlist: [[Number(query['from']) * 1000, 3], [Number(query['to']) * 1000, null]] }] } } : refused(400, 'Error parsing query: unable to parse')),
      'POST /api/v2/logs/events/search': search,
      'GET /api/v2/events': ({ query }) => (Date.parse(query['filter[from]'] ?? '') < Date.parse(query['filter[to]'] ?? '') ? { json: { data: events, meta: { page: {} } } } : refused(400, 'from must be before to')),
    },
    authorize({ path, method, headers }) {
      if (headers['dd-api-key'] !== API) return refused(403, 'Forbidden');
      if (INTAKE.has(path) && (method === 'POST' || path.endsWith('validate'))) return path === '/api/v2/logs' && headers['dd-application-key'] !== undefined ? refused(400, 'The application key has no business here') : undefined;
      return headers['dd-application-key'] === APP ? undefined : refused(403, 'Forbidden');
    },
    limited: { status: 429, headers: { 'x-ratelimit-limit': '100', 'x-ratelimit-period': '60', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2', 'x-ratelimit-name': 'monitors' }, json: { errors: ['Rate limit of 100 requests in 60 seconds reached. Please try again later.'] } },
    expired: refused(401, 'Unauthorized'),
    unknown: refused(404, 'Not found'),
    config: (url) => ({ base_url: url, logs_url: url }),
    secrets: { api_key: API, app_key: APP, webhook_token: 'webhook-token-0123456789' },
  });
}
