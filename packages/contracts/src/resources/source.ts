import { z } from 'zod';
import { checkBasicUser } from '../basic-user.ts';
import { EVENT_TYPE } from '../actions/event-publish.ts';
import { filter } from '../filter.ts';
import { immutable, instant, name, network, prose, seconds, secret, setOf, slug, templateText } from '../field.ts';
import { defineResource } from '../resource.ts';

const header = z.string().min(1).max(120).regex(/^[A-Za-z0-9-]+$/, 'expected letters, digits and hyphens');
/** Where in a request a value is found. */
const place = z.string().min(1).max(255).regex(/^(header:[A-Za-z0-9-]+|body:[A-Za-z_][A-Za-z0-9_.-]*|query:[A-Za-z0-9_.-]+|pair:[A-Za-z0-9_-]+)$/, 'expected header:Name, body:dotted.path, query:name or, in a header of pairs, pair:name');

const verification = z.strictObject({
  algorithm: z.enum(['hmac_sha1', 'hmac_sha256', 'hmac_sha512', 'ed25519', 'equal', 'basic', 'jwt_hs256']).meta({ description: 'How the sender proves itself: a signature, a shared value, user and password, or a token.', examples: ['hmac_sha256'] }),
  header: header.optional().meta({ description: 'The header with the proof; X-Signature if empty, of basic and jwt_hs256 Authorization.', examples: ['X-Signature-256'] }),
  layout: z.enum(['single', 'list', 'pairs']).default('single').meta({ description: 'Whether the header holds one proof, several with commas or spaces, or pairs such as t=1,v1=2.', examples: ['single'] }),
  prefix: z.string().max(64).default('').meta({ description: 'What stands before the proof; of pairs, its name.', examples: ['sha256='] }),
  encoding: z.enum(['hex', 'base64']).default('hex').meta({ description: 'How the proof is written.', examples: ['hex'] }),
  content: z.string().min(1).max(255).default('{body}').meta({ description: 'What is signed, from {id}, {timestamp}, {body}, {url} and {form}, the sorted fields of a form.', examples: ['{timestamp}.{body}'] }),
  key_encoding: z.enum(['utf8', 'base64', 'hex', 'whsec']).default('utf8').meta({ description: 'How the secret is turned into a key.', examples: ['utf8'] }),
  timestamp_from: place.optional().meta({ description: 'Where the time of the request is; pair:t is the t of a header with pairs.', examples: ['header:X-Timestamp'] }),
  tolerance: seconds.max(86_400).default(300).meta({ description: 'By how many seconds that time may be off, either way.', examples: [300] }),
});

const mapping = z.strictObject({
  when: z.string().min(1).max(120).meta({ description: 'The sender’s name of the event, with * for any part.', examples: ['pull_request'] }),
  filter: filter.optional().meta({ description: 'Only if the body matches; written as the filter of an endpoint, with paths in the body.', examples: [{ action: 'opened' }] }),
  type: z.string().max(120).regex(EVENT_TYPE, 'expected dotted lower-case words, such as build.finished').meta({ description: 'The event type it becomes.', examples: ['pull_request.opened'] }),
  subject: templateText.default('').meta({ description: 'What it happened to, from body, name, id and source; the source’s slug, if empty.', examples: ['{{body.repository.full_name}}'] }),
});

/** Who signs nothing covers nothing: a shared value, a password, a token. */
const covers = ({ algorithm, content }: z.output<typeof verification>): boolean => !/^hmac_|^ed25519$/.test(algorithm) || /\{(body|url|form)\}/.test(content);

