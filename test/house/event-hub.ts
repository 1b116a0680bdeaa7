/** A hub whose events go to a sink, and the few calls that tests of events make. */
import { startTestHub, type TestHub, type TestHubOptions } from '../doubles/hub.ts';
import { type Sink, startSink } from '../doubles/sink.ts';

export type Answer<T> = T & { readonly status_code: number };

export interface EventHub {
  readonly hub: TestHub;
  readonly sink: Sink;
  call<T = Record<string, unknown>>(method: string, path: string, body?: object): Promise<Answer<T>>;
  tool<T = Record<string, unknown>>(name: string, input: object): Promise<Answer<T>>;
  /** An endpoint at the sink. */
  declare(fields?: object): Promise<{ readonly id: string }>;
  publish(fields?: object): Promise<Answer<{ readonly id: string; readonly duplicate?: true; readonly code?: string }>>;
  /** A job when it has ended. */
  ended(job: string): Promise<Job>;
  stop(): Promise<void>;
}

export interface Job {
  readonly id: string;
  readonly status: string;
  readonly looked: number;
  readonly sent: number;
  readonly skipped: number;
  readonly expired: number;
}

export const CONFIG = { deliveries: { egressAllow: ['127.0.0.0/8'] }, limits: { principalPerMinute: 1_000_000, tenantPerMinute: 1_000_000 } };

export async function openEventHub({ store = 'sqlite', config = {}, ports = {} }: Partial<TestHubOptions> = {}): Promise<EventHub> {
  const sink = await startSink();
  const hub = await startTestHub({ store, config: { ...CONFIG, ...config, deliveries: { ...CONFIG.deliveries, ...config.deliveries } }, ports });
  const call = caller(hub.url, hub.key);
  return { hub, sink, ...around(call, sink), stop: async () => { await hub.stop(); await sink.stop(); } };
}

export type Call = <T = Record<string, unknown>>(method: string, path: string, body?: object) => Promise<Answer<T>>;

export const caller = (url: string, key: string): Call => async <T>(method: string, path: string, body?: object): Promise<Answer<T>> => {
  const answer = await fetch(`${url}/v1/${path}`, { method, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { ...((await answer.json()) as T), status_code: answer.status };
};

export function around(call: Call, sink: Sink): Omit<EventHub, 'hub' | 'sink' | 'stop'> {
  const tool = <T>(name: string, input: object): Promise<Answer<T>> => call<T>('POST', `tools/${name}`, input);
  return {
    call,
    tool,
    declare: (fields = {}) => call('POST', 'endpoints', { name: 'billing', url: `${sink.url}/hooks`, event_types: ['build.*'], ...fields }),
    publish: (fields = {}) => tool('event_publish', { type: 'build.finished', subject: 'shop', data: { number: 7 }, ...fields }),
    ended: (job) => eventually(() => call<Job>('GET', `jobs/${job}`), ({ status }) => status !== 'running'),
  };
}

const PATIENCE_MS = 20_000;

export async function eventually<T>(look: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
  for (const began = Date.now(); ;) {
    const found = await look();
    if (holds(found) || Date.now() - began > PATIENCE_MS) return found;
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}
