/** Reads the answers of systems, which promise less than they say. */
import { at, type JsonObject } from '@patchbay/sdk';

/** Text or a number at a dotted path as text; empty when there is none. */
export function string(value: unknown, path: string): string {
  const found = at(value, path);
  return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : '';
}

export function list(value: unknown, path: string): readonly JsonObject[] {
  const found = at(value, path);
  return Array.isArray(found) ? (found as readonly JsonObject[]) : [];
}

/** Without what is not there: many systems take null for "empty it". */
export const given = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
