/** A host in a few lines: what the plugin sends is answered by the test, and everything it did is there to look at. */
import type { License } from '../commerce.ts';
import type { Facts, HostAnswer, HostCall } from '../context.ts';
import type { Decision, EventDraft, HealthReport, HubEvent, Plugin, WebhookReply, WebhookRequest } from '../definition.ts';
import type { HttpRequest } from '../http.ts';
import type { ContextAsked, Finding } from '../incident-context.ts';
import type { Json, JsonObject } from '../json.ts';
import { type Handler, type Manifest, manifestOf } from '../manifest.ts';
import { perform } from '../perform.ts';
import { PluginError, type PluginErrorCode } from '../plugin-error.ts';

export interface SentRequest extends HttpRequest { readonly method: NonNullable<HttpRequest['method']> }

export interface HarnessOptions {
  readonly config?: JsonObject;
  /** Names of the secrets that are set; all that the plugin has, if absent. */
  readonly secrets?: readonly string[];
  /** Answers what the plugin sends. */
  readonly answer?: (request: SentRequest) => { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown };
  /** Answers `ctx.call` and `ctx.query`. */
  readonly call?: (action: string, input: JsonObject) => unknown;
  readonly now?: number;
  /** What was bought of it. */
  readonly license?: License;
}

export interface Harness {
  readonly manifest: Manifest;
  readonly requests: readonly SentRequest[];
  readonly emitted: readonly { readonly type: string; readonly subject: string; readonly data: JsonObject }[];
  readonly calls: readonly { readonly action: string; readonly input: JsonObject }[];
  readonly metered: readonly { readonly name: string; readonly quantity: number }[];
  readonly logs: readonly string[];
  readonly state: ReadonlyMap<string, Json>;
  /** Throws what the handler threw: a PluginError, or an Error for a fault. */
  action(name: string, input: unknown): Promise<Json>;
  dryRun(name: string, input: unknown): Promise<Json>;
  query(name: string, input: unknown): Promise<Json>;
  /** Of the last hour, unless it says otherwise. */
  context(name: string, asked: Partial<ContextAsked> & { readonly service: string }): Promise<readonly Finding[]>;
  hook(name: string, event: HubEvent): Promise<void>;
  decide(name: string, proposed: JsonObject): Promise<Decision>;
  toEvents(webhook: string, request: Partial<WebhookRequest>): Promise<readonly EventDraft[]>;
  respond(webhook: string, request: Partial<WebhookRequest>): Promise<WebhookReply>;
  schedule(name: string): Promise<void>;
  health(): Promise<HealthReport>;
}

/**
 * @example
 * const harness = createHarness(plugin, { config: { city: 'Vienna' }, answer: () => ({ body: { sky: 'clear' } }) });
 * expect(await harness.action('now', {})).toEqual({ sky: 'clear' });
 */
