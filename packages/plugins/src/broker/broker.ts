/** Everything that a plugin asks its host for goes through here: checked against what was consented to, done by the host, written down. */
import { Failure, type FailureCode } from '@patchbay/contracts';
import type { StreamRequest } from '@patchbay/egress';
import { type HostAnswer, type Json, type JsonObject, type Native, PluginError, type PluginErrorCode } from '@patchbay/sdk';
import { digest, hmac } from '@patchbay/vault';
import { z } from 'zod';
import type { Usage } from '../commerce/usage.ts';
import type { Live } from '../live.ts';
import { isWithin, originOf } from '../origins.ts';
import { allows } from '../permissions.ts';
import { asPluginError, type Errand, type RequestPorts, sendRequest } from './send-request.ts';
import type { PluginState } from './state.ts';

/** Read-only handlers tell, call and keep nothing. */
export type Reach = 'all' | 'read';

export interface Session extends Errand {
  readonly reach: Reach;
  /** Who set it off, so that nobody reaches further through a plugin than the installation allows. */
  readonly requestId: string;
  /** What led to it: what it tells came of that, too. */
  readonly causes: readonly string[] | undefined;
}

export interface BrokerPorts extends RequestPorts {
  readonly state: PluginState;
  readonly usage: Usage;
  readonly publish: (event: { readonly tenant: string; readonly type: string; readonly subject: string; readonly data: JsonObject; readonly at: number; readonly causes: readonly string[] | undefined }) => Promise<unknown>;
  /** As the plugin, in its tenant. */
  readonly call: (live: Live, action: string, input: JsonObject, how: { readonly safeOnly: boolean; readonly requestId: string; readonly causes: readonly string[] | undefined }, signal: AbortSignal) => Promise<unknown>;
  /** Types that only the hub itself tells. */
  readonly platformTypes: ReadonlySet<string>;
  readonly uuid: () => string;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
  /** A connection for another protocol than HTTP. */
  readonly connect: (place: StreamRequest, signal: AbortSignal) => Promise<unknown>;
}

export type Ask = (name: string, args: Json) => Promise<HostAnswer>;

export interface Broker {
  open(session: Session): Ask;
  native(session: Session): Native;
}

export const BROKER_LIMITS = { calls: 256, inFlight: 32, longestSleepMs: 60_000 };

/** It is written down also when it is refused. */
const name = z.string().max(120);
const key = z.strictObject({ key: z.string().min(1).max(255) });
const shapes = {
  'state.get': key,
  'state.set': z.strictObject({ key: z.string().min(1).max(255), value: z.json(), ttl: z.number().min(1).max(315_360_000).optional() }),
  'state.delete': key,
  'state.list': z.strictObject({ prefix: z.string().max(255) }),
  emit: z.strictObject({ type: z.string().max(120).regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/, 'expected dotted lower-case words'), subject: z.string().min(1).max(255), data: z.record(z.string(), z.json()) }),
  call: z.strictObject({ action: z.string().max(120), input: z.record(z.string(), z.json()) }),
  query: z.strictObject({ action: z.string().max(120), input: z.record(z.string(), z.json()) }),
  'crypto.sha256': z.strictObject({ text: z.string(), encoding: z.enum(['hex', 'base64']) }),
  'crypto.hmac': z.strictObject({ algorithm: z.enum(['sha1', 'sha256', 'sha512']), secret: name, text: z.string(), encoding: z.enum(['hex', 'base64']) }),
  'crypto.uuid': z.strictObject({}),
  reveal: z.strictObject({ secret: name }),
  sleep: z.strictObject({ milliseconds: z.number().min(0) }),
  meter: z.strictObject({ name: z.string().max(80), quantity: z.int().min(1).max(1_000_000_000) }),
} as const;
type Name = keyof typeof shapes;
type Given<N extends Name> = z.output<(typeof shapes)[N]>;

const WRITES: ReadonlySet<string> = new Set(['state.set', 'state.delete', 'emit', 'call', 'meter']);

