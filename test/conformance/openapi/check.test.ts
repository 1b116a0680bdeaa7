import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { Failure, hubActions, hubResources, problemOf } from '@patchbay/contracts';
import { openapiDocument } from '@patchbay/rest';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitting } from './arbitrary.ts';
import { checker } from './check.ts';
import { operationsOf } from './document.ts';
import type { Reply } from './request.ts';

const document = JSON.parse(JSON.stringify(openapiDocument({ resources: hubResources, actions: hubActions }, '1.0.0'))) as Record<string, unknown>;
const operations = operationsOf(document);
const check = checker(document);
const read = operations.find(({ id }) => id === 'project_get')!;

const project = { id: 'prj_01jd8xk3v2q4r6t8w0y2a4c6e8', version: 3, created_at: '2030-01-01T00:00:00.000Z', updated_at: '2030-01-01T00:00:00.000Z', slug: 'shop', name: 'Shop', default_branch: 'main' };
const given = { 'x-request-id': 'req_1', 'x-content-type-options': 'nosniff', 'content-type': 'application/json; charset=utf-8', etag: '"3"' };
const good: Reply = { status: 200, headers: given, text: JSON.stringify(project) };
const refusal = (failure: Failure): Reply => ({ status: failure.status, headers: { ...given, 'content-type': 'application/problem+json' }, text: JSON.stringify(problemOf(failure, 'req_1')) });

test('a right answer and a right refusal have no findings', () => {
  expect(check(read, good)).toEqual([]);
  expect(check(read, refusal(new Failure('resource.not_found', 'There is no such project')))).toEqual([]);
});

const defects: readonly [string, Reply, RegExp][] = [
  ['a status that is not documented', { ...good, status: 202 }, /status 202 is not documented/],
  ['a fault of the hub', refusal(new Failure('hub.internal', 'Oops')), /answers 500/],
  ['a field too few', { ...good, text: JSON.stringify({ ...project, slug: undefined }) }, /does not fit its schema/],
  ['a field too many', { ...good, text: JSON.stringify({ ...project, secret: 1 }) }, /does not fit its schema/],
  ['another content type', { ...good, headers: { ...given, 'content-type': 'text/html' } }, /content type text\/html/],
  ['a code that is not documented', refusal(new Failure('approval.own_request', 'No')), /code approval.own_request is not documented/],
  ['an ETag of another version', { ...good, headers: { ...given, etag: '"2"' } }, /the ETag "2" is not the version "3"/],
  ['a missing header', { ...good, headers: { ...given, 'x-request-id': undefined } }, /has no x-request-id/],
  ['a stack', { ...good, text: 'Error: oops\n    at run (/srv/hub.ts:1:2)' }, /leaks.*is not a JSON object/s],
  ['a secret', { ...good, text: JSON.stringify({ ...project, name: 's3cr3t-abc' }) }, /leaks/],
];
test.each(defects)('%s is found', (_, reply, finding) => {
  expect(check(read, reply).join()).toMatch(finding);
});

test('what is generated from a schema fits it', () => {
  const ajv = new Ajv2020({ strict: false });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  const bodies = operations.flatMap(({ id, body }) => (body === undefined ? [] : [{ id, schema: body.schema }]));
  expect(bodies.length).toBeGreaterThan(30);
  for (const { id, schema } of bodies) {
    const validate = ajv.compile(schema as object);
    for (const value of fc.sample(fitting(schema, new Map()), { numRuns: 10, seed: 1 })) expect([id, validate(value), validate.errors]).toEqual([id, true, null]);
  }
});
