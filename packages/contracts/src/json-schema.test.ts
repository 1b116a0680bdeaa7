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

  it('may have words that mean nothing here, and patterns that look ahead: those are left to who wrote it', () => {
    expect(refused(of({ type: 'string', pattern: '^(?=x)', enumNames: ['a'] }), 'a')).toEqual([]);
    expect(refused(of({ type: 'string', pattern: '^(?=x)', enumNames: ['a'] }), 1)).toHaveLength(1);
    expect(refused(of({ type: 'string', required: true, maxLength: '5' }), 1)).toHaveLength(1);
  });
});
