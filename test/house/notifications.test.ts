// Notifications: an event matches a rule, and everybody whom the rule names gets a message, as often as the rule says, through whatever happens.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hub, startHub } from '@patchbay/hub';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestHub, type TestHub, type TestHubOptions } from '../doubles/hub.ts';
import { findPostgres, startPostgres } from '../doubles/postgres.ts';
import { type Call, caller, CONFIG, eventually } from './event-hub.ts';
import { everybody, install, messagesAt, recipients, startVendors, stopVendors, type VendorName, type Vendors } from './notify-hub.ts';

interface Listed<T> { readonly items: readonly T[] }
interface Notification { readonly id: string; readonly channel: string; readonly status: string; readonly reason?: string; readonly failure?: string; readonly attempts: number; readonly events: number; readonly suppressed: number; readonly changed?: boolean; readonly message?: Record<string, string>; readonly action?: string }

let vendors: Vendors | undefined;
let hub: TestHub | undefined;
let call: Call;
let offset = 0;
beforeEach(() => { offset = 0; });
afterEach(async () => {
  await hub?.stop();
  await stopVendors(vendors);
  hub = vendors = undefined;
});

async function open(options: Partial<TestHubOptions> = {}): Promise<void> {
  vendors = await startVendors();
  hub = await startTestHub({ store: 'sqlite', config: { ...CONFIG, deliveries: { egressAllow: ['127.0.0.0/8'] } }, ports: { now: () => Date.now() + offset }, ...options });
  call = await install(hub.url, hub.key, vendors);
}

const TEMPLATE = { name: 'failed', title: '{{ subject }} could not be deployed', text: '**{{ data.actor }}** deployed {{ data.version | default: "something" }}.', facts: [{ name: 'Version', value: '{{ data.version }}' }], link: { label: 'Open', url: '{{ data.url }}' } };
const template = (fields: object = {}) => call<{ id: string; code?: string; issues?: { path: string; message: string }[] }>('POST', 'templates', { ...TEMPLATE, ...fields });
async function declare(fields: object = {}): Promise<{ id: string; status_code: number; issues?: unknown[]; needs?: unknown }> {
  const { id } = await template();
  return call('POST', 'rules', { name: 'tell', event_types: ['deploy.failed'], kind: 'notify', template: id, notify: everybody, ...fields });
}
const publish = (data: object = {}, subject = 'shop') => call<{ id: string }>('POST', 'tools/event_publish', { type: 'deploy.failed', subject, data: { severity: 'high', actor: 'Ada <ada>', version: '1.4.2', url: 'https://ci.example.com/7', ...data } });
const notifications = async (query = ''): Promise<readonly Notification[]> => (await call<Listed<Notification>>('GET', `notifications?limit=100${query}`)).items;
const settled = (count: number, status = 'sent') => eventually(() => notifications(`&status=${status}`), (found) => found.length >= count);
const at = (name: VendorName) => messagesAt(vendors!, name).map(({ body }) => body as Record<string, unknown>);
const events = async (type: string) => (await call<Listed<{ data: Record<string, unknown> }>>('GET', `events?type=${type}&limit=100`)).items;
/** Long enough for work that is there to be done. */
const quiet = () => new Promise((resolve) => { setTimeout(resolve, 900); });

test.each(['sqlite', 'postgres'] as const)('one event becomes a message in each of five channels, as each of them takes it, on %s', async (store) => {
  await open({ store });
  const rule = await declare();
  const event = await publish();
  const sent = await settled(5);
  expect(sent.map(({ channel, status, attempts }) => [channel, status, attempts]).toSorted()).toEqual([['discord', 'sent', 1], ['email', 'sent', 1], ['slack', 'sent', 1], ['sms', 'sent', 1], ['teams', 'sent', 1]]);
  expect(sent.find(({ channel }) => channel === 'slack')).toMatchObject({ rule: rule.id, event: event.id, events: 1, suppressed: 0, severity: 'high', action: 'slack_send_message', recipient: recipients.slack, message: { channel: recipients.slack } });
  expect(JSON.stringify(at('slack'))).toContain('*Ada &lt;ada&gt;* deployed 1.4.2.');
  expect(at('teams')[0]).toMatchObject({ attachments: [{ content: { type: 'AdaptiveCard' } }] });
  expect(at('discord')[0]).toMatchObject({ embeds: [{ title: 'shop could not be deployed', color: 0xe67e22 }], allowed_mentions: { parse: [] } });
  expect(String((at('email')[0] as { raw: string }).raw)).toContain('Subject: shop could not be deployed');
  expect(at('twilio')[0]).toMatchObject({ To: recipients.sms, Body: expect.stringMatching(/^shop could not be deployed\nAda <ada> deployed 1\.4\.2\./) as string });
  expect((await call<Listed<{ outcome: string; action: string }>>('GET', `rule_runs?rule=${rule.id}`)).items).toMatchObject([{ action: 'notify', outcome: 'done' }]);
}, 60_000);

