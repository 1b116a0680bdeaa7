/** Alertmanager behind a proxy that wants a token: alerts by their labels, silences with their three states. */
import { createHash, randomUUID } from 'node:crypto';
import type { JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, startVendor, type Vendor } from '../testing/index.ts';

const TOKEN = 'proxy-token-0123456789';
/** Its refusals are a bare string. */
const refused = (status: number, message: string): Answer => ({ status, json: message });
/** What does not fit its description: codes of three digits beyond HTTP's own are answered with 422. */
const malformed = (code: number, message: string): Answer => ({ status: code > 599 ? 422 : code, json: { code, message } });
const unreadable = ({ headers }: Asked): Answer | undefined => (headers['content-type']?.startsWith('application/json') === true ? undefined : malformed(415, 'unsupported media type, only [application/json] are allowed'));
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

function isRegex(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

interface Matcher { readonly name: string; readonly value: string; readonly isRegex: boolean; readonly isEqual?: boolean }
interface Silence { readonly id: string; readonly matchers: readonly Matcher[]; readonly startsAt: string; readonly endsAt: string; readonly createdBy: string; readonly comment: string; readonly updatedAt: string }
interface Alert { readonly labels: Readonly<Record<string, string>>; readonly annotations: Readonly<Record<string, string>>; readonly startsAt: string; readonly endsAt: string; readonly generatorURL: string }

export function startAlertmanager(): Promise<Vendor> {
  const silences = new Map<string, Silence>();
  const alerts = new Map<string, Alert>();
  const fingerprintOf = (labels: object): string => createHash('sha256').update(JSON.stringify(Object.entries(labels).sort())).digest('hex').slice(0, 16);
  const holds = ({ name, value, isRegex: regex, isEqual = true }: Matcher, labels: Readonly<Record<string, string>>): boolean => (regex ? new RegExp(`^(?:${value})$`).test(labels[name] ?? '') : (labels[name] ?? '') === value) === isEqual;
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
    return parsed.some((match) => match === null || (match[2]!.endsWith('~') && !isRegex(match[3]!))) ? undefined : parsed.map((match) => ({ name: match![1]!, isRegex: match![2]!.endsWith('~'), isEqual: match![2]!.startsWith('='), value: match![3]! }));
  }

  function list(asked: Asked): Answer {
    const filters = filtersOf(asked);
    if (filters === undefined) return refused(400, 'bad matcher format');
    if (!isRegex(asked.query['receiver'] ?? '')) return refused(400, 'failed to parse receiver param: error parsing regexp');
    const found = [...alerts].filter(([, { labels }]) => filters.every((each) => holds(each, labels))).map(([fingerprint, alert]) => {
      const silencedBy = [...silences.values()].filter((each) => stateOf(each) === 'active' && each.matchers.every((matcher) => holds(matcher, alert.labels))).map(({ id }) => id);
      return { ...alert, fingerprint, updatedAt: alert.startsAt, receivers: [{ name: 'hub' }], status: { state: silencedBy.length > 0 ? 'suppressed' : 'active', silencedBy, inhibitedBy: [] } };
    });
    return { json: found.filter(({ status }) => asked.query['silenced'] === 'true' || status.silencedBy.length === 0) as unknown as JsonObject[] };
  }

  function raise(asked: Asked): Answer {
    const list = asked.body;
    const wrong = unreadable(asked) ?? (Array.isArray(list) ? undefined : malformed(400, 'parsing alerts body failed'));
    if (wrong !== undefined) return wrong;
    const told = list as Partial<Alert>[];
    const at = told.findIndex(({ labels }) => labels === undefined);
    if (at !== -1) return malformed(602, `${at}.labels in body is required`);
    if (told.some(({ generatorURL }) => generatorURL !== undefined && !URL.canParse(generatorURL))) return malformed(601, 'generatorURL in body must be of type uri');
    const now = new Date().toISOString();
    for (const { labels: given, annotations = {}, startsAt, endsAt, generatorURL = '' } of told) {
      const labels = Object.fromEntries(Object.entries(given!).filter(([, value]) => value !== ''));
      if (Object.keys(labels).length === 0) return refused(400, 'at least one label pair required');
      if (Object.keys(labels).some((name) => !NAME.test(name))) return refused(400, 'invalid label set: invalid name');
      if (Object.keys(annotations).some((name) => !NAME.test(name))) return refused(400, 'invalid annotations: invalid name');
      const begins = startsAt ?? endsAt ?? now; // an end without a start is both
      if (endsAt !== undefined && Date.parse(endsAt) < Date.parse(begins)) return refused(400, 'start time must be before end time');
      alerts.set(fingerprintOf(labels), { labels, annotations, startsAt: begins, endsAt: endsAt ?? new Date(Date.now() + 300_000).toISOString(), generatorURL });
    }
    return { status: 200 };
  }

  function silence(asked: Asked): Answer {
    const given = asked.body as unknown as Partial<Silence>;
    const wrong = unreadable(asked) ?? (typeof given === 'object' ? undefined : malformed(400, 'parsing silence body failed'));
    if (wrong !== undefined) return wrong;
    const { id: old, matchers = [], startsAt = '', endsAt = '', createdBy, comment } = given;
    if ([startsAt, endsAt].some((time) => time !== '' && Number.isNaN(Date.parse(time)))) return malformed(400, 'parsing silence body failed, because parsing time failed');
    if (matchers.length === 0 || startsAt === '' || endsAt === '' || createdBy === undefined || comment === undefined) return malformed(602, 'silence is required');
    if (matchers.some(({ name, value, isRegex: regex }) => name === undefined || value === undefined || regex === undefined)) return malformed(602, 'matchers.0.isRegex in body is required');
    if (Date.parse(endsAt) <= Date.parse(startsAt)) return refused(400, 'failed to create silence: start time must not be after end time');
    if (Date.parse(endsAt) < Date.now()) return refused(400, 'failed to create silence: end time can\'t be in the past');
    if (old !== undefined && !silences.has(old)) return refused(404, 'silence not found');
    if (matchers.some(({ name, value, isRegex: regex }) => !NAME.test(name) || (regex && !isRegex(value)))) return refused(400, 'silence invalid: invalid label matcher 0');
    if (matchers.every((each) => each.isEqual !== false && holds(each, {}))) return refused(400, 'silence invalid: at least one matcher must not match the empty string');
    const id = randomUUID();
    silences.set(id, { id, matchers, startsAt, endsAt, createdBy, comment, updatedAt: new Date().toISOString() });
    return { json: { silenceID: id } };
  }

  const known = (run: (silence: Silence) => Answer, unknown: Answer) => ({ params }: Asked): Answer => {
    const id = params['id']!;
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return malformed(601, `silenceID in path must be of type uuid: "${id}"`);
    const found = silences.get(id);
    return found === undefined ? unknown : run(found);
  };

  return startVendor({
    routes: {
      'GET /api/v2/alerts': list,
      'POST /api/v2/alerts': raise,
      'GET /api/v2/silences': (asked) => (filtersOf(asked) === undefined ? refused(400, 'bad matcher format') : { json: [...silences.values()].map(shown) }),
      'POST /api/v2/silences': silence,
      'GET /api/v2/silence/:id': known((found) => ({ json: shown(found) }), { status: 404 }),
      'DELETE /api/v2/silence/:id': known((found) => {
        if (stateOf(found) === 'expired') return refused(500, `silence ${found.id} already expired`);
        silences.set(found.id, { ...found, endsAt: new Date().toISOString() });
        return { status: 200 };
      }, refused(500, 'silence not found')),
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
