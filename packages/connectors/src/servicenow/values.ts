/** Values of records: text in two forms, times in UTC without saying so. */
import type { JsonObject } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';

/** As it is kept: ids, numbers of states, times in UTC. A name has points in it where the field is behind a reference. */
export const valueAt = (each: JsonObject, name: string): string => string(each[name], 'value') || string(each[name], '');
/** As people read it. */
export const labelAt = (each: JsonObject, name: string): string => string(each[name], 'display_value') || string(each[name], '');

/** `2026-11-20 09:30:00` is in UTC. */
export const instantOf = (value: string): string => (/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(value) ? `${value.replace(' ', 'T')}Z` : value);
export const timeOf = (instant: string): string => new Date(instant).toISOString().slice(0, 19).replace('T', ' ');

/** In a query, `^` ends a condition; twice it is itself. */
export const quoted = (text: string): string => text.replaceAll('^', '^^');
