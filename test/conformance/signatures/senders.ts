/** Senders of webhooks as their documents describe them, written without the engine's own signing; where somebody else wrote a signer, that one signs. */
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { type Sent, signers } from './signers.ts';

export interface Sender {
  readonly name: string;
  /** What its source declares, besides slug and name. */
  readonly source: Readonly<Record<string, unknown>> & { readonly scheme: string };
  /** The right secret, and another one of the same form. */
  readonly secrets: readonly [string, string];
  /** What the source is given, where that is not the secret itself. */
  readonly entered?: readonly [string, string];
  /** A body that is another one for each number, written at `at` seconds since 1970. */
  readonly body: (number: number, at: number) => string;
  /** What is sent besides the body, signed at `at` seconds since 1970. `url` is where it goes. */
  readonly send: (sent: { readonly body: string; readonly at: number; readonly secret: string; readonly url: string; readonly number: number }) => Promise<Sent> | Sent;
  /** The type of the event that it becomes, in a source with the slug `src`. */
  readonly type: string;
  /** The proof covers the body. */
  readonly covers: boolean;
  /** It says when it was sent. */
  readonly dated: boolean;
  /** Nothing tells a repetition from the same thing that happens again. */
  readonly nameless?: boolean;
}

/** A request as it goes out. */
export interface Prepared { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer }

/** What the sender sends to a source: of now, with the right secret, unless told otherwise. */
export async function prepare(sender: Sender, url: string, { number = 1, at = Math.floor(Date.now() / 1000), secret = sender.secrets[0] } = {}): Promise<Prepared> {
  const body = sender.body(number, at);
  const { headers, query } = await sender.send({ body, at, secret, url, number });
  return { url: query === undefined ? url : `${url}?${query}`, headers, body: Buffer.from(body) };
}

const hmac = (data: string | Buffer, key: string | Buffer, { hash = 'sha256', encoding = 'hex' as 'hex' | 'base64' } = {}): string => createHmac(hash, key).update(data).digest(encoding);
const basic = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const TEXT = ['a secret of two', 'another secret'] as const;
const pair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, public: `whpk_${publicKey.export({ format: 'der', type: 'spki' }).subarray(12).toString('base64')}` };
};
const [keys, otherKeys] = [pair(), pair()];

/** What the bodies of the signers of others have to hold, and the type that comes of it. */
const theirs: Readonly<Record<string, { readonly type: string; readonly body: (number: number) => string }>> = {
  standard: { type: 'src.invoice.paid', body: (number) => JSON.stringify({ type: 'invoice.paid', data: { number } }) },
  gitlab: { type: 'src.push_hook', body: (number) => JSON.stringify({ object_kind: 'push', number }) },
  github: { type: 'src.push', body: (number) => JSON.stringify({ ref: 'main', number }) },
  stripe: { type: 'src.charge.failed', body: (number) => JSON.stringify({ id: `evt_${number}`, type: 'charge.failed' }) },
  jira: { type: 'src.jira.issue_created', body: (number) => JSON.stringify({ webhookEvent: 'jira:issue_created', number }) },
  bitbucket: { type: 'src.repo.push', body: (number) => JSON.stringify({ push: { number } }) },
  notion: { type: 'src.page.created', body: (number) => JSON.stringify({ id: `n-${number}`, type: 'page.created' }) },
  servicenow: { type: 'src.incident.opened', body: (number) => JSON.stringify({ type: 'incident.opened', number }) },
  'twilio, a form': { type: 'src.delivered', body: (number) => new URLSearchParams({ MessageStatus: 'delivered', MessageSid: `SM${number}`, To: '+15005550006' }).toString() },
  'twilio, JSON': { type: 'src.onmessageadded', body: (number) => JSON.stringify({ EventType: 'onMessageAdded', number }) },
};

