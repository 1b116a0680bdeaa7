/** Against a loopback collector that takes OTLP/HTTP with JSON. https://opentelemetry.io/docs/specs/otlp/#otlphttp */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { OtlpOptions } from './otlp.ts';
import { createTelemetry } from './telemetry.ts';

interface Attribute { readonly key: string; readonly value: Readonly<Record<string, unknown>> }
interface Span { readonly name: string; readonly traceId: string; readonly spanId: string; readonly parentSpanId?: string; readonly kind: number; readonly attributes: readonly Attribute[]; readonly status: { readonly code?: number; readonly message?: string }; readonly events: readonly { readonly name: string; readonly attributes: readonly Attribute[] }[] }
interface Point { readonly attributes: readonly Attribute[]; readonly asDouble?: number; readonly count?: string | number; readonly sum?: number; readonly bucketCounts?: readonly (string | number)[]; readonly explicitBounds?: readonly number[] }
interface Metric { readonly name: string; readonly unit: string; readonly sum?: { readonly dataPoints: readonly Point[]; readonly isMonotonic: boolean; readonly aggregationTemporality: number }; readonly gauge?: { readonly dataPoints: readonly Point[] }; readonly histogram?: { readonly dataPoints: readonly Point[]; readonly aggregationTemporality: number } }
interface Received { readonly path: string; readonly headers: Readonly<Record<string, string | string[] | undefined>>; readonly text: string }

const open: (() => void)[] = [];
afterEach(() => { for (const close of open.splice(0)) close(); });

async function collector(status = 200) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, text: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  open.push(() => { server.closeAllConnections(); server.close(); });
  const of = (path: string) => received.filter((each) => each.path === path).map((each) => JSON.parse(each.text) as Record<string, { resource: { attributes: Attribute[] }; scopeSpans: { spans: Span[] }[]; scopeMetrics: { metrics: Metric[] }[] }[]>);
  return {
    received,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: () => of('/v1/traces').flatMap((each) => each['resourceSpans']!.flatMap((one) => one.scopeSpans.flatMap((scope) => scope.spans))),
    metrics: () => of('/v1/metrics').flatMap((each) => each['resourceMetrics']!.flatMap((one) => one.scopeMetrics.flatMap((scope) => scope.metrics))),
    resource: () => Object.fromEntries(of('/v1/traces')[0]!['resourceSpans']![0]!.resource.attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
  };
}

const lines: string[] = [];
const telemetry = (otlp: OtlpOptions) => createTelemetry({ write: (line) => { lines.push(line); }, now: () => 1_790_000_000_000 }, { service: 'patchbay', version: '1.2.3', level: 'info', format: 'json', otlp });
const attributesOf = ({ attributes }: Pick<Span, 'attributes'>) => Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

test('spans arrive at the collector, nested, with the service’s name and the configured headers', async () => {
  const { endpoint, received, spans, resource } = await collector();
  const { span, log, traceparent, shutdown } = await telemetry({ endpoint: `${endpoint}/`, headers: { 'x-collector-token': 'let-me-in' } });
  lines.length = 0;
  await span('POST /v1/projects', { 'http.request.method': 'POST' }, async (outer) => {
    await Promise.resolve();
    outer.set('http.response.status_code', 201);
    await span('project_create', { tenant: 'ten_1' }, async () => { log.info({}, 'created'); expect(traceparent()).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/); }, { kind: 'client' });
  }, { kind: 'server' });
  expect(traceparent()).toBeUndefined();
  await shutdown();

  const [outer, inner] = [spans().find((each) => each.kind === 2)!, spans().find((each) => each.kind === 3)!];
  expect([outer.name, inner.name]).toEqual(['POST /v1/projects', 'project_create']);
  expect([inner.traceId, inner.parentSpanId]).toEqual([outer.traceId, outer.spanId]);
  expect(attributesOf(outer)).toEqual({ 'http.request.method': 'POST', 'http.response.status_code': 201 });
  expect(JSON.parse(lines[0]!)).toMatchObject({ msg: 'created', trace_id: inner.traceId, span_id: inner.spanId });
  expect(resource()).toMatchObject({ 'service.name': 'patchbay', 'service.version': '1.2.3' });
  expect(received[0]!.headers).toMatchObject({ 'content-type': 'application/json', 'x-collector-token': 'let-me-in' });
});

test('a span goes on under the caller’s traceparent, keeps the caller’s choice, and ignores what is none', async () => {
  const { endpoint, spans } = await collector();
  const { span, traceparent, shutdown } = await telemetry({ endpoint });
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  span('kept', {}, () => expect(traceparent()).toContain(trace), { traceparent: `00-${trace}-00f067aa0ba902b7-01` });
  span('later version', {}, () => expect(traceparent()).toContain(trace), { traceparent: `cc-${trace}-00f067aa0ba902b7-01-what-the-future-brings` });
  span('not sampled', {}, () => expect(traceparent()).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-00$`)), { traceparent: `00-${trace}-00f067aa0ba902b7-00` });
  for (const bad of ['', 'nonsense', `ff-${trace}-00f067aa0ba902b7-01`, `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, `00-${trace}-${'0'.repeat(16)}-01`, `00-${trace.toUpperCase()}-00f067aa0ba902b7-01`, `00-${trace}-00f067aa0ba902b7-01-more`]) {
    span(`bad ${bad}`, {}, () => expect(traceparent(), bad).not.toContain(trace), { traceparent: bad });
  }
  await shutdown();
  expect(spans().find((each) => each.name === 'kept')).toMatchObject({ traceId: trace, parentSpanId: '00f067aa0ba902b7' });
  expect(spans().map((each) => each.name)).not.toContain('not sampled');
  expect(spans().filter((each) => each.name.startsWith('bad')).length).toBe(7);
});

