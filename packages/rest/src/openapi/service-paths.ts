/** The paths of the hub itself. */
import { type FailureCode, WATCHABLE } from '@patchbay/contracts';
import { headers } from './headers.ts';
import { parameters } from './parameters.ts';
import type { Refusals } from './problems.ts';
import { type Json, json } from './words.ts';

const open = (operationId: string, summary: string, responses: Json, refused: Json): Json =>
  ({ get: { operationId, tags: ['Service'], summary, description: `${summary}.`, security: [], responses: { ...refused, ...responses } } });

const answer = (description: string, schema: Json): Json => ({ description, headers: headers(), content: json(schema) });
const text = (type: string, description: string): Json => ({ description, headers: headers(), content: { [type]: { schema: { type: 'string' } } } });

const health: Json = {
  type: 'object',
  properties: { ready: { type: 'boolean' }, checks: { type: 'object', additionalProperties: { type: 'object', properties: { ok: { type: 'boolean' }, detail: { type: 'string' } }, required: ['ok'] } } },
  required: ['ready', 'checks'],
};

const jwks: Json = {
  type: 'object',
  properties: { keys: { type: 'array', items: { type: 'object', properties: { kty: { const: 'OKP' }, crv: { const: 'Ed25519' }, x: { type: 'string' }, kid: { type: 'string' }, use: { const: 'sig' }, alg: { const: 'EdDSA' } }, required: ['kty', 'crv', 'x', 'kid'] } } },
  required: ['keys'],
};
const inPath = (name: string, description: string): Json => ({ name, in: 'path', required: true, description, schema: { type: 'string', minLength: 1, maxLength: 64 } });

const keys = (refused: Json): Json => ({
  operationId: 'get_endpoint_keys',
  tags: ['Service'],
  summary: 'Public keys of an endpoint',
  description: 'What its receivers verify Ed25519 signatures with (RFC 7517), without a credential. Empty for an endpoint with a shared key.',
  security: [],
  parameters: [inPath('tenant', 'The tenant of the endpoint.'), inPath('endpoint', 'The endpoint.')],
  responses: { ...refused, 200: answer('A JSON Web Key Set, the newest key first.', jwks) },
});

const stream = (refused: Json): Json => ({
  operationId: 'watch_events',
  tags: ['Service'],
  summary: 'Follow events',
  description: 'Events of the tenant as server-sent events, in the order of their commits. The event id is the `seq`; reconnect with Last-Event-ID and nothing is missed.',
  'x-scope': 'event:read',
  'x-stream': true,
  parameters: [
    ...parameters('tenant'),
    { name: 'types', in: 'query', required: false, description: 'Event types, or prefixes ending in `.*`.', style: 'form', explode: false, schema: { type: 'array', items: { type: 'string', maxLength: 120, pattern: WATCHABLE.source } } },
    { name: 'after', in: 'query', required: false, description: 'Go on behind this seq; without it, start with what happens next.', schema: { type: 'integer', minimum: 0 } },
    { name: 'Last-Event-ID', in: 'header', required: false, description: 'Counts more than `after`.', schema: { type: 'string', pattern: '^[0-9]{1,15}$' } },
  ],
  responses: {
    200: text('text/event-stream', 'The stream. It ends with an event `end` or `error`.'),
    ...refused,
  },
});

const following = (what: 'deployment' | 'run', refused: Json): Json => ({
  operationId: `follow_${what}`,
  tags: [what === 'run' ? 'Run' : 'Deployment'],
  summary: `Follow a ${what}`,
  description: `The ${what} now and after each change (event \`state\`), and its log (event \`log\`), as server-sent events, until it has ended. The event id is the offset in the log; reconnect with Last-Event-ID and nothing is missed.`,
  'x-scope': `${what}:read`,
  'x-stream': true,
  parameters: [
    ...parameters('tenant'),
    inPath('id', `The ${what}.`),
    { name: 'after', in: 'query', required: false, description: 'Go on behind this offset; without it, from the beginning.', schema: { type: 'integer', minimum: 0 } },
    { name: 'Last-Event-ID', in: 'header', required: false, description: 'Counts more than `after`.', schema: { type: 'string', pattern: '^[0-9]{1,15}$' } },
  ],
  responses: {
    200: text('text/event-stream', 'The stream. It ends with an event `end` or `error`.'),
    ...refused,
  },
});

