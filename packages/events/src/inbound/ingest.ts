/**
 * A request that somebody sent to a source: proved over the bytes that came, then stored as events with their deliveries and the mark
 * that it came, in one unit, then answered. Senders give up after seconds: what there is to do is done after the answer, from the store.
 */
import { Failure, type FailureCode, type Ingest, type IngestReply, type IngestRequest, isDeeper } from '@patchbay/contracts';
import { inboundHeaders, type InboundOutcome, type Introduced, verifyInbound, type Verified } from '@patchbay/vault';
import type { Activity } from './activity.ts';
import type { Introductions } from './introductions.ts';
import type { Keep } from './keep.ts';
import { type Occurrence, occurrencesOf } from './occurrences.ts';
import { type Arrived, refusalRecord } from './refusal-record.ts';
import { type Refusals, whyOf, type WhyRefused } from './refusals.ts';
import type { Source } from './source.ts';
import type { SourceSecrets } from './source-secrets.ts';
import type { Sources } from './sources.ts';

export type InboundMeter = (outcome: 'accepted' | 'dropped' | 'duplicate' | 'handshake' | 'unknown' | WhyRefused) => void;

export interface IngestPorts {
  readonly sources: Sources;
  readonly secrets: SourceSecrets;
  readonly refusals: Refusals;
  readonly activity: Activity;
  readonly introductions: Introductions;
  readonly keep: Keep;
  /** Throws when the data does not fit an enforced schema of its type. */
  readonly check: (tenant: string, occurrence: Occurrence) => Promise<void> | void;
  readonly platformTypes: ReadonlySet<string>;
  /** Another hub may just have declared the source, or who is to hear of what came. */
  readonly caughtUp: () => Promise<void> | undefined;
  /** Where this hub is reached from outside: some senders sign it. */
  readonly publicUrl: () => string;
  readonly now: () => number;
  readonly meter?: InboundMeter | undefined;
}

const DEEPEST = 64;
const MOST_ITEMS = 1000;
const EMPTY = new Uint8Array();

export function createIngest({ sources, secrets, refusals, activity, introductions, keep, check, platformTypes, caughtUp, publicUrl, now, meter = () => undefined }: IngestPorts): Ingest {
  return async (request) => {
    await caughtUp();
    const arrived = await receive(request, admitted(request.to.name));
    const outcome = verify(arrived);
    switch (outcome.kind) {
      case 'refused': throw await refuse(arrived, whyOf(outcome.why), outcome.detail);
      case 'handshake': return introduce(arrived, outcome);
      case 'verified': return accept(arrived, outcome);
      default: return outcome satisfies never;
    }
  };

  /** One that is switched off looks like one that never was. */
  function admitted(id: string): Source {
    const source = sources.get(id);
    if (source?.enabled === true) return source;
    meter('unknown');
    throw new Failure('source.not_found', 'There is no source at this URL');
  }

  async function receive(request: IngestRequest, source: Source): Promise<Arrived> {
    const head: Arrived = { request, source, headers: inboundHeaders(request.rawHeaders), secrets: [] };
    if (!source.admits(request.address)) throw await refuse(head, 'network', `${request.address} is in none of the networks that may send`, 'source.network');
    try {
      const rawBody = await request.read(source.maxBody);
      return { ...head, rawBody, secrets: await secrets(source) };
    } catch (error) {
      if (error instanceof Failure && error.code === 'request.too_large') await note(head, 'too_large', error);
      throw error;
    }
  }

  function verify({ request, source: { scheme, username, handshake }, headers, rawBody = EMPTY, secrets: known }: Arrived): InboundOutcome {
    return verifyInbound({ method: request.method, url: `${publicUrl()}${request.path}`, headers, rawBody }, scheme, { secrets: known, now: now(), username, pending: handshake === 'pending' });
  }

  async function introduce(arrived: Arrived, introduced: Introduced): Promise<IngestReply> {
    if (!(await introductions.made(arrived.source, introduced))) throw await refuse(arrived, 'missing_signature', 'The sender introduced itself already; from then on it has to sign');
    meter('handshake');
    return introduced.reply;
  }

  async function accept(arrived: Arrived, verified: Verified): Promise<IngestReply> {
    const { request, source, rawBody = EMPTY } = arrived;
    if (isDeeper(verified.body, DEEPEST)) throw await refuse(arrived, 'invalid', `The body nests deeper than ${DEEPEST} levels`, 'request.too_deep');
    if ((verified.items?.length ?? 0) > MOST_ITEMS) throw await refuse(arrived, 'invalid', `The body holds more than ${MOST_ITEMS} events`, 'request.malformed');
    const occurrences = occurrencesOf(source, { verified, rawBody, query: queryOf(request, source) }, platformTypes);
    await fits(arrived, occurrences);
    const events = await keep(source, occurrences);
    activity.touch(source.tenant, source.id, now());
    await introductions.confirmed(source);
    const outcome = occurrences.length === 0 ? 'dropped' : events.length === 0 ? 'duplicate' : 'accepted';
    meter(outcome);
    return replyOf(source, events, outcome === 'duplicate' ? 200 : 202);
  }

  async function fits(arrived: Arrived, occurrences: readonly Occurrence[]): Promise<void> {
    try {
      for (const each of occurrences) await check(arrived.source.tenant, each);
    } catch (error) {
      if (error instanceof Failure && error.status < 500) await note(arrived, 'invalid', error);
      throw error;
    }
  }

  /** What anybody may hear; the detail is for the operator, except where the sender is known. */
  async function refuse(arrived: Arrived, why: WhyRefused, detail: string, code: FailureCode = 'source.unproven'): Promise<Failure> {
    const failure = new Failure(code, SAYS[why] ?? detail, { why });
    await note(arrived, why, failure, detail);
    return failure;
  }

  async function note(arrived: Arrived, why: WhyRefused, { status, message }: Failure, detail = message): Promise<void> {
    meter(why);
    await refusals.keep(arrived.source, why, () => refusalRecord(arrived, { detail, status, proven: why === 'invalid' }));
  }
}

const SAYS: Partial<Record<WhyRefused, string>> = {
  missing_signature: 'The request carries no proof of its sender',
  bad_signature: 'The proof of the sender is not right for this request',
  stale: 'The request was sent too long ago',
  future: 'The request claims to be sent at a time to come',
  malformed: 'The proof of the sender can’t be read',
  no_secret: 'The proof of the sender can’t be checked here',
  wrong_secret: 'The proof of the sender can’t be checked here',
  network: 'This source does not take requests from your address',
};

/** Only where the proof covers the URL may what is in it be believed. */
function queryOf({ path }: IngestRequest, { scheme }: Source): Readonly<Record<string, string>> | undefined {
  const covered = scheme.proofs.length > 0 && scheme.proofs.every((proof) => proof.kind === 'signature' && proof.content.includes('{url}'));
  return covered ? Object.fromEntries(new URLSearchParams(path.split('?', 2)[1] ?? '')) : undefined;
}

/** They take 200 and nothing else, or show a body to people. */
const PLAIN = new Set<string>(['okta', 'notion', 'slack', 'twilio']);

function replyOf({ vendor }: Source, events: readonly string[], status: number): IngestReply {
  if (PLAIN.has(vendor)) return { status: 200, headers: {}, body: '' };
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify({ events }) };
}
