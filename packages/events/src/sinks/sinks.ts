/** All sinks of the store, shared by the hubs on it: each is worked on by one hub at a time, and taken over when that hub is gone. */
import { type Behaviour, type Collection, type Document, type NewId, type Row, sinkResource } from '@patchbay/contracts';
import type { Egress, EgressPolicy } from '@patchbay/egress';
import { openSink, type SinkKeys } from '@patchbay/sinks';
import type { Store } from '@patchbay/storage';
import { natsCredentials, scramClient, signV4 } from '@patchbay/vault';
import { egressPolicyOf, type TenantEgressOf } from '../egress-policy.ts';
import { changesOf, createMirror } from '../follow/mirror.ts';
import { type Bell, createBell } from './bell.ts';
import { type Hold, type Position, positionCollection, takeHold } from './position.ts';
import { createReachSink } from './reach-sink.ts';
import { type OpenedSink, type RunOptions, type RunPorts, runSink } from './run-sink.ts';
import { type Sink, sinkOf } from './sink.ts';
import { sinkBehaviour } from './sink-behaviour.ts';
import type { StreamName } from './stream.ts';

export interface SinksPorts extends Omit<RunPorts, 'open'> {
  readonly store: Store;
  readonly newId: NewId;
  readonly egress: Pick<Egress, 'send' | 'connect' | 'datagrams' | 'check' | 'checkPlace'>;
  readonly tenantEgress?: TenantEgressOf;
  readonly unseal: (sink: Row, field: string, sealed: string) => Promise<string>;
  readonly sealedOf: (body: Document) => Readonly<Record<string, string>>;
}

export interface SinksOptions extends RunOptions {
  /** How often to look for sinks that nobody works on. */
  readonly pollMs: number;
}

export const SINKS_OPTIONS: SinksOptions = { leaseMs: 15_000, pollMs: 1_000, againMs: 1_000, againMostMs: 300_000, toldAfterMs: 60_000, writeMs: 180_000 };

export interface Sinks {
  readonly behaviours: { readonly sink: Behaviour };
  start(): Promise<void>;
  stop(): Promise<void>;
  /** The lowest seq of a log that some sink still has to read, switched off or not; undefined when none does. Of events over all tenants, of audit entries of one. */
  oldestNeeded(stream: StreamName, tenant?: string): Promise<number | undefined>;
}

export const sinkCollections: readonly Collection[] = [changesOf(sinkResource.name), positionCollection];

interface Running {
  readonly sink: Sink;
  readonly bell: Bell;
  readonly hold: Hold;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

const keys: SinkKeys = { signAws: signV4, scram: scramClient, natsCredentials };

export function createSinks(ports: SinksPorts, given: Partial<SinksOptions> = {}): Sinks {
  const options = { ...SINKS_OPTIONS, ...given };
  const { store, newId, now, report, tenantEgress = async () => undefined } = ports;
  const sinks = createMirror({ store, newId, report: (error) => report(error, { engine: 'sinks' }) }, { resource: sinkResource.name, make: sinkOf });
  const holder = newId('hub');
  const running = new Map<string, Running>();
  const starting = new Set<string>();
  /** When it is worth while to look again at one that another hub has. */
  const notBefore = new Map<string, number>();
  let stopListening = (): void => undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function open(sink: Sink, signal: AbortSignal): Promise<OpenedSink> {
    const sealed = ports.sealedOf(sink.row.body)['auth_secret'];
    const secret = sealed === undefined ? undefined : await ports.unseal(sink.row, 'auth_secret', sealed);
    const { egress } = ports;
    const tenant = await tenantEgress(sink.tenant);
    const policy: EgressPolicy = egressPolicyOf({}, tenant, sink.authorities === undefined ? undefined : { ca: sink.authorities }) ?? {};
    const opened = await openSink(sink.kind as never, sink.settings as never, secret, { // the kind and its settings belong together
      send: (request, each) => egress.send({ ...request, policy }, each),
      connect: (place, each) => egress.connect({ ...place, policy }, each),
      datagrams: (place, each) => egress.datagrams({ ...place, policy }, each),
      keys, now, id: sink.id,
    }, signal);
    return { ...opened, holds: async () => (await tenantEgress(sink.tenant)) === tenant };
  }

  function look(): void {
    if (stopped) return;
    for (const sink of sinks.all()) if (sink.enabled && !running.has(sink.id) && !starting.has(sink.id) && (notBefore.get(sink.id) ?? 0) <= now()) void begin(sink);
  }

  async function begin({ tenant, id }: Sink): Promise<void> {
    starting.add(id);
    try {
      const taken = await takeHold({ tenant, id }, holder, { store, now, leaseMs: options.leaseMs });
      const sink = sinks.get(tenant, id);
      if (!('hold' in taken)) return void notBefore.set(id, taken.until ?? now() + options.leaseMs);
      notBefore.delete(id);
      if (sink?.enabled === true && !stopped) run(sink, taken.hold);
      else await taken.hold.release();
    } catch (error) {
      report(error, { sink: id });
    } finally {
      starting.delete(id);
    }
  }

  function run(sink: Sink, hold: Hold): void {
    const bell = createBell();
    const stop = new AbortController();
    const ended = runSink(sink, hold, bell, { ...ports, open }, options, stop.signal).catch((error: unknown) => report(error, { sink: sink.id })).finally(() => { running.delete(sink.id); });
    running.set(sink.id, { sink, bell, hold, stop, ended });
  }

  async function end({ stop, ended, hold }: Running): Promise<void> {
    stop.abort(new Error('the sink is put down'));
    await ended;
    await hold.release().catch((error: unknown) => report(error, { engine: 'sinks' }));
  }

  sinks.onChange((_, id) => {
    notBefore.delete(id);
    const current = running.get(id);
    if (current === undefined) look();
    else void end(current).then(look);
  });

  return Object.freeze({
    behaviours: { sink: sinkBehaviour({ store, sinks, keys, refuseUnreachable: createReachSink({ egress: ports.egress, tenantEgress }), reached: (id) => running.get(id)?.hold.position.seq }) },
    async start() {
      await sinks.start();
      stopListening = store.onAppend((logs) => { for (const { sink, bell } of running.values()) if (logs.has(sink.stream.log)) bell.ring(); });
      timer = setInterval(look, options.pollMs).unref();
      look();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      stopListening();
      sinks.stop();
      while (starting.size > 0) await new Promise((resolve) => { setTimeout(resolve, 5); });
      await Promise.all([...running.values()].map(end));
    },
    async oldestNeeded(stream: StreamName, tenant?: string) {
      let oldest: number | undefined;
      for await (const rows of store.scan(positionCollection.name, tenant === undefined ? {} : { tenant })) {
        for (const { body } of rows as readonly Row<Position>[]) if (body.stream === stream) oldest = Math.min(oldest ?? Infinity, body.seq + 1);
      }
      return oldest;
    },
  });
}
