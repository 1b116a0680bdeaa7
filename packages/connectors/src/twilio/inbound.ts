/** What Twilio posts to `callback_url` and to the URL of a number: messages that came, what became of messages and calls, keys that were pressed. */
import type { EventDraft, Json, JsonObject, WebhookReply, WebhookRequest } from '@patchbay/sdk';
import { word } from './config.ts';

const fields = (body: Json): JsonObject => (typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as JsonObject) : {});
const named = (status: string): string => status.toLowerCase().replaceAll(/[^a-z]+/g, '_');

export function toEvents({ body }: WebhookRequest): readonly EventDraft[] {
  const form = fields(body);
  const [message, call] = [word(form, 'MessageSid') || word(form, 'SmsSid'), word(form, 'CallSid')];
  if (call !== '') return callEvents(form, call);
  return message === '' ? [] : messageEvents(form, message);
}

function messageEvents(form: JsonObject, sid: string): EventDraft[] {
  const about = { sid, from: word(form, 'From'), to: word(form, 'To') };
  const status = word(form, 'MessageStatus');
  if (status !== '') return [{ type: `twilio.message.${named(status)}`, subject: sid, dedupe: `${sid}/${status}`, data: { ...about, status, error_code: word(form, 'ErrorCode') } }];
  const media = Array.from({ length: Math.min(Number(word(form, 'NumMedia')) || 0, 10) }, (_, n) => ({ url: word(form, `MediaUrl${n}`), type: word(form, `MediaContentType${n}`) }));
  return [{ type: 'twilio.message.came', subject: about.from || sid, dedupe: sid, data: { ...about, text: word(form, 'Body'), media } }];
}

function callEvents(form: JsonObject, sid: string): EventDraft[] {
  const about = { sid, from: word(form, 'From'), to: word(form, 'To') };
  const digits = word(form, 'Digits');
  if (digits !== '') return [{ type: 'twilio.call.key', subject: sid, dedupe: `${sid}/keys/${digits}`, data: { ...about, digits } }];
  const status = word(form, 'CallStatus');
  return status === '' ? [] : [{ type: `twilio.call.${named(status)}`, subject: sid, dedupe: `${sid}/${status}`, data: { ...about, status, duration_seconds: Number(word(form, 'CallDuration')) || 0 } }];
}

/** Nothing more to do, or a word of thanks for a key. */
export function respond({ body }: WebhookRequest): WebhookReply {
  const thanks = word(fields(body), 'Digits') === '' ? '<Response/>' : '<Response><Say>Thank you.</Say><Hangup/></Response>';
  return { headers: { 'content-type': 'text/xml; charset=utf-8' }, text: `<?xml version="1.0" encoding="UTF-8"?>${thanks}` };
}
