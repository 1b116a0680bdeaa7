/** What a request that was proved tells: one event, or several, in our words. */
import type { Document } from '@patchbay/contracts';
import { digest, type Verified } from '@patchbay/vault';
import { typeNamed } from './event-name.ts';
import type { Source } from './source.ts';

/** An event to be. */
export interface Occurrence {
  readonly type: string;
  readonly subject: string;
  readonly data: Document;
  /** What it is known by when it comes again; nothing, when the sender gives it no name. */
  readonly dedupId: string | undefined;
}

export interface Proven {
  readonly verified: Verified;
  readonly rawBody: Uint8Array;
  /** Fields of the query, where the proof covers the URL. */
  readonly query: Document | undefined;
}

/** Those that are mapped, or published as they are. A sender that means nothing by it gets nothing published, so that the list may be empty. */
export function occurrencesOf(source: Source, { verified, rawBody, query }: Proven, platformTypes: ReadonlySet<string>): readonly Occurrence[] {
  const items = verified.items !== undefined && verified.items.length > 0 ? verified.items : [{ ...verified, dedupId: verified.dedupId ?? stampOf(verified, rawBody) }];
  return items.flatMap(({ eventType, dedupId, body }) => {
    const data = dataOf(body, rawBody, query);
    const facts = { body: data, name: eventType ?? '', id: dedupId ?? '', source: source.slug };
    const route = source.routes.find(facts.name, data);
    if (route === undefined && source.unmapped === 'drop') return [];
    return [{ type: route?.type ?? typeNamed(source.slug, eventType, platformTypes), subject: route?.subject(facts) ?? source.slug, data, dedupId }];
  });
}

/** The body itself, if it is an object; else it is under `body`. */
function dataOf(body: unknown, rawBody: Uint8Array, query: Document | undefined): Document {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Document;
  if (rawBody.length === 0) return query ?? {};
  return { body: body ?? new TextDecoder().decode(rawBody) };
}

/** The same bytes signed at the same time are a repetition, also where the sender gives no id. */
const stampOf = ({ timestamp }: Verified, rawBody: Uint8Array): string | undefined => (timestamp === undefined ? undefined : `${timestamp}.${digest(rawBody)}`);
