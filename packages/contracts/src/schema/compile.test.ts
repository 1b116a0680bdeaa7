import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { compileSchema } from './compile.ts';

const issuesOf = (schema: unknown): string[] => compileSchema(schema).issues.map(({ path, message }) => `${path}: ${message}`);
const validate = (schema: unknown, data: unknown): string[] => compileSchema(schema).validator!.validate(data).map(({ path, message }) => `${path}: ${message}`);

const tree = { $defs: { node: { type: 'object', properties: { value: { type: 'integer' }, next: { $ref: '#/$defs/node' } }, required: ['value'], additionalProperties: false } }, $ref: '#/$defs/node' };
/** As text: an object with a `then` of its own is a trap for whoever awaits it. */
const branches = JSON.parse(`[
  { "if": { "type": "integer" }, "then": { "minimum": 2 }, "else": { "type": "string" } }, { "if": { "required": ["a"] }, "then": { "required": ["b"] } },
  { "if": { "properties": { "a": { "const": 1 } }, "required": ["a"] }, "then": { "properties": { "b": true } }, "unevaluatedProperties": false }
]`) as unknown[];
const schemas: unknown[] = [
  true, false, {}, ...['null', 'boolean', 'object', 'array', 'number', 'string', 'integer'].map((type) => ({ type })), { type: ['string', 'null'] },
  { enum: [1, 'a', null, [1, { a: 1, b: 2 }]] }, { const: { b: [2], a: 1 } }, { const: 0 }, { multipleOf: 2 }, { minimum: 2 }, { maximum: 2 }, { exclusiveMinimum: 2 }, { exclusiveMaximum: 2 },
  { minLength: 2 }, { maxLength: 1 }, { pattern: '^a+$' }, { minItems: 1 }, { maxItems: 1 }, { uniqueItems: true }, { minProperties: 1 }, { maxProperties: 1 }, { required: ['a'] }, { dependentRequired: { a: ['b'] } },
  { properties: { a: { type: 'integer' }, b: false } }, { patternProperties: { '^a': { type: 'integer' } } }, { additionalProperties: false }, { properties: { a: true }, patternProperties: { '^x': true }, additionalProperties: { type: 'string' } },
  { propertyNames: { maxLength: 1 } }, { items: { type: 'integer' } }, { prefixItems: [{ type: 'integer' }, { type: 'string' }] }, { prefixItems: [true], items: false }, { contains: { type: 'integer' } }, { contains: { type: 'integer' }, minContains: 2, maxContains: 2 }, { contains: true, minContains: 0 },
  { allOf: [{ required: ['a'] }, { required: ['b'] }] }, { anyOf: [{ type: 'integer' }, { minLength: 2 }] }, { oneOf: [{ type: 'number' }, { type: 'integer' }] }, { oneOf: [{ type: 'integer' }, { type: 'string' }] }, { not: { type: 'object' } }, { not: {} },
  ...branches, { dependentSchemas: { a: { required: ['b'] } } },
  tree, { $defs: { x: { $anchor: 'here', type: 'integer' } }, $ref: '#here' }, { definitions: { 'a/b~c': { type: 'integer' } }, $ref: '#/definitions/a~1b~0c' }, { properties: { a: { $ref: '#' } }, additionalProperties: false },
  { properties: { a: true }, unevaluatedProperties: false }, { allOf: [{ properties: { a: true } }], unevaluatedProperties: false }, { anyOf: [{ properties: { a: { type: 'integer' } }, required: ['a'] }, { properties: { b: true }, required: ['b'] }], unevaluatedProperties: false },
  { $ref: '#/$defs/a', $defs: { a: { properties: { a: true }, additionalProperties: true } }, unevaluatedProperties: false },
  { prefixItems: [true], unevaluatedItems: false }, { allOf: [{ items: { type: 'integer' } }], unevaluatedItems: false }, { unevaluatedProperties: { type: 'integer' } }, { not: { properties: { a: true } }, unevaluatedProperties: false },
  { properties: { a: { properties: { b: true } } }, unevaluatedProperties: false }, { dependentSchemas: { a: { properties: { b: true } } }, properties: { a: true }, unevaluatedProperties: false },
];
const values: unknown[] = [
  null, true, false, 0, -0, 1, 2, 2.5, 0.07, 19.99, -3, '', 'a', 'aa', 'ab', '😀', [], [1], [1, 1], [1, 'a'], ['a', 1], ['a', 'b'], [1, { a: 1, b: 2 }], [1, { b: 2, a: 1 }], [1, 2, 'x'], [{ a: 1 }, { a: 1 }], [[1], [1]], [0, -0], [1, '1', true],
  {}, { a: 1 }, { a: 'x' }, { b: 1 }, { a: 1, b: 2 }, { a: 1, b: [2] }, { b: [2], a: 1 }, { a: 1, c: 'x' }, { x1: 1, a: 2 }, { a: {} }, { a: { a: {} } }, { a: { b: 1 } }, { value: 1 }, { value: 1, next: { value: 2 } }, { value: 1, next: { value: 'x' } }, { value: 1, next: { value: 2, more: 1 } }, { aa: 'x' },
  { constructor: {} },
];

