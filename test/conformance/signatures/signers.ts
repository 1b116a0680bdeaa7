/** Senders that somebody else wrote: each signs with its vendor's own library, or one of a third party. */
import { signWebhookPayload as signNotion } from '@notionhq/client';
import { sign as signGithub } from '@octokit/webhooks-methods';
import type { InboundVendor } from '@patchbay/vault';
import { SignJWT } from 'jose';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Stripe } from 'stripe';
import { Webhook as SvixWebhook } from 'svix';
import { getExpectedBodyHash, getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';

export interface Signer {
  readonly name: string;
  readonly vendor: InboundVendor;
  /** Two different secrets of the vendor's form. */
  readonly secrets: readonly [string, string];
  /** The header with the proof. */
  readonly proof: string;
  /** What it sends, where that is no JSON. */
  readonly body?: string;
  /** What is sent besides the body, signed at `at` seconds since 1970. `url` is where it goes. */
  readonly send: (sent: { readonly body: string; readonly at: number; readonly secret: string; readonly url: string }) => Promise<Sent> | Sent;
  readonly dated: boolean;
  readonly coversBody: boolean;
}

export interface Sent { readonly headers: Readonly<Record<string, string>>; readonly query?: string }

const SHARED = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'] as const;
const TEXT = ['a secret of two', 'another secret'] as const;
const stripe = new Stripe('sk_test_nothing');
const standard = (id: string, { body, secret, at }: { readonly body: string; readonly secret: string; readonly at: number }) =>
  ({ 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': new StandardWebhook(secret).sign(id, new Date(at * 1000), body) });

export const signers: readonly Signer[] = [
  {
    name: 'standardwebhooks', vendor: 'standard', secrets: SHARED, proof: 'webhook-signature', dated: true, coversBody: true,
    send: (sent) => ({ headers: standard('msg_1', sent) }),
  },
  {
    name: 'svix', vendor: 'standard', secrets: SHARED, proof: 'svix-signature', dated: true, coversBody: true,
    send: ({ body, secret, at }) => ({ headers: { 'svix-id': 'msg_2', 'svix-timestamp': String(at), 'svix-signature': new SvixWebhook(secret).sign('msg_2', new Date(at * 1000), body) } }),
  },
  {
    name: 'standardwebhooks, as GitLab', vendor: 'gitlab', secrets: SHARED, proof: 'webhook-signature', dated: true, coversBody: true,
    send: (sent) => ({ headers: { ...standard('msg_3', sent), 'x-gitlab-event': 'Push Hook' } }),
  },
  {
    name: 'standardwebhooks, as the script for ServiceNow', vendor: 'servicenow', secrets: SHARED, proof: 'webhook-signature', dated: true, coversBody: true,
    send: (sent) => ({ headers: standard('sn_4', sent) }),
  },
  {
    name: '@octokit/webhooks-methods', vendor: 'github', secrets: TEXT, proof: 'x-hub-signature-256', dated: false, coversBody: true,
    send: async ({ body, secret }) => ({ headers: { 'x-hub-signature-256': await signGithub(secret, body), 'x-github-event': 'push', 'x-github-delivery': 'guid' } }),
  },
  {
    name: '@octokit/webhooks-methods, as Bitbucket', vendor: 'bitbucket', secrets: TEXT, proof: 'x-hub-signature', dated: false, coversBody: true,
    send: async ({ body, secret }) => ({ headers: { 'x-hub-signature': await signGithub(secret, body), 'x-event-key': 'repo:push', 'x-request-uuid': 'r-1', 'x-attempt-number': '1' } }),
  },
  {
    name: '@octokit/webhooks-methods, as Jira', vendor: 'jira', secrets: TEXT, proof: 'x-hub-signature', dated: false, coversBody: true,
    send: async ({ body, secret }) => ({ headers: { 'x-hub-signature': await signGithub(secret, body), 'x-atlassian-webhook-identifier': 'j-1' } }),
  },
  {
    name: 'jose, as an app of Jira', vendor: 'jira', secrets: ['a client secret of at least 32 bytes', 'another one that has 32 bytes too'], proof: 'authorization', dated: true, coversBody: false,
    send: async ({ secret, at }) => ({ headers: { authorization: `JWT ${await new SignJWT({ iss: 'app' }).setProtectedHeader({ alg: 'HS256' }).setIssuedAt(at).setExpirationTime(at + 180).sign(new TextEncoder().encode(secret))}`, 'x-atlassian-webhook-identifier': 'j-2' } }),
  },
  {
    name: 'stripe', vendor: 'stripe', secrets: ['whsec_one', 'whsec_two'], proof: 'stripe-signature', dated: true, coversBody: true,
    send: ({ body, secret, at }) => ({ headers: { 'stripe-signature': stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp: at }) } }),
  },
  {
    name: '@notionhq/client', vendor: 'notion', secrets: TEXT, proof: 'x-notion-signature', dated: false, coversBody: true,
    send: async ({ body, secret }) => ({ headers: { 'x-notion-signature': await signNotion({ body, verificationToken: secret }) } }),
  },
  {
    name: 'twilio, a form', vendor: 'twilio', secrets: TEXT, proof: 'x-twilio-signature', dated: false, coversBody: true, body: 'MessageStatus=delivered&MessageSid=SM1&To=%2B15005550006',
    send: ({ body, secret, url }) => ({ headers: { 'content-type': 'application/x-www-form-urlencoded', 'i-twilio-idempotency-token': 't-1', 'x-twilio-signature': getExpectedTwilioSignature(secret, url, Object.fromEntries(new URLSearchParams(body))) } }),
  },
  {
    name: 'twilio, JSON', vendor: 'twilio', secrets: TEXT, proof: 'x-twilio-signature', dated: false, coversBody: true,
    send: ({ body, secret, url }) => {
      const query = `bodySHA256=${getExpectedBodyHash(body)}`;
      return { query, headers: { 'i-twilio-idempotency-token': 't-2', 'x-twilio-signature': getExpectedTwilioSignature(secret, `${url}?${query}`, {}) } };
    },
  },
];
