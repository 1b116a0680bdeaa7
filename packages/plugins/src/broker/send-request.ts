/** A request of a plugin: checked against what was consented to, sent through egress with its credential, repeated where that is right, and written down. */
import { Failure } from '@patchbay/contracts';
import type { EgressPolicy, EgressReply, EgressRequest } from '@patchbay/egress';
import { type HttpReply, type HttpRequest, type Json, PluginError } from '@patchbay/sdk';
import type { Live } from '../live.ts';
import { isWithin, originOf } from '../origins.ts';
import { fill, fillable } from '../template.ts';
import type { AccessLog } from './access-log.ts';
import { type Applied, applyCredential, type NamedSlot, slotOf } from './credentials.ts';
import { AskedRequest, bodyBytes, outgoing, type Outgoing } from './outgoing.ts';
import { type Masking, maskingFor } from './masking.ts';
import { askedWait, delayBefore } from './retries.ts';
import type { Secrets, SecretStore } from './secrets.ts';
import type { Vitals } from '../lifecycle/vitals.ts';
import type { Tokens } from './tokens.ts';

export type SendEgress = (request: EgressRequest, signal: AbortSignal) => Promise<EgressReply>;

export interface RequestPorts {
  readonly send: SendEgress;
  readonly secrets: SecretStore;
  readonly tokens: Tokens;
  readonly log: AccessLog;
  readonly vitals: Pick<Vitals, 'note'>;
  readonly now: () => number;
  readonly random: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Whose request it is, and until when. */
export interface Errand { readonly live: Live; readonly call: string; readonly deadline: number; readonly signal: AbortSignal }

export const HTTP_LIMITS = { bytes: 5 * 2 ** 20, deadlineMs: 10_000, longestMs: 60_000, redirects: 3, attempts: 4 };

export async function sendRequest(args: Json, errand: Errand, ports: RequestPorts): Promise<HttpReply> {
  const parsed = AskedRequest.safeParse(args);
  if (!parsed.success) throw new PluginError('invalid', `The request is not valid at ${parsed.error.issues[0]?.path.join('.') ?? ''}: ${parsed.error.issues[0]?.message ?? ''}`);
  const asked = parsed.data as HttpRequest; // the schema is stricter only in what it lets through as undefined
  const { live } = errand;
  const secrets = await ports.secrets.of(live);
  const slot = slotOf(live, asked.auth, secrets);
  const url = addressOf(asked.url, slot, live, secrets);
  const headers = Object.fromEntries(Object.entries(live.manifest.http.headers ?? {}).map(([name, template]) => [name, fill(template, { config: live.config })]));
  const plain = outgoing(asked, url, headers, () => `patchbay-${Math.floor(ports.random() * 1e15).toString(36)}`);
  const { reply, values } = await withFreshToken(plain, slot, secrets, asked, errand, ports);
  return shown(reply, asked.as ?? 'json', maskingFor(live, values), plain.method, ports.now());
}

function addressOf(asked: string, slot: NamedSlot | undefined, { manifest, config }: Live, secret: Secrets): URL {
  const own = slot?.kind === 'placed' ? slot.url : undefined;
  const base = own ?? manifest.http.base_url;
  const relative = !/^[a-z][a-z0-9+.-]*:/i.test(asked);
  if (relative && base === undefined) throw new PluginError('invalid', 'A relative URL needs http.base_url');
  const text = relative ? joined(fill(base!, { config, secret }), asked) : asked;
  const url = URL.parse(text);
  if (url === null) throw new PluginError('invalid', relative ? 'The base URL and the path make no URL' : 'The URL is none');
  return url;
}

function joined(base: string, path: string): string {
  if (path === '' || path.startsWith('?')) return base + path;
  return `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

/** A token that was refused is fetched anew, once. */
async function withFreshToken(plain: Outgoing, slot: NamedSlot | undefined, secrets: Secrets, asked: HttpRequest, errand: Errand, ports: RequestPorts): Promise<{ reply: EgressReply; values: readonly string[] }> {
  for (let again = false; ; again = true) {
    const applied = await applyCredential(errand.live, slot, plain, secrets, ports, errand.signal);
    const reply = await withRetries(applied, plain, asked, errand, ports);
    if (reply.status !== 401 || applied.token === undefined || again) return { reply, values: applied.values };
    ports.tokens.forget(errand.live, slot!.name, applied.token);
  }
}

async function withRetries(applied: Applied, plain: Outgoing, asked: HttpRequest, errand: Errand, ports: RequestPorts): Promise<EgressReply> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await followed(applied, plain, asked, errand, ports).catch((error: unknown) => error as Error);
    const last = attempt >= HTTP_LIMITS.attempts || asked.retry === 'never';
    const delay = last ? undefined : delayBefore(outcome, { attempt, repeatable: asked.retry === 'always' || !/^(POST|PATCH)$/.test(plain.method), reads: /^(GET|HEAD)$/.test(plain.method), now: ports.now(), random: ports.random });
    if (delay === undefined || ports.now() + delay > errand.deadline - 50) {
      if (outcome instanceof Error) throw asPluginError(outcome);
      return outcome;
    }
    await ports.sleep(delay, errand.signal);
  }
}

/** Redirects are requests of their own: checked again, and without the credential when they lead to another origin. */
async function followed({ request, secrets }: Applied, plain: Outgoing, asked: HttpRequest, errand: Errand, ports: RequestPorts): Promise<EgressReply> {
  let current = request;
  let names = secrets;
  for (let redirects = 0; ; redirects++) {
    const reply = await sendOnce(current, names, asked.timeoutMs ?? HTTP_LIMITS.deadlineMs, errand, ports);
    const { location } = reply.headers;
    if (![301, 302, 303, 307, 308].includes(reply.status) || location === undefined || asked.accept?.includes(reply.status) === true) return reply;
    if (redirects >= HTTP_LIMITS.redirects || !URL.canParse(location, current.url.href)) return reply;
    const url = new URL(location, current.url);
    const same = url.origin === current.url.origin;
    const repeats = reply.status === 307 || reply.status === 308 || /^(GET|HEAD)$/.test(current.method);
    if (!same && repeats && current.body !== undefined && names.length > 0) return reply; // the body may hold the credential
    const headers = same ? current.headers : openHeaders(plain);
    if (!same) names = [];
    current = repeats ? { ...current, url, headers } : { method: 'GET', url, headers: withoutBody(headers), body: undefined };
  }
}

function openHeaders({ headers: { authorization: _, cookie: __, ...open } }: Outgoing): Record<string, string> {
  return open;
}

const withoutBody = ({ 'content-type': _, ...headers }: Record<string, string>): Record<string, string> => headers;

export async function sendOnce(request: Outgoing, secrets: readonly string[], timeoutMs: number, { live, call, deadline, signal }: Errand, { send, log, vitals, now, secrets: store }: Pick<RequestPorts, 'send' | 'log' | 'vitals' | 'now' | 'secrets'>): Promise<EgressReply> {
  const { url } = request;
  const target = (/^https?:$/.test(url.protocol) && url.username === '' ? url.origin : originOf(url.href)) ?? 'none';
  const about = { kind: 'http', target, method: request.method, sent_bytes: bodyBytes(request), ...(secrets.length === 0 ? {} : { secret: secrets.join(', ') }) } as const;
  if (!isWithin(target, live.origins) || request.url.username !== '') {
    log.note(live, call, { ...about, outcome: 'plugin.denied' });
    throw new PluginError('permission', `${live.plugin} may not connect to ${target}`, { needs: `net:${target}`, denied: true });
  }
  const began = now();
  try {
    const deadlineMs = Math.max(1, Math.min(timeoutMs, HTTP_LIMITS.longestMs, deadline - began));
    const reply = await send({ method: request.method, url: request.url.href, headers: request.headers, ...(request.body === undefined ? {} : { body: request.body }), deadlineMs, maxBytes: HTTP_LIMITS.bytes, policy: await policyOf(live, store) }, signal);
    vitals.note(live, reply, now() - began);
    log.note(live, call, { ...about, outcome: String(reply.status), received_bytes: reply.body.length, duration_ms: now() - began });
    return reply;
  } catch (error) {
    vitals.note(live, undefined, now() - began);
    log.note(live, call, { ...about, outcome: error instanceof Failure ? String(error.details['reason'] ?? error.code) : 'aborted', duration_ms: now() - began });
    throw error;
  }
}

const identities = new WeakMap<Live, Promise<EgressPolicy>>();

/** With a client certificate, where the plugin has one: its key is a secret. */
function policyOf(live: Live, secrets: SecretStore): Promise<EgressPolicy> | EgressPolicy {
  const { cert, key } = live.manifest.http.tls ?? {};
  if (cert === undefined || key === undefined) return live.policy;
  const known = identities.get(live) ?? withIdentity(live, cert, key, secrets);
  identities.set(live, known);
  return known;
}

async function withIdentity({ tenant, id, revision, sealed, config, policy }: Live, cert: string, key: string, secrets: SecretStore): Promise<EgressPolicy> {
  const secret = await secrets.of({ tenant, id, revision, sealed });
  if (secret[key] === undefined || !fillable(cert, { config, secret })) return policy;
  return { ...policy, tls: { ...policy.tls, cert: fill(cert, { config, secret }), key: secret[key] } };
}

/** What came of a connection; other failures stay what they are. The guard's word is kept; where a request was going is told by its origin only. */
export function asPluginError(error: Error): Error {
  if (!(error instanceof Failure) || error.code !== 'upstream.failed') return error;
  const { reason } = error.details;
  const code = reason === 'egress.denied' ? 'permission' : reason === 'invalid' || reason === 'too_large' ? 'invalid' : 'unavailable';
  return new PluginError(code, error.message, { reason: String(reason ?? error.code) });
}

/** However a system says how long to leave it alone, the plugin reads seconds in `retry-after`. */
function shown(reply: EgressReply, as: 'json' | 'text' | 'base64', mask: Masking, method: string, now: number): HttpReply {
  const wait = askedWait(reply, now);
  const { 'set-cookie': _, ...headers } = reply.headers;
  const bytes = Buffer.from(reply.body.buffer, reply.body.byteOffset, reply.body.byteLength);
  const masked = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, mask.text(value)]));
  return { status: reply.status, headers: { ...masked, ...(wait === undefined ? {} : { 'retry-after': String(Math.ceil(wait / 1000)) }) }, body: bytes.length === 0 || method === 'HEAD' ? null : bodyOf(bytes, as, mask) };
}

/** Only then each name is looked at, which costs ten times as much. A name may be written with escapes. */
const PROTOTYPE = /__proto__|\\u/;

function bodyOf(bytes: Buffer, as: 'json' | 'text' | 'base64', mask: Masking): Json {
  if (as === 'base64') return mask.bytes(bytes).toString('base64');
  const came = bytes.toString('utf8');
  const text = mask.text(as === 'json' && mask.any && came.includes('\\') ? plainlySpelled(came) : came);
  if (as === 'text') return text;
  try {
    return (PROTOTYPE.test(text) ? JSON.parse(text, (name, value: Json) => (name === '__proto__' ? undefined : value)) : JSON.parse(text)) as Json;
  } catch {
    return text;
  }
}

/** In JSON each sign can be written in several ways, and a secret so that nobody finds it: as few escapes as there can be. */
function plainlySpelled(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json));
  } catch {
    return json;
  }
}
