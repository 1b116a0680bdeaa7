import { createHarness, type HarnessOptions } from '@patchbay/sdk/testing';
import { expect, test } from 'vitest';
import { plugin } from './plugin.ts';

const harnessOf = (options: HarnessOptions = {}) => createHarness(plugin, { answer: () => ({ status: 201, body: { id: '1' } }), ...options });
const place = { team_id: 'fbe2bf47-16c8-47cf-b4a5-4b9b187c508b', channel_id: '19:a@thread.tacv2' };
const cardWith = (...body: readonly object[]) => ({ type: 'AdaptiveCard', version: '1.5', body });

test.each([
  ['an element that Teams would drop', cardWith({ type: 'Textblock', text: 'x' }), 'body.0 has the unknown type Textblock'],
  ['one within a column', cardWith({ type: 'ColumnSet', columns: [{ type: 'Column', items: [{ type: 'Blink' }] }] }), 'body.0.columns.0.items.0 has the unknown type Blink'],
  ['an action that Teams would drop', { ...cardWith(), actions: [{ type: 'Action.Launch' }] }, 'actions.0 has the unknown type Action.Launch'],
  ['what is no card', { type: 'message' }, 'expected type AdaptiveCard'],
  ['a card that is too large', cardWith({ type: 'TextBlock', text: 'x'.repeat(28_000) }), 'at most 28000'],
  ['a card of few letters that are many bytes', cardWith({ type: 'TextBlock', text: '失敗'.repeat(5000) }), 'it has 30'],
])('refuses %s, and sends nothing', async (_, card, said) => {
  const harness = harnessOf();
  await expect(harness.action('send_webhook_card', { card })).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining(said) });
  await expect(harness.action('send_card', { ...place, card })).rejects.toMatchObject({ code: 'invalid' });
  expect(harness.requests).toEqual([]);
});

test('a card in a channel goes as text, with a mark in the body', async () => {
  const harness = harnessOf();
  const card = cardWith({ type: 'TextBlock', text: 'x' });
  await harness.action('send_card', { ...place, card });
  expect(harness.requests[0]).toMatchObject({ url: `/teams/${place.team_id}/channels/19%3Aa%40thread.tacv2/messages`, json: { body: { content: '<attachment id="card"></attachment>' }, attachments: [{ id: 'card', content: JSON.stringify(card) }] } });
});

test('it speaks as a person where there is one, else as the app', async () => {
  const person = harnessOf();
  const app = harnessOf({ secrets: ['client_secret'] });
  for (const harness of [person, app]) await harness.action('create_channel', { team_id: place.team_id, name: 'x' });
  expect([person.requests[0]!.auth, app.requests[0]!.auth]).toEqual(['person', 'app']);
});

test('the next page is followed as it is', async () => {
  const next = 'https://graph.microsoft.com/v1.0/teams/x/channels?$skiptoken=2';
  const harness = harnessOf({ answer: ({ url }) => ({ body: url === next ? { value: [{ id: 'b' }] } : { value: [{ id: 'a' }], '@odata.nextLink': next } }) });
  expect(await harness.query('list_channels', { team_id: place.team_id, limit: 200 })).toMatchObject({ items: [{ id: 'a' }, { id: 'b' }] });
});

test('what was said is told without the mention and its markup', async () => {
  const [told] = await harnessOf().toEvents('messages', { body: { type: 'message', text: '<p><at>Patchbay</at>&nbsp;deploy <b>a &lt; b &amp;amp; c</b></p>\n', channelData: {} } });
  expect(told).toMatchObject({ data: { text: 'deploy a < b &amp; c' } });
});
