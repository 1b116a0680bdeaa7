import { expect, it } from 'vitest';
import { joined, lazily } from './lazily.ts';

it('makes a property when it is first read, once', () => {
  let made = 0;
  const object = lazily({ big: () => ({ number: ++made }), other: () => 'x' });
  expect(made).toBe(0);
  expect(object.big).toBe(object.big);
  expect(made).toBe(1);
  expect(Object.keys(object)).toEqual(['big', 'other']);
});

it('remembers undefined too', () => {
  let made = 0;
  const object = lazily({ nothing: (): undefined => void made++ });
  expect([object.nothing, object.nothing, made]).toEqual([undefined, undefined, 1]);
});

it('stays lazy when it is joined to plain properties', () => {
  let made = 0;
  const object = joined({ id: 'a' }, lazily({ big: () => ++made }));
  expect([object.id, made]).toEqual(['a', 0]);
  expect([object.big, made]).toEqual([1, 1]);
  expect(Object.isFrozen(object)).toBe(true);
});
