/** What every sink has to do, as one table of cases, whatever stands on the other side: a double or the real thing. */
import assert from 'node:assert/strict';
import { type Document, Failure, type SinkKind, type SinkSettings } from '@patchbay/contracts';
import { createEgress } from '@patchbay/egress';
import { type Entry, type OpenSink, openSink } from '@patchbay/sinks';
import { natsCredentials, scramClient, signV4 } from '@patchbay/vault';

export interface SinkPlace {
  readonly kind: SinkKind;
  readonly settings: SinkSettings;
  readonly secret?: string;
  /** Authorities of its certificate. */
  readonly ca?: string;
  /** The documents that arrived, in the order in which it has them. */
  arrived(): Promise<readonly Document[]>;
  /** Keeps what comes twice once. */
  readonly once: boolean;
  /** Has an order over all entries. */
  readonly ordered: boolean;
  /** An entry of more bytes goes without its data. */
  readonly mostBytes?: number;
  /** Nobody says whether anything arrived. */
  readonly blind?: boolean;
  /** Ends all connections. */
  hangUp?(): void;
  stop(): Promise<void>;
}

export interface SinkCase {
  readonly title: string;
  /** Whether it says anything about this place. */
  readonly concerns: (place: SinkPlace) => boolean;
  readonly run: (place: SinkPlace, hand: Hand) => Promise<void>;
}

/** What a case works with. */
export interface Hand {
  open(change?: { readonly settings?: object; readonly secret?: string }, signal?: AbortSignal): Promise<OpenSink>;
  entries(count: number, fields?: (n: number) => Document): Entry[];
}

const always = (): boolean => true;
const never = new AbortController().signal;
const TENANT = 'ten_01jd8xk3v2q4r6t8w0y2a4c6e8';
const ID = 'sink_01jd8xk3v2q4r6t8w0y2a4c6e8';
const START = Date.UTC(2030, 0, 31, 23, 0, 0);
const WAIT_MS = 5_000;

export const sinkContract: readonly SinkCase[] = [
  {
    title: 'what is written has arrived, whole and in order, whatever is in it',
    concerns: always,
    async run(place, { open, entries }) {
      const sink = await open();
      const batch = entries(25, (n) => ({ n, text: `é "${n}" \\ | = ] \r\n\t🙂`, nested: { list: [1, null, true] } }));
      await sink.write(batch, never);
      await sink.close();
      await has(place, batch);
    },
  },
  {
    title: 'batches arrive one after the other, and large ones as well',
    concerns: always,
    async run(place, { open, entries }) {
      const sink = await open();
      const all = entries(place.blind === true ? 90 : 700);
      for (let at = 0; at < all.length; at += all.length / 3 | 0) await sink.write(all.slice(at, at + (all.length / 3 | 0)), never);
      await sink.close();
      await has(place, all);
    },
  },
  {
    title: 'audit entries go out like events',
    concerns: always,
    async run(place, { open, entries }) {
      const sink = await open();
      const batch = entries(3).map((entry): Entry => ({ ...entry, stream: 'audit_entries', type: 'project_create', document: { ...entry.document, action: 'project_create', outcome: 'refused', principal: 'key_1', via: 'rest', request_id: 'r' } }));
      await sink.write(batch, never);
      await sink.close();
      await has(place, batch);
    },
  },
  {
    title: 'what is written again arrives once where the other side can tell, and else under the same id',
    concerns: ({ blind }) => blind !== true,
    async run(place, { open, entries }) {
      const sink = await open();
      const batch = entries(5);
      await sink.write(batch, never);
      await sink.close();
      const again = await open();
      await again.write(batch, never);
      await again.close();
      const found = (await until(place, place.once ? 5 : 10)).map(idOf);
      assert.deepEqual([...new Set(found)].toSorted(), batch.map(({ id }) => id).toSorted());
      assert.equal(found.length, place.once ? 5 : 10);
    },
  },
  {
    title: 'an entry that is too large for the other side goes without its data and says so; the others are not held up',
    concerns: ({ mostBytes }) => mostBytes !== undefined,
    async run(place, { open, entries }) {
      const sink = await open();
      const batch = entries(3, (n) => (n === 2 ? { text: 'x'.repeat(place.mostBytes! + 1000) } : { n }));
      await sink.write(batch, never);
      await sink.close();
      const found = await until(place, 3);
      assert.deepEqual(found.map(idOf).toSorted(), batch.map(({ id }) => id));
      const stub = found.find((each) => each['id'] === batch[1]!.id)!;
      assert.match(String(stub['omitted']), /^larger than \d+ bytes/);
      assert.equal(stub['data'], undefined);
    },
  },
  {
    title: 'a wrong secret is refused, and the refusal shows neither the wrong nor the right one',
    concerns: ({ secret }) => secret !== undefined,
    async run(place, { open, entries }) {
      const wrong = place.secret!.startsWith('-----') ? otherCredentials(place.secret!) : `${place.secret!.slice(0, -3)}xyz`;
      const failure = await refusal(open({ secret: wrong }).then((sink) => sink.write(entries(1), never)));
      const shown = JSON.stringify([failure.message, failure.details]);
      for (const secret of [wrong, place.secret!]) assert.ok(!shown.includes(secret), `the refusal shows a secret: ${shown}`);
      assert.equal(failure.code, 'upstream.failed');
      assert.deepEqual(await place.arrived(), []);
    },
  },
  {
    title: 'where nobody listens, the failure names the place and is worth another try',
    concerns: ({ blind }) => blind !== true,
    async run(place, { open, entries }) {
      const failure = await refusal(open({ settings: elsewhere(place) }).then((sink) => sink.write(entries(1), never)));
      assert.equal(failure.details['retryable'], true);
      assert.match(failure.message, /127\.0\.0\.1/);
    },
  },
  {
    title: 'after the other side has hung up, the next batch finds it again',
    concerns: ({ hangUp }) => hangUp !== undefined,
    async run(place, { open, entries }) {
      const all = entries(4);
      const sink = await open();
      await sink.write(all.slice(0, 2), never);
      place.hangUp!();
      await settled();
      await sink.write(all.slice(2), never).catch(async (error: unknown) => {
        assert.equal((error as Failure).details['retryable'], true);
        await sink.close();
        const again = await open();
        await again.write(all.slice(2), never);
        await again.close();
      });
      await sink.close();
      await has(place, all);
    },
  },
  {
    title: 'a sink is closed twice without harm, and a signal that has gone off keeps it from writing',
    concerns: always,
    async run(place, { open, entries }) {
      const sink = await open();
      const stopped = AbortSignal.abort(new Error('stopped'));
      await assert.rejects(sink.write(entries(1), stopped));
      await sink.close();
      await sink.close();
      assert.deepEqual(await place.arrived(), []);
    },
  },
];