test('a template that can’t be read is refused with field, line and column, and shown before anybody gets it', async () => {
  await open();
  expect(await template({ text: 'fine\n{{ env.HOME }}' })).toMatchObject({ status_code: 422, code: 'input.invalid', issues: [{ path: 'text', message: expect.stringMatching(/^line 2, column 1: env leads nowhere/) as string }] });
  const made = await template();
  expect(await call('PATCH', `templates/${made.id}`, { title: '{% if %}' })).toMatchObject({ status_code: 422, issues: [{ path: 'title' }] });
  const event = await publish({ severity: 'fatal' });
  const preview = await call<{ severity: string; messages: { channel: string; message: Record<string, unknown> }[]; missing: string[] }>('POST', 'tools/template_preview', { template: made.id, event: event.id });
  expect(preview).toMatchObject({ severity: 'critical', missing: [] });
  expect(preview.messages.map(({ channel }) => channel)).toEqual(['slack', 'teams', 'discord', 'email', 'sms']);
  expect(preview.messages[3]!.message).toMatchObject({ subject: 'shop could not be deployed', importance: 'high' });
  const draft = await call<{ messages: { message: { body?: string } }[]; missing: string[] }>('POST', 'tools/template_preview', { draft: { title: 'Hi {{ data.who }} {{ data.nobody }}' }, sample: { data: { who: 'Ada' } }, channels: ['sms'] });
  expect(draft).toMatchObject({ messages: [{ message: { body: 'Hi Ada', encoding: 'gsm7', segments: 1 } }], missing: ['data.nobody'] });
  expect(await call('POST', 'tools/template_preview', { draft: { title: '{% for a in data.l %}{% for b in data.l %}{% for c in data.l %}{% endfor %}{% endfor %}{% endfor %}' }, sample: { data: { l: Array.from({ length: 100 }, (_, n) => n) } } })).toMatchObject({ status_code: 422, code: 'template.too_costly', limit: 'steps' });
  const little = await call<{ key: string }>('POST', 'api_keys', { name: 'little', scopes: ['template:read'] });
  const answer = await fetch(`${hub!.url}/v1/tools/template_preview`, { method: 'POST', headers: { authorization: `Bearer ${little.key}`, 'content-type': 'application/json' }, body: JSON.stringify({ template: made.id, event: event.id }) });
  expect([answer.status, await answer.json()]).toMatchObject([403, { needs: 'event:read' }]);
  expect(await notifications()).toEqual([]);
}, 60_000);

test('only what is grave enough is told, in the words of any system', async () => {
  await open();
  await declare({ severity: { at_least: 'high', path: 'data.level' }, notify: [everybody[0]] });
  for (const level of ['info', 'warning', undefined, 'P2', 'fatal']) await publish({ level });
  await settled(2);
  await quiet();
  expect(await notifications()).toHaveLength(2);
}, 60_000);

test('what comes too often is held back, counted and told', async () => {
  await open();
  const rule = await declare({ throttle: { at_most: 2, within: 60 }, group_by: ['subject'], notify: [everybody[0]] });
  for (let n = 0; n < 6; n++) await publish();
  await publish({}, 'blog');
  await settled(3);
  await quiet();
  expect(await notifications()).toHaveLength(3);
  offset += 61_000;
  const [told] = await eventually(() => events('rule.throttled'), (found) => found.length > 0);
  expect(told!.data).toMatchObject({ id: rule.id, name: 'tell', group: ['shop'], suppressed: 4 });
  await publish();
  const all = await settled(4);
  expect(all.map(({ suppressed }) => suppressed).toSorted()).toEqual([0, 0, 0, 4]);
  expect(JSON.stringify(at('slack').at(-1))).toContain('4 held back before');
  await quiet();
  expect(await events('rule.throttled')).toHaveLength(1);
}, 60_000);

