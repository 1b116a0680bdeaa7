import { expect, test } from 'vitest';
import { requirements } from '../requirements.ts';
import { files } from './tree.ts';

const tree = files();
const proofs = new Map(tree.filter(({ path }) => path.endsWith('.ts') && path !== 'test/requirements.ts').map(({ path, text }) => [path, text]));

test('every promise of the product has a test that names what it shows', () => {
  expect(requirements.length).toBeGreaterThan(40);
  const unproven = requirements.flatMap(({ id, promise, tests }) => (tests.length === 0 ? [`${id} has no test: ${promise}`] : tests.filter((one) => !exists(one)).map((one) => `${id} names a test that is not there: ${one}`)));
  expect(unproven).toEqual([]);
});

test('every promise is listed once', () => {
  const ids = requirements.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

/** `file`, or `file > part of a title in it`. */
function exists(one: string): boolean {
  const [path = '', title] = one.split(' > ');
  const text = proofs.get(path);
  return text !== undefined && (title === undefined || text.includes(title));
}