/** Runs one case against a place and puts both away. */
export const runSinkCase = ({ run }: SinkCase, place: SinkPlace): Promise<void> => withHand(place, (hand) => run(place, hand));

export async function withHand(place: Omit<SinkPlace, 'arrived' | 'once' | 'ordered'>, work: (hand: Hand) => Promise<void>): Promise<void> {
  const egress = createEgress({}, { allow: ['127.0.0.0/8'], closeMs: 0 });
  const policy = place.ca === undefined ? {} : { policy: { tls: { ca: place.ca } } };
  const open: Hand['open'] = ({ settings = place.settings, secret = place.secret } = {}, signal = never) => openSink(place.kind as never, settings as never, secret, { // a place holds what belongs together
    send: (request, each) => egress.send({ ...request, ...policy }, each),
    connect: (to, each) => egress.connect({ ...to, ...policy }, each),
    datagrams: (to, each) => egress.datagrams({ ...to, ...policy }, each),
    keys: { signAws: signV4, scram: scramClient, natsCredentials }, now: Date.now, id: ID,
  }, signal);
  try {
    await work({ open, entries });
  } finally {
    await egress.close();
    await place.stop();
  }
}

function entries(count: number, fields: (n: number) => Document = (n) => ({ n })): Entry[] {
  return Array.from({ length: count }, (_, index) => {
    const [seq, id, at] = [index + 1, `evt_${String(index + 1).padStart(26, '0')}`, START + index];
    const subject = `shop ${index % 4}`;
    return { stream: 'events', tenant: TENANT, id, seq, at, type: 'build.finished', subject, document: { tenant: TENANT, id, seq, type: 'build.finished', subject, time: new Date(at).toISOString(), data: fields(seq) } };
  });
}

async function has(place: SinkPlace, batch: readonly Entry[]): Promise<void> {
  const found = await until(place, batch.length);
  const wanted = batch.map(({ document }) => document);
  if (place.ordered) assert.deepEqual(found, wanted);
  else assert.deepEqual(found.toSorted(bySeq), wanted);
}

async function until(place: SinkPlace, count: number): Promise<readonly Document[]> {
  for (const began = Date.now(); ;) {
    const found = await place.arrived();
    if (found.length >= count || Date.now() - began > WAIT_MS) return found;
    await settled();
  }
}

const settled = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 20); });
const bySeq = (a: Document, b: Document): number => Number(a['seq']) - Number(b['seq']);
const idOf = (document: Document): string => String(document['id']);

async function refusal(work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.then(() => 'nothing', (thrown: unknown) => thrown);
  assert.ok(error instanceof Failure, `expected a refusal, got ${String(error)}`);
  return error;
}

/** The same settings, at a port where nobody is. */
function elsewhere({ settings }: SinkPlace): object {
  return JSON.parse(JSON.stringify(settings).replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:2')) as object;
}

/** The seed of another user. */
const otherCredentials = (text: string): string => text.replace(/SU[A-Z2-7]{56}/, 'SUAAAAICAMCAKBQHBAEQUCYMBUHA6EARCIJRIFIWC4MBSGQ3DQOR4H776Y');
