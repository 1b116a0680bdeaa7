/** Refusals: one response per status, with an example for each code that has it. The same group of codes is one component. */
import { Failure, type FailureCode, failures, problemOf } from '@patchbay/contracts';
import { answerHeaders, headers } from './headers.ts';
import { type Json, ref } from './words.ts';

export interface Refusals {
  /** The responses of an operation that answers with these codes. */
  of(codes: readonly FailureCode[]): Json;
  /** Everything that was asked for so far. */
  readonly components: Json;
}

/** Refused before any route: by the size, the speed or the form of the request. */
const always: readonly FailureCode[] = ['request.headers_too_large', 'request.timeout', 'request.malformed', 'hub.internal'];

export function createRefusals(): Refusals {
  const components: Record<string, Json> = {};
  const order = Object.keys(failures) as FailureCode[];
  return {
    components,
    of(codes) {
      const wanted = new Set([...codes, ...always]);
      const byStatus = new Map<number, FailureCode[]>();
      for (const code of order) if (wanted.has(code)) byStatus.set(failures[code].status, [...byStatus.get(failures[code].status) ?? [], code]);
      return Object.fromEntries([...byStatus].map(([status, group]) => {
        const name = [status, ...group].join('-');
        components[name] ??= responseOf(status, group);
        return [String(status), ref('responses', name)];
      }));
    },
  };
}

function responseOf(status: number, codes: readonly FailureCode[]): Json {
  return {
    description: codes.map((code) => `\`${code}\``).join(', '),
    headers: status === 429 ? answerHeaders('Retry-After') : status === 503 ? headers('Retry-After') : status === 401 ? headers('WWW-Authenticate') : headers(),
    content: { 'application/problem+json': { schema: ref('schemas', 'Problem'), examples: Object.fromEntries(codes.map((code) => [code, ref('examples', code)])) } },
  };
}

export const problemExamples: Json = Object.fromEntries((Object.keys(failures) as FailureCode[]).map((code) => [code, { summary: failures[code].fix, value: exampleOf(code) }]));

function exampleOf(code: FailureCode): unknown {
  const { title } = problemOf(new Failure(code, ''));
  return problemOf(new Failure(code, title), 'req_5f1c2b3a4d_1');
}
