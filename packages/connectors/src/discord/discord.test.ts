import { createHarness, type HarnessOptions } from '@patchbay/sdk/testing';
import { expect, test } from 'vitest';
import { plugin } from './plugin.ts';

const CHANNEL = '1180000000000000001';
const posted = { body: { id: '1180000000000000011', channel_id: CHANNEL } };
const harnessOf = (options: HarnessOptions = {}) => createHarness(plugin, { answer: () => posted, ...options });
const event = (status: string) => ({ id: 'evt_1', type: `deployment.${status}`, subject: 'dep_1', time: '2026-11-20T09:30:00Z', data: { id: 'dep_1', status, release: '1.4.2', environment_slug: 'production', requester: 'Ada', waiting_for: [] } });

test('a text pings nobody unless it is said', async () => {
  const harness = harnessOf();
  await harness.action('send_message', { channel_id: CHANNEL, content: '@everyone', embeds: [], mention: [] });
  await harness.action('send_message', { channel_id: CHANNEL, content: '<@1>', embeds: [], mention: ['users'] });
  expect(harness.requests.map(({ json }) => (json as { allowed_mentions: unknown }).allowed_mentions)).toEqual([{ parse: [] }, { parse: ['users'] }]);
});

test('a message carries a nonce of its call, so that a repetition posts nothing twice', async () => {
  const harness = harnessOf();
  await harness.action('send_message', { channel_id: CHANNEL, content: 'x', embeds: [], mention: [] });
  expect(harness.requests[0]).toMatchObject({ retry: 'always', json: { enforce_nonce: true, nonce: expect.stringMatching(/^.{25}$/) } });
});

test('one message follows a deployment, and is posted anew when somebody deleted it', async () => {
  let gone = false;
  const harness = harnessOf({ config: { status_channel: CHANNEL }, answer: ({ method }) => (gone && method === 'PATCH' ? { status: 404, body: { message: 'Unknown Message', code: 10008 } } : posted) });
  for (const status of ['waiting', 'running', 'succeeded']) await harness.hook('on deployment.*', event(status));
  gone = true;
  await harness.hook('on deployment.*', event('rolled_back'));
  expect(harness.requests.map(({ method }) => method)).toEqual(['POST', 'PATCH', 'PATCH', 'PATCH', 'POST']);
  expect(harness.requests[2]!.json).toMatchObject({ embeds: [{ title: '1.4.2 to production', color: 0x2ecc71, footer: { text: 'succeeded' } }] });
});

test('an event that is heard late takes the message of its deployment not back', async () => {
  const harness = harnessOf({ config: { status_channel: CHANNEL } });
  const at = (status: string, time: string) => harness.hook('on deployment.*', { ...event(status), time });
  await at('waiting', '2026-11-20T09:30:00Z');
  await at('succeeded', '2026-11-20T09:31:00Z');
  await at('running', '2026-11-20T09:30:30Z');
  await at('rolled_back', '2026-11-20T09:32:00Z');
  expect(harness.requests.map(({ json }) => (json as { embeds: { footer: { text: string }; timestamp: string }[] }).embeds[0]).map((embed) => [embed!.footer.text, embed!.timestamp])).toEqual([['waiting', '2026-11-20T09:30:00.000Z'], ['succeeded', '2026-11-20T09:31:00.000Z'], ['cancelled', '2026-11-20T09:32:00.000Z']]);
});

test('without a status channel, deployments are nobody’s business', async () => {
  const harness = harnessOf();
  await harness.hook('on deployment.*', event('running'));
  expect(harness.requests).toEqual([]);
});

test('options of a command are told by name, within their groups', async () => {
  const [told] = await harnessOf().toEvents('interactions', { body: { type: 2, token: 'secret', data: { name: 'env', options: [{ name: 'lock', type: 1, options: [{ name: 'name', type: 3, value: 'production' }] }] } } });
  expect(told).toMatchObject({ data: { options: { lock: { name: 'production' } } } });
  expect(JSON.stringify(told)).not.toContain('secret');
});

test('a second thread below the same message is a conflict', async () => {
  const harness = harnessOf({ answer: () => ({ status: 400, body: { code: 160004, message: 'A thread has already been created for this message' } }) });
  await expect(harness.action('create_thread', { channel_id: CHANNEL, message_id: CHANNEL, name: 'x', archive_after: '1d' })).rejects.toMatchObject({ code: 'conflict' });
});
