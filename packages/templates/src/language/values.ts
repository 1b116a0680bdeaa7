/** Values of an event, as conditions and texts see them. Only what was put in is reached: no prototypes, no lengths. */

export function valueAt(values: unknown, keys: readonly string[]): unknown {
  let value = values;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key) || (Array.isArray(value) && !/^\d{1,9}$/.test(key))) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

export const isMissing = (value: unknown): boolean => value === undefined || value === null || value === '';

export const textOf = (value: unknown): string => (value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));

/** What a loop goes over: a list, or the keys of an object with their values. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'object' && value !== null) return Object.entries(value).map(([key, each]) => ({ key, value: each }));
  return isMissing(value) ? [] : [value];
}

/** What holds without a comparison: nothing, an empty list and an empty text don't. */
export const holds = (value: unknown): boolean => value !== false && !isMissing(value) && !(typeof value === 'object' && listOf(value).length === 0);

/** Numbers as numbers, also when one is written as a text; else texts. */
export function order(left: unknown, right: unknown): number | undefined {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return a - b;
  if (typeof left !== 'string' || typeof right !== 'string') return undefined;
  return left < right ? -1 : left > right ? 1 : 0;
}

const numberOf = (value: unknown): number | undefined => {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.length < 40 && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isNaN(number) ? undefined : number;
};

export const equal = (left: unknown, right: unknown): boolean => (isMissing(left) && isMissing(right)) || left === right || order(left, right) === 0;

export function contains(whole: unknown, part: unknown): boolean {
  if (typeof whole === 'string') return !isMissing(part) && whole.includes(textOf(part));
  if (Array.isArray(whole)) return whole.some((each) => equal(each, part));
  return typeof whole === 'object' && whole !== null && Object.hasOwn(whole, textOf(part));
}
