import { expect, test } from 'vitest';
import { pathIn, pathText, takenFrom } from './property-path.ts';

test('a path is written and read as Pulumi does it', () => {
  for (const [path, text] of [[['url'], 'url'], [['retry', 'delays', 1], 'retry.delays[1]'], [['headers', 'X-Team'], 'headers["X-Team"]'], [['map', 'say "hi"'], 'map["say \\"hi\\""]']] as const) {
    expect(pathText(path)).toBe(text);
    expect(pathIn(text)).toEqual(path);
  }
  expect(pathIn('rules[*].name')).toEqual(['rules', '*', 'name']);
});

test('what is at a path is taken from another value, and nothing else', () => {
  const now = { url: 'b', retry: { delays: [1, 2], jitter: 1 }, rules: [{ name: 'x', n: 1 }, { name: 'y', n: 2 }] };
  const before = { url: 'a', retry: { delays: [7, 8] }, rules: [{ name: 'p', n: 3 }, { name: 'q', n: 4 }] };
  expect(takenFrom(now, before, pathIn('url'))).toEqual({ ...now, url: 'a' });
  expect(takenFrom(now, before, pathIn('retry.delays[1]'))).toEqual({ ...now, retry: { delays: [1, 8], jitter: 1 } });
  expect(takenFrom(now, before, pathIn('rules[*].name'))).toEqual({ ...now, rules: [{ name: 'p', n: 1 }, { name: 'q', n: 2 }] });
  expect(takenFrom(now, before, pathIn('retry.jitter'))).toEqual({ ...now, retry: { delays: [1, 2], jitter: undefined } });
  expect(takenFrom(now, before, pathIn('nothing[0].here'))).toEqual({ ...now, nothing: undefined });
});
