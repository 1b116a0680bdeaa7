/** A value that will only be known when something else was done. It is equal to nothing, and no check refuses it. */
export const UNKNOWN: unique symbol = Symbol('known after apply');

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether it, or anything in it, is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isFields(value) && Object.values(value).some(hasUnknown);
}

/** Absent and null are the same to who declares. */
export const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;
