import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../secret.ts';
import type { Verified } from './outcome.ts';
import type { InboundRequest } from './request.ts';
import type { Scheme } from './scheme.ts';
import { schemeOf, type Verification } from './scheme-of.ts';
import { type InboundVendor, inboundVendors } from './vendors.ts';
import { verifyInbound } from './verify-inbound.ts';

/** Each sender as its documentation describes it, written without the engine's own signing. */
interface Sender {
  readonly name: string;
  readonly scheme: Scheme;
  readonly secret: string;
  readonly username?: string;
  readonly body: string;
  /** At `at` seconds since 1970, signed with `secret`. */
  readonly send: (body: string, at: number, secret: string) => Omit<InboundRequest, 'rawBody' | 'method'> & { readonly method?: string };
  readonly says: Partial<Verified>;
  /** Whether the request says when it was sent. */
  readonly dated?: boolean;
  /** Whether the proof covers the body. */
  readonly covers?: boolean;
}

const NOW = 1_700_000_000;
const URL = 'https://hub.example.com/hooks/src_1';
const SECRET = 'patchbay-test-secret';
const WHSEC = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const hmac = (data: string, { key = SECRET as string | Buffer, hash = 'sha256', encoding = 'hex' as 'hex' | 'base64' } = {}): string => createHmac(hash, key).update(data).digest(encoding);
const jwt = (secret: string, claims: object, head: object = { alg: 'HS256', typ: 'JWT' }): string => {
  const signed = [head, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
};
const pair = generateKeyPairSync('ed25519');
const publicKey = `whpk_${pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(12).toString('base64')}`;
const standardHeaders = (family: string, body: string, at: number, secret: string) => ({
  [`${family}-id`]: 'msg_1', [`${family}-timestamp`]: String(at), [`${family}-signature`]: `v1,${hmac(`msg_1.${at}.${body}`, { key: Buffer.from(secret.slice(6), 'base64'), encoding: 'base64' })}`,
});
const basic = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const vendor = (name: InboundVendor): { readonly name: string; readonly scheme: Scheme } => ({ name, scheme: inboundVendors[name] });
const custom = (name: string, verification: Verification): { readonly name: string; readonly scheme: Scheme } => ({ name, scheme: schemeOf({ scheme: 'custom', verification, event_name_from: 'header:X-Event', deduplicate_by: 'body:id' }) });

const SENDERS: readonly Sender[] = [
  ...(['standard', 'servicenow'] as const).map((name): Sender => ({ ...vendor(name), secret: WHSEC, body: '{"type":"invoice.paid"}', dated: true, says: { eventType: 'invoice.paid', dedupId: 'msg_1' }, send: (body, at, secret) => ({ url: URL, headers: standardHeaders('webhook', body, at, secret) }) })),
  { ...vendor('standard'), name: 'standard, svix-*', secret: WHSEC, body: '{"type":"a.b"}', dated: true, says: { eventType: 'a.b', dedupId: 'msg_1' }, send: (body, at, secret) => ({ url: URL, headers: standardHeaders('svix', body, at, secret) }) },
  { ...vendor('github'), secret: SECRET, body: '{"action":"opened"}', says: { eventType: 'pull_request', dedupId: 'guid-1' }, send: (body, _at, key) => ({ url: URL, headers: { 'x-hub-signature-256': `sha256=${hmac(body, { key })}`, 'x-github-event': 'pull_request', 'x-github-delivery': 'guid-1' } }) },
  { ...vendor('github'), name: 'github, as a form', secret: SECRET, body: `payload=${encodeURIComponent('{"action":"opened"}')}`, says: { eventType: 'push' }, send: (body, _at, key) => ({ url: URL, headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-hub-signature-256': `sha256=${hmac(body, { key })}`, 'x-github-event': 'push' } }) },
  { ...vendor('gitlab'), name: 'gitlab, signing token', secret: WHSEC, body: '{"object_kind":"push"}', dated: true, says: { eventType: 'Push Hook', dedupId: 'msg_1' }, send: (body, at, secret) => ({ url: URL, headers: { ...standardHeaders('webhook', body, at, secret), 'x-gitlab-event': 'Push Hook', 'x-gitlab-event-uuid': 'u-1' } }) },
  { ...vendor('gitlab'), name: 'gitlab, secret token', secret: SECRET, covers: false, body: '{"object_kind":"push"}', says: { eventType: 'push', dedupId: 'u-1' }, send: (_body, _at, secret) => ({ url: URL, headers: { 'x-gitlab-token': secret, 'x-gitlab-event-uuid': 'u-1' } }) },
  { ...vendor('bitbucket'), secret: SECRET, body: '{"push":{}}', says: { eventType: 'repo:push', dedupId: 'r-1' }, send: (body, _at, key) => ({ url: URL, headers: { 'x-hub-signature': `sha256=${hmac(body, { key })}`, 'x-event-key': 'repo:push', 'x-request-uuid': 'r-1' } }) },
  { ...vendor('bitbucket'), name: 'bitbucket data center, basic', secret: SECRET, username: 'bb', covers: false, body: '{}', says: { eventType: 'pr:opened', dedupId: 'r-2' }, send: (_body, _at, secret) => ({ url: URL, headers: { authorization: basic('bb', secret), 'x-event-key': 'pr:opened', 'x-request-id': 'r-2' } }) },
  { ...vendor('jira'), name: 'jira, admin', secret: SECRET, body: '{"webhookEvent":"jira:issue_created"}', says: { eventType: 'jira:issue_created', dedupId: 'j-1' }, send: (body, _at, key) => ({ url: URL, headers: { 'x-hub-signature': `sha256=${hmac(body, { key })}`, 'x-atlassian-webhook-identifier': 'j-1' } }) },
  ...(['Bearer', 'JWT'] as const).map((word): Sender => ({ ...vendor('jira'), name: `jira, app, ${word}`, secret: SECRET, covers: false, dated: true, body: '{"webhookEvent":"jira:issue_deleted"}', says: { eventType: 'jira:issue_deleted', timestamp: NOW }, send: (_body, at, secret) => ({ url: URL, headers: { authorization: `${word} ${jwt(secret, { iss: 'app', iat: at, exp: at + 180 })}` } }) })),
  { ...vendor('azure_devops'), secret: SECRET, username: 'azure', covers: false, body: '{"subscriptionId":"s","notificationId":7,"id":"e","eventType":"build.complete"}', says: { eventType: 'build.complete', dedupId: 's:7:e' }, send: (_body, _at, secret) => ({ url: URL, headers: { authorization: basic('azure', secret) } }) },
  { ...vendor('azure_devops'), name: 'azure_devops, own header', secret: SECRET, covers: false, body: '{"id":"e","eventType":"git.push"}', says: { eventType: 'git.push', dedupId: 'e' }, send: (_body, _at, secret) => ({ url: URL, headers: { 'x-patchbay-token': secret } }) },
  { ...vendor('slack'), secret: SECRET, dated: true, body: '{"type":"event_callback","event":{"type":"app_mention"},"event_id":"Ev1"}', says: { eventType: 'app_mention', dedupId: 'Ev1', timestamp: NOW }, send: (body, at, key) => ({ url: URL, headers: { 'x-slack-signature': `v0=${hmac(`v0:${at}:${body}`, { key })}`, 'x-slack-request-timestamp': String(at) } }) },
  { ...vendor('stripe'), secret: 'whsec_test', dated: true, body: '{"id":"evt_1","type":"charge.failed"}', says: { eventType: 'charge.failed', dedupId: 'evt_1', timestamp: NOW }, send: (body, at, key) => ({ url: URL, headers: { 'stripe-signature': `t=${at},v1=${hmac(`${at}.${body}`, { key })}` } }) },
  { ...vendor('pagerduty'), secret: SECRET, body: '{"event":{"id":"p-1","event_type":"incident.triggered"}}', says: { eventType: 'incident.triggered', dedupId: 'p-1' }, send: (body, _at, key) => ({ url: URL, headers: { 'x-pagerduty-signature': `v1=${hmac(body, { key: 'another' })},v1=${hmac(body, { key })}` } }) },
  { ...vendor('notion'), secret: SECRET, body: '{"id":"n-1","type":"page.created"}', says: { eventType: 'page.created', dedupId: 'n-1' }, send: (body, _at, key) => ({ url: URL, headers: { 'x-notion-signature': `sha256=${hmac(body, { key })}` } }) },
  { ...vendor('okta'), secret: SECRET, covers: false, body: '{"eventId":"o-1","data":{"events":[{"uuid":"a","eventType":"user.created"},{"uuid":"b","eventType":"user.deleted"}]}}', says: { eventType: 'user.created', dedupId: 'o-1', items: [{ dedupId: 'a', eventType: 'user.created', body: { uuid: 'a' } }, { dedupId: 'b', eventType: 'user.deleted', body: { uuid: 'b' } }] }, send: (_body, _at, secret) => ({ url: URL, headers: { authorization: secret } }) },
  { name: 'okta, own header', scheme: schemeOf({ scheme: 'okta', header: 'X-Okta-Secret' }), secret: SECRET, covers: false, body: '{"eventId":"o-1"}', says: { dedupId: 'o-1' }, send: (_body, _at, secret) => ({ url: URL, headers: { 'x-okta-secret': secret } }) },
  { ...vendor('linear'), secret: SECRET, dated: true, body: '', says: { eventType: 'Issue:create', dedupId: 'l-1', timestamp: NOW }, send: (body, _at, key) => ({ url: URL, headers: { 'linear-signature': hmac(body, { key }), 'linear-event': 'Issue', 'linear-delivery': 'l-1' } }) },
  { ...vendor('twilio'), secret: SECRET, body: 'To=%2B1800&From=%2B1415&MessageStatus=sent&Z=1&a=2', says: { eventType: 'sent', dedupId: 'tok' }, send: (body, _at, key) => ({ url: `${URL}?x=1`, headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8', 'i-twilio-idempotency-token': 'tok', 'x-twilio-signature': hmac(`${URL}?x=1${[...new URLSearchParams(body)].sort(([a], [b]) => (a < b ? -1 : 1)).flat().join('')}`, { key, hash: 'sha1', encoding: 'base64' }) } }) },
  { ...vendor('twilio'), name: 'twilio, JSON', secret: SECRET, body: '{"EventType":"call"}', says: { eventType: 'call' }, send: (body, _at, key) => { const url = `${URL}?bodySHA256=${createHash('sha256').update(body).digest('hex')}`; return { url, headers: { 'content-type': 'application/json', 'x-twilio-signature': hmac(url, { key, hash: 'sha1', encoding: 'base64' }) } }; } },
  ...(['sha1', 'sha256', 'sha512'] as const).map((hash): Sender => ({ ...custom(`custom, hmac_${hash}`, { algorithm: `hmac_${hash}`, header: 'X-Signature', encoding: 'base64', content: '{timestamp}|{id}|{body}', timestamp_from: 'header:X-Time', key_encoding: 'hex' }), secret: '00ff10', dated: true, body: '{"id":"c-1"}', says: { eventType: 'built', dedupId: 'c-1' }, send: (body, at, secret) => ({ url: URL, headers: { 'x-event': 'built', 'x-time': String(at), 'x-signature': hmac(`${at}|c-1|${body}`, { key: Buffer.from(secret, 'hex'), hash, encoding: 'base64' }) } }) })),
  { ...custom('custom, pairs with the time as a date', { algorithm: 'hmac_sha256', header: 'X-Sign', layout: 'pairs', prefix: 'v2=', content: '{timestamp}{body}', timestamp_from: 'pair:when' }), secret: SECRET, dated: true, body: '{"id":"c-2"}', says: { timestamp: NOW, dedupId: 'c-2' }, send: (body, at, key) => { const when = new Date(at * 1000).toISOString(); return { url: URL, headers: { 'x-sign': `v2=${hmac(when + body, { key })}, when=${when}` } }; } },
  { ...custom('custom, equal', { algorithm: 'equal', header: 'X-Token', prefix: 'Token ' }), secret: SECRET, covers: false, body: '{}', says: {}, send: (_body, _at, secret) => ({ url: URL, headers: { 'x-token': `Token ${secret}` } }) },
  { ...custom('custom, basic', { algorithm: 'basic' }), secret: 'p:w', username: 'me', covers: false, body: '{}', says: {}, send: (_body, _at, secret) => ({ url: URL, headers: { authorization: basic('me', secret) } }) },
  { ...custom('custom, jwt_hs256', { algorithm: 'jwt_hs256', header: 'X-Jwt' }), secret: SECRET, covers: false, dated: true, body: '{}', says: { timestamp: NOW }, send: (_body, at, secret) => ({ url: URL, headers: { 'x-jwt': jwt(secret, { iat: at, exp: at + 60 }) } }) },
];

/** Linear puts the time into the body. */
const bodyAt = (sender: Sender, at: number): string => (sender.name === 'linear' ? JSON.stringify({ type: 'Issue', action: 'create', webhookTimestamp: at * 1000 }) : sender.body);
const requestOf = (sender: Sender, { at = NOW, secret = sender.secret, body = bodyAt(sender, at) } = {}): InboundRequest => ({ method: 'POST', rawBody: Buffer.from(body), ...sender.send(body, at, secret) });
const ask = (sender: Sender, request: InboundRequest, secrets = [sender.secret]) => verifyInbound(request, sender.scheme, { secrets: secrets.map((secret) => new Secret(secret)), now: NOW * 1000, username: sender.username });
const other = (secret: string): string => (secret.startsWith('whsec_') && secret.length > 20 ? 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' : secret === '00ff10' ? '00ff11' : `${secret}x`);
const changed = (bytes: Uint8Array, at: number): Buffer => { const copy = Buffer.from(bytes); copy[at] = (copy[at] ?? 0) ^ 1; return copy; };

describe.each(SENDERS)('$name', (sender) => {
  test('is accepted, and tells what it is', () => {
    expect(ask(sender, requestOf(sender))).toMatchObject({ kind: 'verified', keyIndex: 0, ...sender.says });
  });

  test('is accepted with the secret of before while both count', () => {
    expect(ask(sender, requestOf(sender), [other(sender.secret), sender.secret])).toMatchObject({ kind: 'verified', keyIndex: 1 });
  });

  test('is refused with another secret, and without one', () => {
    expect(ask(sender, requestOf(sender, { secret: other(sender.secret) }))).toMatchObject({ kind: 'refused', why: 'bad-signature' });
    expect(ask(sender, requestOf(sender), [])).toMatchObject({ kind: 'refused', why: 'no-secret' });
    expect(ask(sender, requestOf(sender, { secret: '' }), [''])).toMatchObject({ kind: 'refused', why: 'no-secret' });
  });

  test('is refused without its proof', () => {
    const { headers, ...request } = requestOf(sender);
    const proofs = new Set(sender.scheme.proofs.map(({ header }) => header));
    expect(ask(sender, { ...request, headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !proofs.has(name))) })).toMatchObject({ kind: 'refused', why: 'missing-signature' });
  });

  test('is refused after any one byte of its proof changed', () => {
    const request = requestOf(sender);
    for (const header of sender.scheme.proofs.map((proof) => proof.header)) {
      const value = request.headers[header];
      if (typeof value !== 'string') continue;
      for (let at = 0; at < value.length; at++) {
        const outcome = ask(sender, { ...request, headers: { ...request.headers, [header]: changed(Buffer.from(value), at).toString('latin1') } });
        if (outcome.kind === 'verified') expect([at, value[at], header, harmless(value, at, header)]).toEqual([at, value[at], header, true]);
      }
    }
  });

  test('is refused when its proof came twice', () => {
    const request = requestOf(sender);
    const header = sender.scheme.proofs.map((proof) => proof.header).find((name) => request.headers[name] !== undefined) ?? '';
    const value = String(request.headers[header]);
    expect(ask(sender, { ...request, headers: { ...request.headers, [header]: [value, value] } })).toMatchObject({ kind: 'refused', why: 'malformed' });
  });

  test('a refusal shows neither the secret nor the proof', () => {
    const outcome = ask(sender, requestOf(sender, { secret: other(sender.secret) }));
    expect(JSON.stringify(outcome)).not.toContain(sender.secret);
  });
});

test.each(SENDERS.filter(({ covers }) => covers !== false))('$name: is refused after any one byte of its body changed', (sender) => {
  const request = requestOf(sender);
  for (let at = 0; at < request.rawBody.length; at++) expect(ask(sender, { ...request, rawBody: changed(request.rawBody, at) })).toMatchObject({ kind: 'refused' });
  expect(ask(sender, { ...request, rawBody: new Uint8Array() }).kind).toBe('refused');
  expect(ask(sender, { ...request, rawBody: Buffer.concat([request.rawBody, Buffer.from('\n')]) }).kind).toBe('refused');
});

test.each(SENDERS.filter(({ dated }) => dated))('$name: is refused when it is old, and when it is of tomorrow', (sender) => {
  expect(ask(sender, requestOf(sender, { at: NOW - 86_400 }))).toMatchObject({ kind: 'refused', why: 'stale' });
  expect(ask(sender, requestOf(sender, { at: NOW + 86_400 }))).toMatchObject({ kind: 'refused', why: 'future' });
});

/** Bytes of a proof that carry nothing: the letter case of hex and of words, and in a list or in pairs what belongs to another key. */
function harmless(value: string, at: number, header: string): boolean {
  const word = value.indexOf(' ');
  return header === 'x-pagerduty-signature' ? at < value.lastIndexOf(',') : header === 'authorization' && at < word;
}

describe('Ed25519', () => {
  const body = '{"type":"a.b"}';
  const at = String(NOW);
  const mark = sign(null, Buffer.from(`msg_1.${at}.${body}`), pair.privateKey);
  const request = (signature: string): InboundRequest => ({ method: 'POST', url: URL, rawBody: Buffer.from(body), headers: { 'webhook-id': 'msg_1', 'webhook-timestamp': at, 'webhook-signature': signature } });
  const judge = (signature: string, secrets: readonly string[]) => verifyInbound(request(signature), inboundVendors.standard, { secrets: secrets.map((secret) => new Secret(secret)), now: NOW * 1000 });

  test('of Standard Webhooks is accepted with the public key, alone and beside a shared key', () => {
    expect(judge(`v1a,${mark.toString('base64')}`, [publicKey])).toMatchObject({ kind: 'verified', keyIndex: 0 });
    expect(judge(`v1,${'A'.repeat(43)}= v1a,${mark.toString('base64')}`, [WHSEC, publicKey])).toMatchObject({ kind: 'verified', keyIndex: 1 });
    expect(judge(`v1a,${changed(mark, 5).toString('base64')}`, [publicKey])).toMatchObject({ kind: 'refused', why: 'bad-signature' });
  });

  test('a public key is never taken for a shared secret, for anybody may know it', () => {
    const forged = createHmac('sha256', Buffer.from(publicKey.slice(5), 'base64')).update(`msg_1.${at}.${body}`).digest('base64');
    expect(judge(`v1,${forged}`, [publicKey])).toMatchObject({ kind: 'refused', why: 'bad-signature' });
    const asText = createHmac('sha256', publicKey).update(body).digest('hex');
    expect(verifyInbound({ ...request(''), headers: { 'x-hub-signature-256': `sha256=${asText}` } }, inboundVendors.github, { secrets: [new Secret(publicKey)], now: NOW * 1000 })).toMatchObject({ kind: 'refused', why: 'wrong-secret' });
  });

  test.each([['whpk_', publicKey], ['base64', publicKey.slice(5)], ['hex', Buffer.from(publicKey.slice(5), 'base64').toString('hex')], ['PEM', pair.publicKey.export({ format: 'pem', type: 'spki' }).toString()]])('of a sender of its own is accepted with a key in %s', (_, key) => {
    const scheme = schemeOf({ scheme: 'custom', verification: { algorithm: 'ed25519', header: 'X-Signature-Ed25519', content: '{timestamp}{body}', timestamp_from: 'header:X-Signature-Timestamp' } });
    const headers = { 'x-signature-timestamp': at, 'x-signature-ed25519': sign(null, Buffer.from(at + body), pair.privateKey).toString('hex') };
    expect(verifyInbound({ ...request(''), headers }, scheme, { secrets: [new Secret(key)], now: NOW * 1000 })).toMatchObject({ kind: 'verified', timestamp: NOW });
  });
});

test('there is a sender here for every vendor', () => {
  const seen = new Set(SENDERS.map(({ scheme }) => scheme.proofs[0]?.header));
  const { microsoft_graph: _, ...others } = inboundVendors; // proves itself in the body: hardening.test.ts
  for (const { proofs: [first] } of Object.values(others)) if (first.header !== 'x-gitlab-token' && first.header !== 'authorization') expect(seen).toContain(first.header);
});