test('events of a group become one message after a wait, and one more about what came since', async () => {
  await open();
  await declare({ grouping: { wait: 1, interval: 60 }, group_by: ['data.cluster'], notify: [everybody[0], everybody[3]] });
  for (let n = 0; n < 5; n++) await publish({ cluster: 'eu' }, `shop-${n}`);
  await publish({ cluster: 'us' }, 'blog');
  const first = await settled(4);
  expect(first.map(({ channel, events: count }) => [channel, count]).toSorted()).toEqual([['email', 1], ['email', 5], ['slack', 1], ['slack', 5]]);
  expect(at('slack').map((body) => String(body['text'])).toSorted()).toEqual([expect.stringContaining('blog could not'), expect.stringMatching(/^shop-4 could not be deployed \(\+4\)[^]*- shop-3 could not be deployed/)]);
  await publish({ cluster: 'eu' }, 'shop-5');
  await publish({ cluster: 'eu' }, 'shop-6');
  await quiet();
  expect(await notifications()).toHaveLength(4);
  offset += 61_000;
  const then = await settled(6);
  expect(then.map(({ events: count }) => count).toSorted()).toEqual([1, 1, 2, 2, 5, 5]);
}, 60_000);

test('a rule that was switched off while it gathered begins anew', async () => {
  await open();
  const { id } = await declare({ grouping: { wait: 30 }, notify: [everybody[0]] });
  await publish({}, 'shop-0');
  await quiet();
  await call('PATCH', `rules/${id}`, { enabled: false });
  offset += 31_000;
  await quiet();
  await call('PATCH', `rules/${id}`, { enabled: true });
  await publish({}, 'shop-1');
  await quiet();
  offset += 31_000;
  expect(await settled(1)).toMatchObject([{ events: 1 }]);
  expect(String(at('slack')[0]!['text'])).toContain('shop-1');
}, 60_000);

