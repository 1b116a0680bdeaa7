/** Refusals: one response per status, with an example for each code that has it. */
import { Failure, type FailureCode, failures, problemOf } from '@patchbay/contracts';
import { headers } from './headers.ts';
import { type Json, ref } from './words.ts';

export const problemExamples: Json = Object.fromEntries((Object.keys(failures) as FailureCode[]).map((code) => [code, { summary: failures[code].fix, value: exampleOf(code) }]));

/** Refused before any route: by the size or the speed of the request. */
const always: readonly FailureCode[] = ['request.headers_too_large', 'request.timeout', 'request.malformed', 'hub.internal'];

export function problemResponses(codes: readonly FailureCode[]): Json {
  const all = [...new Set([...codes, ...always])];
  const statuses = [...new Set(all.map((code) => failures[code].status))].sort((a, b) => a - b);
  return Object.fromEntries(statuses.map((status) => [status, all.filter((code) => failures[code].status === status)] as const).map(([status, group]) => [String(status), {
    description: group.map((code) => `\`${code}\``).join(', '),
    headers: status === 429 || status === 503 ? headers('Retry-After') : status === 401 ? headers('WWW-Authenticate') : headers(),
    content: { 'application/problem+json': { schema: ref('schemas', 'Problem'), examples: Object.fromEntries(group.map((code) => [code, ref('examples', code)])) } },
  }]));
}

function exampleOf(code: FailureCode): unknown {
  const { title } = problemOf(new Failure(code, ''));
  return problemOf(new Failure(code, title), 'req_5f1c2b3a4d_1');
}
