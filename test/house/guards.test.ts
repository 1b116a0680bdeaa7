import { expect, test } from 'vitest';
import { guards, judge } from './guards.ts';
import { codeOf, files, isRoom } from './tree.ts';

const tree = files();

test.each(guards.map((guard) => [guard.name, guard] as const))('%s', (_, guard) => {
  const { looked, complaints, leftovers } = judge(guard, tree);
  expect(looked).toBeGreaterThan(50);
  expect(complaints.map(({ message }) => message)).toEqual([]);
  expect(leftovers, 'exceptions in test/house/guards.ts that nothing needs any more').toEqual([]);
});

test.each(guards.map((guard) => [guard.name, guard] as const))('the guard for "%s" sees what it must refuse, and nothing else', (_, guard) => {
  const at = (text: string) => judge(guard, [{ path: 'packages/planted/src/planted.ts', text: `// first line\n${text}\n` }]).complaints;
  expect(at(guard.bad)).toMatchObject([{ path: 'packages/planted/src/planted.ts', line: 2, message: expect.stringContaining(guard.fix) as string }]);
  expect(at(guard.good)).toEqual([]);
  expect(at(`// ${guard.bad}`), 'a comment may say it').toEqual([]);
});

test('comments are taken out of code, strings are left in, and lines stay where they are', () => {
  const text = `const url = 'https://a.example'; // process.env\n/* fetch()\n */ const b = "/* no */";`;
  const code = codeOf(text);
  expect(code).toHaveLength(text.length);
  expect(code.split('\n').map((line) => line.trim())).toEqual([`const url = 'https://a.example';`, '', 'const b = "/* no */";']);
});

test('no file of code is longer than 400 lines', () => {
  const code = tree.filter(({ path }) => /\.(ts|mjs|tsx)$/.test(path) && !path.includes('/generated/'));
  expect(code.length).toBeGreaterThan(100);
  const long = code.filter(({ text }) => text.split('\n').length > 400).map(({ path, text }) => `${path} has ${text.split('\n').length} lines: find the second noun in it and give that a file of its own`);
  expect(long).toEqual([]);
});

test('rooms have names of the trade', () => {
  const vague = tree.filter(({ path }) => isRoom(path) && /(^|\/)(utils?|helpers?|common|shared|misc|manager|stuff)(\/|\.ts$)/.test(path)).map(({ path }) => `${path}: name it after what it is`);
  expect(vague).toEqual([]);
});

test('no file names a computer: no path of somebody’s machine, no private package registry', () => {
  const own = 'test/house/guards.test.ts'; // it has to spell out what it looks for
  expect(tree.length).toBeGreaterThan(100);
  const found = tree.filter(({ path }) => path !== own).flatMap(({ path, text }) => [...text.matchAll(/(?<![\w.~-])\/(?:work|root|home\/[a-z]\w*|Users\/[A-Za-z]\w*)\/[\w.-]+|"resolved": "https?:|^\s*(?:@\w+:)?registry\s*=/gm)].map((match) => `${path} has ${match[0]}: make it relative, or take it out`));
  expect(found).toEqual([]);
});
