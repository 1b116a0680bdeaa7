/** Alertmanager behind a proxy that wants a token: alerts by their labels, silences with their three states. */
import { createHash, randomUUID } from 'node:crypto';
import type { JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, startVendor, type Vendor } from '../testing/index.ts';

const TOKEN = 'proxy-token-0123456789';
/** Its refusals are a bare string. */
const refused = (status: number, message: string): Answer => ({ status, json: message });

interface Matcher { readonly name: string; readonly value: string; readonly isRegex: boolean; readonly isEqual?: boolean }
interface Silence { readonly id: string; readonly matchers: readonly Matcher[]; readonly startsAt: string; readonly endsAt: string; readonly createdBy: string; readonly comment: string; readonly updatedAt: string }
interface Alert { readonly labels: Readonly<Record<string, string>>; readonly annotations: Readonly<Record<string, string>>; readonly startsAt: string; readonly endsAt: string; readonly generatorURL: string }

export function startAlertmanager(): Promise<Vendor> {
  const silences = new Map<string, Silence>();
  const alerts = new Map<string, Alert>();
  const fingerprintOf = (labels: object): string => createHash('sha256').update(JSON.stringify(Object.entries(labels).sort())).digest('hex').slice(0, 16);
  const holds = ({ name, value, isRegex, isEqual = true }: Matcher, labels: Readonly<Record<string, string>>): boolean => (isRegex ? new RegExp(`^(?:${value})$`).test(labels[name] ?? '') : (labels[name] ?? '') === value) === isEqual;
  const stateOf = ({ startsAt, endsAt }: Silence): string => (Date.parse(endsAt) <= Date.now() ? 'expired' : Date.parse(startsAt) > Date.now() + 1000 ? 'pending' : 'active');
  const shown = (silence: Silence): JsonObject => ({ ...silence, status: { state: stateOf(silence) } }) as unknown as JsonObject;
  seed('HighErrorRate', 'shop');
  seed('DiskFull', 'store');

  function seed(alertname: string, service: string): void {
    const labels = { alertname, service, severity: 'critical' };
    alerts.set(fingerprintOf(labels), { labels, annotations: { summary: `${alertname} of ${service}` }, startsAt: new Date().toISOString(), endsAt: new Date(Date.now() + 300_000).toISOString(), generatorURL: '' });
  }

  /** `name="value"`, several of them in `filter`. */
  function filtersOf({ search }: Asked): readonly Matcher[] | undefined {
    const parsed = new URLSearchParams(search).getAll('filter').map((each) => /^\s*([A-Za-z_][A-Za-z0-9_]*)\s*(=~|!~|!=|=)\s*"?([^"]*)"?\s*$/.exec(each));
    return parsed.includes(null) ? undefined : parsed.map((match) => ({ name: match![1]!, isRegex: match![2]!.endsWith('~'), isEqual: match![2]!.startsWith('='), value: match![3]! }));
  }

  function list(asked: Asked): Answer {
    const filters = filtersOf(asked);
    if (filters === undefined) return refused(400, 'bad matcher format');
    const found = [...alerts].filter(([, { labels }]) => filters.every((each) => holds(each, labels))).map(([fingerprint, alert]) => {
      const silencedBy = [...silences.values()].filter((each) => stateOf(each) === 'active' && each.matchers.every((matcher) => holds(matcher, alert.labels))).map(({ id }) => id);
      return { ...alert, fingerprint, updatedAt: alert.startsAt, receivers: [{ name: 'hub' }], status: { state: silencedBy.length > 0 ? 'suppressed' : 'active', silencedBy, inhibitedBy: [] } };
    });
    return { json: found.filter(({ status }) => asked.query['silenced'] === 'true' || status.silencedBy.length === 0) as unknown as JsonObject[] };
  }

  function raise({ body }: Asked): Answer {
    if (!Array.isArray(body)) return refused(400, 'parsing alerts body failed');
    for (const { labels, annotations = {}, startsAt = new Date().toISOString(), endsAt = new Date(Date.now() + 300_000).toISOString(), generatorURL = '' } of body as Partial<Alert>[]) {
      if (labels === undefined || Object.keys(labels).length === 0) return refused(400, 'at least one label pair required');
      if (Object.keys(labels).some((name) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))) return refused(400, 'invalid label set: invalid name');
      if (Date.parse(endsAt) < Date.parse(startsAt)) return refused(400, 'start time must be before end time');
      alerts.set(fingerprintOf(labels), { labels, annotations, startsAt, endsAt, generatorURL });
    }
    return { status: 200 };
  }

  function silence({ body }: Asked): Answer {
    const { matchers = [], startsAt, endsAt, createdBy, comment } = body as unknown as Partial<Silence>;
    if (matchers.length === 0 || startsAt === undefined || endsAt === undefined || createdBy === undefined || comment === undefined) return { status: 422, json: { code: 602, message: 'silence is required' } };
    if (Date.parse(endsAt) <= Date.parse(startsAt)) return refused(400, 'failed to create silence: start time must not be after end time');
    if (Date.parse(endsAt) < Date.now()) return refused(400, 'failed to create silence: end time can\'t be in the past');
    if (matchers.some(({ name }) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))) return refused(400, 'silence invalid: invalid label name');
    const id = randomUUID();
    silences.set(id, { id, matchers, startsAt, endsAt, createdBy, comment, updatedAt: new Date().toISOString() });
    return { json: { silenceID: id } };
  }

  const known = (run: (silence: Silence) => Answer) => ({ params }: Asked): Answer => {
    const found = silences.get(params['id']!);
    return found === undefined ? { status: 404 } : run(found);
  };

  return startVendor({
    routes: {
      'GET /api/v2/alerts': list,
      'POST /api/v2/alerts': raise,
      'GET /api/v2/silences': (asked) => (filtersOf(asked) === undefined ? refused(400, 'bad matcher format') : { json: [...silences.values()].map(shown) }),
      'POST /api/v2/silences': silence,
      'GET /api/v2/silence/:id': known((found) => ({ json: shown(found) })),
      'DELETE /api/v2/silence/:id': known((found) => {
        if (stateOf(found) === 'expired') return refused(500, `silence ${found.id} already expired`);
        silences.set(found.id, { ...found, endsAt: new Date().toISOString() });
        return { status: 200 };
      }),
      'GET /api/v2/receivers': () => ({ json: [{ name: 'hub' }, { name: 'pager' }] }),
      'GET /api/v2/status': () => ({ json: { cluster: { status: 'ready', peers: [] }, versionInfo: { version: '0.28.0' }, config: { original: '' }, uptime: new Date().toISOString() } }),
    },
    authorize: ({ headers }) => (headers['authorization'] === `Bearer ${TOKEN}` ? undefined : { status: 401, text: 'Unauthorized' }),
    limited: { status: 429, headers: { 'retry-after': '2' }, text: 'Too Many Requests' },
    expired: { status: 401, text: 'Unauthorized' },
    unknown: { status: 404, json: { code: 404, message: 'path was not found' } },
    config: (url) => ({ base_url: url }),
    secrets: { token: TOKEN, webhook_token: 'receiver-token-0123456789' },
  });
}
