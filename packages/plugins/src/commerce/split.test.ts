import { describe, expect, it } from 'vitest';
import { type Line, refundLines, saleLines, sumOf } from './split.ts';

/** The same numbers each time. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const on = (lines: readonly Line[], account: string): number => lines.filter((line) => line.account === account).reduce((sum, { amount }) => sum + amount, 0);

describe('a sale', () => {
  it('is divided down to the last coin, and what rounding leaves is the marketplace’s', () => {
    expect(saleLines(1999, 'acme', 8000)).toEqual([{ account: 'cash', amount: 1999 }, { account: 'publisher/acme', amount: -1599 }, { account: 'revenue', amount: -400 }]);
    expect(saleLines(1, 'acme', 9999)).toEqual([{ account: 'cash', amount: 1 }, { account: 'revenue', amount: -1 }]);
    expect(saleLines(100, 'acme', 10_000)).toEqual([{ account: 'cash', amount: 100 }, { account: 'publisher/acme', amount: -100 }]);
  });

  it('adds up to zero whatever it is and however it is divided, also where numbers are large', () => {
    const next = chance(42);
    for (let round = 0; round < 5000; round++) {
      const amount = 1 + (round % 3 === 0 ? 1_000_000_000_000 - next(1_000_000) - 1 : next(100_000));
      const share = next(10_001);
      const lines = saleLines(amount, 'acme', share);
      expect(sumOf(lines)).toBe(0);
      const theirs = -on(lines, 'publisher/acme');
      expect(theirs * 10_000 <= amount * share + 5_000 && theirs >= 0 && theirs <= amount).toBe(true);
    }
  });
});

describe('refunds', () => {
  it('in any parts add up to zero each, take nobody more than they got, and together undo the sale', () => {
    const next = chance(7);
    for (let round = 0; round < 2000; round++) {
      const amount = 1 + next(5000);
      const sale = { amount, lines: saleLines(amount, 'acme', next(10_001)) };
      const all: Line[] = [];
      for (let before = 0; before < amount;) {
        const back = Math.min(amount - before, 1 + next(amount));
        const lines = refundLines(sale, before, back);
        expect(sumOf(lines)).toBe(0);
        expect(on(lines, 'cash')).toBe(-back);
        expect(on(lines, 'publisher/acme')).toBeGreaterThanOrEqual(0);
        expect(on(lines, 'revenue')).toBeGreaterThanOrEqual(0);
        all.push(...lines);
        before += back;
      }
      for (const account of ['cash', 'publisher/acme', 'revenue']) expect(on(all, account)).toBe(0 - on(sale.lines, account));
    }
  });
});
