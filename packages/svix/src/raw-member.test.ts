import { expect, test } from 'vitest';
import { nestsDeeper, rawMember } from './raw-member.ts';

test.each([
  ['{"payload":{"a":1.0,  "b":1e3}}', '{"a":1.0,  "b":1e3}'],
  ['{ "eventType" : "x" ,\r\n "payload" : { "n": 12345678901234567890 } , "z":[1,{"payload":2}] }', '{ "n": 12345678901234567890 }'],
  ['{"a":{"payload":1},"payload":{"s":"}\\"{]"}}', '{"s":"}\\"{]"}'],
  ['{"payload":1,"payload":{"last":true}}', '{"last":true}'],
  ['{"p\\u0061yload":[1, 2]}', '[1, 2]'],
  ['{"payload":-1.50e+2}', '-1.50e+2'],
  ['{"payload":null,"x":1}', 'null'],
  ['{"payload":"text, with } and ]"}', '"text, with } and ]"'],
  ['{}', undefined],
  ['{"other":{}}', undefined],
  ['[{"payload":1}]', undefined],
])('the payload of %s is %s, as it came', (text, expected) => {
  expect(() => JSON.parse(text) as unknown).not.toThrow();
  expect(rawMember(text, 'payload')).toBe(expected);
});

test('nesting is counted outside of texts', () => {
  expect(nestsDeeper('[[["[[[["]]]', 3)).toBe(false);
  expect(nestsDeeper('[[["[[[["]]]', 2)).toBe(true);
});
