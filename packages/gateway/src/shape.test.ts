import { expect, it } from 'vitest';
import { shapeOf } from './shape.ts';

it('tells what arguments look like, and nothing of what they say', () => {
  const schema = { type: 'object', properties: { text: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } }, where: { type: 'object', properties: { city: { type: 'string' } } }, none: {} } };
  const shape = shapeOf({ text: 'the password', tags: ['a', 'b'], where: { city: 'Vienna', 'secret-name': 1 }, none: null, 'a key that says much': true }, schema);
  expect(shape).toBe('{text: text(12), tags: 2 × text(1), where: {city: text(6), 1 of no name in the schema}, none: null, 1 of no name in the schema}');
  expect(shapeOf([], undefined)).toBe('0 × nothing');
});

it('ends, however deep and wide', () => {
  const deep = { type: 'object', properties: { a: {} as Record<string, unknown> } };
  deep.properties.a = deep;
  expect(shapeOf({ a: { a: { a: { a: { a: 1 } } } } }, deep)).toBe('{a: {a: {a: object}}}');
  const wide = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`f${n}`, n]));
  expect(shapeOf(wide, { properties: wide })).toMatch(/f19: number, 10 more}$/);
});
