/** Five fields of cron: minute, hour, day, month, weekday; lists, ranges, steps and names. A day counts when either day field fits, if both are given. */

export interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  /** Month from 1, weekday from 0, Sunday. */
  onDay(day: number, month: number, weekday: number): boolean;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS = [{ low: 0, high: 59, names: [], from: 0 }, { low: 0, high: 23, names: [], from: 0 }, { low: 1, high: 31, names: [], from: 0 }, { low: 1, high: 12, names: MONTHS, from: 1 }, { low: 0, high: 7, names: DAYS, from: 0 }] as const;
type Field = (typeof FIELDS)[number];

/** Undefined for what is no cron expression. */
export function readCron(text: string): Cron | undefined {
  const parts = text.toLowerCase().replaceAll('?', '*').split(' ');
  const fields = FIELDS.map((field, index) => readField(parts[index] ?? '', field));
  const [minutes, hours, days, months, weekdays] = fields;
  if (parts.length !== FIELDS.length || minutes === undefined || hours === undefined || days === undefined || months === undefined || weekdays === undefined) return undefined;
  const anyDay = parts[2]!.startsWith('*');
  const anyWeekday = parts[4]!.startsWith('*');
  return {
    minutes, hours,
    onDay(day, month, weekday) {
      if (!months.has(month)) return false;
      const fitsDay = days.has(day);
      const fitsWeekday = weekdays.has(weekday) || (weekday === 0 && weekdays.has(7));
      return anyDay || anyWeekday ? fitsDay && fitsWeekday : fitsDay || fitsWeekday;
    },
  };
}

function readField(text: string, field: Field): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const [, range, , first, last, step] = /^(\*|(([a-z0-9]+)(?:-([a-z0-9]+))?))(?:\/([0-9]{1,2}))?$/.exec(item) ?? [];
    if (range === undefined || step === '0' || step === '00') return undefined;
    const from = range === '*' ? field.low : numberOf(first!, field);
    const to = range === '*' || (last === undefined && step !== undefined) ? field.high : last === undefined ? from : numberOf(last, field);
    if (from === undefined || to === undefined || from < field.low || to > field.high || from > to) return undefined;
    for (let value = from; value <= to; value += Number(step ?? 1)) values.add(value);
  }
  return values;
}

function numberOf(text: string, { names, from }: Field): number | undefined {
  const named = (names as readonly string[]).indexOf(text);
  if (named >= 0) return named + from;
  return /^[0-9]{1,2}$/.test(text) ? Number(text) : undefined;
}
