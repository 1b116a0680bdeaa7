/**
 * Webhooks that a plugin takes in: POST /v1/webhooks/{name}. The name is an installation, or a plugin; of a plugin that several tenants have,
 * the secret that proves the request says whose it is.
 */
import { Failure, type Ingest, type IngestReply, type IngestRequest, isDeeper, type Op } from '@patchbay/contracts';
import type { EventDraft, Json, JsonObject, WebhookReply } from '@patchbay/sdk';
import { inboundHeaders, type InboundOutcome, type Introduced, type Refused, type Scheme, Secret, verifyInbound, type Verified, type WhyRefused } from '@patchbay/vault';
import type { SecretStore } from './broker/secrets.ts';
import type { Directory } from './directory.ts';
import { type Introductions, schemeOfWebhook, type Webhook } from './introductions.ts';
import type { Live } from './live.ts';
import { allows } from './permissions.ts';
import { BUDGETS, type RunHandler } from './runtime/run-handler.ts';
import { fill } from './template.ts';
import { markOp } from './inbound-marks.ts';

export interface IngestPorts {
  readonly directory: Directory;
  readonly run: RunHandler;
  readonly secrets: SecretStore;
  readonly introductions: Pick<Introductions, 'made' | 'confirmed'>;
  readonly now: () => number;
  readonly newCallId: () => string;
  readonly publicUrl: () => string;
  readonly publish: (event: { readonly tenant: string; readonly type: string; readonly subject: string; readonly data: JsonObject; readonly at: number; readonly source: string }, first?: readonly Op[]) => Promise<void>;
  readonly platformTypes: ReadonlySet<string>;
  readonly refused: KeepRefused;
}

/** Keeps a request that was not taken, for the operator of the installation. */
export type KeepRefused = (refused: {
  readonly by: { readonly tenant: string; readonly id: string };
  readonly request: IngestRequest;
  readonly rawBody?: Uint8Array;
  readonly schemes: readonly Scheme[];
  readonly secrets: readonly Secret[];
  readonly why: WhyRefused | 'too-large' | 'invalid';
  readonly detail: string;
  readonly status: number;
}) => Promise<void>;

interface Candidate { readonly live: Live; readonly webhook: Webhook }
interface Proven extends Candidate { readonly verified: Verified }
interface Came { readonly request: IngestRequest; readonly rawBody?: Uint8Array }

const BODY = 2 ** 20;
/** As in every body that a hub takes. */
const DEEPEST = 64;
/** Of one plugin; more than that need the id of the installation in the URL. */
const MOST_CANDIDATES = 200;
const HIDDEN = /^(authorization|cookie|proxy-authorization|x-.*(signature|token|secret).*|.*-signature)$/;