export function createBroker(ports: BrokerPorts): Broker {
  const { state, usage, log, vitals, secrets, publish, call, platformTypes, uuid, now, sleep, connect, report } = ports;

  const handlers: { readonly [N in Name]: (given: Given<N>, session: Session) => Promise<unknown> } = {
    'state.get': async ({ key }, { live }) => { const value = await state.get(live, key); return value === undefined ? {} : { value }; },
    'state.set': ({ key, value, ttl }, { live }) => state.set(live, key, value, ttl),
    'state.delete': ({ key }, { live }) => state.delete(live, key),
    'state.list': ({ prefix }, { live }) => state.list(live, prefix),
    emit: (event, session) => noted('emit', event.type, session, 'emit', async () => {
      if (platformTypes.has(event.type)) throw new PluginError('permission', `${event.type} is told by the hub itself`);
      await publish({ tenant: session.live.tenant, ...event, at: now(), causes: session.causes });
    }),
    call: ({ action, input }, session) => noted('call', action, session, 'invoke', () => call(session.live, action, input, { safeOnly: false, requestId: session.requestId, causes: session.causes }, session.signal)),
    query: ({ action, input }, session) => noted('query', action, session, 'query', () => call(session.live, action, input, { safeOnly: true, requestId: session.requestId, causes: session.causes }, session.signal)),
    'crypto.sha256': async ({ text, encoding }) => digest(text, encoding),
    'crypto.hmac': ({ algorithm, secret, text, encoding }, session) => noted('hmac', secret, session, 'secret', async () => hmac(algorithm, await secretOf(session.live, secret), text).toString(encoding)),
    meter: async ({ name, quantity }, { live }) => {
      if (!(live.manifest.meters ?? []).some((meter) => meter.name === name)) throw new PluginError('invalid', `${live.plugin} has no meter ${name}`);
      await usage.add(live, name, quantity);
    },
    'crypto.uuid': async () => uuid(),
    reveal: ({ secret }, session) => noted('reveal', secret, session, 'reveal', () => secretOf(session.live, secret)),
    sleep: ({ milliseconds }, { signal, deadline }) => sleep(Math.max(0, Math.min(milliseconds, BROKER_LIMITS.longestSleepMs, deadline - now())), signal),
  };

  async function secretOf(live: Live, name: string): Promise<string> {
    const all = await secrets.of(live);
    const value = Object.hasOwn(all, name) ? all[name] : undefined;
    if (value === undefined) throw new PluginError('auth', `The installation has no secret ${name}`, { missing: name });
    return value;
  }

  /** Needs a permission, and leaves a trace either way. */
  async function noted<T>(kind: 'emit' | 'call' | 'query' | 'hmac' | 'reveal', target: string, { live, call: id }: Session, permission: string, work: () => Promise<T>): Promise<T> {
    const secret = kind === 'hmac' || kind === 'reveal' ? { secret: target } : {};
    const began = now();
    try {
      if (!allows(live.granted, permission, target)) throw new PluginError('permission', `${live.plugin} was not allowed ${permission}:${target}`, { needs: `${permission}:${target}`, denied: true });
      const done = await work();
      log.note(live, id, { kind, target, outcome: 'done', duration_ms: now() - began, ...secret });
      return done;
    } catch (error) {
      log.note(live, id, { kind, target, outcome: error instanceof PluginError ? error.code : error instanceof Failure ? error.code : 'hub.internal', duration_ms: now() - began, ...secret });
      throw error;
    }
  }

  async function answer(name: string, args: Json, session: Session): Promise<unknown> {
    if (session.signal.aborted) throw new PluginError('unavailable', 'The run that asked is over'); // it waited for its turn until then
    if (name === 'http') return sendRequest(args, session, ports);
    if (!Object.hasOwn(shapes, name)) throw new PluginError('invalid', `The host has nothing called ${name.slice(0, 60)}`);
    if (session.reach === 'read' && WRITES.has(name)) throw new PluginError('permission', `${name} is not for what only reads`);
    const parsed = shapes[name as Name].safeParse(args);
    if (!parsed.success) throw new PluginError('invalid', `${name} was not asked right at ${parsed.error.issues[0]?.path.join('.') ?? ''}: ${parsed.error.issues[0]?.message ?? ''}`);
    return handlers[name as Name](parsed.data as never, session); // parsed by the schema of the same name
  }

  /** So many in all, and so many at the same time: the others wait for their turn. */
  function open(session: Session): Ask {
    const waiting: (() => void)[] = [];
    let calls = 0;
    let inFlight = 0;
    return async (name, args) => {
      if (++calls > BROKER_LIMITS.calls) return refusal(session, new PluginError('rate_limited', `More than ${BROKER_LIMITS.calls} host calls in one run`, { limit: BROKER_LIMITS.calls }));
      if (inFlight >= BROKER_LIMITS.inFlight) await new Promise<void>((resolve) => { waiting.push(resolve); });
      else inFlight++;
      try {
        const value = await answer(name, args, session);
        return { ok: true, value: (value ?? null) as Json };
      } catch (error) {
        return refusal(session, error);
      } finally {
        const next = waiting.shift(); // takes over the place
        if (next === undefined) inFlight--;
        else next();
      }
    };
  }

  /** What a plugin may know of a failure of the hub: its code in the plugin's words, and the message. Of what nobody expected, nothing. */
  function refusal({ live, call: id, signal }: Session, error: unknown): HostAnswer {
    const known = error instanceof Error ? asPluginError(error) : error;
    if (known instanceof PluginError) return { ok: false, error: { code: known.code, message: known.message, details: known.details } };
    if (known instanceof Failure) return { ok: false, error: { code: codeFor(known), message: known.message, details: { code: known.code } } };
    if (!signal.aborted) report(error, { installation: live.id, call: id });
    return { ok: false, error: { code: 'unavailable', message: 'The hub could not do what it was asked', details: {} } };
  }

  function native({ live, call: id, signal }: Session): Native {
    return {
      async connect<T>({ host, port, secure = false }: { readonly host: string; readonly port: number; readonly secure?: boolean }): Promise<T> {
        const target = originOf(`${secure ? 'tls' : 'tcp'}://${host}:${port}`) ?? 'none';
        if (!isWithin(target, live.origins)) {
          log.note(live, id, { kind: 'http', target, outcome: 'plugin.denied' });
          throw new PluginError('permission', `${live.plugin} may not connect to ${target}`, { needs: `net:${target}`, denied: true });
        }
        const began = now();
        const stream = await connect({ host, port, secure, securedLater: !secure, ownPorts: [port], policy: live.policy }, signal).catch((error: unknown) => {
          vitals.note(live, undefined, now() - began);
          throw error instanceof Error ? asPluginError(error) : error;
        });
        vitals.note(live, CONNECTED, now() - began);
        log.note(live, id, { kind: 'http', target, outcome: 'connected' });
        return stream as T; // whoever asks knows what egress gives
      },
    };
  }

  return Object.freeze({ open, native });
}

