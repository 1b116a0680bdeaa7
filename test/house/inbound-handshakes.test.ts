// Senders that introduce themselves before they send.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { administrator, github, hmac, next, SECRET, send, type Sending } from './inbound.ts';

let hub: TestHub;
const { call, declare, eventsOf, look, refusedBy, update } = administrator(() => hub);

beforeAll(async () => { hub = await startTestHub({ store: 'sqlite' }); }, 60_000);
afterAll(() => hub.stop());

describe('senders that introduce themselves', () => {
  test('Slack gets its challenge back, if it signed it', async () => {
    const source = await declare({ scheme: 'slack' });
    expect(source.handshake).toBe('pending');
    const body = JSON.stringify({ type: 'url_verification', challenge: '3eZbrw1a', token: 'x' });
    const at = Math.floor(Date.now() / 1000);
    const signed = (secret: string): Sending => ({ body, headers: { 'content-type': 'application/json', 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${hmac(`v0:${at}:${body}`, secret)}` } });
    expect((await send(source.url, signed('another'))).status).toBe(401);
    expect(await send(source.url, signed(SECRET))).toMatchObject({ status: 200, text: '3eZbrw1a' });
    expect((await look(source)).handshake).toBe('done');
    expect(await eventsOf(source)).toEqual([]);
  });

  test('Okta gets its challenge back as JSON', async () => {
    const source = await declare({ scheme: 'okta' });
    expect(await send(source.url, { method: 'GET', headers: { 'x-okta-verification-challenge': 'abc', authorization: SECRET } })).toMatchObject({ status: 200, text: '{"verification":"abc"}', type: 'application/json; charset=utf-8' });
    expect((await look(source)).handshake).toBe('done');
  });

  test('GitHub may ping, which is no event', async () => {
    const source = await declare();
    expect(await send(source.url, github('{"zen":"Keep it logically awesome."}', { event: 'ping' }))).toMatchObject({ status: 200 });
    expect(await eventsOf(source)).toEqual([]);
  });

  test('Notion brings its secret once; an administrator sees it until a request is signed with it', async () => {
    const source = await declare({ scheme: 'notion', secret: undefined });
    const token = 'secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl';
    const tokenOf = () => call<{ token: string }>('POST', 'tools/source_token', { id: source.id });
    const signed = (secret: string): Sending => {
      const body = `{"id":"n-${next()}","type":"page.created"}`;
      return { body, headers: { 'x-notion-signature': `sha256=${hmac(body, secret)}` } };
    };
    expect(source.handshake).toBe('pending');
    expect((await send(source.url, signed(token))).status).toBe(401);
    expect(await tokenOf()).toMatchObject({ status_code: 409, code: 'source.no_token' });
    const brought = await Promise.all([token, token, 'secret_of_somebody_else_entirely'].map((each) => send(source.url, { body: JSON.stringify({ verification_token: each }), headers: { 'content-type': 'application/json' } })));
    expect(brought.map(({ status }) => status).toSorted()).toEqual([200, 401, 401]);
    const kept = (await tokenOf()).token;
    expect((await look(source)).handshake).toBe('unconfirmed');
    expect((await send(source.url, { body: '{"verification_token":"again"}' })).status).toBe(401);
    expect((await send(source.url, signed(kept))).status).toBe(200);
    expect((await look(source)).handshake).toBe('done');
    expect(await tokenOf()).toMatchObject({ status_code: 409, code: 'source.no_token' });
    expect((await send(source.url, { body: '{"id":"x","type":"page.created"}' })).status).toBe(401);
    expect((await eventsOf(source)).map(({ type }) => type)).toEqual([expect.stringMatching(/page\.created$/)]);
    const seen = JSON.stringify([await call('GET', 'events?limit=500'), await call('GET', 'audit_entries?limit=500'), await call('GET', 'sources?limit=500'), await refusedBy(source)]);
    expect(seen).not.toContain(kept);
    expect(seen).toContain('"via":"handshake"');
    await update(source, { secret: null });
    expect((await look(source)).handshake).toBe('pending');
  });
});
