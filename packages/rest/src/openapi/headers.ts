/** Headers of answers. */
import { type Json, ref } from './words.ts';

const text = (description: string, example: string): Json => ({ description, schema: { type: 'string' }, example });

export const headerComponents: Json = {
  'X-Request-Id': text('The id of this request: yours, if you sent a well-formed one.', 'req_5f1c2b3a4d_1'),
  ETag: text('The version of the resource. Send it in If-Match to change only what you have seen.', '"3"'),
  Location: text('Where the new resource is.', '/v1/projects/prj_01jd8xk3v2q4r6t8w0y2a4c6e8'),
  RateLimit: text('What is left of the tightest limit: `r` calls, full again in `t` seconds.', '"key";r=599;t=60'),
  'RateLimit-Policy': text('That limit: `q` calls in `w` seconds.', '"key";q=600;w=60'),
  'Idempotent-Replayed': text('`true` when this is the answer of an earlier call with the same Idempotency-Key.', 'true'),
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 }, example: 1 },
  'WWW-Authenticate': text('How to sign in.', 'Bearer realm="patchbay"'),
};

type HeaderName = 'ETag' | 'Location' | 'RateLimit' | 'RateLimit-Policy' | 'Idempotent-Replayed' | 'Retry-After' | 'WWW-Authenticate';

export const headers = (...names: HeaderName[]): Json => Object.fromEntries(['X-Request-Id', ...names].map((name) => [name, ref('headers', name)]));

export const answerHeaders = (...names: HeaderName[]): Json => headers('RateLimit', 'RateLimit-Policy', ...names);
