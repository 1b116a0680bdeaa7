import { expect, test } from 'vitest';
import { faultOf } from './draft-7.ts';

/** `not` in `not`, so many times. */
const nested = (times: number): object => (times === 0 ? {} : { not: nested(times - 1) });

test.each([
  {},
  { type: 'object', title: 'Order', properties: { n: { type: 'integer', minimum: 0 } }, required: ['n'], additionalProperties: false, examples: [{ n: 7 }] },
  { type: ['string', 'null'], format: 'anything', pattern: '^\\p{L}+$', minLength: 0, maxLength: 1.0 },
  { $schema: 'http://json-schema.org/draft-07/schema#', $id: 'https://example.com/a', $ref: '#/definitions/a', definitions: { a: true } },
  { items: [{}, true], additionalItems: false, contains: {}, uniqueItems: true },
  { items: { type: 'number', multipleOf: 0.1, exclusiveMinimum: -1e300 }, maxItems: 2 },
  { dependencies: { a: ['b', 'c'], b: { required: [] } }, patternProperties: { '^x-': {} }, propertyNames: { maxLength: 3 } },
  JSON.parse('{ "if": {}, "then": true, "else": false }'), // as text: an object with a `then` of its own is a trap for whoever awaits it
  { not: {}, allOf: [{}], anyOf: [true], oneOf: [{}] },
  { enum: [], const: null, default: 1, readOnly: true, writeOnly: false, $comment: '', contentEncoding: 'base64', contentMediaType: 'text/plain' },
  { nullable: 7, 'x-mine': {}, $defs: 7, constructor: 7, properties: { type: {}, required: {}, constructor: {} } },
  nested(64),
])('%j is a schema', (schema) => {
  expect(faultOf(schema)).toBeUndefined();
});

test.each([
  [{ type: 7 }, 'type'],
  [{ type: 'text' }, 'type'],
  [{ type: [] }, 'type'],
  [{ type: ['string', 'text'] }, 'type.1'],
  [{ type: ['string', 'string'] }, 'type'],
  [{ properties: [] }, 'properties'],
  [{ properties: { a: 7 } }, 'properties.a'],
  [{ properties: { a: { items: { type: null } } } }, 'properties.a.items.type'],
  [{ required: true }, 'required'],
  [{ required: ['a', 7] }, 'required.1'],
  [{ required: ['a', 'a'] }, 'required'],
  [{ exclusiveMinimum: true }, 'exclusiveMinimum'],
  [{ multipleOf: 0 }, 'multipleOf'],
  [{ minLength: -1 }, 'minLength'],
  [{ maxItems: 1.5 }, 'maxItems'],
  [{ maximum: '1' }, 'maximum'],
  [{ pattern: '(' }, 'pattern'],
  [{ pattern: 7 }, 'pattern'],
  [{ patternProperties: { '[': {} } }, 'patternProperties.['],
  [{ patternProperties: { a: 7 } }, 'patternProperties.a'],
  [{ dependencies: { a: 'b' } }, 'dependencies.a'],
  [{ dependencies: { a: [7] } }, 'dependencies.a.0'],
  [{ items: [] }, 'items'],
  [{ items: 'a' }, 'items'],
  [{ items: [{}, 7] }, 'items.1'],
  [{ allOf: {} }, 'allOf'],
  [{ anyOf: [] }, 'anyOf'],
  [{ not: null }, 'not'],
  [JSON.parse('{ "if": { "then": 7 } }'), 'if.then'],
  [{ additionalProperties: 'no' }, 'additionalProperties'],
  [{ definitions: { a: { $ref: {} } } }, 'definitions.a.$ref'],
  [{ enum: 'a' }, 'enum'],
  [{ examples: { a: 1 } }, 'examples'],
  [{ uniqueItems: 'yes' }, 'uniqueItems'],
  [{ title: 7 }, 'title'],
  [7, ''],
  [[], ''],
  [null, ''],
])('%j is none, and it is said where', (schema, path) => {
  expect(faultOf(schema)).toEqual({ path: expect.anything() as unknown, message: expect.stringMatching(/^expected|^an item/) as unknown });
  expect(faultOf(schema)!.path.join('.')).toBe(path);
});

test('a schema that is too long or too deep is refused', () => {
  expect(faultOf({ title: 'x'.repeat(262_144) })?.message).toBe('expected no more than 262144 characters');
  expect(faultOf(nested(65))?.message).toBe('expected no more than 64 levels');
});
