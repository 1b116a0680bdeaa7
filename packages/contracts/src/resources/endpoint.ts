import { z } from 'zod';
import { eventPath, eventPatterns, filter, pathIssues } from '../filter.ts';
import { instant, metadata, name, network, prose, receiverUrl, reference, seconds, secret, setOf, uid } from '../field.ts';
import { authSecret, checkAuth, NO_AUTH, outgoingAuth } from '../outgoing-auth.ts';
import { checkHeaders, headerValues } from '../outgoing-headers.ts';
import { defineResource } from '../resource.ts';
import { retry, STANDARD_RETRY } from '../retry.ts';
import { checkSignature, STANDARD_SIGNATURE, webhookSignature } from '../webhook-signature.ts';

const signingKey = z.string().min(8).max(255);

export const endpoint = defineResource({
  name: 'endpoint',
  plural: 'endpoints',
  prefix: 'ep',
  title: 'Endpoint',
  description: 'A receiver of webhooks: where events are sent, which ones, in which form, how they are signed and how often they are tried again.',
  fields: {
    name: name.meta({ description: 'What it is called, unique in the tenant.', examples: ['billing'] }),
    description: prose.optional().meta({ description: 'Who receives there, and what for.', examples: ['Invoices follow deployments'] }),
    project: reference('project', 'prj').optional().meta({ description: 'Only events of this project; all of the tenant, if absent.', examples: ['prj_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    url: receiverUrl.meta({ description: 'Where events are posted. A user and a password belong into `auth`.', examples: ['https://billing.example.com/hooks'] }),
    only_published: z.boolean().optional().meta({ description: 'Of an endpoint of a project: only what was published for the project, and nothing that the hub tells about it.', examples: [true] }),
    event_types: eventPatterns.default(['*']).meta({ description: 'Event types to send: a name, a beginning with .*, or *.', examples: [['deployment.*', 'project.created']] }),
    channels: setOf(z.string().min(1).max(128).regex(/^[a-zA-Z0-9._-]+$/)).max(10).default([]).meta({ description: 'Only events published to one of these. Empty: whatever the channel.', examples: [['eu']] }),
    filter: filter.optional().meta({ description: 'Only events that match: paths to values, or to $eq $neq $gt $gte $lt $lte $in $nin $starts_with $ends_with $exists; joined by $and, $or, $not.', examples: [{ 'data.tier': 'production' }] }),
    transform: z.string().min(1).max(65_536).optional().meta({ description: 'JavaScript that gets the event (id, type, time, subject, channels, data) and answers the body that is sent instead, or null to send nothing.', examples: ['export default (event) => ({ text: event.type })'] }),
    payload_format: z.enum(['standard', 'cloudevents', 'cloudevents_binary', 'raw']).default('standard').meta({ description: 'How an event is written: as Standard Webhooks, as CloudEvents in the body or in headers, or its data alone.', examples: ['standard'] }),
    headers: headerValues.default({}).meta({ description: 'Headers to send along.', examples: [{ 'X-Team': 'payments' }] }),
    secret_headers: secret(headerValues).optional().meta({ description: 'Headers to send along that nobody may read back.', examples: [{ 'X-Api-Key': 'example' }] }),
    auth: outgoingAuth.default(NO_AUTH).meta({ description: 'How the hub shows who it is, besides the signature.', examples: [{ kind: 'bearer' }] }),
    auth_secret: authSecret.optional().meta({ description: 'Password, token, client secret or private key (PEM) of `auth`.', examples: ['example-token'] }),
    signature: webhookSignature.default(STANDARD_SIGNATURE).meta({ description: 'How deliveries are signed.', examples: [{ profile: 'standard' }] }),
    signing_secret: secret(signingKey).optional().meta({ description: 'The key to sign with. The hub makes one, if absent. A new one replaces the old after the grace period; until then both sign.', examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] }),
    signing_grace: seconds.max(604_800).default(86_400).meta({ description: 'Seconds that a replaced key still signs.', examples: [86_400] }),
    timeout: seconds.min(1).max(30).default(15).meta({ description: 'Seconds for one attempt, the body of the answer included.', examples: [15] }),
    retry: retry.default(STANDARD_RETRY).meta({ description: 'When a failed delivery is tried again.', examples: [{ delays: [5, 300, 1800] }] }),
    rate_limit: z.int().min(1).max(65_535).optional().meta({ description: 'Deliveries per second, at most.', examples: [50] }),
    concurrency: z.int().min(1).max(500).default(20).meta({ description: 'Deliveries at the same time, at most.', examples: [20] }),
    ordering_key: eventPath.optional().meta({ description: 'Events with the same value here are delivered one after the other, in order.', examples: ['subject'] }),
    allowed_networks: setOf(network).max(100).default([]).meta({ description: 'Networks it may resolve to; it can only narrow what the hub allows. Empty: what the hub allows.', examples: [['203.0.113.0/24']] }),
    metadata: metadata.default({}).meta({ description: 'Your own notes.', examples: [{ customer: '4711' }] }),
    uid: uid.optional().meta({ description: 'What another system calls it, unique in its project.', examples: ['billing-eu'] }),
    enabled: z.boolean().default(true).meta({ description: 'Switched off, nothing is sent; events are kept for a replay.', examples: [true] }),
  },
  computed: {
    public_key: z.string().nullable().meta({ readOnly: true, description: 'Of a key pair: what receivers verify with.', examples: ['whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4='] }),
    failing_since: instant.nullable().meta({ readOnly: true, description: 'Since when every delivery failed.', examples: ['2030-01-01T00:00:00.000Z'] }),
    disabled_because: z.enum(['gone', 'failing', 'plan']).nullable().meta({ readOnly: true, description: 'Why the hub switched it off itself.', examples: ['gone'] }),
    secret_header_names: z.array(z.string()).optional().meta({ readOnly: true, description: 'Names of the `secret_headers`.', examples: [['X-Api-Key']] }),
  },
  once: { signing_secret: z.string().nullable().meta({ readOnly: true, description: 'The key, if the hub made it. It is shown only here.', examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] }) },
  key: ['name'],
  unique: [['project', 'uid']],
  indexed: ['enabled'],
  failures: { update: ['endpoint.too_many_keys'] },
  check: (fields) => [
    ...pathIssues('ordering_key', fields.ordering_key),
    ...checkAuth(fields),
    ...checkHeaders(fields.headers, fields.secret_headers),
    ...checkSignature(fields.signature),
    ...(fields.signature.profile === 'none' && fields.signing_secret !== undefined ? [{ path: 'signing_secret', message: 'signature none has no key' }] : []),
  ],
});
