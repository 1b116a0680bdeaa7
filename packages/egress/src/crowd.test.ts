import { expect, test } from 'vitest';
import { Crowd } from './crowd.ts';
import { Line } from './line.ts';

interface Person { readonly name: number; place?: number | undefined }
const people = (count: number): Person[] => Array.from({ length: count }, (_, name) => ({ name }));

test('whoever comes and goes, a crowd is who came and did not go', () => {
  const crowd = new Crowd<'place', Person>('place');
  const all = people(1_000);
  for (const one of all) crowd.add(one);
  for (const one of all) if (one.name % 3 !== 0) expect(crowd.delete(one)).toBe(true);
  expect(crowd.delete(all[1]!)).toBe(false);
  expect(crowd.delete({ name: 7, place: 0 })).toBe(false);
  expect(crowd.size).toBe(334);
  const left: number[] = [];
  for (let one = crowd.first; one !== undefined; one = crowd.first) {
    crowd.delete(one);
    left.push(one.name);
  }
  expect(left.toSorted((a, b) => a - b)).toEqual(all.filter(({ name }) => name % 3 === 0).map(({ name }) => name));
});

test('a line gives its people in the order in which they came, without those who left', () => {
  const line = new Line<'place', Person>('place');
  const all = people(2_000);
  const served: number[] = [];
  for (const one of all) {
    line.add(one);
    if (one.name % 5 === 0) line.delete(one);
    const next = one.name % 2 === 0 ? line.shift() : undefined;
    if (next !== undefined) served.push(next.name);
  }
  line.delete(all[1_999]!);
  line.delete(all[1]!); // served long ago
  for (let one = line.shift(); one !== undefined; one = line.shift()) served.push(one.name);
  expect(line.size).toBe(0);
  expect(served).toEqual(all.filter(({ name }) => name % 5 !== 0 && name !== 1_999).map(({ name }) => name));
});
