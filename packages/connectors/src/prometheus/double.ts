/** Prometheus behind a proxy that wants a token: three series, and a PromQL of selectors and numbers. */
import type { JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, startVendor, type Vendor } from '../testing/index.ts';

const TOKEN = 'proxy-token-0123456789';
const refused = (status: number, errorType: string, error: string): Answer => ({ status, json: { status: 'error', errorType, error } });
const success = (data: unknown): Answer => ({ json: { status: 'success', data } as JsonObject });

const stored: readonly Readonly<Record<string, string>>[] = [
  { __name__: 'up', job: 'shop', instance: 'a:9100' }, { __name__: 'up', job: 'store', instance: 'b:9100' }, { __name__: 'queue_length', job: 'shop', instance: 'a:9100' },
];
const MOST_POINTS = 11_000;
const DURATION = /^\d+(\.\d+)?(ms|[smhdwy])?$/;

/** A name, or nothing, and matchers in braces; undefined is a parse error. */
function select(selector: string): typeof stored | undefined {
  const parsed = /^\s*([a-zA-Z_:][\w:]*)?\s*(?:\{([^{}]*)\})?\s*$/.exec(selector);
  if (parsed === null || (parsed[1] === undefined && (parsed[2] ?? '').trim() === '')) return undefined;
  const matchers = (parsed[2] ?? '').split(',').filter((each) => each.trim() !== '').map((each) => /^\s*([a-zA-Z_]\w*)\s*(=|!=)\s*"([^"]*)"\s*$/.exec(each));
  if (matchers.includes(null)) return undefined;
  return stored.filter((labels) => (parsed[1] === undefined || labels['__name__'] === parsed[1]) && matchers.every((match) => (labels[match![1]!] === match![3]) === (match![2] === '=')));
}

export function startPrometheus(): Promise<Vendor> {
  const form = ({ bytes, search, headers }: Asked): URLSearchParams => new URLSearchParams(headers['content-type'] === 'application/x-www-form-urlencoded' ? bytes.toString() : search);

  function instant(asked: Asked): Answer {
    const fields = form(asked);
    const query = fields.get('query') ?? '';
    const time = fields.get('time') === null ? Date.now() / 1000 : Number(fields.get('time'));
    if (!Number.isFinite(time)) return refused(400, 'bad_data', 'invalid parameter "time": cannot parse to a valid timestamp');
    if (!DURATION.test(fields.get('timeout') ?? '1s')) return refused(400, 'bad_data', 'invalid parameter "timeout": cannot parse to a valid duration');
    if (/^\d+$/.test(query)) return success({ resultType: 'scalar', result: [time, query] });
    if (/^"[^"]*"$/.test(query)) return success({ resultType: 'string', result: [time, query.slice(1, -1)] });
    if (query === 'vector(1)') return success({ resultType: 'vector', result: [{ metric: {}, value: [time, '1'] }] });
    const found = select(query);
    return found === undefined ? refused(400, 'bad_data', 'invalid parameter "query": 1:1: parse error: unexpected character') : success({ resultType: 'vector', result: found.map((metric) => ({ metric, value: [time, metric['job'] === 'store' ? 'NaN' : '1'] })) });
  }

  function range(asked: Asked): Answer {
    const fields = form(asked);
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(fields.get(name) ?? Number.NaN)) as [number, number, number];
    if ([start, end, step].some(Number.isNaN)) return refused(400, 'bad_data', 'invalid parameter: cannot parse to a valid timestamp');
    if (step <= 0 || end < start) return refused(400, 'bad_data', 'end timestamp must not be before start time');
    if ((end - start) / step > MOST_POINTS) return refused(400, 'bad_data', 'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)');
    const found = select(fields.get('query') ?? '');
    if (found === undefined) return refused(400, 'bad_data', 'invalid parameter "query": 1:1: parse error: unexpected character');
    const times = Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, n) => start + n * step);
    return success({ resultType: 'matrix', result: found.map((metric) => ({ metric, values: times.map((time) => [time, '1']) })) });
  }

  function matching(asked: Asked, needed: boolean): typeof stored | Answer {
    const fields = form(asked);
    const selectors = fields.getAll('match[]');
    if (['start', 'end'].some((name) => Number.isNaN(Number(fields.get(name) ?? 0)))) return refused(400, 'bad_data', 'invalid parameter: cannot parse to a valid timestamp');
    if (needed && selectors.length === 0) return refused(400, 'bad_data', 'no match[] parameter provided');
    const found = selectors.map(select);
    if (found.includes(undefined)) return refused(400, 'bad_data', 'invalid parameter "match[]": 1:1: parse error: unexpected character');
    return selectors.length === 0 ? stored : stored.filter((each) => found.some((list) => list!.includes(each)));
  }
  const over = (needed: boolean, shown: (found: typeof stored, asked: Asked) => unknown) => (asked: Asked): Answer => { const found = matching(asked, needed); return Array.isArray(found) ? success(shown(found as typeof stored, asked)) : (found as Answer); };
  const unique = (values: readonly (string | undefined)[]): unknown => [...new Set(values.filter((each) => each !== undefined))].sort();

  return startVendor({
    routes: {
      'POST /api/v1/query': instant,
      'GET /api/v1/query': instant,
      'POST /api/v1/query_range': range,
      'POST /api/v1/series': over(true, (found) => found),
      'POST /api/v1/labels': over(false, (found) => unique(found.flatMap((each) => Object.keys(each)))),
      'GET /api/v1/label/:name/values': (asked) => (/^[A-Za-z_]\w*$/.test(asked.params['name']!) ? over(false, (found, { params }) => unique(found.map((each) => each[params['name']!])))(asked) : refused(400, 'bad_data', `invalid label name: "${asked.params['name']}"`)),
      'GET /api/v1/targets': ({ query }) => success({ droppedTargets: [], activeTargets: stored.filter(({ __name__ }) => __name__ === 'up').filter(({ job }) => (query['scrapePool'] ?? job) === job).map((labels) => ({ labels: { job: labels['job'], instance: labels['instance'] }, discoveredLabels: {}, scrapePool: labels['job'], scrapeUrl: `http://${labels['instance']!}/metrics`, health: labels['job'] === 'store' ? 'down' : 'up', lastError: labels['job'] === 'store' ? 'connection refused' : '', lastScrape: '2026-11-20T09:30:00Z' })) }),
      'GET /api/v1/rules': ({ query }) => (query['type'] === undefined || query['type'] === 'alert' ? success({ groups: [{ name: 'shop', rules: [{ name: 'HighErrorRate', type: 'alerting', state: 'firing', alerts: [{ labels: { alertname: 'HighErrorRate', service: 'shop' }, annotations: { summary: '5xx' }, state: 'firing', activeAt: '2026-11-20T09:30:00Z', value: '7.1e-02' }] }, { name: 'DiskFull', type: 'alerting', state: 'inactive', alerts: [] }] }] }) : refused(400, 'bad_data', 'invalid query parameter type')),
    },
    authorize: ({ headers }) => (headers['authorization'] === `Bearer ${TOKEN}` ? undefined : { status: 401, text: 'Unauthorized' }),
    limited: { status: 429, headers: { 'retry-after': '2' }, text: 'Too Many Requests' },
    expired: { status: 401, text: 'Unauthorized' },
    unknown: { status: 404, text: '404 page not found' },
    config: (url) => ({ base_url: url }),
    secrets: { token: TOKEN },
  });
}