/** What is said on a connection of its own stays between the plugin and the other side: it counts as one request. */
const CONNECTED = { status: 200, headers: {} };


const byStatus: Readonly<Record<number, PluginErrorCode>> = { 401: 'auth', 403: 'permission', 404: 'not_found', 409: 'conflict', 412: 'conflict', 422: 'invalid', 400: 'invalid', 429: 'rate_limited' };
const codeFor = ({ status }: Failure): PluginErrorCode => byStatus[status] ?? 'unavailable';

const codes: Readonly<Record<PluginErrorCode, FailureCode>> = {
  auth: 'upstream.unauthorized', permission: 'upstream.forbidden', not_found: 'upstream.not_found', invalid: 'upstream.invalid', rate_limited: 'upstream.rate_limited', conflict: 'upstream.conflict', unavailable: 'upstream.unavailable',
};

/** A plugin's error as the caller of its action sees it. */
export function failureOf(code: string, message: string, details: JsonObject, plugin: string): Failure {
  if (Object.hasOwn(codes, code)) return new Failure(details['denied'] === true ? 'plugin.denied' : codes[code as PluginErrorCode], message, { ...details, upstream: plugin });
  return new Failure('plugin.faulty', code === 'missing' ? `${plugin} has no such handler` : `${plugin} failed: ${message.slice(0, 300)}`, { plugin });
}
