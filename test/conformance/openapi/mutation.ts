/** What a stranger does to a request. Each mutation is data, so that a failing one shrinks and repeats. */
import fc, { type Arbitrary } from 'fast-check';
import type { Operation } from './document.ts';
import type { Request } from './request.ts';

type Change = (request: Request) => Request;
export interface Mutation { readonly name: string; readonly change: Change }

const mutation = (name: string, change: Change): Mutation => ({ name, change });
const header = (name: string, value: string): Mutation => mutation(`${name}: ${JSON.stringify(value.slice(0, 60))}`, (request) => ({ ...request, headers: { ...request.headers, [name]: value } }));
const withQuery = (...more: [string, string][]): Mutation => mutation(`?${more.map(([name, value]) => `${name}=${value.slice(0, 60)}`).join('&')}`, (request) => ({ ...request, query: [...request.query.filter(([name]) => !more.some(([other]) => other === name)), ...more] }));
const rawBody = (name: string, body: string | Buffer, type = 'application/json'): Mutation => mutation(name, (request) => ({ ...request, body, headers: { ...request.headers, 'content-type': type } }));

/** Values that fit nowhere, or just beside. */
const nasty: readonly unknown[] = [
  null, true, false, 0, -1, 1.5, 1e308, -0, 2 ** 53, -(2 ** 53), '', ' ', '\u0000', 'a\u0000b', '\ud800', '\udfff\ud800', '\u202egnp', '\u001b[31m', 'é'.normalize('NFD'), '🙂'.repeat(50), 'x'.repeat(10_000), '../../etc/passwd', "'; drop table x; --",
  '${7*7}', '{{7*7}}', '<script>', '%00', 'true', '1', [], {}, [[]], [null], { $ne: null }, { toString: 1 }, { constructor: { prototype: { x: 1 } } }, { length: -1 }, Array.from({ length: 200 }, (_, n) => n), JSON.parse('[' .repeat(60) + ']'.repeat(60)),
];
const strings = nasty.filter((each) => typeof each === 'string');

/** Puts a nasty value at a place of the body that the numbers choose. */
const misplaced = fc.tuple(fc.nat(), fc.nat(3), fc.constantFrom(...nasty)).map(([choice, depth, value]) => mutation(`a field is ${JSON.stringify(value)?.slice(0, 60)}`, (request) => edit(request, (body) => replaceAt(body, choice, depth, value))));
const renamed = fc.constantFrom('unknown_field', '', 'id', 'tenant', 'version', 'if_version', 'constructor', 'toString', '_sealed', '\u0000', 'x'.repeat(300)).chain((name) => fc.constantFrom(...nasty).map((value) => mutation(`has ${JSON.stringify(name.slice(0, 60))}`, (request) => edit(request, (body) => ({ ...(body as object), [name]: value })))));
const dropped = fc.nat().map((choice) => mutation('lacks a field', (request) => edit(request, (body) => { const entries = Object.entries(body as object); entries.splice(choice % Math.max(1, entries.length), 1); return Object.fromEntries(entries); })));

const bodies: Arbitrary<Mutation> = fc.oneof(
  { arbitrary: misplaced, weight: 8 }, { arbitrary: renamed, weight: 3 }, { arbitrary: dropped, weight: 2 },
  { arbitrary: fc.constantFrom(...nasty).map((value) => mutation('is another value', (request) => edit(request, () => value))), weight: 2 },
  { arbitrary: fc.nat().map((cut) => mutation('is cut off', (request) => ({ ...request, body: (request.body ?? '{}').toString().slice(0, cut % Math.max(1, (request.body ?? '{}').length)) }))), weight: 2 },
  { arbitrary: fc.constantFrom(
    rawBody('is empty', ''), rawBody('is not JSON', '{"a": oops}'), rawBody('is no UTF-8', Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d])), rawBody('has a BOM', '\ufeff{}'), rawBody('is deep', `${'['.repeat(65)}${']'.repeat(65)}`),
    rawBody('is very deep', '{"a":'.repeat(100_000)), rawBody('is huge', `{"a":"${'x'.repeat(1_100_000)}"}`), rawBody('reaches a prototype', '{"__proto__":{"admin":true}}'), rawBody('has a name twice', '{"name":"a","name":"b","slug":"x","slug":"y"}'),
    rawBody('is a form', 'a=b', 'application/x-www-form-urlencoded'), rawBody('is text', '{}', 'text/plain'), rawBody('has a broken type', '{}', 'application/json; charset'), rawBody('is latin1', '{}', 'application/json; charset=latin1'), rawBody('has no type', '{}', ''),
    rawBody('is a big number', '{"limit": 1e400, "version": 123456789012345678901234567890}'), mutation('is compressed', (request) => ({ ...request, headers: { ...request.headers, 'content-encoding': 'gzip' } })),
  ), weight: 3 },
);

