import { createHarness } from '@patchbay/sdk/testing';
import { expect, test } from 'vitest';
import { plugin } from './plugin.ts';

const ok = { body: { ok: true, channel: 'C1', ts: '1.1' } };

test('a plain text can neither link nor mention', async () => {
  const harness = createHarness(plugin, { answer: () => ok });
  await harness.action('send_message', { channel: 'C1', text: '<!channel> a & b', format: 'plain' });
  expect(harness.requests[0]!.form).toMatchObject({ text: '&lt;!channel&gt; a &amp; b', mrkdwn: false, parse: 'none' });
});

test('a plain text looks like nothing else, also where Slack takes no word about that: in what is changed, scheduled or shown to one person', async () => {
  const harness = createHarness(plugin, { answer: () => ({ body: { ...ok.body, post_at: 1_893_488_400 } }) });
  const long = { channel: 'C1', text: `*x* @here ${'失'.repeat(2989)}😀 end`, format: 'plain' };
  await harness.action('update_message', { ...long, ts: '1.1' });
  await harness.action('send_ephemeral', { ...long, user: 'U1' });
  await harness.action('schedule_message', { ...long, post_at: '2030-01-01T09:00:00Z' });
  for (const { form } of harness.requests) {
    const blocks = JSON.parse(String(form!['blocks'])) as { text: { type: string; text: string } }[];
    expect(blocks.map(({ text }) => [text.type, text.text.length <= 3000, text.text.isWellFormed()])).toEqual([['plain_text', true, true], ['plain_text', true, true]]);
    expect([blocks.map(({ text }) => text.text).join(''), form!['parse']]).toEqual([long.text, 'none']);
    expect(form).not.toHaveProperty('mrkdwn');
  }
  await harness.action('update_message', { channel: 'C1', ts: '1.1', text: '*x*' });
  expect(harness.requests.at(-1)!.form).toMatchObject({ blocks: '[]', parse: 'none' });
});

test('what is nested goes as JSON in a form, beside a text', async () => {
  const harness = createHarness(plugin, { answer: () => ok });
  await harness.action('send_message', { channel: 'C1', text: 'Deployed', blocks: [{ type: 'divider' }] });
  expect(harness.requests[0]!.form).toMatchObject({ text: 'Deployed', blocks: '[{"type":"divider"}]' });
});

test('a refusal that comes with 200 says which scope is missing', async () => {
  const harness = createHarness(plugin, { answer: () => ({ body: { ok: false, error: 'missing_scope', needed: 'chat:write' } }) });
  await expect(harness.action('send_message', { channel: 'C1', text: 'x' })).rejects.toMatchObject({ code: 'permission', details: { needs: 'chat:write', vendor_code: 'missing_scope' } });
});

test('a file is announced with the length of its bytes, in text and in base64', async () => {
  const harness = createHarness(plugin, { answer: ({ url }) => ({ body: url.startsWith('/files.get') ? { ok: true, upload_url: 'https://files.slack.com/u', file_id: 'F1' } : { ok: true, files: [{ id: 'F1', title: 't' }] } }) });
  await harness.action('upload_file', { channel: 'C1', filename: 'a.txt', content: 'ü€🟢\uD800' });
  await harness.action('upload_file', { channel: 'C1', filename: 'a.bin', content_base64: 'AAECAw==' });
  expect(harness.requests.filter(({ url }) => url.startsWith('/files.get')).map(({ form }) => form!['length'])).toEqual([12, 4]);
  await expect(harness.action('upload_file', { channel: 'C1', filename: 'a.txt' })).rejects.toMatchObject({ code: 'invalid', details: { field: 'content' } });
});

test('health names the scope that the token lacks', async () => {
  const told = (scopes: string) => createHarness(plugin, { answer: () => ({ headers: { 'x-oauth-scopes': scopes }, body: { ok: true } }) }).health();
  expect(await told('chat:write,users:read')).toEqual({ state: 'ok', scopes: ['chat:write', 'users:read'] });
  expect(await told('users:read')).toMatchObject({ state: 'degraded' });
});