export function createHarness(plugin: Plugin, { config = {}, secrets, answer, call, license, now = 1_900_000_000_000 }: HarnessOptions = {}): Harness {
  const manifest = manifestOf(plugin);
  const requests: SentRequest[] = [];
  const emitted: { type: string; subject: string; data: JsonObject }[] = [];
  const calls: { action: string; input: JsonObject }[] = [];
  const metered: { name: string; quantity: number }[] = [];
  const logs: string[] = [];
  const state = new Map<string, Json>();
  let runs = 0;
  const facts: Facts = {
    tenant: 'ten_test', installation: { id: 'inst_test', name: 'default' }, plugin: { id: plugin.id, version: plugin.version },
    config: { ...defaultsOf(manifest), ...config }, secrets: secrets ?? manifest.secrets.map(({ name }) => name), now, deadline: now + 30_000, invocation: { id: 'call_test', attempt: 1, idempotency_key: 'key_test' }, ...(license === undefined ? {} : { license }),
  };
  const asked: Readonly<Record<string, (args: never) => unknown>> = {
    http: (request: HttpRequest) => send(request),
    'state.get': ({ key }: { key: string }) => (state.has(key) ? { value: state.get(key) } : {}),
    'state.set': ({ key, value }: { key: string; value: Json }) => void state.set(key, value),
    'state.delete': ({ key }: { key: string }) => void state.delete(key),
    'state.list': ({ prefix }: { prefix: string }) => [...state.keys()].filter((key) => key.startsWith(prefix)).sort(),
    emit: (event: (typeof emitted)[number]) => void emitted.push(event),
    call: (asked: (typeof calls)[number]) => { calls.push(asked); return call?.(asked.action, asked.input); },
    query: (asked: (typeof calls)[number]) => { calls.push(asked); return call?.(asked.action, asked.input); },
    'crypto.sha256': ({ text }: { text: string }) => `sha256(${text})`,
    'crypto.hmac': ({ algorithm, secret, text }: { algorithm: string; secret: string; text: string }) => `${algorithm}(${secret}, ${text})`,
    'crypto.uuid': () => '00000000-0000-4000-8000-000000000000',
    reveal: ({ secret }: { secret: string }) => `value of ${secret}`,
    meter: (one: (typeof metered)[number]) => void metered.push(one),
    sleep: () => null,
  };

  function send(request: HttpRequest): unknown {
    const method = request.method ?? (request.json === undefined && request.form === undefined && request.text === undefined && request.base64 === undefined && request.multipart === undefined ? 'GET' : 'POST');
    const sent = { ...request, method };
    requests.push(sent);
    if (answer === undefined) throw new PluginError('unavailable', 'The test answers no requests');
    const { status = 200, headers = {}, body = null } = answer(sent);
    return { status, headers, body };
  }

  const host: HostCall = async (name, args): Promise<HostAnswer> => {
    try {
      return { ok: true, value: plain(asked[name]!(plain(args) as never)) };
    } catch (error) {
      if (!(error instanceof PluginError)) throw error;
      return { ok: false, error: { code: error.code, message: error.message, details: error.details } };
    }
  };

  async function run<T>(handler: Handler, name: string, input: unknown): Promise<T> {
    const invocation = { ...facts.invocation, id: ++runs === 1 ? facts.invocation.id : `${facts.invocation.id}_${runs}` };
    const outcome = await perform(plugin, { handler, name, input: plain(input), facts: { ...facts, invocation } }, { host, print: (level, line) => { logs.push(`${level} ${line}`); } });
    if (outcome.ok) return outcome.output as T;
    const { code, message, details } = outcome.error;
    throw code === 'fault' || code === 'missing' ? new Error(message) : new PluginError(code as PluginErrorCode, message, details); // perform tells these two apart
  }

  const request = (given: Partial<WebhookRequest>): WebhookRequest => ({ event: '', method: 'POST', headers: {}, query: {}, body: null, ...given });
  return Object.freeze({
    manifest, requests, emitted, calls, metered, logs, state,
    action: (name, input) => run<Json>('action', name, input),
    dryRun: (name, input) => run<Json>('dry_run', name, input),
    query: (name, input) => run<Json>('query', name, input),
    context: (name, asked) => run<Finding[]>('context', name, { since: new Date(now - 3_600_000).toISOString(), until: new Date(now).toISOString(), limit: 50, query: {}, ...asked }),
    hook: (name, event) => run<void>('hook', name, event),
    decide: (name, proposed) => run<Decision>('decide', name, proposed),
    toEvents: (webhook, given) => run<EventDraft[]>('webhook', webhook, request(given)),
    respond: (webhook, given) => run<WebhookReply>('respond', webhook, request(given)),
    schedule: (name) => run<void>('schedule', name, null),
    health: () => run<HealthReport>('health', '', null),
  } satisfies Harness);
}

const plain = (value: unknown): Json => (value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json));

/** What the host fills in before a plugin sees its configuration. */
function defaultsOf({ config }: Manifest): JsonObject {
  const properties = (config['properties'] ?? {}) as Record<string, { default?: Json }>;
  return Object.fromEntries(Object.entries(properties).flatMap(([name, { default: value }]) => (value === undefined ? [] : [[name, value]])));
}
