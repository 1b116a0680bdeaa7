/** What a value can be put through. Each reads its value once, and gives no more than a little back for what it gets. */
import type { Literal } from './node.ts';
import { formatDate, wrongPattern, wrongZone } from './dates.ts';
import { isMissing, listOf, textOf } from './values.ts';

interface Filter {
  /** How many values it takes, at least and at most. */
  readonly takes: readonly [number, number];
  /** Steps, where it is more than one. */
  readonly cost?: number;
  apply(value: unknown, given: readonly unknown[]): unknown;
  /** What is wrong with the values that are written in the template; undefined for those that come later. */
  wrong?(given: readonly (Literal | undefined)[]): string | undefined;
}

const MOST_DECIMALS = 6;
/** Of what asks for the customs of a country. */
const COSTLY = 20;
const text = (change: (text: string) => string): Filter => ({ takes: [0, 0], apply: (value) => change(textOf(value)) });
const count = (name: string, most: number) => ([first]: readonly (Literal | undefined)[]): string | undefined =>
  (first === undefined || (typeof first === 'number' && Number.isInteger(first) && first >= 0 && first <= most) ? undefined : `expects ${name} from 0 to ${most}`);
const sized = (given: unknown, most: number): number => Math.max(0, Math.min(most, Math.trunc(Number(given)) || 0));

export const filters: Readonly<Record<string, Filter>> = {
  upper: text((value) => value.toUpperCase()),
  lower: text((value) => value.toLowerCase()),
  trim: text((value) => value.trim()),
  capitalize: text((value) => value.slice(0, 1).toUpperCase() + value.slice(1)),
  words: text((value) => value.replaceAll(/[._-]+/g, ' ')),
  url_encode: text(encodeText),
  truncate: { takes: [1, 1], wrong: count('a length', 10_000), apply: (value, [length]) => shortened(textOf(value), sized(length, 10_000)) },
  default: { takes: [1, 1], apply: (value, [other]) => (isMissing(value) ? other : value) },
  json: { takes: [0, 0], apply: (value) => JSON.stringify(value ?? null) },
  size: { takes: [0, 0], apply: (value) => (typeof value === 'string' ? [...value].length : listOf(value).length) },
  first: { takes: [0, 0], apply: (value) => listOf(value)[0] },
  last: { takes: [0, 0], apply: (value) => listOf(value).at(-1) },
  limit: { takes: [1, 1], wrong: count('a number', 1000), apply: (value, [most]) => listOf(value).slice(0, sized(most, 1000)) },
  join: { takes: [0, 1], apply: (value, [between = ', ']) => listOf(value).map(textOf).join(textOf(between).slice(0, 100)) },
  number: { takes: [0, 1], cost: COSTLY, wrong: count('decimals', MOST_DECIMALS), apply: (value, [decimals = 0]) => numbered(value, sized(decimals, MOST_DECIMALS)) },
  duration: { takes: [0, 0], apply: (value) => lasting(Number(value)) ?? textOf(value) },
  date: { takes: [0, 2], cost: COSTLY, wrong: ([pattern, zone]) => wrongPattern(pattern) ?? wrongZone(zone), apply: (value, [pattern, zone]) => formatDate(value, pattern, zone) ?? textOf(value) },
};

/** A lone half of a surrogate pair has no code in a URL. */
function encodeText(value: string): string {
  return encodeURIComponent(value.toWellFormed());
}

function shortened(value: string, length: number): string {
  if (value.length <= length) return value;
  return length === 0 ? '' : `${value.slice(0, length - 1).toWellFormed().replace(/�$/, '').trimEnd()}…`;
}

function numbered(value: unknown, decimals: number): string {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  return isMissing(value) || !Number.isFinite(number) ? textOf(value) : number.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

const UNITS = [['d', 86_400], ['h', 3600], ['min', 60], ['s', 1]] as const;

/** Seconds in the two largest units: `2 h 5 min`. */
function lasting(seconds: number): string | undefined {
  if (!Number.isFinite(seconds) || seconds < 0) return undefined;
  let left = Math.round(seconds);
  const parts = UNITS.flatMap(([unit, size]) => {
    const times = Math.floor(left / size);
    left -= times * size;
    return times === 0 ? [] : [`${times} ${unit}`];
  });
  return parts.slice(0, 2).join(' ') || '0 s';
}
