// What the people of an application do in a browser, at a hub, with receivers that answer well or badly.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Svix, Webhook } from 'svix';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, findBrowser, startBrowser } from '../doubles/browser.ts';
import type { Page } from '../doubles/browser/page.ts';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { type Sink, startSink } from '../doubles/sink.ts';
import { CONFIG } from './event-hub.ts';

let hub: TestHub;
let sink: Sink;
let svix: Svix;
beforeEach(async () => {
  [hub, sink] = [await startTestHub({ store: 'sqlite', config: CONFIG }), await startSink()];
  svix = new Svix(hub.key, { serverUrl: hub.url });
  await svix.application.create({ name: 'Acme', uid: 'acme' });
  for (const name of ['invoice.paid', 'invoice.created']) await svix.eventType.create({ name, description: `About ${name}`, schemas: { 1: { type: 'object', title: `The ${name}` } } });
});
afterEach(async () => {
  await hub.stop();
  await sink.stop();
});

test('the guide’s request makes a link, and its key opens that application and no other door', async () => {
  const [, request = ''] = /```sh\n(curl [\s\S]*?)```/.exec(readFileSync(join(import.meta.dirname, '../../docs/guides/portal.md'), 'utf8')) ?? [];
  const [, path = ''] = /\$PATCHBAY_URL(\S+)"/.exec(request) ?? [];
  const [, body = ''] = /-d '(.*)'/.exec(request) ?? [];
  const answer = await fetch(`${hub.url}${path}`, { method: 'POST', headers: { authorization: `Bearer ${hub.key}`, 'content-type': 'application/json' }, body });
  const { url, token } = (await answer.json()) as { url: string; token: string };
  expect([answer.status, url]).toEqual([200, expect.stringContaining(`${hub.url}/portal#app=app_`)]);
  expect(url).toContain(token);
  const ask = async (at: string): Promise<number> => (await fetch(`${hub.url}${at}`, { headers: { authorization: `Bearer ${token}` } })).status;
  expect([await ask('/api/v1/app/customer-4711'), await ask('/api/v1/app/acme'), await ask('/v1/projects')]).toEqual([200, 404, 403]);
});

if (findBrowser() === undefined) console.warn('NOT EXECUTED, because no browser is installed: the portal as people use it. Put chromium into PATH, or set CHROMIUM to its path.');

describe.each(findBrowser() === undefined ? [] : ['chromium'])('in %s', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => { browser = await startBrowser(); });
  afterEach(() => page.close());
  afterAll(() => browser.stop());

  /** It asked the hub for its own files and for data, and nobody for anything else. */
  const asksOnlyTheHub = (): void => {
    expect(page.complaints).toEqual([]);
    expect(page.requested.filter((url) => !url.startsWith(hub.url) && !url.startsWith('data:'))).toEqual([]);
  };
  const link = async (): Promise<string> => (await svix.authentication.appPortalAccess('acme', {})).url;
  const publish = (n: number, payload: object = { n }): Promise<{ id: string }> => svix.message.create('acme', { eventType: 'invoice.paid', eventId: `e-${n}`, payload });

  test('somebody adds an endpoint, takes its secret, sees what it got, switches it off, and deletes it', async () => {
    page = await browser.open(await link());
    await page.see('Nothing is sent anywhere yet');
    expect(await page.evaluate('location.hash')).toBe('#/endpoints');
    await page.click({ role: 'link', name: 'Add endpoint' });
    await page.fill({ name: 'URL' }, `${sink.url}/hooks`);
    await page.fill({ name: 'Description' }, 'Books');
    await page.click({ role: 'checkbox', name: 'All events, also those that are yet to come' });
    await page.click({ role: 'checkbox', name: 'invoice.paid' });
    await page.click({ role: 'button', name: 'Add' });
    await page.see('Signing secret');
    const [endpoint] = (await svix.endpoint.list('acme')).data;
    expect(endpoint).toMatchObject({ url: `${sink.url}/hooks`, description: 'Books', eventTypes: ['invoice.paid'], disabled: false });
    const { key } = await svix.endpoint.getSecret('acme', endpoint!.id);
    await page.click({ role: 'button', name: 'Show secret' });
    await page.see(key);

    await publish(1, { text: '<img src=x onerror=alert(1)>' });
    const [received] = await sink.until(1, AbortSignal.timeout(10_000));
    expect(() => new Webhook(key).verify(received!.body, received!.headers as Record<string, string>)).not.toThrow();
    await page.click({ role: 'button', name: 'Look again' });
    await page.see('200');
    await page.click({ name: 'Details' });
    await page.see('<img src=x onerror=alert(1)>');

    await page.click({ role: 'button', name: 'Switch off' });
    await page.see('Off');
    expect((await svix.endpoint.get('acme', endpoint!.id)).disabled).toBe(true);
    await page.click({ role: 'button', name: 'Delete' });
    await page.click({ role: 'button', name: 'Cancel' });
    expect((await svix.endpoint.list('acme')).data).toHaveLength(1);
    await page.click({ role: 'button', name: 'Delete' });
    await page.click({ role: 'button', name: 'Delete it' });
    await page.see('Nothing is sent anywhere yet');
    expect((await svix.endpoint.list('acme')).data).toEqual([]);
    asksOnlyTheHub();
  }, 60_000);

  test('somebody finds what failed, and sends it again when the receiver is well', async () => {
    sink.usually({ status: 500, body: 'not today' });
    const { id } = await svix.endpoint.create('acme', { url: `${sink.url}/hooks` });
    const { id: message } = await publish(7);
    await sink.until(1, AbortSignal.timeout(10_000));
    page = await browser.open(await link());
    await page.click({ role: 'link', name: 'Events' });
    await page.click({ role: 'link', name: 'invoice.paid' });
    await page.see('"n": 7');
    await page.see('500');
    sink.usually({ status: 200 });
    await page.click({ role: 'link', name: `${sink.url}/hooks` });
    await page.see('Signing secret');
    await page.click({ name: 'Details' });
    await page.click({ role: 'button', name: 'Send again' });
    await page.see('It is on its way.');
    const received = await sink.until(2, AbortSignal.timeout(10_000));
    expect(received.map(({ headers }) => headers['svix-id'])).toEqual([message, message]);
    expect((await svix.endpoint.get('acme', id)).disabled).toBe(false);
    asksOnlyTheHub();
  }, 60_000);

  test('what is refused is said where it was asked, and the link lasts over a new load and ends with signing out', async () => {
    const given = await link();
    page = await browser.open(given);
    await page.click({ role: 'link', name: 'Add endpoint' });
    await page.fill({ name: 'URL' }, 'https://user:pass@example.com:22/');
    await page.click({ role: 'button', name: 'Add' });
    await page.see(/url: /);
    await page.reload();
    await page.see('Add endpoint');
    await page.click({ role: 'link', name: 'Catalogue' });
    await page.see('About invoice.created');
    expect(await page.unnamed()).toEqual([]);
    await page.click({ role: 'button', name: 'Sign out' });
    await page.see('You are signed out.');
    await page.close();
    page = await browser.open(given);
    await page.see('Your link has run out.');
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
  }, 60_000);

  test('without a link there is nothing to see', async () => {
    page = await browser.open(`${hub.url}/portal`);
    await page.see('This page needs a link');
    expect(page.requested.filter((url) => url.includes('/api/'))).toEqual([]);
    asksOnlyTheHub();
  }, 60_000);
});
