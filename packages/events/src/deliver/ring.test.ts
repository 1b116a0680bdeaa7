import { expect, test } from 'vitest';
import { Ring } from './ring.ts';

test('who came first goes first, however full it was and wherever it began', () => {
  const ring = new Ring<number>();
  const line: number[] = [];
  let next = 0;
  for (let turn = 0; turn < 200; turn++) {
    for (let comes = 0; comes < (turn * 7) % 23; comes++) {
      ring.push(next);
      line.push(next++);
    }
    for (let goes = 0; goes < (turn * 5) % 19; goes++) expect(ring.shift()).toBe(line.shift());
    expect(ring.size).toBe(line.length);
  }
  for (let item = ring.shift(); item !== undefined; item = ring.shift()) expect(item).toBe(line.shift());
  expect(line).toEqual([]);
});
