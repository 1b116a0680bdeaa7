/** The paths below which plugins serve their own. What is there differs by tenant; `plugin_get` says what a plugin serves. */
import type { FailureCode } from '@patchbay/contracts';
import { headers } from './headers.ts';
import type { Refusals } from './problems.ts';
import { type Json, json } from './words.ts';

const refused: readonly FailureCode[] = ['route.not_found', 'input.invalid', 'action.not_found', 'caller.forbidden', 'credential.missing', 'credential.invalid', 'plugin.denied', 'plugin.faulty', 'plugin.stopped', 'output.invalid', 'rate.limited', 'request.too_large', 'upstream.not_found', 'upstream.invalid', 'upstream.unavailable', 'upstream.unauthorized', 'upstream.forbidden', 'upstream.conflict', 'upstream.rate_limited'];

const named = (name: string, description: string, example: string): Json => ({ name, in: 'path', required: true, description, schema: { type: 'string', minLength: 1, maxLength: 512 }, example });
const anything: Json = { required: false, content: json({ type: 'object', additionalProperties: true }) };

export function pluginPaths(refusals: Refusals): Json {
  const parameters = [named('publisher', 'Publisher of the plugin; `installations`, to name one installation.', 'patchbay'), named('plugin', 'Name of the plugin, or id of the installation.', 'status-badge'), named('path', 'A path that the plugin serves.', 'badges/shop-production')];
  const serves = (method: string, more: Json): Json => ({
    operationId: `${method}_plugin_route`, tags: ['Service'], summary: 'Ask a path of a plugin', description: 'Input is the path, the query and the body together, as the schema of the route says. A route that was allowed to everybody needs no API key when its installation is named.',
    security: [{ bearer: [] }, {}], 'x-inbound': true, parameters, responses: { ...refusals.of(refused), 200: { description: 'What the plugin answers.', headers: headers(), content: json({}) } }, ...more,
  });
  return {
    '/v1/plugins/{publisher}/{plugin}/{path}': Object.fromEntries(['get', 'post', 'put', 'patch', 'delete'].map((method) => [method, serves(method, method === 'get' || method === 'delete' ? {} : { requestBody: anything })])),
  };
}
