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
    const began = performance.now();
    expect(foreignSchema({ type: 'object', ...keywords }).safeParse(data).success).toBe(false);
    expect(performance.now() - began).toBeLessThan(15_000); // zod alone would take from minutes to for ever
  });

  it('is checked as it says, with its defaults, and with the place of what is wrong', () => {
    const described = foreignInput({ type: 'object', properties: { slug: { type: 'string', pattern: '^[a-z]+$' }, pattern: { type: 'string' }, size: { type: 'integer', default: 3 }, tags: { type: 'array', uniqueItems: true, items: { type: 'string' } } }, required: ['slug'], additionalProperties: false });
    expect(described.parse({ slug: 'shop', pattern: 'x' })).toEqual({ slug: 'shop', pattern: 'x', size: 3 });
    expect(described.safeParse({ slug: 'Shop', tags: ['a', 'a'] }).error?.issues.map(({ path }) => path.join('.'))).toEqual(['slug', 'tags']);
    expect(described.safeParse({ slug: 'shop', more: 1 }).success).toBe(false);
  });

  it('may refer to itself', () => {
    const tree = foreignSchema({ type: 'object', properties: { value: { type: 'integer' }, next: { $ref: '#' } }, required: ['value'] });
    expect([tree.safeParse({ value: 1, next: { value: 2 } }).success, tree.safeParse({ value: 1, next: {} }).success]).toEqual([true, false]);
  });
});
