import { createHarness, type HarnessOptions } from '@patchbay/sdk/testing';
import { expect, test } from 'vitest';
import { plugin } from './plugin.ts';

const ADA = '+14155550199';
const account = { account_sid: 'AC00000000000000000000000000000000' };
const harnessOf = ({ config, ...options }: HarnessOptions = {}) => createHarness(plugin, { config: { ...account, from: '+14155550100', ...config }, answer: () => ({ status: 201, body: { sid: 'SM1', status: 'queued' } }), ...options });
const spoken = { to: ADA, language: 'en-US', repeat: 1, ask_for_key: false, ring_seconds: 30 };

test('what is said is written as XML takes it', async () => {
  const harness = harnessOf();
  await harness.action('call', { ...spoken, message: '<Dial>&\u0000"\u001f' });
  expect(harness.requests[0]!.form!['Twiml']).toBe('<Response><Say language="en-US">&lt;Dial&gt;&amp;&quot;</Say></Response>');
});

test('a call says it again, and asks for a key where one can be told', async () => {
  const harness = harnessOf({ config: { callback_url: 'https://hub.example.com/v1/webhooks/i?a=1&b=2' } });
  await harness.action('call', { ...spoken, message: 'Fire', repeat: 2, voice: 'Polly.Joanna', ask_for_key: true });
  const say = '<Say language="en-US" voice="Polly.Joanna">Fire</Say>';
  expect(harness.requests[0]!.form!['Twiml']).toBe(`<Response><Gather numDigits="1" timeout="10" method="POST" action="https://hub.example.com/v1/webhooks/i?a=1&amp;b=2">${say}<Pause length="1"/>${say}</Gather></Response>`);
  await expect(harnessOf().action('call', { ...spoken, message: 'Fire', ask_for_key: true })).rejects.toMatchObject({ code: 'invalid', details: { field: 'ask_for_key' } });
});

test('a call that would be too long is refused before it is made', async () => {
  const harness = harnessOf();
  await expect(harness.action('call', { ...spoken, message: 'x'.repeat(1500), repeat: 5 })).rejects.toMatchObject({ code: 'invalid', details: { field: 'message' } });
  expect(harness.requests).toEqual([]);
});

test('a messaging service chooses the number, unless one is given', async () => {
  const harness = harnessOf({ config: { messaging_service_sid: 'MG00000000000000000000000000000000' } });
  await harness.action('send_sms', { to: ADA, body: 'x', media_urls: [] });
  await harness.action('send_sms', { to: ADA, body: 'x', media_urls: [], from: '+14155550101' });
  expect(harness.requests.map(({ form }) => [form!['MessagingServiceSid'], form!['From']])).toEqual([['MG00000000000000000000000000000000', undefined], [undefined, '+14155550101']]);
  await expect(createHarness(plugin, { config: account }).action('send_sms', { to: ADA, body: 'x', media_urls: [] })).rejects.toMatchObject({ code: 'invalid', details: { field: 'from' } });
});

test('pictures are repeated fields, and the status is told to the callback', async () => {
  const harness = harnessOf({ config: { callback_url: 'https://hub.example.com/cb' } });
  const media_urls = ['https://example.com/a.png', 'https://example.com/b.png'];
  await harness.action('send_sms', { to: ADA, body: 'x', media_urls });
  expect(harness.requests[0]!.form).toMatchObject({ MediaUrl: media_urls, StatusCallback: 'https://hub.example.com/cb' });
});

test('WhatsApp is named on both ends', async () => {
  const harness = harnessOf();
  await harness.action('send_whatsapp', { to: ADA, body: 'x', variables: {} });
  expect(harness.requests[0]!.form).toMatchObject({ To: `whatsapp:${ADA}`, From: 'whatsapp:+14155550100', Body: 'x' });
  await expect(harness.action('send_whatsapp', { to: ADA, variables: {} })).rejects.toMatchObject({ code: 'invalid' });
});

test('a status that is told twice is one event', async () => {
  const told = await harnessOf().toEvents('callbacks', { body: { MessageSid: 'SM1', MessageStatus: 'undelivered', ErrorCode: '30003' } });
  expect(told).toEqual([{ type: 'twilio.message.undelivered', subject: 'SM1', dedupe: 'SM1/undelivered', data: { sid: 'SM1', from: '', to: '', status: 'undelivered', error_code: '30003' } }]);
});

test('an account that is suspended is down', async () => {
  expect(await harnessOf({ answer: () => ({ body: { status: 'suspended' } }) }).health()).toEqual({ state: 'down', reason: 'The account is suspended' });
});