test('a span that throws is marked as failed, with the code and without secrets', async () => {
  const { endpoint, spans, received } = await collector();
  const { span, shutdown } = await telemetry({ endpoint });
  const failure = Object.assign(new Error('refused pb_hunter2correcthorse'), { code: 'upstream.failed' });
  await expect(span('call', { authorization: 'hunter2', url: 'https://a:hunter2@b/' }, async () => { throw failure; })).rejects.toBe(failure);
  expect(() => span('call', {}, () => { throw failure; })).toThrow(failure);
  await shutdown();
  expect(spans().length).toBe(2);
  for (const { status } of spans()) expect(status).toEqual({ code: 2, message: 'refused pb_•••' });
  expect(attributesOf(spans()[0]!)).toEqual({ authorization: '•••', url: 'https://•••@b/', 'error.type': 'upstream.failed' });
  expect(spans()[0]!.events[0]!.name).toBe('exception');
  expect(received.map((each) => each.text).join()).not.toContain('hunter2');
});

test('the same metrics arrive at the collector as Prometheus reads, histograms with their own counts per bucket', async () => {
  const { endpoint, metrics } = await collector();
  const { counter, gauge, histogram, shutdown } = await telemetry({ endpoint });
  counter('calls_total', 'Calls.', ['action']).inc({ action: 'project_create' }, 3);
  gauge('queue_depth', 'Waiting.').set({}, 7);
  const seconds = histogram('call_seconds', 'Duration.', ['action'], [0.1, 1]);
  for (const value of [0.05, 0.5, 0.6, 5]) seconds.observe({ action: 'a' }, value);
  seconds.observe({ action: 'b' }, 0.01);
  await shutdown();

  const named = (name: string) => metrics().find((each) => each.name === name)!;
  expect(named('calls_total').sum).toMatchObject({ isMonotonic: true, aggregationTemporality: 2, dataPoints: [{ asDouble: 3, attributes: [{ key: 'action', value: { stringValue: 'project_create' } }] }] });
  expect(named('queue_depth').gauge!.dataPoints[0]!.asDouble).toBe(7);
  expect(named('call_seconds').unit).toBe('s');
  const points = named('call_seconds').histogram!.dataPoints.map((each) => ({ action: attributesOf(each)['action'], count: Number(each.count), sum: each.sum, bounds: each.explicitBounds, counts: each.bucketCounts!.map(Number) }));
  expect(points).toEqual([
    { action: 'a', count: 4, sum: 6.15, bounds: [0.1, 1], counts: [1, 2, 1] },
    { action: 'b', count: 1, sum: 0.01, bounds: [0.1, 1], counts: [1, 0, 0] },
  ]);
  expect(named('process_resident_memory_bytes').gauge!.dataPoints[0]!.asDouble).toBeGreaterThan(0);
});

test('metrics are sent again and again without being asked', async () => {
  const { endpoint, metrics } = await collector();
  const { counter, shutdown } = await telemetry({ endpoint, metricsEveryMs: 50 });
  counter('calls_total', 'Calls.').inc({});
  await expect.poll(() => metrics().filter((each) => each.name === 'calls_total').length, { timeout: 10_000 }).toBeGreaterThan(2);
  await shutdown();
});

test('a share of the traces is kept when asked for, and none at zero', async () => {
  const { endpoint, spans } = await collector();
  const { span, shutdown } = await telemetry({ endpoint, sample: 0 });
  for (let at = 0; at < 20; at++) span('call', {}, () => undefined);
  await shutdown();
  expect(spans()).toEqual([]);
});

test('a collector that refuses is one warning and a counter, and holds nothing up', async () => {
  const { endpoint } = await collector(400);
  const { span, metricsText, shutdown } = await telemetry({ endpoint, spansEveryMs: 10, timeoutMs: 500 });
  lines.length = 0;
  const failed = async (signal: string) => new RegExp(`^telemetry_export_failures_total\\{signal="${signal}"\\} (\\d+)$`, 'm').exec(await metricsText())?.[1];
  span('call', {}, () => undefined);
  await expect.poll(() => failed('traces'), { timeout: 10_000 }).toBe('1');
  span('call', {}, () => undefined);
  await expect.poll(() => failed('traces'), { timeout: 10_000 }).toBe('2');
  await shutdown();
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['the collector took no telemetry']);
});

test('a collector that is not there does not keep the hub from stopping', async () => {
  const { span, shutdown } = await telemetry({ endpoint: 'http://127.0.0.1:9', timeoutMs: 200 });
  span('call', {}, () => undefined);
  await shutdown();
});
