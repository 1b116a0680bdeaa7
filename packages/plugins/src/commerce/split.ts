/** Who gets what of a sale, and gives back what of a refund. Whole coins only: what rounding leaves belongs to the marketplace, and all lines add up to zero. */

export interface Line { readonly account: string; readonly amount: number }

export const CASH = 'cash';
export const REVENUE = 'revenue';
/** What is on its way to a publisher. */
export const CLEARING = 'clearing';
export const publisherAccount = (publisher: string): string => `publisher/${publisher}`;

/** Hundredths of a percent. */
const WHOLE = 10_000;

/** Debits stand above zero: money came in, and is owed to the publisher and to the marketplace. */
export function saleLines(amount: number, publisher: string, share: number): Line[] {
  const theirs = part(amount, share, WHOLE);
  return lines([[CASH, amount], [publisherAccount(publisher), -theirs], [REVENUE, theirs - amount]]);
}

/** After `before` of it went back already. All refunds of a sale together give back exactly what it gave. */
export function refundLines(sale: { readonly amount: number; readonly lines: readonly Line[] }, before: number, amount: number): Line[] {
  const publisher = sale.lines.find(({ account }) => account.startsWith('publisher/'));
  const given = -(publisher?.amount ?? 0);
  const theirs = part(given, before + amount, sale.amount) - part(given, before, sale.amount);
  return lines([[CASH, -amount], ...(publisher === undefined ? [] : [[publisher.account, theirs] as const]), [REVENUE, amount - theirs]]);
}

export const transfer = (from: string, to: string, amount: number): Line[] => lines([[from, amount], [to, -amount]]);

export const sumOf = (all: readonly Line[]): number => all.reduce((sum, { amount }) => sum + amount, 0);

/** Rounded down; numbers of this size lose digits in between otherwise. */
const part = (amount: number, of: number, whole: number): number => Number((BigInt(amount) * BigInt(of)) / BigInt(whole));

function lines(all: readonly (readonly [account: string, amount: number])[]): Line[] {
  return all.filter(([, amount]) => amount !== 0).map(([account, amount]) => ({ account, amount }));
}
