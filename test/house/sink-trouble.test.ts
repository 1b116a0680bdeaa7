// What goes wrong at the other side of a sink, and what becomes of the batch: nothing is taken for arrived that is not.
import { Failure, type SinkKind, type SinkSettings } from '@patchbay/contracts';
import { expect, test } from 'vitest';
import { type Hand, withHand } from '../conformance/sinks/contract.ts';
import { AWS_KEY, startAws } from '../doubles/sinks/aws.ts';
import { certificate } from '../doubles/sinks/certificate.ts';
import { KAFKA_TOPIC, startKafka } from '../doubles/sinks/kafka.ts';
import { startNats } from '../doubles/sinks/nats.ts';
import { SPLUNK_TOKEN, startSplunk } from '../doubles/sinks/splunk.ts';
import { startSyslog } from '../doubles/sinks/syslog.ts';

const never = new AbortController().signal;
const at = <K extends SinkKind>(kind: K, settings: SinkSettings<K>, stop: () => Promise<void>, work: (hand: Hand) => Promise<void>, more: { secret?: string; ca?: string } = {}) => withHand({ kind, settings, stop, ...more }, work);

async function refusal(work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.then(() => 'it worked', (thrown: unknown) => thrown);
  if (error instanceof Failure) return error;
  throw new Error(`expected a failure, got ${String(error)}`);
}

async function withKafka(work: (double: Awaited<ReturnType<typeof startKafka>>, hand: Hand) => Promise<void>, settings: object = {}): Promise<void> {
  const double = await startKafka();
  await at('kafka', { brokers: [double.address], topic: KAFKA_TOPIC, key: '', tls: false, sasl: 'none', ...settings }, double.stop, (hand) => work(double, hand));
  expect(double.broken).toEqual([]);
}

test.each([['its answer is lost', 'swallow'], ['it has another leader now', 6], ['too few replicas are in sync', 19]] as const)('Kafka: a batch is kept once, though %s', (_, trouble) => withKafka(async (double, { open, entries }) => {
  const sink = await open();
  await sink.write(entries(3), never);
  if (trouble === 'swallow') double.swallowOnce();
  else double.failOnce(trouble);
  const later = entries(6).slice(3);
  await sink.write(later, never);
  await sink.write(entries(8).slice(6), never);
  expect(double.records.map(({ id }) => id).toSorted()).toEqual(entries(8).map(({ id }) => id));
  await sink.close();
}));

test('Kafka: a batch that the topic finds too large goes in halves', () => withKafka(async (double, { open, entries }) => {
  const sink = await open();
  double.failOnce(10);
  await sink.write(entries(5), never);
  expect(double.records.map(({ id }) => id)).toEqual(entries(5).map(({ id }) => id));
  await sink.close();
}));

test('Kafka: what is refused for good, or out of its order, is a failure with the word of the broker', () => withKafka(async (double, { open, entries }) => {
  for (const [code, word, retryable] of [[29, 'TOPIC_AUTHORIZATION_FAILED', false], [45, 'OUT_OF_ORDER_SEQUENCE_NUMBER', true], [999, 'error 999', true]] as const) {
    const sink = await open();
    double.failOnce(code);
    const failure = await refusal(sink.write(entries(1), never));
    expect(failure.message).toContain(word);
    expect(failure.details['retryable']).toBe(retryable);
    await sink.close();
  }
  expect(double.records).toEqual([]);
}));

test('Kafka: a topic that is not there, and a port that speaks something else', async () => {
  await withKafka(async (_, { open }) => expect((await refusal(open())).message).toContain('has no topic other'), { topic: 'other' });
  const nats = await startNats({ token: false });
  await at('kafka', { brokers: [nats.url.replace('nats://', '')], topic: 'x', key: '', tls: false, sasl: 'none' }, nats.stop, async ({ open }) => {
    expect((await refusal(open())).details).toMatchObject({ reason: 'misconfigured', retryable: false });
  });
});

test('Kafka: a key always finds its partition, and entries without one take turns', () => withKafka(async (double, { open, entries }) => {
  const sink = await open();
  await sink.write(entries(40), never);
  await sink.write(entries(40), never);
  const places = Map.groupBy(double.records, ({ key }) => key);
  expect(places.size).toBe(4);
  for (const [, of] of places) expect(new Set(of.map(({ partition }) => partition)).size).toBe(1);
  await sink.close();
}, { key: '{subject}' }));

test('a write that hangs ends with its signal', async () => {
  const [kafka, nats] = [await startKafka(), await startNats({ token: false })];
  kafka.silent(true);
  nats.silent(true);
  await at('kafka', { brokers: [kafka.address], topic: KAFKA_TOPIC, key: '', tls: false, sasl: 'none' }, kafka.stop, hangs);
  await at('nats', { servers: [nats.url], subject: 'patchbay.{type}', auth: 'none' }, nats.stop, hangs);

  async function hangs({ open, entries }: Hand): Promise<void> {
    const sink = await open();
    const stop = new AbortController();
    const writing = sink.write(entries(2), stop.signal);
    setTimeout(() => stop.abort(new Error('stop')), 50);
    await expect(writing).rejects.toThrow();
    await sink.close();
  }
});