export const source = defineResource({
  name: 'source',
  plural: 'sources',
  prefix: 'src',
  title: 'Source',
  description: 'A webhook that comes in: who may send it, how that is proved, and which events it becomes. It has its own URL, and keeps what it refused and why.',
  fields: {
    slug: immutable(slug).meta({ description: 'Short name, unique in the tenant. The types of its events begin with it where no mapping says otherwise.', examples: ['github'] }),
    name: name.meta({ description: 'Name for people.', examples: ['GitHub organisation acme'] }),
    description: prose.optional().meta({ description: 'Who sends, and what.', examples: ['Pull requests and pushes'] }),
    scheme: z.enum(['standard', 'github', 'gitlab', 'bitbucket', 'azure_devops', 'jira', 'slack', 'stripe', 'pagerduty', 'notion', 'okta', 'linear', 'servicenow', 'twilio', 'custom'])
      .meta({ description: 'How the sender proves itself and names its events: Standard Webhooks, a vendor’s way, or what `verification` says.', examples: ['github'] }),
    verification: verification.optional().meta({ description: 'Of custom: how the sender proves itself.', examples: [{ algorithm: 'hmac_sha256', header: 'X-Signature-256', prefix: 'sha256=' }] }),
    username: z.string().min(1).max(255).optional().meta({ description: 'Of azure_devops, bitbucket and basic verification: the user, without a colon.', examples: ['azure'] }),
    header: header.optional().meta({ description: 'Of okta: the header that holds the secret; Authorization if empty.', examples: ['X-Okta-Secret'] }),
    secret: secret(z.string().min(1).max(4096)).optional().meta({ description: 'What the sender and the hub share. Without it everything is refused, unless the sender brings it in a handshake.', examples: ['example-secret'] }),
    secret_grace: seconds.max(604_800).default(86_400).meta({ description: 'Seconds that a replaced secret is still accepted. With 0 all that were replaced are forgotten at once.', examples: [86_400] }),
    event_name_from: place.optional().meta({ description: 'Of custom: where the sender’s name of the event is.', examples: ['header:X-Event'] }),
    deduplicate_by: place.optional().meta({ description: 'Of custom: where the id is that stays the same when the sender tries again.', examples: ['header:X-Delivery-Id'] }),
    deduplicate_for: seconds.min(300).max(2_592_000).default(604_800).meta({ description: 'Seconds that this id is remembered: what comes again with it has no effect.', examples: [604_800] }),
    mappings: z.array(mapping).max(200).default([]).meta({ description: 'Which of the sender’s events become which of ours; the first that fits counts.', examples: [[{ when: 'pull_request', type: 'pull_request.changed', subject: '{{body.repository.full_name}}' }]] }),
    unmapped: z.enum(['publish', 'drop']).default('publish').meta({ description: 'What becomes of an event without a mapping: published under the source’s own name for it, or dropped.', examples: ['drop'] }),
    max_body: z.int().min(1024).max(26_214_400).default(1_048_576).meta({ description: 'Bytes of a request, at most.', examples: [1_048_576] }),
    allowed_networks: setOf(network).max(200).default([]).meta({ description: 'Networks that may send. Empty: all.', examples: [['192.0.2.0/24']] }),
    keep_refused: seconds.default(604_800).meta({ description: 'Seconds that a refused request is kept for you to look at.', examples: [604_800] }),
    enabled: z.boolean().default(true).meta({ description: 'Switched off, its URL looks as if it did not exist.', examples: [true] }),
  },
  computed: {
    url: z.string().meta({ readOnly: true, description: 'Where the sender posts to.', examples: ['https://hub.example.com/hooks/src_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    handshake: z.enum(['none', 'pending', 'unconfirmed', 'done']).meta({ readOnly: true, description: 'Whether the sender still has to introduce itself. Unconfirmed: it brought its secret, and nothing signed with that has come yet.', examples: ['done'] }),
    last_received_at: instant.nullable().meta({ readOnly: true, description: 'When a request was accepted last.', examples: ['2030-01-01T00:00:00.000Z'] }),
  },
  key: ['slug'],
  indexed: ['scheme', 'enabled'],
  failures: { update: ['source.too_many_secrets'] },
  check: ({ scheme, verification, username, header, event_name_from, deduplicate_by }) => [
    ...(username !== undefined && scheme !== 'azure_devops' && scheme !== 'bitbucket' && verification?.algorithm !== 'basic' ? [{ path: 'username', message: 'username belongs to azure_devops, bitbucket and basic verification' }] : []),
    ...checkBasicUser('username', username),
    ...(header !== undefined && scheme !== 'okta' ? [{ path: 'header', message: 'header belongs to okta; scheme custom has verification.header' }] : []),
    ...(scheme === 'custom' && verification === undefined ? [{ path: 'verification', message: 'scheme custom needs verification' }] : []),
    ...(scheme === 'custom' ? [] : Object.entries({ verification, event_name_from, deduplicate_by }).filter(([, value]) => value !== undefined).map(([path]) => ({ path, message: `${path} belongs to scheme custom` }))),
    ...Object.entries({ 'verification.timestamp_from': verification?.timestamp_from, event_name_from, deduplicate_by }).filter(([, from]) => from?.startsWith('pair:') === true && verification?.layout !== 'pairs').map(([path]) => ({ path, message: 'pair: needs the layout pairs' })),
    ...(verification?.algorithm === 'basic' && username === undefined ? [{ path: 'username', message: 'basic verification needs username' }] : []),
    ...(verification === undefined || covers(verification) ? [] : [{ path: 'verification.content', message: 'expected {body} in what is signed, or {url} or {form} of senders that sign these: else whoever has seen one request could send another body with its signature' }]),
    ...(verification?.content.includes('{timestamp}') === true && verification.timestamp_from === undefined ? [{ path: 'verification.timestamp_from', message: 'a signed {timestamp} needs timestamp_from' }] : []),
    ...(verification?.content.includes('{id}') === true && deduplicate_by === undefined ? [{ path: 'deduplicate_by', message: 'a signed {id} needs deduplicate_by' }] : []),
  ],
});
