/** A hub, a receiver and the npm client of the other service between them. */
import { ApiException, Svix } from 'svix';
import { startTestHub, type TestHub } from '../../doubles/hub.ts';
import { type Received, type Sink, startSink } from '../../doubles/sink.ts';
import type { Tally } from '../signatures/tally.ts';
import type { Called } from './operations.ts';

export interface Refused { readonly status: number; readonly body: unknown }

export interface World {
  readonly hub: TestHub;
  readonly sink: Sink;
  /** For everything. */
  readonly svix: Svix;
  readonly tally: Tally;
  /** All requests so far. */
  readonly called: readonly Called[];
  client(token: string): Svix;
  /** A request without the client, for what it does not send. */
  raw(method: string, path: string, body?: string | object, headers?: Readonly<Record<string, string>>): Promise<{ readonly status: number; readonly body: unknown; readonly headers: Headers }>;
  /** What a call is refused with; undefined, when it is not. */
  refused(call: Promise<unknown>): Promise<Refused | undefined>;
  expectRefused(call: Promise<unknown>, status: number, code: string | undefined, what: string): Promise<void>;
  /** Waits until a look finds what it wants. */
  eventually<T>(look: () => Promise<T> | T, holds: (found: T) => boolean): Promise<T>;
  /** What came to a path of the receiver. */
  at(path: string): readonly Received[];
  stop(): Promise<void>;
}

const PATIENCE_MS = 10_000;

export async function openWorld(store: 'sqlite' | 'postgres', tally: Tally): Promise<World> {
  const sink = await startSink();
  const hub = await startTestHub({ store, config: { deliveries: { egressAllow: ['127.0.0.0/8'] }, limits: { principalPerMinute: 1_000_000, tenantPerMinute: 1_000_000 } } });
  const called: Called[] = [];
  const noted = async (input: URL | string, init: RequestInit): Promise<Response> => {
    const answer = await fetch(input, init);
    called.push({ method: init.method ?? 'GET', path: new URL(input).pathname, status: answer.status });
    return answer;
  };
  const client = (token: string): Svix => new Svix(token, { serverUrl: hub.url, fetch: noted as typeof fetch }); // the client calls it with a URL

  async function refused(call: Promise<unknown>): Promise<Refused | undefined> {
    try {
      await call;
      return undefined;
    } catch (error) {
      if (!(error instanceof ApiException)) throw error;
      return { status: error.code, body: error.body };
    }
  }

  return {
    hub, sink, tally, called, client, refused,
    svix: client(hub.key),
    async raw(method, path, body, headers = {}) {
      const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
      const answer = await noted(`${hub.url}/api/v1${path}`, { method, headers: { authorization: `Bearer ${hub.key}`, ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...headers }, ...(text === undefined ? {} : { body: text }) });
      const answered = await answer.text();
      return { status: answer.status, body: answered === '' ? undefined : JSON.parse(answered), headers: answer.headers };
    },
    async expectRefused(call, status, code, what) {
      const found = await refused(call);
      const body = (typeof found?.body === 'string' ? JSON.parse(found.body) : found?.body) as { code?: string; detail?: { type?: string }[] } | undefined;
      tally.expect(found?.status === status && (code === undefined || body?.code === code || (Array.isArray(body?.detail) && body.detail.some(({ type }) => type === code))), `${what}: expected ${status} ${code ?? ''}, got ${JSON.stringify(found)}`);
    },
    async eventually(look, holds) {
      for (const began = Date.now(); ;) {
        const found = await look();
        if (holds(found) || Date.now() - began > PATIENCE_MS) return found;
        await new Promise((resolve) => { setTimeout(resolve, 10); });
      }
    },
    at: (path) => sink.received.filter((each) => each.path === path),
    stop: async () => { await hub.stop(); await sink.stop(); },
  };
}
