/** PagerDuty on loopback: incidents that remember, and its refusals. */
import type { Json, JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, startVendor, type Vendor } from '../testing/index.ts';

const KEY = 'pd-rest-key-0123456789';
const ROUTING = 'r0123456789abcdef0123456789abcdef';

const refused = (status: number, code: number, message: string, errors: readonly string[] = []): Answer => ({ status, json: { error: { code, message, errors: [...errors] } } });

export function startPagerduty(): Promise<Vendor> {
  const incidents = new Map<string, JsonObject>(Array.from({ length: 330 }, (_, n) => {
    const id = `P${String(n).padStart(6, '0')}`;
    return [id, { id, incident_number: n + 1, title: `Incident ${n}`, status: n % 3 === 0 ? 'triggered' : 'acknowledged', urgency: 'high', service: { id: 'PS1', type: 'service_reference', summary: 'Shop' }, html_url: `https://acme.pagerduty.com/incidents/${id}`, escalation_level: 1, created_at: '2026-11-20T09:30:00Z' }];
  }));
  const alerts = new Map<string, string>();

  function change({ params, body, headers }: Asked): Answer {
    if (headers['from'] === undefined) return refused(400, 2001, 'Invalid Input Provided', ['Requester User Not Found']);
    const wanted = (body as { incident?: JsonObject }).incident;
    if (wanted?.['type'] !== 'incident_reference') return refused(400, 2001, 'Invalid Input Provided', ['Type must be incident_reference']);
    const known = incidents.get(params['id']!);
    if (known === undefined) return refused(404, 2100, 'Not Found');
    const changed = { ...known, ...Object.fromEntries(Object.entries(wanted).filter(([name]) => name !== 'type')) };
    incidents.set(params['id']!, changed);
    return { json: { incident: changed } };
  }

  function note({ params, body, headers }: Asked): Answer {
    if (headers['from'] === undefined) return refused(400, 2001, 'Invalid Input Provided', ['Requester User Not Found']);
    if (!incidents.has(params['id']!)) return refused(404, 2100, 'Not Found');
    return { status: 201, json: { note: { id: 'PN1', content: (body as { note: { content: string } }).note.content } } };
  }

  function enqueue({ body }: Asked): Answer {
    const { event_action: act, dedup_key: key, payload } = body as { event_action?: string; dedup_key?: string; payload?: { summary?: string; source?: string; severity?: string } };
    const wrong = (message: string): Answer => ({ status: 400, json: { status: 'invalid event', message: 'Event object is invalid', errors: [message] } });
    if (act === 'trigger') {
      if (payload?.summary === undefined || payload.source === undefined || !['critical', 'error', 'warning', 'info'].includes(payload.severity ?? '')) return wrong('Missing payload');
      if (payload.summary.length > 1024 || payload.summary.includes('\u0000')) return wrong("'payload.summary' is invalid");
      alerts.set(key ?? 'new', 'triggered');
    } else if (key === undefined || !['acknowledge', 'resolve'].includes(act ?? '')) return wrong("'dedup_key' is missing");
    else if (key.startsWith('!')) return wrong("'dedup_key' is invalid");
    else alerts.set(key, act!);
    return { status: 202, json: { status: 'success', message: 'Event processed', dedup_key: key ?? 'new' } };
  }

  /** Offset paging, 100 at most. */
  function page(name: string, all: readonly Json[], { query }: Asked): Answer {
    const limit = Number(query['limit'] ?? 25);
    const offset = Number(query['offset'] ?? 0);
    if (limit > 100 || offset + limit > 10_000) return refused(400, 2001, 'Invalid Input Provided', ['Limit is out of range']);
    return { json: { [name]: all.slice(offset, offset + limit), limit, offset, more: offset + limit < all.length, total: null } };
  }

  return startVendor({
    routes: {
      'POST /v2/enqueue': enqueue,
      'PUT /incidents/:id': change,
      'POST /incidents/:id/notes': note,
      'GET /incidents': (asked) => (asked.query['statuses[]'] === 'resolved' ? refused(403, 2010, 'Access Denied') : page('incidents', [...incidents.values()].filter((each) => !asked.search.includes('statuses') || asked.search.includes(`statuses[]=${String(each['status'])}`) || asked.search.includes(`statuses%5B%5D=${String(each['status'])}`)), asked)),
      'GET /oncalls': (asked) => (asked.query['escalation_policy_ids[]'] === 'NONE' ? refused(404, 2100, 'Not Found') : page('oncalls', [{ user: { id: 'PU1', summary: 'Ada' }, escalation_level: 1, escalation_policy: { id: 'PE1', summary: 'Shop' } }], asked)),
      'GET /users': (asked) => page('users', [{ id: 'PU2', name: 'Bot', email: 'bot@example.com' }].filter(({ name, email }) => `${name} ${email}`.includes(asked.query['query'] ?? '')), asked),
    },
    authorize({ path, headers, body }) {
      if (path === '/v2/enqueue') return (body as JsonObject)['routing_key'] === ROUTING ? undefined : { status: 400, json: { status: 'invalid event', message: 'Event object is invalid', errors: ["'routing_key' is invalid"] } };
      if (headers['authorization'] !== `Token token=${KEY}`) return refused(401, 2006, 'Authentication failed');
      return headers['accept']?.includes('application/vnd.pagerduty+json;version=2') === true ? undefined : refused(406, 2007, 'Not acceptable');
    },
    limited: { status: 429, headers: { 'ratelimit-limit': '960', 'ratelimit-remaining': '0', 'ratelimit-reset': '2' }, json: { error: { code: 2020, message: 'Rate Limit Exceeded' } } },
    expired: refused(401, 2006, 'Authentication failed'),
    unknown: refused(404, 2100, 'Not Found'),
    config: (url) => ({ base_url: url, events_url: url, from: 'bot@example.com' }),
    secrets: { api_key: KEY, routing_key: ROUTING, webhook_secret: 'pd-webhook-secret' },
  });
}