export const senders: readonly Sender[] = [
  ...signers.map(({ name, vendor, secrets, send, dated, coversBody }): Sender => ({ name, source: { scheme: vendor }, secrets, ...(theirs[name] ?? theirs[vendor])!, covers: coversBody, dated, send })),
  {
    name: 'GitHub, as a form', source: { scheme: 'github' }, secrets: TEXT, type: 'src.issues', covers: true, dated: false, body: (number) => `payload=${encodeURIComponent(JSON.stringify({ action: 'opened', number }))}`,
    send: ({ body, secret, number }) => ({ headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-hub-signature-256': `sha256=${hmac(body, secret)}`, 'x-hub-signature': `sha1=${hmac(body, 'whatever', { hash: 'sha1' })}`, 'x-github-event': 'issues', 'x-github-delivery': `form-${number}` } }),
  },
  {
    name: 'GitLab, secret token', source: { scheme: 'gitlab' }, secrets: TEXT, type: 'src.merge_request_hook', covers: false, dated: false, body: (number) => JSON.stringify({ object_kind: 'merge_request', number }),
    send: ({ secret, number }) => ({ headers: { 'x-gitlab-token': secret, 'x-gitlab-event': 'Merge Request Hook', 'x-gitlab-event-uuid': `u-${number}` } }),
  },
  {
    name: 'Bitbucket Data Center, Basic', source: { scheme: 'bitbucket', username: 'bb' }, secrets: TEXT, type: 'src.pr.opened', covers: false, dated: false, body: (number) => JSON.stringify({ number }),
    send: ({ secret, number }) => ({ headers: { authorization: basic('bb', secret), 'x-event-key': 'pr:opened', 'x-request-id': `r-${number}` } }),
  },
  {
    name: 'Azure DevOps, Basic', source: { scheme: 'azure_devops', username: 'azure' }, secrets: TEXT, type: 'src.build.complete', covers: false, dated: false, body: (number) => JSON.stringify({ subscriptionId: 's', notificationId: number, id: 'e', eventType: 'build.complete' }),
    send: ({ secret }) => ({ headers: { authorization: basic('azure', secret) } }),
  },
  {
    name: 'Azure DevOps, header', source: { scheme: 'azure_devops' }, secrets: TEXT, type: 'src.git.push', covers: false, dated: false, body: (number) => JSON.stringify({ id: `e-${number}`, eventType: 'git.push' }),
    send: ({ secret }) => ({ headers: { 'x-patchbay-token': secret } }),
  },
  {
    name: 'Slack', source: { scheme: 'slack' }, secrets: TEXT, type: 'src.app_mention', covers: true, dated: true, body: (number) => JSON.stringify({ type: 'event_callback', event: { type: 'app_mention' }, event_id: `Ev${number}` }),
    send: ({ body, secret, at }) => ({ headers: { 'x-slack-signature': `v0=${hmac(`v0:${at}:${body}`, secret)}`, 'x-slack-request-timestamp': String(at) } }),
  },
  {
    name: 'Slack, a command as a form', source: { scheme: 'slack' }, secrets: TEXT, type: 'src.deploy', covers: true, dated: true, body: (number) => `command=%2Fdeploy&text=shop&trigger_id=${number}`,
    send: ({ body, secret, at }) => ({ headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-slack-signature': `v0=${hmac(`v0:${at}:${body}`, secret)}`, 'x-slack-request-timestamp': String(at) } }),
  },
  {
    name: 'PagerDuty, while its secret rotates', source: { scheme: 'pagerduty' }, secrets: TEXT, type: 'src.incident.triggered', covers: true, dated: false, body: (number) => JSON.stringify({ event: { id: `p-${number}`, event_type: 'incident.triggered' } }),
    send: ({ body, secret }) => ({ headers: { 'x-pagerduty-signature': `v1=${hmac(body, 'the next one')},v1=${hmac(body, secret)}` } }),
  },
  {
    name: 'Okta', source: { scheme: 'okta' }, secrets: TEXT, type: 'src.user.session.start', covers: false, dated: false, body: (number) => JSON.stringify({ eventId: `o-${number}`, data: { events: [{ uuid: `u-${number}`, eventType: 'user.session.start' }] } }),
    send: ({ secret }) => ({ headers: { authorization: secret } }),
  },
  {
    name: 'Okta, own header', source: { scheme: 'okta', header: 'X-Okta-Secret' }, secrets: TEXT, type: 'src.user.lifecycle.create', covers: false, dated: false, body: (number) => JSON.stringify({ eventId: `o-${number}`, data: { events: [{ uuid: `u-${number}`, eventType: 'user.lifecycle.create' }] } }),
    send: ({ secret }) => ({ headers: { 'x-okta-secret': secret } }),
  },
  {
    name: 'Linear', source: { scheme: 'linear' }, secrets: TEXT, type: 'src.issue.create', covers: true, dated: true, body: (number, at) => JSON.stringify({ type: 'Issue', action: 'create', webhookTimestamp: at * 1000, number }),
    send: ({ body, secret, number }) => ({ headers: { 'linear-signature': hmac(body, secret), 'linear-event': 'Issue', 'linear-delivery': `l-${number}` } }),
  },
  {
    name: 'Standard Webhooks v1a', source: { scheme: 'standard' }, secrets: ['one', 'two'], entered: [keys.public, otherKeys.public], type: 'src.a.b', covers: true, dated: true, body: (number) => JSON.stringify({ type: 'a.b', number }),
    send: ({ body, secret, at, number }) => ({ headers: { 'webhook-id': `va-${number}`, 'webhook-timestamp': String(at), 'webhook-signature': `v1a,${sign(null, Buffer.from(`va-${number}.${at}.${body}`), (secret === 'one' ? keys : otherKeys).privateKey).toString('base64')}` } }),
  },
  {
    name: 'a sender of one’s own, HMAC of time and body in pairs', secrets: TEXT, type: 'src.door.opened', covers: true, dated: true, body: (number) => JSON.stringify({ number }),
    source: { scheme: 'custom', event_name_from: 'header:X-Event', verification: { algorithm: 'hmac_sha512', header: 'X-Sign', layout: 'pairs', prefix: 'v1', encoding: 'base64', content: '{timestamp}.{body}', timestamp_from: 'pair:t' } },
    send: ({ body, secret, at }) => ({ headers: { 'x-event': 'door.opened', 'x-sign': `t=${at},v1=${hmac(`${at}.${body}`, secret, { hash: 'sha512', encoding: 'base64' })}` } }),
  },
  {
    name: 'a sender of one’s own, HMAC of the body', secrets: TEXT, type: 'src.received', covers: true, dated: false, nameless: true, body: (number) => `plain text ${number}`,
    source: { scheme: 'custom', verification: { algorithm: 'hmac_sha1', header: 'X-Sign', prefix: 'sha1=' } },
    send: ({ body, secret }) => ({ headers: { 'content-type': 'text/plain', 'x-sign': `sha1=${hmac(body, secret, { hash: 'sha1' })}` } }),
  },
  {
    name: 'a sender of one’s own, a shared value', secrets: TEXT, type: 'src.ping', covers: false, dated: false, body: (number) => JSON.stringify({ what: 'ping', n: number }),
    source: { scheme: 'custom', event_name_from: 'body:what', deduplicate_by: 'body:n', verification: { algorithm: 'equal', header: 'X-Token' } },
    send: ({ secret }) => ({ headers: { 'x-token': secret } }),
  },
  {
    name: 'a sender of one’s own, Basic', secrets: TEXT, type: 'src.received', covers: false, dated: false, body: (number) => JSON.stringify({ number }),
    source: { scheme: 'custom', username: 'ann', deduplicate_by: 'header:X-Id', verification: { algorithm: 'basic' } },
    send: ({ secret, number }) => ({ headers: { authorization: basic('ann', secret), 'x-id': `${number}` } }),
  },
];