export function createIngest(ports: IngestPorts): Ingest {
  const { directory, run, secrets, introductions, now, newCallId, publicUrl, publish, platformTypes, refused } = ports;

  async function prove({ live, webhook }: Candidate, request: IngestRequest, rawBody: Uint8Array): Promise<InboundOutcome> {
    const secret = (await secrets.of(live))[webhook.secret];
    const username = webhook.username === undefined ? {} : { username: fill(webhook.username, { config: live.config }) };
    return verifyInbound({ method: request.method, url: `${publicUrl()}${request.path}`, headers: inboundHeaders(request.rawHeaders), rawBody }, schemeOfWebhook(webhook), { secrets: secret === undefined ? [] : [new Secret(secret)], now: now(), pending: secret === undefined && nameOf(request) === live.id, ...username });
  }

  return async (request) => {
    const candidates = candidatesOf(directory, request.to.name);
    if (candidates.length === 0 || candidates.length > MOST_CANDIDATES) throw new Failure('source.not_found', 'There is no plugin at this URL that takes webhooks');
    const rawBody = await read(candidates, request);
    let refusal: Refused | undefined;
    for (const candidate of candidates) {
      const outcome = await prove(candidate, request, rawBody);
      if (outcome.kind === 'verified') return accept({ ...candidate, verified: outcome }, { request, rawBody });
      if (outcome.kind === 'handshake') return introduce(candidate, outcome, { request, rawBody });
      if (refusal === undefined || !OF_OURS.has(outcome.why)) refusal = outcome;
    }
    const { why, detail } = refusal!; // there is a candidate
    const failure = new Failure('source.unproven', `The request is not proven: ${OF_OURS.has(why) ? 'no proof came with it' : detail}`);
    await note(candidates, { request, rawBody }, why, failure, detail);
    throw failure;
  };

  async function read(candidates: readonly Candidate[], request: IngestRequest): Promise<Uint8Array> {
    try {
      return await request.read(BODY);
    } catch (error) {
      if (error instanceof Failure && error.code === 'request.too_large') await note(candidates, { request }, 'too-large', error);
      throw error;
    }
  }

  async function introduce(candidate: Candidate, introduced: Introduced, came: Came): Promise<IngestReply> {
    if (await introductions.made(candidate.live, candidate.webhook, introduced)) return introduced.reply;
    const failure = new Failure('source.unproven', 'The sender introduced itself already; from then on it has to sign');
    await note([candidate], came, 'missing-signature', failure);
    throw failure;
  }

  /** Where the URL leaves open which installation was meant, nobody sees it: it may be another tenant's. */
  async function note(candidates: readonly Candidate[], came: Came, why: WhyRefused | 'too-large' | 'invalid', { status, message }: Failure, detail = message): Promise<void> {
    const { live } = candidates[0]!;
    if (candidates.some((each) => each.live.id !== live.id)) return;
    const known = Object.values(await secrets.of(live)).map((secret) => new Secret(secret));
    await refused({ ...came, by: live, schemes: live.manifest.webhooks.map(schemeOfWebhook), secrets: known, why, detail, status });
  }

  async function accept({ live, webhook, verified }: Proven, came: Came): Promise<IngestReply> {
    const { request } = came;
    if (isDeeper(verified.body, DEEPEST)) {
      const failure = new Failure('request.too_deep', `The body nests deeper than ${DEEPEST} levels`, { limit: DEEPEST });
      await note([{ live, webhook }], came, 'invalid', failure);
      throw failure;
    }
    await introductions.confirmed(live);
    const input = requestOf(verified, request);
    const callId = newCallId();
    const errand = { name: webhook.name, input, callId, requestId: request.requestId, idempotencyKey: verified.dedupId ?? callId };
    const signal = AbortSignal.timeout(BUDGETS.observe.wallMs);
    if (webhook.events) {
      const events = (await run(live, { ...errand, handler: 'webhook', budget: BUDGETS.pure, reach: 'read', idempotent: true }, signal)) as unknown as readonly EventDraft[];
      for (const [index, event] of (Array.isArray(events) ? events : []).slice(0, 100).entries()) await tell(live, event, event.dedupe ?? (verified.dedupId === undefined ? undefined : `${verified.dedupId}/${index}`));
    }
    if (!webhook.responds) return PLAIN.has(webhook.verify) ? { status: 200, headers: {}, body: '' } : { status: 202, headers: { 'content-type': 'application/json' }, body: '{"accepted":true}' };
    return replyOf((await run(live, { ...errand, handler: 'respond', budget: RESPOND, reach: 'all' }, signal)) as unknown as WebhookReply);
  }

  /** What came already is not told again. */
  async function tell(live: Live, { type, subject, data }: EventDraft, dedupe: string | undefined): Promise<void> {
    if (typeof type !== 'string' || !TYPE.test(type) || platformTypes.has(type) || !allows(live.granted, 'emit', type)) throw new Failure('plugin.denied', `${live.plugin} was not allowed to tell ${String(type).slice(0, 120)}`, { needs: `emit:${String(type).slice(0, 120)}` });
    await publish({ tenant: live.tenant, type, subject: String(subject).slice(0, 255) || live.name, data: typeof data === 'object' && data !== null ? data : {}, at: now(), source: live.id }, dedupe === undefined ? [] : [markOp(live, dedupe, now())]);
  }
}

/** What an installation lacks is told to its operator, not to who sends. */
const OF_OURS: ReadonlySet<WhyRefused> = new Set<WhyRefused>(['no-secret', 'wrong-secret']);
const TYPE = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/;
/** They take 200 and nothing else. */
const PLAIN = new Set<unknown>(['notion', 'okta']);
/** Chat systems wait three seconds. */
const RESPOND = { cpuMs: 500, wallMs: 2900 };

/** `slack`, `acme.weather`, `inst_…`; behind a colon which webhook, where a plugin has several. */
const nameOf = ({ to }: IngestRequest): string => to.name.split(':')[0]!;

function candidatesOf(directory: Directory, name: string): Candidate[] {
  const [of = '', wanted] = name.split(':');
  return directory.live().filter(({ id, plugin }) => id === of || plugin === `patchbay/${of}` || plugin === of.replace('.', '/'))
    .flatMap((live) => live.manifest.webhooks.filter((webhook) => wanted === undefined || webhook.name === wanted).map((webhook) => ({ live, webhook })));
}

function requestOf({ eventType, body }: Verified, request: IngestRequest): JsonObject {
  const headers = Object.fromEntries(Object.entries(inboundHeaders(request.rawHeaders)).filter(([name]) => !HIDDEN.test(name)).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));
  const query = Object.fromEntries(new URLSearchParams(request.path.split('?')[1] ?? ''));
  return { event: eventType ?? '', method: request.method, headers, query, body: (body ?? null) as Json };
}

function replyOf(said: WebhookReply | null): IngestReply {
  const { status = 200, headers = {}, json, text } = said ?? {};
  const type = json === undefined ? 'text/plain; charset=utf-8' : 'application/json';
  return { status: Number.isInteger(status) && status >= 200 && status < 500 ? status : 200, headers: { 'content-type': type, ...headers }, body: json === undefined ? (text ?? '') : JSON.stringify(json) };
}