const tokenForm: Json = {
  type: 'object',
  properties: {
    grant_type: { const: 'urn:ietf:params:oauth:grant-type:token-exchange' },
    subject_token: { type: 'string', minLength: 1, maxLength: 20_000, description: 'The token of the CI system.' },
    subject_token_type: { enum: ['urn:ietf:params:oauth:token-type:jwt', 'urn:ietf:params:oauth:token-type:id_token'] },
    policy: { type: 'string', pattern: '^trust_[0-9a-z]{26}$', description: 'Id of the trust policy.' },
    scope: { type: 'string', maxLength: 4096, description: 'Fewer scopes than the policy gives, separated by spaces.' },
  },
  required: ['grant_type', 'subject_token', 'subject_token_type', 'policy'],
};
const tokenAnswer: Json = {
  type: 'object',
  properties: { access_token: { type: 'string' }, issued_token_type: { type: 'string' }, token_type: { const: 'Bearer' }, expires_in: { type: 'integer' }, scope: { type: 'string' } },
  required: ['access_token', 'issued_token_type', 'token_type', 'expires_in', 'scope'],
};
const token = (refused: Json): Json => ({
  operationId: 'exchange_token',
  tags: ['Service'],
  summary: 'Keyless login',
  description: 'Exchanges a token of a CI system for one of this hub (RFC 8693), by what a trust policy says. Refusals are problem details with the fields `error` and `error_description` of OAuth.',
  security: [],
  'x-form': true,
  requestBody: { required: true, content: { 'application/x-www-form-urlencoded': { schema: tokenForm } } },
  responses: { ...refused, 200: answer('A token with the scopes of the policy.', tokenAnswer) },
});

const followed: readonly FailureCode[] = ['credential.missing', 'credential.invalid', 'credential.expired', 'credential.audience', 'caller.forbidden', 'tenant.not_found', 'rate.limited', 'input.invalid', 'input.unknown_field', 'cursor.invalid', 'request.not_acceptable', 'hub.overloaded', 'hub.stopping', 'storage.unavailable'];

export function servicePaths(refusals: Refusals): Json {
  const never = refusals.of([]);
  return {
    '/v1/events/stream': { get: stream(refusals.of(followed)) },
    '/v1/deployments/{id}/stream': { get: following('deployment', refusals.of([...followed, 'resource.not_found'])) },
    '/v1/runs/{id}/stream': { get: following('run', refusals.of([...followed, 'resource.not_found'])) },
    '/v1/token': { post: token(refusals.of(['token.malformed', 'token.refused', 'token.keys_unavailable', 'rate.limited', 'request.too_large', 'storage.unavailable'])) },
    '/keys/{tenant}/{endpoint}/jwks.json': { get: keys(refusals.of(['resource.not_found', 'storage.unavailable', 'secret.unreadable'])) },
    '/': open('get_index', 'Where things are', { 200: answer('Paths of this hub.', { type: 'object' }) }, never),
    '/healthz': open('get_health', 'Whether the hub is alive', { 200: answer('It is.', { type: 'object', properties: { status: { const: 'ok' } }, required: ['status'] }) }, never),
    '/readyz': open('get_readiness', 'Whether the hub takes requests', { 200: answer('It does.', health), 503: answer('It does not: a check fails, or it is stopping.', health) }, never),
    '/metrics': open('get_metrics', 'Metrics for Prometheus', { 200: text('text/plain', 'Prometheus text.') }, refusals.of(['credential.missing', 'credential.invalid'])),
    '/v1/openapi.json': open('get_openapi', 'This document', { 200: answer('OpenAPI 3.1.', { type: 'object' }), 304: { description: 'Your copy is still good.' } }, never),
  };
}
