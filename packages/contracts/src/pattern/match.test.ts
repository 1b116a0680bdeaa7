import { describe, expect, it } from 'vitest';
import { compilePattern } from './match.ts';
import { quickPattern } from './quick.ts';

const free = (): void => undefined;
const found = (pattern: string, text: string): boolean => compilePattern(pattern).isIn(text, free);

const patterns = [
  '', 'a', '^a', 'a$', '^a$', 'a|b', '^(a|b)$', 'ab*c', '^ab+c$', 'ab?c', 'a{3}', '^a{2,3}$', '^a{2,}$', '(ab)+', '^(?:ab|c)*$', '(a*)*b', '^(a|aa)+$', '[a-c]', '[^a-c]', '^[\\w.-]+$', '\\d{3}-\\d{4}',
  '\\bfoo\\b', '\\Boo', '.', '^.$', '\\.', '\\x41', '\\u0041', '\\u{1F600}', '\\p{Lu}', '[\\p{L}\\d]+', '^\\s*$', '(?<year>\\d{4})', 'a.c', '^[^]$', '[]', '()', '(|a)b', '^(a?){3}a{3}$', 'x*?y', '\\n', '[\\]a]', '\\/', '^-?(0|[1-9]\\d*)(\\.\\d+)?$', 'a{,2}', '^\\cA$', '[a-z]{2}|^$',
  '^[a-z]+={0,2}$', '^[^\\]]*$', '^\\d{1,3}-?x$', '^a*$', '^a{2,}b?$', '^[\\w.+-]+/[\\w.+-]$', '^😀+$', '^\\$', '^a\\$', '^a{2}$', '^x{1,9}$',
];
const texts = ['', 'a', 'b', 'c', 'ab', 'abc', 'abbc', 'ac', 'aa', 'aaa', 'aaaa', 'aaab', 'A', 'foo', 'foo bar', 'xfoox', '123-4567', '😀', 'é', 'É', ' \t\n', '2030', 'a\nc', 'a.c', ']', '/', '-1.5', '01', 'a{,2}', '\u0001', 'xxy', 'line\n'];

describe('a pattern', () => {
  it.each(patterns)('%j is found where Node finds it', (pattern) => {
    const node = (() => { try { return new RegExp(pattern, 'u'); } catch { return new RegExp(pattern); } })();
    expect(texts.filter((text) => found(pattern, text))).toEqual(texts.filter((text) => node.test(text)));
  });

  it.each(['(a)\\1', '(?<x>a)\\k<x>', '(?=a)', '(?!a)', '(?<=a)b', '(?<!a)b', '(?i:a)'])('%j is refused: what looks elsewhere takes no bounded time', (pattern) => expect(() => compilePattern(pattern)).toThrow(/pattern can’t/));
  it.each(['(', '[a', 'a**', '\\', 'x{2,1}'])('%j is refused: it is no regular expression', (pattern) => expect(() => compilePattern(pattern)).toThrow(/expected a regular expression/));
  it.each(['(a{100}){100}', '((){1000}){1000}', '(((a{9}){9}){9}){9}', 'a'.repeat(2000), '('.repeat(60) + 'a' + ')'.repeat(60)])('%s is refused: it is too large', (pattern) => expect(() => compilePattern(pattern)).toThrow(/too large|at most|inside one another/));

  it.each([['^[A-Za-z0-9+/]+={0,2}$', true], ['^\\d{1,9}$', true], ['^[a-z]{3,}-?[0-9]$', true], ['[a-z]+$', false], ['^(a|b)+$', false], ['^a*b*$', false], ['^a{0,9}b{0,9}$', false], ['^a+a*$', false], ['^\\w+?$', false]])('%j is left to Node: %j', (pattern, isQuick) => {
    expect(quickPattern(pattern) !== undefined).toBe(isQuick);
  });

  it('that is left to Node is found in megabytes, and says what that costs', () => {
    let steps = 0;
    expect(compilePattern('^[A-Za-z0-9+/]+={0,2}$').isIn(`${'QUJD'.repeat(1_000_000)}!`, (more) => { steps += more; })).toBe(false);
    expect(steps).toBe(4_000_001 >> 6);
  });

  it.each(['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '(a*)*b', '^([a-zA-Z0-9])(([.-]|[_]+)?([a-zA-Z0-9]+))*(@)$', '(.*)*x', '^(([a-z])+.)+[A-Z]([a-z])+$', '\\s+$'])('%j takes time in proportion to the text, where Node would take years', (pattern) => {
    const work = (length: number): number => {
      let steps = 0;
      compilePattern(pattern).isIn(`${(pattern === '\\s+$' ? ' ' : 'a').repeat(length)}!`, (more) => { steps += more; });
      return steps;
    };
    expect(work(4000)).toBeLessThan(2.2 * work(2000));
    expect(work(4000)).toBeLessThan(100_000);
  });
});
