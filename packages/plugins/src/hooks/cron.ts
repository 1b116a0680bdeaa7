/** Five fields of cron, in UTC: minute, hour, day, month, weekday; lists, ranges, steps, names. A day counts when either of the two day fields fits, if both are given. */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const BOUNDS = [[0, 59], [0, 23], [1, 31], [1, 12], [0, 7]] as const;

export function cronMatches(cron: string, at: Date): boolean {
  const fields = readCron(cron);
  if (fields === undefined) return false;
  const [minute, hour, day, month, weekday] = fields;
  if (!minute!.has(at.getUTCMinutes()) || !hour!.has(at.getUTCHours()) || !month!.has(at.getUTCMonth() + 1)) return false;
  const onDay = day!.has(at.getUTCDate());
  const onWeekday = weekday!.has(at.getUTCDay()) || (at.getUTCDay() === 0 && weekday!.has(7));
  const [, , dayText = '*', , weekdayText = '*'] = cron.trim().split(/\s+/);
  return dayText.startsWith('*') || weekdayText.startsWith('*') ? onDay && onWeekday : onDay || onWeekday;
}

/** Undefined for what is no cron expression. */
export function readCron(cron: string): ReadonlySet<number>[] | undefined {
  const parts = cron.trim().toLowerCase().split(/\s+/);
  if (parts.length !== 5) return undefined;
  const fields = parts.map((part, index) => readField(part, index));
  return fields.some((field) => field === undefined) ? undefined : (fields as ReadonlySet<number>[]);
}

function readField(text: string, index: number): ReadonlySet<number> | undefined {
  const [low, high] = BOUNDS[index]!;
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const [, range = '', step] = /^(\*|[a-z0-9]+(?:-[a-z0-9]+)?)(?:\/(\d{1,3}))?$/.exec(item) ?? [];
    if (range === '' || Number(step) === 0) return undefined; // a step of nothing, `00` as well, would never arrive
    const [from, to] = range === '*' ? [low, high] : range.split('-').map((each) => numberOf(each, index));
    const end = to ?? (step === undefined ? from : high);
    if (from === undefined || end === undefined || Number.isNaN(from) || Number.isNaN(end) || from < low || end > high || from > end) return undefined;
    for (let value = from; value <= end; value += Number(step ?? 1)) values.add(value);
  }
  return values;
}

function numberOf(text: string, index: number): number {
  const names = index === 3 ? MONTHS : index === 4 ? DAYS : [];
  const named = names.indexOf(text.slice(0, 3));
  if (named >= 0) return index === 3 ? named + 1 : named;
  return /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
}