describe('a schema', () => {
  it('lets pass what another validator lets pass, and refuses what that refuses', () => {
    const ajv = new Ajv2020({ strict: false, validateSchema: false, logger: false });
    const differ = schemas.flatMap((schema) => {
      const other = ajv.compile(schema as object);
      const own = compileSchema(schema);
      expect(own.issues).toEqual([]);
      return values.filter((value) => (own.validator!.validate(value).length === 0) !== other(value)).map((value) => ({ schema, value, other: other(value) }));
    });
    expect(schemas.length * values.length).toBeGreaterThan(2500);
    expect(differ).toEqual([]);
  });

  it('counts in decimals, as people write them, and up to the largest numbers', () => {
    for (const number of [0.07, 19.99, 0, -4.35, 1e300]) expect(validate({ multipleOf: 0.01 }, number)).toEqual([]);
    expect(validate({ multipleOf: 0.01 }, 0.075)).toHaveLength(1);
    expect(validate({ multipleOf: 2 }, 1e300)).toEqual([]);
  });

  it('takes what contains has found for looked at, and nothing else', () => {
    const schema = { contains: { type: 'integer' }, unevaluatedItems: false };
    expect(validate(schema, [1, 2])).toEqual([]);
    expect(validate(schema, [1, 'a'])).toEqual(['1: is not expected here']);
  });

  it('takes fields for what they are, also those that every object seems to have', () => {
    expect(validate({ enum: [{ a: 1 }], properties: { toString: { type: 'integer' } }, required: ['valueOf'] }, { toString: 'x' })).toHaveLength(3);
    expect(validate({ properties: { hasOwnProperty: false } }, {})).toEqual([]);
  });

  it('says everything that is wrong, with the place of each', () => {
    const schema = { type: 'object', properties: { number: { type: 'integer', minimum: 1 }, tags: { items: { enum: ['a', 'b'] } }, at: { format: 'date-time' } }, required: ['number', 'name'], additionalProperties: false };
    expect(validate(schema, { number: '7', tags: ['a', 'x'], at: 'today', more: 1 })).toEqual([
      'number: expected a whole number, got a text', 'tags.1: expected one of the values of the schema', 'at: expected the format date-time', 'name: is missing', 'more: is not expected here',
    ]);
  });

  it('says which of several schemas it could not satisfy, not how each of them failed', () => {
    expect(validate({ anyOf: [{ type: 'string' }, { type: 'integer' }] }, { })).toEqual([': expected something that fits one of the schemas of anyOf']);
  });

  it.each([
    ['date-time', ['2030-01-31T23:59:59Z', '2030-01-31t23:59:59.123+05:30'], ['2030-02-30T00:00:00Z', '2030-01-01', '2030-01-01T25:00:00Z', '2030-01-01T00:00:00']],
    ['date', ['2028-02-29'], ['2030-02-29', '2030-13-01', '2030-00-10', '30-01-01']],
    ['email', ['a@b.example', 'a+b@c'], ['a', 'a@', '@b', 'a b@c', 'a@b..c']],
    ['uri', ['https://example.com/a?b#c', 'urn:a:b'], ['/a', 'example.com', 'https://a b', 'http://[']],
    ['uuid', ['2f1e4fc0-81fd-41da-9156-00036acf1aa1'], ['2f1e4fc081fd41da915600036acf1aa1', 'x']],
    ['ipv4', ['192.0.2.1', '0.0.0.0'], ['192.0.2', '256.0.0.1', '1.2.3.4.', '01.2.3.4', '1.2.3.4.5']],
    ['ipv6', ['2001:db8::1', '::'], ['2001:db8', '1.2.3.4', ':::', 'g::1']],
    ['colour', ['anything'], []],
  ])('checks the format %s', (format, good, bad) => {
    for (const text of good) expect(validate({ format }, text), text).toEqual([]);
    for (const text of bad) expect(validate({ format }, text), text).toHaveLength(1);
    expect(validate({ format }, 7)).toEqual([]);
  });
});

