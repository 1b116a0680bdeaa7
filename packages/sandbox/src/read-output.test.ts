import { expect, test } from 'vitest';
import { readOutput } from './read-output.ts';

test('keys that poison whoever merges them are dropped, and nothing else', () => {
  expect(readOutput('{"__proto__":{"admin":true},"a":[{"constructor":{"prototype":{"admin":true}},"b":1}]}')).toEqual({ a: [{ b: 1 }] });
  expect(Object.keys(readOutput('{"__proto__":1}') as object)).toEqual([]);
  expect(readOutput('{"constructor":"Ferrari","text":"__proto__"}')).toEqual({ constructor: 'Ferrari', text: '__proto__' });
});
