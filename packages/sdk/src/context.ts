/** What a handler gets. The same code makes it in both runtimes: all that waits is one question to the host, in JSON. */
import { type License, NO_LICENSE } from './commerce.ts';
import { createHttp, type Http, type HttpHabits, type HttpReply } from './http.ts';
import type { Json, JsonObject } from './json.ts';
import { PluginError, type PluginErrorCode, pluginErrorCodes } from './plugin-error.ts';

/** What is known when a handler starts. */
export interface Facts {
  readonly tenant: string;
  readonly installation: { readonly id: string; readonly name: string };
  readonly plugin: { readonly id: string; readonly version: string };
  /** Without the secrets. */
  readonly config: JsonObject;
  /** Names of the secrets that are set. */
  readonly secrets: readonly string[];
  readonly now: number;
  readonly deadline: number;
  readonly invocation: { readonly id: string; readonly attempt: number; readonly idempotency_key: string };
  /** Of a plugin that has plans. */
  readonly license?: License;
}

/** Asks the host. The answer is what the host found, or why not. */
export type HostCall = (name: string, args: Json) => Promise<HostAnswer>;
export type HostAnswer = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly error: { readonly code: string; readonly message: string; readonly details?: JsonObject } };

export interface State {
  get<T = Json>(key: string): Promise<T | undefined>;
  /** `ttl` in seconds. */
  set(key: string, value: unknown, options?: { readonly ttl?: number }): Promise<void>;
  delete(key: string): Promise<void>;
  /** Keys, in order. */
  list(prefix?: string): Promise<string[]>;
}

export interface Crypto {
  sha256(text: string, encoding?: 'hex' | 'base64'): Promise<string>;
  /** With a secret of the plugin, which stays with the host. */
  hmac(how: { readonly algorithm: 'sha1' | 'sha256' | 'sha512'; readonly secret: string; readonly text: string; readonly encoding?: 'hex' | 'base64' }): Promise<string>;
  uuid(): Promise<string>;
}

export interface Logger {
  debug(message: string, about?: JsonObject): void;
  info(message: string, about?: JsonObject): void;
  warn(message: string, about?: JsonObject): void;
  error(message: string, about?: JsonObject): void;
}

/** Of queries and of what must only look. */
export interface ReadCtx<C = JsonObject> {
  readonly tenant: { readonly id: string };
  readonly installation: Facts['installation'];
  readonly plugin: Facts['plugin'];
  readonly config: C;
  /** Whether a secret is set. */
  hasSecret(name: string): boolean;
  readonly http: Http;
  readonly state: Pick<State, 'get' | 'list'>;
  readonly crypto: Crypto;
  readonly log: Logger;
  /** Epoch milliseconds. */
  now(): number;
  /** When the host ends this invocation, in epoch milliseconds. */
  readonly deadline: number;
  /** In the sandbox nothing aborts it: the whole guest is ended instead. */
  readonly signal: Signal;
  readonly invocation: { readonly id: string; readonly attempt: number; readonly idempotencyKey: string };
  /** What this tenant bought of the plugin. */
  readonly license: License;
  sleep(milliseconds: number): Promise<void>;
  /** Only for a plugin of the hub’s own whose runtime is `trusted`. */
  readonly native?: Native;
  /** A query of this tenant: `state:query`-like reads of the hub's own actions that are safe. Needs the permission `query:<action>`. */
  query<T = Json>(action: string, input?: JsonObject): Promise<T>;
  /** The value of a secret. Needs the permission `reveal:<secret>`, which people are warned of. */
  reveal(secret: string): Promise<string>;
}

/** Connections for other protocols than HTTP, to declared hosts (`tcp://mail.example.com:587`). What comes back is egress’ stream: a Node socket, and how to secure it. */
export interface Native {
  connect<T = unknown>(place: { readonly host: string; readonly port: number; readonly secure?: boolean }): Promise<T>;
}

export interface Ctx<C = JsonObject> extends ReadCtx<C> {
  readonly state: State;
  /** Tells an event. Needs the permission `emit:<type>`. */
  emit(type: string, subject: string, data: JsonObject): Promise<void>;
  /** Calls an action of this tenant as this plugin. Needs the permission `invoke:<action>`. Destructive ones wait for an approval, as for everybody. */
  call<T = Json>(action: string, input?: JsonObject): Promise<T>;
  /** Counts use of one of the plugin’s meters: whole numbers, once per call of it. */
  meter(name: string, quantity?: number): Promise<void>;
}

export interface Signal { readonly aborted: boolean }

export interface ContextPorts {
  readonly host: HostCall;
  readonly print: (level: keyof Logger, line: string) => void;
  readonly habits?: HttpHabits;
  readonly signal?: Signal;
  readonly native?: Native;
}

const NEVER: Signal = Object.freeze({ aborted: false });

export function createContext(facts: Facts, { host, print, habits, signal = NEVER, native }: ContextPorts): Ctx {
  async function ask<T>(name: string, args: unknown): Promise<T> {
    const answer = await host(name, (args ?? null) as Json);
    if (answer.ok) return answer.value as T;
    const { code, message, details } = answer.error;
    throw new PluginError(isCode(code) ? code : 'unavailable', message, details ?? {});
  }
  const say = (level: keyof Logger) => (message: string, about?: JsonObject): void => print(level, about === undefined ? message : `${message} ${JSON.stringify(about)}`);
  const { config, secrets, tenant, installation, plugin, deadline, invocation } = facts;
  return Object.freeze({
    ...(native === undefined ? {} : { native }),
    tenant: { id: tenant }, installation, plugin, config, deadline, signal,
    invocation: { id: invocation.id, attempt: invocation.attempt, idempotencyKey: invocation.idempotency_key },
    license: facts.license ?? NO_LICENSE,
    hasSecret: (name) => secrets.includes(name),
    http: createHttp((request) => ask<HttpReply>('http', request), habits),
    state: Object.freeze({
      async get<T>(key: string) { return (await ask<{ value?: T }>('state.get', { key })).value; },
      set: (key, value, options = {}) => ask<void>('state.set', { key, value, ...options }),
      delete: (key) => ask<void>('state.delete', { key }),
      list: (prefix = '') => ask<string[]>('state.list', { prefix }),
    } satisfies State),
    crypto: Object.freeze({
      sha256: (text, encoding = 'hex') => ask<string>('crypto.sha256', { text, encoding }),
      hmac: (how) => ask<string>('crypto.hmac', { encoding: 'hex', ...how }),
      uuid: () => ask<string>('crypto.uuid', {}),
    } satisfies Crypto),
    log: Object.freeze({ debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') }),
    now: () => facts.now,
    sleep: (milliseconds) => ask<void>('sleep', { milliseconds }),
    query: (action, input = {}) => ask('query', { action, input }),
    emit: (type, subject, data) => ask<void>('emit', { type, subject, data }),
    call: (action, input = {}) => ask('call', { action, input }),
    meter: (name, quantity = 1) => ask<void>('meter', { name, quantity }),
    reveal: (secret) => ask<string>('reveal', { secret }),
  } satisfies Ctx);
}

const isCode = (code: string): code is PluginErrorCode => (pluginErrorCodes as readonly string[]).includes(code);
