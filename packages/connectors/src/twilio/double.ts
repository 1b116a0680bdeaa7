/** Twilio on loopback: messages and calls of an account, and its refusals with their numbers. */
import type { JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, startVendor, type Vendor } from '../testing/index.ts';

const ACCOUNT = 'AC0123456789abcdef0123456789abcdef';
const TOKEN = 'twilio-auth-token-0123456789abcd';
const OWN = '+14155550100';
/** Who said STOP. */
export const SILENCED = '+14155550666';
const base = `/2010-04-01/Accounts/${ACCOUNT}`;

const no = (status: number, code: number, message: string): Answer => ({ status, json: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } });
const E164 = /^\+[1-9]\d{6,14}$/;

export function startTwilio(): Promise<Vendor> {
  const messages = new Map<string, JsonObject>();
  const calls = new Map<string, JsonObject>();
  const sidOf = (kind: string, n: number): string => `${kind}${String(n).padStart(32, '0')}`;
  for (let n = 0; n < 130; n++) messages.set(sidOf('SM', n), messageOf(sidOf('SM', n), { To: '+14155550199', From: OWN, Body: `Message ${n}` }, 'delivered'));
  calls.set(sidOf('CA', 0), callOf(sidOf('CA', 0), { To: '+14155550199', From: OWN }, 'in-progress'));
  let tick = 1000;

  function messageOf(sid: string, { To, From, Body = '' }: Readonly<Record<string, string>>, status: string): JsonObject {
    return { sid, account_sid: ACCOUNT, to: To!, from: From ?? null, body: Body, status, error_code: null, date_sent: status === 'delivered' ? 'Fri, 20 Nov 2026 09:30:00 +0000' : null, num_segments: '1' };
  }
  function callOf(sid: string, { To, From }: Readonly<Record<string, string>>, status: string): JsonObject {
    return { sid, account_sid: ACCOUNT, to: To!, from: From!, status, duration: status === 'completed' ? '12' : null };
  }

  function send({ body }: Asked): Answer {
    const form = body as Readonly<Record<string, string>>;
    const [To = '', From] = [form['To'], form['From']];
    if (From === undefined && form['MessagingServiceSid'] === undefined) return no(400, 21603, "A 'From' phone number is required.");
    if (form['Body'] === undefined && form['ContentSid'] === undefined && form['MediaUrl'] === undefined) return no(400, 21602, 'Message body is required.');
    if (To.startsWith('whatsapp:') !== (From ?? To).startsWith('whatsapp:')) return no(400, 63007, 'Twilio could not find a Channel with the specified From address');
    const number = To.replace('whatsapp:', '');
    if (!E164.test(number) || number.includes('5550000')) return no(400, 21211, `The 'To' number ${number} is not a valid phone number.`);
    if (number === SILENCED) return no(400, 21610, 'Attempt to send to unsubscribed recipient');
    if (From !== undefined && From.replace('whatsapp:', '') !== OWN) return no(400, 21606, `The From phone number ${From} is not a valid, SMS-capable inbound phone number`);
    if ((form['Body'] ?? '').length > 1600) return no(400, 21617, 'The concatenated message body exceeds the 1600 character limit');
    const sid = sidOf('SM', ++tick);
    messages.set(sid, messageOf(sid, form, 'queued'));
    return { status: 201, json: messages.get(sid)! };
  }

  function dial({ body }: Asked): Answer {
    const form = body as Readonly<Record<string, string>>;
    if (!E164.test(form['To'] ?? '') || form['To']!.includes('5550000')) return no(400, 21211, `Invalid 'To' Phone Number: ${form['To']}`);
    if (form['From'] !== OWN) return no(400, 21210, 'The source phone number provided is not yet verified for your account');
    if (form['Twiml'] === undefined && form['Url'] === undefined) return no(400, 21205, 'Url parameter is required.');
    if (form['Twiml'] !== undefined && (!/^<Response>.*<\/Response>$/s.test(form['Twiml']) || /&(?!(amp|lt|gt|quot|apos);)/.test(form['Twiml']))) return no(400, 12100, 'Document parse failure');
    const sid = sidOf('CA', ++tick);
    calls.set(sid, callOf(sid, form, 'queued'));
    return { status: 201, json: calls.get(sid)! };
  }

  function change({ params, body }: Asked): Answer {
    const sid = params['sid']!.replace('.json', '');
    const known = calls.get(sid);
    if (known === undefined) return no(404, 20404, `The requested resource /Calls/${sid}.json was not found`);
    const status = (body as Readonly<Record<string, string>>)['Status'];
    if (status !== 'completed' && status !== 'canceled') return no(400, 21218, 'Invalid status');
    calls.set(sid, { ...known, status, duration: '12' });
    return { json: calls.get(sid)! };
  }

  function list({ query, path }: Asked): Answer {
    const size = Number(query['PageSize'] ?? 50);
    const from = Number(query['PageToken']?.replace('PA', '') ?? 0);
    if (size > 1000) return no(400, 20001, 'Page size is too large');
    if (query['To'] !== undefined && query['To'].includes('5550000')) return no(400, 21211, 'Invalid To');
    const all = [...messages.values()].filter(({ to }) => query['To'] === undefined || to === query['To']);
    const next = from + size < all.length ? `${path}?PageSize=${size}&Page=1&PageToken=PA${from + size}` : null;
    return { json: { messages: all.slice(from, from + size), page_size: size, next_page_uri: next } };
  }

  const one = (of: Map<string, JsonObject>) => ({ params }: Asked): Answer => {
    const found = of.get(params['sid']!.replace('.json', ''));
    return found === undefined ? no(404, 20404, 'The requested resource was not found') : { json: found };
  };

  function lookUp({ params }: Asked): Answer {
    const number = params['number']!.replaceAll(/[ ().-]/g, '');
    if (!/^\+?\d{3,}$/.test(number)) return no(404, 20404, 'The requested resource was not found');
    const valid = E164.test(number);
    return { json: { phone_number: number, valid, country_code: valid ? 'US' : null, national_format: valid ? '(415) 555-0199' : null, validation_errors: [] } };
  }

  return startVendor({
    routes: {
      [`GET ${base}.json`]: () => ({ json: { sid: ACCOUNT, status: 'active', friendly_name: 'Acme' } }),
      [`POST ${base}/Messages.json`]: send,
      [`GET ${base}/Messages.json`]: list,
      [`GET ${base}/Messages/:sid`]: one(messages),
      [`POST ${base}/Calls.json`]: dial,
      [`POST ${base}/Calls/:sid`]: change,
      [`GET ${base}/Calls/:sid`]: one(calls),
      'GET /v2/PhoneNumbers/:number': lookUp,
    },
    authorize({ headers, method }) {
      if (headers['authorization'] !== `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')}`) return no(401, 20003, 'Authenticate');
      return method === 'POST' && headers['content-type']?.startsWith('application/x-www-form-urlencoded') !== true ? no(400, 20001, 'Expected a form') : undefined;
    },
    limited: { status: 429, headers: { 'retry-after': '2' }, json: { code: 20429, message: 'Too Many Requests', more_info: 'https://www.twilio.com/docs/errors/20429', status: 429 } },
    expired: no(401, 20003, 'Authenticate'),
    unknown: no(404, 20404, 'The requested resource was not found'),
    config: (url) => ({ base_url: url, lookup_url: url, account_sid: ACCOUNT, from: OWN, callback_url: 'https://hub.example.com/v1/webhooks/inst_1' }),
    secrets: { auth_token: TOKEN },
  });
}