test('NATS: when the stream keeps one message and not another, the batch comes again and each is kept once', async () => {
  const double = await startNats({ token: false });
  await at('nats', { servers: [double.url], subject: 'patchbay.{type}', auth: 'none' }, double.stop, async ({ open, entries }) => {
    const sink = await open();
    double.fullOnce();
    expect((await refusal(sink.write(entries(3), never))).message).toContain('maximum messages exceeded');
    await sink.write(entries(3), never);
    expect(double.messages.map(({ id }) => id).toSorted()).toEqual(entries(3).map(({ id }) => id));
    await sink.close();
  });
});

test('NATS: without a stream for the subject nothing is taken for arrived, and the failure says what to do', async () => {
  const double = await startNats({ token: false });
  await at('nats', { servers: [double.url], subject: 'elsewhere.{type}.{subject}', auth: 'none' }, double.stop, async ({ open, entries }) => {
    const failure = await refusal((await open()).write(entries(1), never));
    expect(failure.details).toMatchObject({ reason: 'misconfigured', retryable: false });
    expect(failure.message).toContain('elsewhere.build.finished.shop_0: create one in JetStream');
  });
});

test('Splunk: a busy collector is asked again later, and one without acknowledgements is told apart', async () => {
  const double = await startSplunk({ acknowledgements: false });
  await at('splunk', { url: double.url, sourcetype: 'patchbay', acknowledge: false }, double.stop, async ({ open, entries }) => {
    double.busy(1);
    expect(await refusal((await open()).write(entries(1), never))).toMatchObject({ message: expect.stringContaining('answered 503 (Server is busy, code 9)'), details: { retryable: true, status: 503 } });
    expect((await refusal((await open({ settings: { url: double.url, sourcetype: 'patchbay', acknowledge: true } })).write(entries(1), never))).details).toMatchObject({ reason: 'misconfigured' });
  }, { secret: SPLUNK_TOKEN });
});

test.each(['tcp', 'tls'] as const)('syslog by %s: a connection that is cut in the middle is no arrival', async (transport) => {
  const double = await startSyslog(transport);
  await at('syslog', { address: double.address, transport, format: 'rfc5424', facility: 13 }, double.stop, async ({ open, entries }) => {
    double.cutNext(40_000);
    const sink = await open();
    const batch = entries(300, (n) => ({ n, text: 'x'.repeat(20_000) }));
    expect((await refusal(sink.write(batch, never))).details).toMatchObject({ reason: 'closed', retryable: true });
    await sink.write(entries(2), never);
    expect(double.messages.slice(-2).map(({ text }) => (JSON.parse(text) as { seq: number }).seq)).toEqual([1, 2]);
  }, { ca: certificate });
});

test('syslog: a certificate that nobody vouches for ends it', async () => {
  const double = await startSyslog('tls');
  await at('syslog', { address: double.address, transport: 'tls', format: 'rfc5424', facility: 13 }, double.stop, async ({ open, entries }) => {
    expect((await refusal((await open()).write(entries(1), never))).details).toMatchObject({ reason: 'tls' });
    expect(double.messages).toEqual([]);
  });
});

test('SQS: when some messages of a batch are not taken, all come again, and a FIFO queue keeps each once', async () => {
  const double = await startAws();
  await at('sqs', { queue_url: `${double.url}/1/q.fifo`, region: 'eu-west-1', access_key_id: AWS_KEY.id, group: '{subject}' }, double.stop, async ({ open, entries }) => {
    const sink = await open();
    double.failSomeOnce();
    expect((await refusal(sink.write(entries(5), never))).message).toContain('took 1 of 5 messages (InternalError)');
    await sink.write(entries(5), never);
    expect(double.messages.map(({ body }) => (JSON.parse(body) as { seq: number }).seq)).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(double.messages.map(({ group }) => group))).toEqual(new Set(['shop_0', 'shop_1', 'shop_2', 'shop_3']));
  }, { secret: AWS_KEY.secret });
});

test('S3: objects are named by time and content, and a bucket that is not there is a failure', async () => {
  const double = await startAws();
  const settings = { bucket: 'audit', region: 'eu-west-1', prefix: 'p/', endpoint_url: double.url, access_key_id: AWS_KEY.id, format: 'jsonl' } satisfies SinkSettings<'s3'>;
  await at('s3', settings, double.stop, async ({ open, entries }) => {
    await (await open()).write(entries(12), never);
    expect([...double.objects.keys()]).toEqual(['p/2030/01/31/23/000000000001-000000000012-sink_01jd8xk3v2q4r6t8w0y2a4c6e8.jsonl']);
    expect((await refusal((await open({ settings: { ...settings, bucket: 'none' } })).write(entries(1), never))).message).toContain('answered 404 (NoSuchBucket)');
  }, { secret: AWS_KEY.secret });
});
