/** Senders that somebody else wrote: each signs with its vendor's own library, or one of a third party. */
import { sign as signGithub } from '@octokit/webhooks-methods';
import type { InboundVendor } from '@patchbay/vault';
import { SignJWT } from 'jose';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Stripe } from 'stripe';
import { Webhook as SvixWebhook } from 'svix';

export interface Signer {
  readonly name: string;
  readonly vendor: InboundVendor;
  /** Two different secrets of the vendor's form. */
  readonly secrets: readonly [string, string];
  /** The header with the proof. */
  readonly proof: string;
  /** Headers for a body that is sent at `at` seconds since 1970. */
  readonly headers: (body: string, secret: string, at: number) => Promise<Record<string, string>>;
  readonly dated: boolean;
  readonly coversBody: boolean;
}

const SHARED = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'] as const;
const TEXT = ['a secret of two', 'another secret'] as const;
const stripe = new Stripe('sk_test_nothing');

export const signers: readonly Signer[] = [
  {
    name: 'standardwebhooks', vendor: 'standard', secrets: SHARED, proof: 'webhook-signature', dated: true, coversBody: true,
    headers: async (body, secret, at) => ({ 'webhook-id': 'msg_1', 'webhook-timestamp': String(at), 'webhook-signature': new StandardWebhook(secret).sign('msg_1', new Date(at * 1000), body) }),
  },
  {
    name: 'svix', vendor: 'standard', secrets: SHARED, proof: 'svix-signature', dated: true, coversBody: true,
    headers: async (body, secret, at) => ({ 'svix-id': 'msg_2', 'svix-timestamp': String(at), 'svix-signature': new SvixWebhook(secret).sign('msg_2', new Date(at * 1000), body) }),
  },
  {
    name: 'standardwebhooks, as GitLab', vendor: 'gitlab', secrets: SHARED, proof: 'webhook-signature', dated: true, coversBody: true,
    headers: async (body, secret, at) => ({ 'webhook-id': 'msg_3', 'webhook-timestamp': String(at), 'webhook-signature': new StandardWebhook(secret).sign('msg_3', new Date(at * 1000), body), 'x-gitlab-event': 'Push Hook' }),
  },
  {
    name: '@octokit/webhooks-methods', vendor: 'github', secrets: TEXT, proof: 'x-hub-signature-256', dated: false, coversBody: true,
    headers: async (body, secret) => ({ 'x-hub-signature-256': await signGithub(secret, body), 'x-github-event': 'push', 'x-github-delivery': 'guid' }),
  },
  {
    name: 'stripe', vendor: 'stripe', secrets: ['whsec_one', 'whsec_two'], proof: 'stripe-signature', dated: true, coversBody: true,
    headers: async (body, secret, at) => ({ 'stripe-signature': stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp: at }) }),
  },
  {
    name: 'jose, as Jira', vendor: 'jira', secrets: ['a client secret of at least 32 bytes', 'another one that has 32 bytes too'], proof: 'authorization', dated: true, coversBody: false,
    headers: async (_body, secret, at) => ({ authorization: `JWT ${await new SignJWT({ iss: 'app' }).setProtectedHeader({ alg: 'HS256' }).setIssuedAt(at).setExpirationTime(at + 180).sign(new TextEncoder().encode(secret))}`, 'x-atlassian-webhook-identifier': 'j-1' }),
  },
];
