/** The paths where webhooks of others come in. */
import type { FailureCode } from '@patchbay/contracts';
import { headers } from './headers.ts';
import type { Refusals } from './problems.ts';
import { type Json, json } from './words.ts';

const refused: readonly FailureCode[] = ['source.unproven', 'source.network', 'source.not_found', 'route.not_found', 'request.too_large', 'request.too_deep', 'event_type.unknown', 'event_type.mismatch', 'event_type.archived', 'hub.overloaded', 'storage.unavailable', 'storage.full'];

const anything: Json = { required: false, content: { '*/*': { schema: {} } } };
const events: Json = { type: 'object', properties: { events: { type: 'array', items: { type: 'string' }, description: 'Ids of the events that it became.' } }, required: ['events'] };
const verification: Json = { type: 'object', properties: { verification: { type: 'string', description: 'What Okta asked with.' } }, required: ['verification'] };
const named = (name: string, description: string, example: string): Json => ({ name, in: 'path', required: true, description, schema: { type: 'string', minLength: 1, maxLength: 128 }, example });

const taken = (description: string, schema: Json, example: unknown): Json => ({ description, headers: headers(), content: json(schema, example) });

const inbound = (operationId: string, summary: string, description: string, more: Json): Json => ({ operationId, tags: ['Service'], summary, description, security: [], 'x-inbound': true, ...more });

export function inboundPaths(refusals: Refusals): Json {
  const never = refusals.of(refused);
  const source = named('source', 'Id of the source; the whole URL is its `url`.', 'src_01jd8xk3v2q4r6t8w0y2a4c6e8');
  const plugin = named('plugin_name', 'Name of the plugin.', 'jira');
  const came = { description: 'It came before, or asked who we are. Some senders hear nothing else than this, and get no body.', headers: headers() };
  const answers = {
    200: { ...came, content: { ...json({ anyOf: [events, verification] }, { events: [] }), 'text/plain': { schema: { type: 'string' } } } },
    202: taken('It is on disk.', events, { events: ['evt_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    ...never,
  };
  return {
    '/hooks/{source}': {
      post: inbound('receive_webhook', 'Receive a webhook', 'Takes the request of a sender that proves itself as the scheme of the source asks. No API key.', { parameters: [source], requestBody: anything, responses: answers }),
      get: inbound('answer_handshake', 'Answer a sender', 'Some senders ask with a GET before they send, or send by GET. It is proved like any other request.', { parameters: [source], responses: answers }),
    },
    '/v1/webhooks/{plugin_name}': {
      post: inbound('receive_plugin_webhook', 'Receive a webhook of a plugin', 'Takes the request of the system that a plugin connects. No API key.', { parameters: [plugin], requestBody: anything, responses: answers }),
    },
  };
}
