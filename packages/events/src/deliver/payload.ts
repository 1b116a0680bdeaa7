/** An event as it goes over the wire. Made once per event and form, however many endpoints get it. */
import type { Document } from '@patchbay/contracts';
import type { EventFacts } from '../match/event-facts.ts';
import type { PayloadFormat } from '../match/receiver.ts';

export interface Payload {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const CLOUD_TYPE = { 'content-type': 'application/cloudevents+json; charset=utf-8' };

export const formats: Readonly<Record<PayloadFormat, (event: EventFacts) => Payload>> = {
  standard: (event) => ({ body: enclosed(`{"type":${JSON.stringify(event.type)},"timestamp":"${instant(event.at)}","data":`, dataOf(event)), headers: JSON_TYPE }),
  raw: (event) => ({ body: Buffer.from(event.body ?? dataOf(event)), headers: JSON_TYPE }),
  cloudevents: (event) => ({ body: json({ specversion: '1.0', ...contextOf(event), datacontenttype: 'application/json', data: event.data }), headers: CLOUD_TYPE }),
  cloudevents_binary: (event) => ({ body: json(event.data), headers: { ...JSON_TYPE, 'ce-specversion': '1.0', ...Object.fromEntries(Object.entries(contextOf(event)).map(([name, value]) => [`ce-${name}`, percent(value)])) } }),
};

const contextOf = ({ id, tenant, type, subject, at }: EventFacts): Record<string, string> => ({ id, source: `/tenants/${tenant}`, type, subject, time: instant(at) });

const dataOf = ({ data, dataText }: EventFacts): string => dataText ?? JSON.stringify(data);

/** An object that ends with the data. Joined as text, the whole of it would be there once more. */
function enclosed(head: string, data: string): Buffer {
  const start = Buffer.byteLength(head);
  const bytes = Buffer.allocUnsafe(start + Buffer.byteLength(data) + 1);
  bytes.write(head);
  bytes.write(data, start);
  bytes[bytes.length - 1] = END;
  return bytes;
}
const END = '}'.charCodeAt(0);

/** What a standard payload tells of. */
export const dataIn = ({ body }: Payload): Document => (JSON.parse(body.toString()) as { readonly data: Document }).data; // as it was enclosed

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** Events come many to a millisecond, and writing an instant costs as much as writing the rest. */
function instant(at: number): string {
  if (last.at !== at) last = { at, text: new Date(at).toISOString() };
  return last.text;
}
let last = { at: NaN, text: '' };

/** Of CloudEvents' HTTP binding: what is no printable ASCII, and the quote and percent signs, are percent-encoded UTF-8. */
const percent = (value: string): string => value.toWellFormed().replace(/[^\x21\x23\x24\x26-\x7e]/gu, (character) => encodeURIComponent(character).replaceAll("'", '%27'));