const headers: Arbitrary<Mutation> = fc.oneof(
  fc.constantFrom('', 'x'.repeat(256), 'é', 'x'.repeat(5000), 'ok').map((value) => header('idempotency-key', value)),
  fc.constantFrom('3', 'W/"1"', '"0"', '"x"', '"1", "2"', '"99999999999999999999"', '', '*', '"1"', '"2"').map((value) => header('if-match', value)),
  fc.constantFrom('3', 'W/"1"', '*', '"', '"1","2",,', '').map((value) => header('if-none-match', value)),
  fc.constantFrom('', 'not an id', 'apr_0', 'x'.repeat(300), 'apr_01jd8xk3v2q4r6t8w0y2a4c6e8').map((value) => header('approval-id', value)),
  fc.constantFrom('true', 'false', 'TRUE', '1', '').map((value) => header('dry-run', value)),
  fc.constantFrom('', 'nobody', 'ten_01jd8xk3v2q4r6t8w0y2a4c6e8', 'x'.repeat(500), 'é').map((value) => header('x-tenant-id', value)),
  fc.constantFrom('', 'Bearer', 'Bearer x', 'Basic eDp5', 'Bearer pb_', `Bearer pb_${'x'.repeat(500)}`, 'bearer é', 'Bearer a, Bearer b').map((value) => header('authorization', value)),
  fc.constantFrom('', 'a b', 'x'.repeat(500), 'fine-1', 'é').map((value) => header('x-request-id', value)),
  fc.constantFrom('-1', 'x', '99999999999999999999', '0').map((value) => header('last-event-id', value)),
  fc.constantFrom('text/html', '*/*', '', 'application/xml;q=0.1', 'x'.repeat(5000)).map((value) => header('accept', value)),
  fc.constant(mutation('has no credential', ({ headers: { authorization: _, ...rest }, ...request }) => ({ ...request, headers: rest }))),
  fc.constant(header('x-padding', 'x'.repeat(17_000))),
);

const texts = fc.constantFrom(...strings).map((text) => encodeURIComponent((text as string).toWellFormed()).slice(0, 3000));
const queries = (operation: Operation): Arbitrary<Mutation> => {
  const names = operation.parameters.filter((each) => each.in === 'query').map((each) => each.name);
  return fc.oneof(
    fc.constantFrom('unknown', 'id', '__proto__', 'constructor', '', '%00', '%', 'limit[]', 'x'.repeat(300)).chain((name) => texts.map((value) => withQuery([name, value]))),
    fc.constantFrom(...names, 'limit').chain((name) => fc.oneof(texts, fc.constantFrom('-1', '0', '501', '1e3', '1.5', '99999999999999999999', 'null', 'true', '%', '%zz', '%ff', ',', ',,')).map((value) => withQuery([name, value]))),
    fc.constantFrom(...names, 'limit').map((name) => withQuery([name, '1'], [name, '2'])),
    fc.oneof(fc.base64String({ maxLength: 200 }).map(encodeURIComponent), fc.constantFrom('x', 'bnVsbA', 'e30', 'W10', 'dG9vbHM6', 'eyJ2IjpudWxsfQ', 'x'.repeat(3000))).map((value) => withQuery(['cursor', value])),
  );
};

const paths: Arbitrary<Mutation> = fc.oneof(texts, fc.constantFrom('', '%', '%zz', '%ff', '%2e%2e', '%2F', 'x'.repeat(65), 'x'.repeat(600), 'prj_', 'null', '%00', '..%2f..')).map((id) => mutation(`id ${id.slice(0, 60)}`, (request) => ({ ...request, path: request.path.replace(/\/[^/]*$/, `/${id}`) })));

/** Every kind of mutation that this operation can have. */
export function mutations(operation: Operation): Arbitrary<Mutation> {
  return fc.oneof(
    { arbitrary: headers, weight: 2 },
    { arbitrary: queries(operation), weight: operation.method === 'GET' ? 4 : 1 },
    ...(operation.body === undefined ? [] : [{ arbitrary: bodies, weight: 6 }]),
    ...(operation.path.endsWith('}') ? [{ arbitrary: paths, weight: 2 }] : []),
  );
}

function edit(request: Request, change: (body: unknown) => unknown): Request {
  try {
    return { ...request, body: JSON.stringify(change(JSON.parse((request.body ?? '{}').toString()))), headers: { 'content-type': 'application/json', ...request.headers } };
  } catch {
    return request; // another mutation broke it before
  }
}

function replaceAt(body: unknown, choice: number, depth: number, value: unknown): unknown {
  if (body === null || typeof body !== 'object') return value;
  const keys = Object.keys(body);
  const key = keys[choice % Math.max(1, keys.length)];
  if (key === undefined) return value;
  const inner: unknown = (body as Record<string, unknown>)[key];
  const next = depth > 0 && inner !== null && typeof inner === 'object' ? replaceAt(inner, choice >> 3, depth - 1, value) : value;
  return Array.isArray(body) ? body.with(Number(key), next) : { ...body, [key]: next };
}
