/** One sink at work: read on, write, remember how far it is. It never gives up, and says since when nothing arrives. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, type NewId, type Op, type Plan } from '@patchbay/contracts';
import type { Entry, OpenSink } from '@patchbay/sinks';
import type { Store } from '@patchbay/storage';
import { enqueueOp, workOf } from '../deliver/delivery.ts';
import type { Bell } from './bell.ts';
import { gather } from './gather.ts';
import type { Hold } from './position.ts';
import type { Sink } from './sink.ts';

export interface RunPorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly now: () => number;
  readonly random: () => number;
  readonly open: (sink: Sink, signal: AbortSignal) => Promise<OpenedSink>;
  readonly tell: (event: { tenant: string; type: string; subject: string; data: Readonly<Record<string, unknown>>; at: number }) => Plan;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
  readonly meter?: (kind: string, outcome: 'sent' | 'failed', entries: number) => void;
}

export interface OpenedSink extends OpenSink {
  /** Whether its tenant still says the same about the way out. */
  holds(): Promise<boolean>;
}

export interface RunOptions {
  readonly leaseMs: number;
  /** Before the first new try, and at most. */
  readonly againMs: number;
  readonly againMostMs: number;
  /** A failure that is over soon is nobody's business. */
  readonly toldAfterMs: number;
  /** Of one batch. */
  readonly writeMs: number;
}

export async function runSink(sink: Sink, hold: Hold, bell: Bell, ports: RunPorts, options: RunOptions, signal: AbortSignal): Promise<void> {
  const { store, now, report, meter } = ports;
  let opened: OpenedSink | undefined;
  let failures = 0;
  /** How far it is; what it passed over is written with the next batch, or the next renewal. */
  let at = hold.position.seq;
  let renewed = now();
  const renewing = setInterval(() => { if (now() - renewed >= options.leaseMs / 4) renew().catch((error: unknown) => report(error, { sink: sink.id })); }, options.leaseMs / 4);

  while (!signal.aborted && !hold.lost) {
    try {
      const { entries, upTo, full } = await gather(sink, at, { store }, signal);
      if (entries.length > 0 && !(await send(entries, upTo))) continue;
      at = upTo;
      if (full || entries.length > 0) continue;
      await bell.rung(options.leaseMs / 4, signal);
      await pause(REST_MS);
    } catch (error) {
      if (signal.aborted) break;
      report(error, { sink: sink.id });
      await pause(options.againMs);
    }
  }
  clearInterval(renewing);
  await close();

  /** False: it did not arrive. What the store says is not the other system's fault, and is thrown. */
  async function send(entries: readonly Entry[], upTo: number): Promise<boolean> {
    try {
      const ops = sink.kind === 'endpoint' ? deliveries(entries) : await write(entries).then(() => []);
      await arrived(upTo, ops);
      meter?.(sink.kind, 'sent', entries.length);
      failures = 0;
      return true;
    } catch (error) {
      if (!(error instanceof NotArrived)) throw error;
      if (!signal.aborted && !hold.lost) await failed(error.cause, entries.length);
      return false;
    }
  }

  async function write(entries: readonly Entry[]): Promise<void> {
    const late = AbortSignal.timeout(options.writeMs);
    try {
      if (opened !== undefined && !(await opened.holds())) await close();
      opened ??= await ports.open(sink, AbortSignal.any([signal, late]));
      await opened.write(entries, AbortSignal.any([signal, late]));
    } catch (error) {
      await close();
      throw new NotArrived(late.aborted && !signal.aborted ? new Failure('upstream.failed', `A batch was not taken within ${options.writeMs / 1000} s`, { reason: 'timeout', retryable: true }) : error);
    }
  }

  async function close(): Promise<void> {
    await opened?.close().catch(() => undefined);
    opened = undefined;
  }

  /** One after the other, in the order of the log, as an endpoint delivers what has one ordering key. */
  function deliveries(entries: readonly Entry[]): Op[] {
    return entries.map(({ tenant, id }) => enqueueOp({ tenant, id: ports.newId('dlv'), lane: sink.id, work: workOf(id, sink.endpoint!), at: now() }));
  }

  async function arrived(seq: number, ops: readonly Op[]): Promise<void> {
    const { failing_since, told } = hold.position;
    const plan = told ? ports.tell({ tenant: sink.tenant, type: 'sink.recovered', subject: sink.id, at: now(), data: { id: sink.id, name: sink.name, failing_since: instant(failing_since ?? now()) } }) : undefined;
    if (await hold.save({ seq, sent_at: now(), failing_since: null, error: null, told: false }, [...ops, ...(plan?.ops ?? [])])) plan?.committed();
    renewed = now();
  }

  async function failed(error: unknown, entries: number): Promise<void> {
    const why = messageOf(error);
    meter?.(sink.kind, 'failed', entries);
    if (!(error instanceof Failure)) report(error, { sink: sink.id });
    const since = hold.position.failing_since ?? now();
    const plan = !hold.position.told && now() - since >= options.toldAfterMs
      ? ports.tell({ tenant: sink.tenant, type: 'sink.failing', subject: sink.id, at: now(), data: { id: sink.id, name: sink.name, failing_since: instant(since), error: why } }) : undefined;
    if (await hold.save({ seq: at, failing_since: since, error: why, told: hold.position.told || plan !== undefined }, plan?.ops ?? [])) plan?.committed();
    renewed = now();
    const planned = Math.min(options.againMs * 2 ** failures++, options.againMostMs) * (0.8 + 0.4 * ports.random());
    await pause(Math.max(planned, askedWait(error, options.againMostMs)));
  }

  async function renew(): Promise<void> {
    await hold.save({ seq: at });
    renewed = now();
  }

  async function pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal }).catch(() => undefined);
  }
}

/** Events of other tenants ring, too: a busy hub must not make every sink look all the time. */
const REST_MS = 20;

/** It is the other system's fault, or that of the way to it. */
class NotArrived extends Error {
  constructor(cause: unknown) { super('not arrived', { cause }); }
}

const instant = (at: number): string => new Date(at).toISOString();
const askedWait = (error: unknown, most: number): number => (error instanceof Failure && typeof error.details['retry_after'] === 'number' ? Math.min(error.details['retry_after'] * 1000, most) : 0);

/** Only failures are made for others to see. */
const messageOf = (error: unknown): string => (error instanceof Failure ? error.message.slice(0, 500) : 'a fault of the hub; its log says more');
