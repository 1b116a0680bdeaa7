/** What we sign, the libraries of others accept: as it is, during a rotation, and not after a change. */
import { verify as verifyGithub } from '@octokit/webhooks-methods';
import { verify as receive } from '@patchbay/receiver';
import { createSigner, generateWebhookKey, jwksOf, Secret, signStandard, webhookKey } from '@patchbay/vault';
import { importJWK } from 'jose';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Stripe } from 'stripe';
import { Webhook as SvixWebhook } from 'svix';
import type { Tally } from './tally.ts';

const BODIES = ['{}', '{"type":"a.b","data":{"name":"Straße 🚀"}}', '{"type":"a.b",\r\n "data":[1.0,1e3]}', JSON.stringify({ type: 'big', data: 'x'.repeat(100_000) })];
const stripe = new Stripe('sk_test_nothing');
const now = (): number => Math.floor(Date.now() / 1000);

export async function checkOutgoing(tally: Tally): Promise<void> {
  for (const [at, body] of BODIES.entries()) {
    await checkStandard(`evt_${at}`, body, tally);
    await checkPairs(`evt_${at}`, body, tally);
    await checkCustom(`evt_${at}`, body, tally);
  }
}

async function checkStandard(id: string, body: string, tally: Tally): Promise<void> {
  const [older, newer, stranger] = [generateWebhookKey('v1'), generateWebhookKey('v1'), generateWebhookKey('v1')];
  const headers = await signStandard({ id, timestamp: now(), body, keys: [generateWebhookKey('v1a'), newer, older].map((key) => webhookKey(key)), svixHeaders: true });
  const families = [onlyOf(headers, 'webhook'), onlyOf(headers, 'svix')] as const;
  for (const secret of [newer, older].map((key) => key.reveal())) {
    await tally.accepts(() => new StandardWebhook(secret).verify(body, families[0]), 'standardwebhooks');
    for (const family of families) await tally.accepts(() => new SvixWebhook(secret).verify(body, family), 'svix');
    for (const family of families) await tally.accepts(() => receive({ secret, headers: family, body }), '@patchbay/receiver');
    await tally.refuses(() => new StandardWebhook(secret).verify(`${body} `, families[0]), 'standardwebhooks, another body');
    await tally.refuses(() => new SvixWebhook(secret).verify(`${body} `, families[1]), 'svix, another body');
    await tally.refuses(() => receive({ secret, headers: families[0], body: `${body} ` }), '@patchbay/receiver, another body');
  }
  await tally.refuses(() => new StandardWebhook(stranger.reveal()).verify(body, families[0]), 'standardwebhooks, another key');
  await tally.refuses(() => receive({ secret: stranger.reveal(), headers: families[0], body }), '@patchbay/receiver, another key');
}

async function checkPairs(id: string, body: string, tally: Tally): Promise<void> {
  const key = webhookKey(generateWebhookKey('v1a'));
  if (key.version !== 'v1a') throw new Error('A pair was asked for');
  const timestamp = now();
  const headers = await signStandard({ id, timestamp, body, keys: [key] });
  await tally.accepts(() => receive({ publicKeys: [key.publicKey], headers, body }), '@patchbay/receiver, key pair');
  await tally.refuses(() => receive({ publicKeys: [key.publicKey], headers, body: `${body} ` }), '@patchbay/receiver, key pair, another body');
  const [jwk] = jwksOf([key.publicKey]).keys;
  const published = await importJWK({ ...jwk }, 'EdDSA');
  if (!(published instanceof CryptoKey)) throw new Error('jose read no public key');
  const signature = Buffer.from(headers['webhook-signature']?.slice('v1a,'.length) ?? '', 'base64');
  await tally.accepts(() => crypto.subtle.verify('Ed25519', published, signature, Buffer.from(`${id}.${timestamp}.${body}`)), 'jose, with the published key set');
}

async function checkCustom(id: string, body: string, tally: Tally): Promise<void> {
  const secret = new Secret('a secret of two');
  const message = { id, timestamp: now(), body };
  const asGithub = (await createSigner({ profile: 'hmac', header: 'X-Hub-Signature-256', format: 'sha256={signature}' }, [secret]).sign(message))['X-Hub-Signature-256'] ?? '';
  await tally.accepts(() => verifyGithub(secret.reveal(), body, asGithub), '@octokit/webhooks-methods');
  await tally.refuses(() => verifyGithub(secret.reveal(), `${body} `, asGithub), '@octokit/webhooks-methods, another body');
  const asStripe = (await createSigner({ profile: 'hmac', header: 'Stripe-Signature', content: '{timestamp}.{body}', format: 't={timestamp},v1={signature}', separator: ',v1=' }, [new Secret('newer'), secret]).sign(message))['Stripe-Signature'] ?? '';
  for (const known of ['newer', secret.reveal()]) await tally.accepts(() => stripe.webhooks.constructEvent(body, asStripe, known), 'stripe');
  await tally.refuses(() => stripe.webhooks.constructEvent(`${body} `, asStripe, 'newer'), 'stripe, another body');
}

const onlyOf = (headers: Readonly<Record<string, string>>, family: string): Record<string, string> => Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith(`${family}-`)));
