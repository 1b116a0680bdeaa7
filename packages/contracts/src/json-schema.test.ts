import { describe, expect, it } from 'vitest';
import { foreignInput, foreignSchema, originalOf } from './json-schema.ts';

const schema = { type: 'object', properties: { name: { type: 'string' }, size: { type: 'integer' }, note: { type: ['string', 'null'] }, any: {} }, required: ['name'] };

describe('arguments that somebody else describes', () => {
  it('may be null for what may be left out, and are left out then', () => {
    expect(foreignInput(schema).parse({ name: 'a', size: null })).toEqual({ name: 'a' });
  });

  it('keep a null that is asked for, that is possible, or that nobody described', () => {
    expect(foreignInput(schema).safeParse({ name: null }).success).toBe(false);
    expect(foreignInput(schema).parse({ name: 'a', note: null, any: null, more: null })).toEqual({ name: 'a', note: null, any: null, more: null });
    expect(foreignSchema(schema).safeParse({ name: 'a', size: null }).success).toBe(false);
  });

  it('are shown as they were described', () => {
    expect(originalOf(foreignInput(schema))).toBe(schema);
  });
});

describe('a schema that somebody else wrote', () => {
  const of = (property: unknown, more: object = {}) => foreignSchema({ type: 'object', properties: { it: property }, ...more });
  const refused = (schema: ReturnType<typeof foreignSchema>, it: unknown): string[] => schema.safeParse({ it }).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

  it('can’t keep the hub busy with a pattern that backtracks', () => {
    expect(refused(of({ type: 'string', pattern: '^(a+)+$' }), `${'a'.repeat(200)}!`)).toEqual(['it: expected a text that fits the pattern of the schema']);
    expect(refused(of({ type: 'object', patternProperties: { '^(a+)+$': { type: 'string' } }, additionalProperties: false }), { [`${'a'.repeat(200)}!`]: 'x' })).toHaveLength(1);
  });

  it('can’t keep the hub busy with choices that double at each level', () => {
    const level = (at: number) => ({ anyOf: [{ $ref: `#/$defs/d${at}` }, { $ref: `#/$defs/d${at}` }] });
    const $defs = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`d${at}`, at === 59 ? { type: 'string' } : level(at + 1)]));
    expect(refused(of(level(0), { $defs }), 1)).toEqual([': could not be checked: the check takes too long']);
  });

  it('can’t keep the hub busy with many names for many objects', () => {
    const properties = Object.fromEntries(Array.from({ length: 1900 }, (_, at) => [`name_${at}`, { type: 'string', default: 'x' }]));
    expect(refused(of({ type: 'array', items: { type: 'object', properties } }), Array.from({ length: 100_000 }, () => ({})))).toEqual([': could not be checked: the check takes too long']);
  });

  it('gives defaults, also in lists and behind references, and says what is wrong where', () => {
    const schema = foreignSchema({ type: 'object', properties: { size: { type: 'integer', default: 3 }, parts: { type: 'array', items: { $ref: '#/$defs/part' } } }, required: ['size'], additionalProperties: false, $defs: { part: { type: 'object', properties: { unit: { type: 'string', default: 'kg' } } } } });
    expect(schema.parse({ parts: [{}, { unit: 't' }] })).toEqual({ size: 3, parts: [{ unit: 'kg' }, { unit: 't' }] });
    expect(schema.safeParse({ parts: [{ unit: 1 }], more: 1 }).error?.issues.map(({ path }) => path.join('.'))).toEqual(['parts.0.unit', 'more']);
  });

  it('takes a megabyte of plain values', () => {
    expect(of({ type: 'array', items: { type: 'integer' } }).safeParse({ it: Array.from({ length: 500_000 }, () => 0) }).success).toBe(true);
  });

  it('takes megabytes of base64', () => {
    const schema = of({ type: 'string', pattern: '^[A-Za-z0-9+/]+={0,2}$', maxLength: 4_000_000 });
    expect([refused(schema, 'QUJD'.repeat(1_000_000)), refused(schema, `${'QUJD'.repeat(900_000)}?`)]).toEqual([[], ['it: expected a text that fits the pattern of the schema']]);
  });

  it('finds a field that is undefined as little as one that is not there', () => {
    const schema = foreignSchema({ type: 'object', properties: { name: { type: 'string' }, ca: { type: 'string' } }, required: ['name'], additionalProperties: false });
    expect([schema.safeParse({ name: 'a', ca: undefined, more: undefined }).success, schema.safeParse({ name: undefined }).success]).toEqual([true, false]);
  });

  it('may have words that mean nothing here, and patterns that look ahead: those are left to who wrote it', () => {
    expect(refused(of({ type: 'string', pattern: '^(?=x)', enumNames: ['a'] }), 'a')).toEqual([]);
    expect(refused(of({ type: 'string', pattern: '^(?=x)', enumNames: ['a'] }), 1)).toHaveLength(1);
    expect(refused(of({ type: 'string', required: true, maxLength: '5' }), 1)).toHaveLength(1);
  });
});

