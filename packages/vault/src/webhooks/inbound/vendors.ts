/** Who sends webhooks, and how each of them proves it. */
import type { Scheme, SignatureProof, Variant } from './scheme.ts';

const WINDOW = 300;
const HMAC: Omit<Variant, 'prefix'> = { algorithm: 'hmac-sha256', encoding: 'hex', key: 'utf8' };

/** HMAC-SHA256 of the body in hex, after a prefix: what most senders do. */
const plain = (header: string, prefix: string, more: Partial<SignatureProof> = {}): SignatureProof => ({ kind: 'signature', header, layout: 'single', variants: [{ prefix, ...HMAC }], content: '{body}', ...more });

const standardHeaders = (family: 'webhook' | 'svix'): SignatureProof => ({
  kind: 'signature',
  header: `${family}-signature`,
  layout: 'list',
  separator: 'space',
  variants: [
    { prefix: 'v1,', algorithm: 'hmac-sha256', encoding: 'base64', key: 'whsec' },
    { prefix: 'v1a,', algorithm: 'ed25519', encoding: 'base64', key: 'utf8' },
  ],
  content: '{id}.{timestamp}.{body}',
  id: `header:${family}-id`,
  timestamp: { from: `header:${family}-timestamp`, unit: 's', tolerance: WINDOW },
  dedupId: [`header:${family}-id`],
});

const standard: Scheme = { proofs: [standardHeaders('webhook'), standardHeaders('svix')], eventType: ['body:type'] };

const github: Scheme = {
  proofs: [plain('x-hub-signature-256', 'sha256=')], // the SHA-1 in X-Hub-Signature is never looked at
  eventType: ['header:x-github-event'],
  dedupId: ['header:x-github-delivery'],
  handshakes: [{ when: { place: 'header:x-github-event', is: 'ping' }, proof: 'signed', reply: { type: 'empty' } }],
};

const gitlabNames = { eventType: ['header:x-gitlab-event', 'body:object_kind'], dedupId: ['header:x-gitlab-event-uuid'] } as const;
const gitlabSigning = { ...standardHeaders('webhook'), variants: [{ prefix: 'v1,', algorithm: 'hmac-sha256', encoding: 'base64', key: 'whsec' }] } as const satisfies SignatureProof;
const gitlabToken = { kind: 'equal', header: 'x-gitlab-token', notPrefix: 'whsec_' } as const;

const jiraNames = { eventType: ['body:webhookEvent'], dedupId: ['header:x-atlassian-webhook-identifier'] } as const;
const jiraAdmin = plain('x-hub-signature', 'sha256=');
/** The token does not cover the body: whoever reads one may send anything with it until it expires. */
const jiraApp = { kind: 'jwt', header: 'authorization', words: ['Bearer', 'JWT'], tolerance: 60 } as const;

export const inboundVendors = {
  standard,
  servicenow: standard, // it signs nothing by itself: our script for it sends Standard Webhooks
  github,
  gitlab: { proofs: [gitlabSigning, gitlabToken], ...gitlabNames },
  gitlab_signing: { proofs: [gitlabSigning], ...gitlabNames },
  gitlab_token: { proofs: [gitlabToken], ...gitlabNames },
  bitbucket: {
    proofs: [plain('x-hub-signature', 'sha256='), { kind: 'basic', header: 'authorization' }],
    eventType: ['header:x-event-key'],
    dedupId: ['header:x-request-uuid', 'header:x-request-id'],
    handshakes: [{ when: { place: 'header:x-event-key', is: 'diagnostics:ping' }, proof: 'signed', reply: { type: 'empty' } }],
  },
  jira: { proofs: [jiraAdmin, jiraApp], ...jiraNames },
  jira_admin: { proofs: [jiraAdmin], ...jiraNames },
  jira_app: { proofs: [jiraApp], ...jiraNames },
  azure_devops: {
    proofs: [{ kind: 'basic', header: 'authorization', anyUser: true }, { kind: 'equal', header: 'x-patchbay-token' }],
    eventType: ['body:eventType'],
    dedupId: ['body:subscriptionId+body:notificationId+body:id', 'body:id'],
  },
  slack: {
    proofs: [plain('x-slack-signature', 'v0=', { content: 'v0:{timestamp}:{body}', timestamp: { from: 'header:x-slack-request-timestamp', unit: 's', tolerance: WINDOW } })],
    eventType: ['body:event.type', 'body:type', 'body:command'],
    dedupId: ['body:event_id', 'body:trigger_id'],
    handshakes: [{ when: { method: 'POST', place: 'body:type', is: 'url_verification' }, proof: 'signed', reply: { type: 'text', echo: 'body:challenge' } }],
  },
  stripe: {
    proofs: [plain('stripe-signature', 'v1', { layout: 'pairs', content: '{timestamp}.{body}', timestamp: { from: 'pair:t', unit: 's', tolerance: WINDOW } })],
    eventType: ['body:type'],
    dedupId: ['body:id'],
  },
  pagerduty: {
    proofs: [plain('x-pagerduty-signature', 'v1=', { layout: 'list', separator: 'comma' })],
    eventType: ['body:event.event_type'],
    dedupId: ['body:event.id'],
  },
  notion: {
    proofs: [plain('x-notion-signature', 'sha256=')],
    eventType: ['body:type'],
    dedupId: ['body:id'],
    handshakes: [{ when: { method: 'POST', place: 'body:verification_token' }, proof: 'pending', reply: { type: 'empty' }, store: 'body:verification_token' }],
  },
  okta: {
    proofs: [{ kind: 'equal', header: 'authorization' }],
    eventType: ['body:data.events.0.eventType'],
    dedupId: ['body:eventId', 'body:data.events.0.uuid'],
    items: { at: 'data.events', eventType: 'eventType', dedupId: 'uuid' },
    handshakes: [{ when: { method: 'GET', place: 'header:x-okta-verification-challenge' }, proof: 'optional', reply: { type: 'json', echo: 'header:x-okta-verification-challenge', field: 'verification' } }],
  },
  /** Notifications of Microsoft Graph: a new subscription is asked for an echo, and each notification repeats the word that it was made with. */
  microsoft_graph: {
    proofs: [],
    listed: { at: 'value', field: 'clientState' },
    eventType: ['body:value.0.lifecycleEvent', 'body:value.0.changeType'],
    handshakes: [{ when: { method: 'POST', place: 'query:validationToken' }, proof: 'optional', reply: { type: 'text', echo: 'query:validationToken' } }],
  },
  linear: {
    proofs: [plain('linear-signature', '', { timestamp: { from: 'body:webhookTimestamp', unit: 'ms', tolerance: 60 } })],
    eventType: ['body:type+body:action', 'header:linear-event', 'body:type'], // the body is signed, the header is not
    dedupId: ['header:linear-delivery'],
  },
  twilio: {
    proofs: [{ kind: 'signature', header: 'x-twilio-signature', layout: 'single', variants: [{ prefix: '', algorithm: 'hmac-sha1', encoding: 'base64', key: 'utf8' }], content: '{url}{form}', bodyDigest: 'bodySHA256' }],
    eventType: ['body:EventType', 'body:MessageStatus', 'body:CallStatus', 'body:SmsStatus'],
    dedupId: ['header:i-twilio-idempotency-token'],
  },
} as const satisfies Record<string, Scheme>;

export type InboundVendor = keyof typeof inboundVendors;
