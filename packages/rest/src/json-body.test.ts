import { expect, test } from 'vitest';
import { parseJson } from './json-body.ts';
import { jsonFault } from './json-fault.ts';

test.each([
  ['', 1, 1, 'a value'], ['{', 1, 2, 'a name in double quotes'], ['{"a"', 1, 5, 'a colon'], ['{"a":1,}', 1, 8, 'a name in double quotes'], ['[1 2]', 1, 4, 'a comma or ]'], ['[1,]', 1, 4, 'a value'],
  ['{"a":1]', 1, 7, 'a comma or }'], ['1 2', 1, 3, 'the end of the body'], ['"a\nb"', 1, 1, 'a valid string'], ['{"a":\n\n tru}', 3, 2, 'a value'], ['[01]', 1, 3, 'a comma or ]'], ['\ufeff{}', 1, 1, 'a value'],
])('tells where %j stops being JSON', (text, line, column, expected) => {
  expect(() => JSON.parse(text)).toThrow();
  expect(jsonFault(text)).toEqual({ line, column, expected });
});

test('a megabyte of brackets is refused by its depth, without running out of stack', () => {
  expect(() => parseJson(Buffer.from('['.repeat(1_000_000)), 64)).toThrow(expect.objectContaining({ code: 'request.too_deep' }));
  expect(() => parseJson(Buffer.from('{"a":'.repeat(1_000_000)), 64)).toThrow(expect.objectContaining({ code: 'request.too_deep' }));
});

test('brackets in strings and beside each other are not depth', () => {
  const text = JSON.stringify({ text: `\\"${'['.repeat(100)}`, list: Array.from({ length: 200 }, () => [{}]) });
  expect(parseJson(Buffer.from(text), 64)).toEqual(JSON.parse(text));
  const deep = `${'['.repeat(64)}${']'.repeat(64)}`;
  expect(parseJson(Buffer.from(deep), 64)).toEqual(JSON.parse(deep));
});

test.each([0, 1, 2, 3, 40, 41])('a long text ends at its own quote, behind %i backslashes too', (backslashes) => {
  const text = JSON.stringify([[`${'x'.repeat(60)}${'\\'.repeat(backslashes)}" [[[`, `${'\\'.repeat(backslashes)}`], ['[[[']]);
  expect(parseJson(Buffer.from(text), 2)).toEqual(JSON.parse(text));
  expect(() => parseJson(Buffer.from(`[${text}]`), 2)).toThrow(expect.objectContaining({ code: 'request.too_deep' }));
});

test.each(['__proto__', '\\u005f\\u005fproto__', '_\\u005Fproto_\\u005f', '__\\u0070roto__'])('a field whose name is written %s is refused', (name) => {
  expect(() => parseJson(Buffer.from(`{"a": [{"${name}": {}}]}`), 64)).toThrow(expect.objectContaining({ code: 'request.malformed' }));
});

test('a text that only speaks of __proto__ is taken', () => {
  expect(parseJson(Buffer.from('{"text": "__proto__"}'), 64)).toEqual({ text: '__proto__' });
});
