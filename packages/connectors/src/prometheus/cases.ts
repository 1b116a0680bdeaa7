import type { ConnectorCases } from '../testing/index.ts';
import { startPrometheus } from './double.ts';

type Items = { readonly items: readonly { readonly value?: string; readonly points?: readonly unknown[]; readonly health?: string; readonly state?: string }[] };
const items = (output: unknown): Items['items'] => (output as Items).items;
const joined = (output: unknown): string => JSON.stringify((output as Items).items);

export const cases: ConnectorCases = {
  start: startPrometheus,
  context: {
    alerts: { asked: { service: 'shop', until: '2026-11-20T10:00:00Z' }, answers: (found) => found.length === 1 && found[0]?.title === 'HighErrorRate is firing' && found[0].ongoing === true },
    series: { asked: { service: 'shop', until: '2026-11-20T10:00:00Z', query: { query: 'up{job="store"}' } }, answers: (found) => found.length === 1 && found[0]?.title === 'up{job="store", instance="b:9100"} is 1' },
  },
  actions: {
    query: { input: { query: 'up' }, answers: (output) => items(output).map(({ value }) => value).join() === '1,NaN', refused: { input: { query: 'sum(' }, code: 'upstream.invalid' } },
    query_range: { input: { query: 'up{job="shop"}', start: '2026-11-20T09:00:00Z', end: '2026-11-20T10:00:00Z', step_seconds: 60 }, answers: (output) => items(output)[0]?.points?.length === 61, refused: { input: { query: 'up', minutes: 525_600, step_seconds: 1 }, code: 'upstream.invalid' } },
    series: { input: { match: ['up{job="shop"}', 'queue_length'] }, answers: (output) => items(output).length === 2, refused: { input: { match: ['{}'] }, code: 'upstream.invalid' } },
    labels: { input: { label: 'job', match: ['up'] }, answers: (output) => joined(output) === '["shop","store"]', refused: { input: { match: ['{}'] }, code: 'upstream.invalid' } },
    targets: { input: { health: 'down' }, answers: (output) => items(output).length === 1 && items(output)[0]?.health === 'down', refused: { input: { job: 'nobody' }, code: 'upstream.not_found' } },
    alerts: { input: { rule: 'HighErrorRate' }, answers: (output) => items(output)[0]?.state === 'firing', refused: { input: { rule: 'NoSuchRule' }, code: 'upstream.not_found' } },
  },
};