test('one message is changed as the group grows, where the channel can, until the group is over', async () => {
  await open();
  await declare({ grouping: { wait: 0, interval: 30, quiet: 120, follow_up: 'update' }, notify: [everybody[0], everybody[2], everybody[3], everybody[4]] });
  await publish({}, 'shop-0');
  await settled(4);
  await publish({}, 'shop-1');
  await publish({}, 'shop-2');
  await quiet();
  offset += 31_000;
  const all = await settled(8);
  const [slack] = all.filter(({ channel, changed }) => channel === 'slack' && changed === true);
  expect(slack).toMatchObject({ events: 3, action: 'slack_update_message', message: all.find(({ channel, changed }) => channel === 'slack' && changed === undefined)!.message });
  expect(all.filter(({ changed }) => changed === true).map(({ channel }) => channel).toSorted()).toEqual(['discord', 'slack']);
  const mails = at('email').map(({ raw }) => String(raw));
  const [, id] = /Message-ID: (<[^>]+>)/i.exec(mails[0]!)!;
  expect(mails[1]).toContain(`In-Reply-To: ${id!}`);
  expect(at('twilio')).toHaveLength(2);
  await fetch(`${vendors!.slack.url}/api/chat.delete`, { method: 'POST', headers: { authorization: `Bearer ${vendors!.slack.secrets['bot_token']!}`, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(slack!.message) });
  await publish({}, 'shop-2b');
  await quiet();
  offset += 31_000;
  const replaced = (await settled(12)).filter(({ channel, attempts }) => channel === 'slack' && attempts === 2);
  expect(replaced).toMatchObject([{ events: 4, action: 'slack_send_message' }]);
  offset += 200_000;
  await publish({}, 'shop-3');
  const more = await settled(16);
  expect(more.filter(({ changed }) => changed === true)).toHaveLength(3);
}, 60_000);

test('where a message may not be changed any more, the next one is sent in its place and changed from then on', async () => {
  await open();
  await declare({ grouping: { wait: 0, interval: 30, quiet: 120, follow_up: 'update' }, notify: [everybody[0]] });
  await publish({}, 'shop #edited-by-nobody');
  await settled(1);
  for (const subject of ['shop-1', 'shop-2']) {
    await publish({}, subject);
    await quiet();
    offset += 31_000;
    await settled(subject === 'shop-1' ? 2 : 3);
  }
  const [last, second, first] = await notifications('&channel=slack');
  expect([first, second, last].map((each) => [each!.action, each!.status, each!.events, each!.attempts])).toEqual([['slack_send_message', 'sent', 1, 1], ['slack_send_message', 'sent', 2, 2], ['slack_update_message', 'sent', 3, 1]]);
  expect(last!.message).toEqual(second!.message);
}, 60_000);

test('a channel that can’t now is tried again, one that refuses is told about, and the others don’t wait for either', async () => {
  await open();
  const rule = await declare({ notify: [{ channel: 'slack', recipients: ['C0NOSUCHONE'] }, everybody[2], { channel: 'email', installation: 'nowhere', recipients: [recipients.email] }, everybody[4]] });
  vendors!.twilio.next('silent');
  await publish();
  await settled(1);
  const failed = await settled(1, 'failed');
  expect(failed).toMatchObject([{ channel: 'slack', reason: 'refused', failure: 'upstream.not_found' }]);
  expect(await eventually(() => notifications('&channel=email'), ([found]) => found!.attempts > 0)).toMatchObject([{ status: 'waiting', failure: 'action.not_found' }]);
  expect((await eventually(() => events('notification.failed'), (found) => found.length >= 1)).map(({ data }) => data)).toContainEqual(expect.objectContaining({ rule: rule.id, channel: 'slack', recipient: 'C0NOSUCHONE', reason: 'refused' }));
  const [sms] = await eventually(() => notifications('&channel=sms'), ([found]) => found!.attempts > 0);
  expect(sms).toMatchObject({ status: 'waiting', attempts: 1, failure: 'upstream.unavailable', next_at: expect.any(String) as string });
  vendors!.twilio.next(undefined);
  offset += 60_000;
  await settled(2);
  expect(at('twilio')).toHaveLength(1);
  const slack = failed.find(({ channel }) => channel === 'slack')!;
  expect(await call('POST', 'tools/notification_redrive', { ids: [slack.id, 'ntf_unknown'] })).toMatchObject({ redriven: 1, more: false });
  expect(await eventually(() => notifications('&channel=slack'), ([found]) => found!.attempts === 2)).toMatchObject([{ status: 'failed', reason: 'refused' }]);
}, 60_000);

test('a rule may send what whoever declared it may send, and no more', async () => {
  await open();
  const little = await call<{ key: string }>('POST', 'api_keys', { name: 'little', scopes: ['rule:*', 'event:*', 'template:*', 'call:slack'] });
  const { id } = await template();
  const as = async (notify: object[], more: object = {}) => {
    const answer = await fetch(`${hub!.url}/v1/rules`, { method: 'POST', headers: { authorization: `Bearer ${little.key}`, 'content-type': 'application/json' }, body: JSON.stringify({ name: 'little', event_types: ['deploy.failed'], kind: 'notify', template: id, notify, ...more }) });
    return { ...((await answer.json()) as object), status_code: answer.status };
  };
  expect(await as(everybody)).toMatchObject({ status_code: 403, needs: 'call:teams' });
  expect(await as([everybody[0]!], { scopes: ['event:read'] })).toMatchObject({ status_code: 422, issues: [{ path: 'scopes', message: 'the messages need call:slack' }] });
  expect(await as([everybody[0]!], { scopes: ['call:slack'] })).toMatchObject({ status_code: 201 });
  await publish();
  await settled(1);
}, 60_000);

test.each(findPostgres() === undefined ? [] : ['PostgreSQL'])('what one hub on %s left behind, another hub sends', async () => {
  vendors = await startVendors();
  const database = await startPostgres();
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-notify-'));
  const start = (): Promise<Hub> => startHub({ listen: { host: '127.0.0.1', port: 0, drainMs: 100 }, keeping: { dataDir, databaseUrl: database.url }, observe: { level: 'silent' }, deliveries: { egressAllow: ['127.0.0.0/8'] }, limits: { actionTimeoutMs: 60_000 } }, { now: () => Date.now() + offset });
  const one = await start();
  call = await install(one.url, one.firstKey!, vendors);
  await declare({ notify: [everybody[0], everybody[4]], grouping: { wait: 5 } });
  await publish();
  await quiet();
  await one.stop();
  expect(messagesAt(vendors, 'slack')).toEqual([]);
  const others = [await start(), await start()];
  call = caller(others[0]!.url, one.firstKey!);
  offset += 6000;
  expect(await settled(2)).toHaveLength(2);
  await quiet();
  expect([messagesAt(vendors, 'slack').length, messagesAt(vendors, 'twilio').length]).toEqual([1, 1]);
  await Promise.all(others.map((each) => each.stop()));
  await database.stop();
  await rm(dataDir, { recursive: true, force: true });
}, 60_000);
