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
