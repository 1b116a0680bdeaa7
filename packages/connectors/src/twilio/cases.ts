import { createHmac } from 'node:crypto';
import type { Json } from '@patchbay/sdk';
import type { ConnectorCases, InboundCase } from '../testing/index.ts';
import { SILENCED, startTwilio } from './double.ts';

const sid = (kind: string, n = 0): string => `${kind}${String(n).padStart(32, '0')}`;
const ADA = '+14155550199';
const NOBODY = '+14155550000';
const queued = (output: Json): boolean => (output as { status: string }).status === 'queued';
const fieldIs = (field: string, value: unknown) => (output: Json): boolean => (output as Record<string, unknown>)[field] === value;

/** Twilio signs the URL and each field of the form, by name. */
const posted = (fields: Readonly<Record<string, string>>): InboundCase['request'] => ({ auth_token }, _, url) => {
  const text = Object.keys(fields).toSorted().map((name) => name + fields[name]!).join('');
  return { body: new URLSearchParams(fields).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': createHmac('sha1', auth_token!).update(url + text).digest('base64') } };
};
const xml = (body: string): boolean => body.endsWith('<Response/>');

export const cases: ConnectorCases = {
  start: startTwilio,
  described: [{ mock: 'twilio', except: [{ path: /^\/v2\/PhoneNumbers\//, because: 'Lookup has a description of its own' }] }],
  actions: {
    send_sms: { input: { to: ADA, body: 'shop: 5xx above 5 %' }, answers: queued, refused: { input: { to: SILENCED, body: 'x' }, code: 'upstream.conflict' } },
    send_whatsapp: { input: { to: ADA, template_sid: sid('HX'), variables: { 1: 'shop' } }, answers: queued, refused: { input: { to: NOBODY, body: 'x' }, code: 'upstream.invalid' } },
    call: { input: { to: ADA, message: 'Alert: <shop> & "cart"', ask_for_key: true }, answers: queued, refused: { input: { to: NOBODY, message: 'x' }, code: 'upstream.invalid' } },
    end_call: { input: { sid: sid('CA') }, answers: fieldIs('duration_seconds', 12), refused: { input: { sid: sid('CA', 9) }, code: 'upstream.not_found' } },
    get_message: { input: { sid: sid('SM') }, answers: fieldIs('status', 'delivered'), refused: { input: { sid: sid('SM', 999_999) }, code: 'upstream.not_found' } },
    list_messages: { input: { to: ADA, limit: 60 }, answers: (output) => (output as { items: unknown[] }).items.length === 60, refused: { input: { to: NOBODY }, code: 'upstream.invalid' } },
    get_call: { input: { sid: sid('CA') }, answers: fieldIs('to', ADA), refused: { input: { sid: sid('CA', 9) }, code: 'upstream.not_found' } },
    look_up_number: { input: { number: '+1 (415) 555-0199', country: 'US' }, answers: fieldIs('valid', true), refused: { input: { number: '...' }, code: 'upstream.not_found' } },
  },
  inbound: [
    { title: 'an SMS that came', request: posted({ MessageSid: sid('SM', 7), AccountSid: 'AC1', From: ADA, To: '+14155550100', Body: 'ack – ünïcode', NumMedia: '1', MediaUrl0: 'https://example.com/m', MediaContentType0: 'image/png' }), becomes: [{ type: 'twilio.message.came', subject: ADA }], answers: xml },
    { title: 'an SMS that arrived', request: posted({ MessageSid: sid('SM', 8), MessageStatus: 'delivered', From: '+14155550100', To: ADA }), becomes: [{ type: 'twilio.message.delivered', subject: sid('SM', 8) }], answers: xml },
    { title: 'a call that nobody took', request: posted({ CallSid: sid('CA', 7), CallStatus: 'no-answer', CallDuration: '0', From: '+14155550100', To: ADA }), becomes: [{ type: 'twilio.call.no_answer', subject: sid('CA', 7) }], answers: xml },
    { title: 'a pressed key', request: posted({ CallSid: sid('CA', 8), CallStatus: 'in-progress', Digits: '1', From: '+14155550100', To: ADA }), becomes: [{ type: 'twilio.call.key', subject: sid('CA', 8) }], answers: (body) => body.includes('Thank you') },
  ],
};
