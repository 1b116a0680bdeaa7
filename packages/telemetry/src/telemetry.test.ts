import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Failure } from '@patchbay/contracts';
import { afterEach, expect, test } from 'vitest';
import { createTelemetry, type Telemetry, type TelemetryOptions } from './telemetry.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const open: Telemetry[] = [];
afterEach(async () => { for (const each of open.splice(0)) await each.shutdown(); });

async function telemetry(options: Partial<TelemetryOptions> = {}) {
  const lines: string[] = [];
  const made = await createTelemetry({ write: (line) => { lines.push(line); }, now: () => NOON }, { service: 'patchbay', version: '1.2.3', level: 'info', format: 'json', ...options });
  open.push(made);
  return { ...made, lines, json: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

test('a line is one JSON object with the time, the level, the object and the message', async () => {
  const { log, lines, json } = await telemetry();
  log.info({ tenant: 'ten_1', delivery: 'dlv_1' }, 'delivered');
  log.child({ engine: 'events' }).warn({ tries: 3 }, 'gave up');
  expect(lines.every((line) => line.endsWith('\n') && line.indexOf('\n') === line.length - 1)).toBe(true);
  expect(json()).toEqual([
    { level: 'info', time: '2026-11-21T12:00:00.000Z', service: 'patchbay', version: '1.2.3', tenant: 'ten_1', delivery: 'dlv_1', msg: 'delivered' },
    { level: 'warn', time: '2026-11-21T12:00:00.000Z', service: 'patchbay', version: '1.2.3', engine: 'events', tries: 3, msg: 'gave up' },
  ]);
});

test('what is below the level is not written and not looked at', async () => {
  const { log, lines } = await telemetry({ level: 'warn' });
  log.info({ get trap() { throw new Error('looked at'); } }, 'quiet');
  log.child({}).debug({}, 'quiet');
  expect(lines).toEqual([]);
  const silent = await telemetry({ level: 'silent' });
  silent.log.fatal({}, 'quiet');
  expect(silent.lines).toEqual([]);
});

test('no secret gets into a line: not by a field, a child, an error or the message', async () => {
  for (const format of ['json', 'pretty'] as const) {
    const { log, lines } = await telemetry({ format });
    const error = Object.assign(new Failure('upstream.failed', 'refused pb_hunter2correcthorse', { request: { headers: { authorization: 'hunter2' } } }), { config: { password: 'hunter2' } });
    log.error({ err: error, input: { nested: [{ api_key: 'hunter2' }] } }, 'failed for pb_hunter2correcthorse');
    log.child({ token: 'hunter2', url: 'https://a:hunter2@b/' }).error(error, 'failed');
    expect(lines.length).toBe(2);
    expect(lines.join('')).not.toContain('hunter2');
    expect(lines.join('')).toContain('refused pb_•••');
  }
});

test('what is logged can’t pretend to be the line itself, nor a second line', async () => {
  const { log, lines, json } = await telemetry();
  log.info({ level: 'fatal', time: 'never', msg: 'forged', text: 'a\n{"level":"fatal"}', __proto__: { x: 1 } }, 'real');
  expect(lines.length).toBe(1);
  expect(json()[0]).toMatchObject({ level: 'info', msg: 'real', _level: 'fatal', _time: 'never', _msg: 'forged' });
  const pretty = await telemetry({ format: 'pretty' });
  pretty.log.info({ name: '\u001b[2Jgone', other: 'a b' }, 'real');
  expect(pretty.lines[0]).toContain('12:00:00.000');
  expect(pretty.lines[0]).toContain('other="a b"');
  expect(pretty.lines[0]).not.toContain('\u001b[2J');
  pretty.log.warn({ name: 'a \u009b2Jgone', err: new Error('no\n12:00:00.000 INFO  forged') }, 'real');
  expect(pretty.lines[1]).not.toContain('\u009b');
  expect(pretty.lines[1]!.split('\n').filter((line) => line.startsWith('12:00:00.000'))).toHaveLength(1);
});

test('counters, gauges and histograms come out as Prometheus reads them', async () => {
  const { counter, gauge, histogram, metricsText, metricsContentType } = await telemetry();
  const calls = counter('calls_total', 'Calls of actions.', ['action', 'outcome']);
  calls.inc({ action: 'project_create', outcome: 'ok' });
  calls.inc({ action: 'project_create', outcome: 'ok' }, 2);
  gauge('queue_depth', 'Waiting.').set({}, 7);
  gauge('asked', 'Asked when somebody looks.', [], (each) => each.set({}, 42));
  const seconds = histogram('call_seconds', 'Duration of calls.', ['action'], [0.1, 1]);
  for (const value of [0.05, 0.5, 5]) seconds.observe({ action: 'project_create' }, value);
  const text = await metricsText();
  for (const line of [
    '# TYPE calls_total counter', 'calls_total{action="project_create",outcome="ok"} 3', 'queue_depth 7', 'asked 42', 'call_seconds_bucket{le="0.1",action="project_create"} 1', 'call_seconds_bucket{le="1",action="project_create"} 2',
    'call_seconds_bucket{le="+Inf",action="project_create"} 3', 'call_seconds_sum{action="project_create"} 5.55', 'call_seconds_count{action="project_create"} 3',
  ]) expect(text.split('\n')).toContain(line);
  expect(metricsContentType).toContain('text/plain; version=0.0.4');
});

test('the process shows its own metrics', async () => {
  const { metricsText } = await telemetry();
  const text = await metricsText();
  const valueOf = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  for (const name of ['process_cpu_seconds_total', 'process_resident_memory_bytes', 'process_start_time_seconds', 'nodejs_heap_size_used_bytes']) expect(valueOf(name), name).toBeGreaterThan(0);
  expect(text).toContain(`nodejs_version_info{version="${process.version}"} 1`);
  expect(text).toContain('nodejs_eventloop_lag_seconds{quantile="0.99"}');
});

test('asking for a metric again gives the same one, and two hubs in one process keep apart', async () => {
  const [one, two] = [await telemetry(), await telemetry()];
  one.counter('calls_total', 'Calls.').inc({});
  one.counter('calls_total', 'Calls.').inc({});
  two.counter('calls_total', 'Calls.').inc({});
  expect(await one.metricsText()).toContain('\ncalls_total 2\n');
  expect(await two.metricsText()).toContain('\ncalls_total 1\n');
  expect(() => one.gauge('calls_total', 'Calls.')).toThrow('calls_total');
});

test('without a collector a span is a call: the value, the promise and the error come through', async () => {
  const { span, traceparent } = await telemetry();
  const failure = new Failure('hub.internal', 'no');
  expect(span('a', {}, (each) => { each.set('x', 1); return 5; })).toBe(5);
  await expect(span('a', {}, async () => 6)).resolves.toBe(6);
  await expect(span('a', {}, async () => { throw failure; })).rejects.toBe(failure);
  expect(() => span('a', {}, () => { throw failure; })).toThrow(failure);
  expect(traceparent()).toBeUndefined();
});

test('without a collector OpenTelemetry is not even loaded', () => {
  const script = `
    const { createTelemetry } = await import(${JSON.stringify(fileURLToPath(new URL('./index.ts', import.meta.url)))});
    const { createRequire } = await import('node:module');
    const t = await createTelemetry({ now: Date.now, write: () => {} }, { service: 'a', version: '1', level: 'info', format: 'json' });
    await t.shutdown();
    console.log(JSON.stringify(Object.keys(createRequire('/').cache).concat(process.moduleLoadList)));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  const loaded = JSON.parse(stdout || JSON.stringify(stderr)) as string[];
  expect(loaded.some((path) => path.includes('pino')), stderr).toBe(true);
  expect(loaded.filter((path) => /opentelemetry|NativeModule (https|cluster)$/.test(path))).toEqual([]);
});