describe('a schema that is not right is refused, with the place', () => {
  it.each([
    [{ type: 'strng' }, 'schema.type: expected one of'],
    [{ type: [] }, 'schema.type: expected one of'],
    [{ propertees: {} }, 'schema.propertees: is no keyword'],
    [{ properties: { a: { minimum: '1' } } }, 'schema.properties.a.minimum: expected a number'],
    [{ properties: { a: 7 } }, 'schema.properties.a: expected a schema'],
    [{ required: 'a' }, 'schema.required: expected a list of names'],
    [{ items: [{}] }, 'schema.items: expected one schema; a list of them is called prefixItems'],
    [{ nullable: true }, 'schema.nullable: is not of JSON Schema 2020-12; use type with "null"'],
    [{ allOf: [] }, 'schema.allOf: expected a list of schemas'],
    [JSON.parse('{"if":{},"then":{"type":"x"}}'), 'schema.then.type: expected one of'],
    [{ $defs: { unused: { type: 'x' } } }, 'schema.$defs.unused.type: expected one of'],
    [{ $ref: '#/$defs/none' }, 'schema.$ref: refers to something that is not there'],
    [{ $ref: 'https://example.com/schema.json' }, 'schema.$ref: expected a reference into this document'],
    [{ $ref: 'file:///etc/passwd' }, 'schema.$ref: expected a reference into this document'],
    [{ $ref: '#/__proto__' }, 'schema.$ref: refers to something that is not there'],
    [{ properties: { a: { $id: 'https://example.com/a' } } }, 'schema.properties.a.$id: is for the whole document only'],
    [{ $schema: 'https://example.com/mine' }, 'schema.$schema: expected https://json-schema.org/draft/2020-12/schema'],
    [{ $dynamicRef: '#x' }, 'schema.$dynamicRef: is not of JSON Schema 2020-12; use $ref'],
    [{ $ref: '#' }, 'schema: a schema refers to itself'],
    [{ $defs: { a: { allOf: [{ $ref: '#/$defs/b' }] }, b: { anyOf: [{ $ref: '#/$defs/a' }, true] } } }, 'schema: a schema refers to itself'],
    [{ pattern: '(a)\\1' }, 'schema.pattern: a pattern can’t refer back'],
    [{ patternProperties: { '(': true } }, 'schema.patternProperties.(: expected a regular expression'],
    [{ pattern: '(a{100}){100}' }, 'schema.pattern: the pattern is too large'],
    ['text', 'schema: expected a schema'],
  ])('%j', (schema, issue) => expect(issuesOf(schema)[0]).toContain(issue));

  it('when its patterns are too large together', () => {
    expect(issuesOf({ properties: Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`p${n}`, { pattern: `^${n}a{1900}$` }])) })[0]).toContain('too large together');
  });

  it('when it has too many levels or schemas', () => {
    let deep: object = {};
    for (let n = 0; n < 60; n++) deep = { properties: { a: deep } };
    expect(issuesOf(deep)[0]).toContain('levels deep');
    expect(issuesOf({ properties: Object.fromEntries(Array.from({ length: 2500 }, (_, n) => [`p${n}`, {}])) })[0]).toContain('expected no more than 2000 schemas');
  });
});

describe('a check ends', () => {
  it('when schema and data together would take for ever', () => {
    const $defs = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`a${n}`, n === 39 ? { type: 'string' } : { oneOf: [{ $ref: `#/$defs/a${n + 1}` }, { $ref: `#/$defs/a${n + 1}` }] }]));
    expect(validate({ $defs, $ref: '#/$defs/a0' }, 7)).toEqual([': could not be checked: the check takes too long']);
  });

  it('when the data is very deep', () => {
    let deep: unknown = 1;
    for (let n = 0; n < 5000; n++) deep = { a: deep };
    expect(validate({ properties: { a: { $ref: '#' } } }, deep)).toEqual([': could not be checked: the check goes too deep']);
  });

  it('when there is very much to compare', () => {
    const many = Array.from({ length: 400_000 }, (_, n) => n);
    expect(validate({ uniqueItems: true }, many)).toEqual([': could not be checked: the check takes too long']);
  });
});