describe('what somebody else describes', () => {
  const doubling = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`a${n}`, n === 39 ? { type: 'number' } : { anyOf: [{ $ref: `#/$defs/a${n + 1}` }, { $ref: `#/$defs/a${n + 1}` }] }]));
  const twice = { type: 'object', required: ['x'], properties: { x: { $ref: '#/$defs/r' } } };
  const nested = (depth: number): unknown => (depth === 0 ? 7 : { x: nested(depth - 1) });

  it.each([
    ['a pattern that goes back and forth', { properties: { a: { type: 'string', pattern: '^(a+)+$' } } }, { a: `${'a'.repeat(5000)}!` }],
    ['a pattern of names', { patternProperties: { '^(a|aa)+$': { type: 'string' } }, additionalProperties: false }, { [`${'a'.repeat(5000)}!`]: 'x' }],
    ['references that double', { properties: { a: { $ref: '#/$defs/a0' } }, $defs: doubling }, { a: 'x' }],
    ['a reference to itself in two ways', { properties: { a: { $ref: '#/$defs/r' } }, $defs: { r: { anyOf: [twice, { ...twice, title: 'again' }] } } }, { a: nested(60) }],
    ['items that are all compared', { properties: { a: { type: 'array', uniqueItems: true } } }, { a: Array.from({ length: 300_000 }, (_, n) => ({ n })).concat({ n: 1 }) }],
  ])('is checked in a moment, also with %s', (_, keywords, data) => {
    expect(foreignSchema({ type: 'object', ...keywords }).safeParse(data).success).toBe(false); // else it would take years
  });

  it('is checked as it says, with its defaults, and with the place of what is wrong', () => {
    const described = foreignInput({ type: 'object', properties: { slug: { type: 'string', pattern: '^[a-z]+$' }, pattern: { type: 'string' }, size: { type: 'integer', default: 3 }, tags: { type: 'array', uniqueItems: true, items: { type: 'string' } } }, required: ['slug'], additionalProperties: false });
    expect(described.parse({ slug: 'shop', pattern: 'x' })).toEqual({ slug: 'shop', pattern: 'x', size: 3 });
    expect(described.safeParse({ slug: 'Shop', tags: ['a', 'a'] }).error?.issues.map(({ path }) => path.join('.'))).toEqual(['slug', 'tags']);
    expect(described.safeParse({ slug: 'shop', more: 1 }).success).toBe(false);
  });

  it('may say what nobody reads as deep as it wants', () => {
    const deep = JSON.parse(`${'{"x":'.repeat(100_000)}{}${'}'.repeat(100_000)}`) as object;
    expect(foreignSchema({ type: 'object', properties: { a: { type: 'string' } }, 'x-note': deep }).safeParse({ a: 1 }).success).toBe(false);
  });

  it('may refer to itself', () => {
    const tree = foreignSchema({ type: 'object', properties: { value: { type: 'integer' }, next: { $ref: '#' } }, required: ['value'] });
    expect([tree.safeParse({ value: 1, next: { value: 2 } }).success, tree.safeParse({ value: 1, next: {} }).success]).toEqual([true, false]);
  });
});
