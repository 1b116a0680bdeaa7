import { expect, test } from 'vitest';
import { refusedHeader } from './headers.ts';

test('ordinary headers pass, in any case and with Latin-1 in them', () => {
  expect(refusedHeader({ 'Content-Type': 'application/json', 'webhook-id': 'msg_1', authorization: 'Bearer x', 'X-Empty': '', 'x-tab': 'a\tb', 'x-latin': 'gr\u00fcn' })).toBeUndefined();
});

test('what could end a header early, or make a second one, is refused by name and not by value', () => {
  for (const bad of ['a\r\nb', 'a\nb', 'a\rb', 'a\0b', 'a\x7fb', 'a\x01b', '\u2603', '\u010d\u010a']) {
    const why = refusedHeader({ 'x-a': `hunter2${bad}` });
    expect(why, JSON.stringify(bad)).toContain('x-a');
    expect(why).not.toContain('hunter2');
  }
  for (const name of ['', 'a b', 'a:', 'a\r\n', 'ä', '(a)']) expect(refusedHeader({ [name]: 'b' }), JSON.stringify(name)).toContain('token');
});

test('the headers of the connection are the hub’s own', () => {
  for (const name of ['Host', 'content-length', 'Transfer-Encoding', 'Connection', 'TE', 'Upgrade', 'Expect', 'Proxy-Authorization', 'Keep-Alive', 'Trailer']) expect(refusedHeader({ [name]: 'x' }), name).toContain('the hub itself');
});

test('too many, too long and no text are refused', () => {
  expect(refusedHeader(Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`x-${n}`, 'a'])))).toContain('101');
  expect(refusedHeader({ 'x-a': 'a'.repeat(40_000) })).toContain('bytes');
  expect(refusedHeader({ 'x-a': ['a'] as unknown as string })).toContain('x-a');
});