const button = (user: string) => ({ body: { type: 'block_actions', user: { id: user, username: 'ada' }, response_url: 'https://hooks.slack.com/actions/1', actions: [{ action_id: 'patchbay_approve', value: 'apr_1' }] } });
const hub = (requester: string) => createHarness(plugin, { config: { approvers: { U1: 'usr_ada' } }, answer: () => ({ body: 'ok' }), call: (action) => (action === 'approval_get' ? { id: 'apr_1', action: 'project_delete', summary: 'Delete <shop>', requester } : {}) });

test('a button decides an approval in the name of who pressed it, and the message loses its buttons', async () => {
  const harness = hub('usr_bob');
  await harness.respond('events', button('U1'));
  expect(harness.calls.at(-1)).toMatchObject({ action: 'approval_approve', input: { id: 'apr_1', comment: 'ada (U1) in Slack, who is usr_ada' } });
  expect(harness.requests[0]).toMatchObject({ url: 'https://hooks.slack.com/actions/1', auth: false, json: { replace_original: true, text: '*project_delete* was approved by <@U1>\nDelete &lt;shop&gt;' } });
});

test('who asked, and who is no approver, decides nothing', async () => {
  const own = hub('usr_ada');
  await own.respond('events', button('U1'));
  const stranger = hub('usr_bob');
  await stranger.respond('events', button('U2'));
  const reserved = hub('usr_bob');
  await reserved.respond('events', button('constructor'));
  for (const { calls, requests } of [own, stranger, reserved]) {
    expect(calls.map(({ action }) => action)).not.toContain('approval_approve');
    expect(requests[0]).toMatchObject({ json: { replace_original: false, response_type: 'ephemeral' } });
  }
});

test('what was decided elsewhere loses its buttons, once', async () => {
  const harness = createHarness(plugin, { config: { approvals_channel: 'C1' }, answer: () => ok });
  const event = (type: string) => ({ id: 'evt_1', type, subject: 'apr_1', time: '2026-11-20T09:30:00Z', data: { action: 'project_delete', summary: 'Delete shop', requester: 'Ada', decided_by: 'usr_bob' } });
  await harness.hook('onApprovalRequested', event('approval.requested'));
  await harness.hook('onApprovalRequested', event('approval.requested'));
  await harness.hook('on approval.rejected', event('approval.rejected'));
  await harness.hook('on approval.rejected', event('approval.rejected'));
  expect(harness.requests.map(({ url }) => url)).toEqual(['/chat.postMessage', '/chat.update']);
  expect(harness.requests[1]!.form).toMatchObject({ channel: 'C1', ts: '1.1', blocks: '[]' });
});

test('messages of a busy channel are read to the end of the window, and no further than they are asked for where all of them are meant', async () => {
  const pages = [['the build is green', 'lunch?'], ['shop is slow'], ['shop is down']];
  const harness = createHarness(plugin, {
    answer({ url, query = {} }) {
      if (url === '/conversations.list') return { body: { ok: true, channels: [{ id: 'C0SHOP00', name: 'shop-alerts' }] } };
      const page = Number(query['cursor'] ?? 0);
      return { body: { ok: true, messages: pages[page]!.map((text, n) => ({ ts: `1899999000.00${page}${n}`, text, user: 'U1' })), has_more: page < 2, response_metadata: { next_cursor: page < 2 ? String(page + 1) : '' } } };
    },
  });
  expect((await harness.context('threads', { service: 'shop', query: { channels: ['C0OTHER0'] } })).map(({ title }) => title)).toEqual(['shop is slow', 'shop is down']);
  const before = harness.requests.length;
  expect(await harness.context('threads', { service: 'shop', limit: 2 })).toHaveLength(3);
  expect(harness.requests.slice(before).map(({ url }) => url)).toEqual(['/conversations.list', '/conversations.history', '/conversations.history']);
});
