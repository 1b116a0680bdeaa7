/** Instants as people read them, in any time zone. */

const PARTS: Readonly<Record<string, (of: Readonly<Record<string, string>>) => string>> = {
  yyyy: ({ year = '' }) => year, MM: ({ month = '' }) => month, dd: ({ day = '' }) => day, HH: ({ hour = '' }) => hour, mm: ({ minute = '' }) => minute, ss: ({ second = '' }) => second,
  MMM: ({ month = '1' }) => MONTHS[Number(month) - 1] ?? '', EEE: ({ weekday = '' }) => weekday, z: ({ timeZoneName = '' }) => timeZoneName,
};
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TOKEN = /yyyy|MMM|MM|dd|HH|mm|ss|EEE|z/g;
const DEFAULT = 'yyyy-MM-dd HH:mm z';
const MOST_PATTERN = 60;
const MOST_ZONES = 50;

const formats = new Map<string, Intl.DateTimeFormat>();

export const wrongPattern = (pattern: unknown): string | undefined =>
  (pattern === undefined || (typeof pattern === 'string' && pattern.length <= MOST_PATTERN && pattern.replaceAll(TOKEN, '').search(/[A-Za-z]/) === -1) ? undefined : `expects a pattern of ${Object.keys(PARTS).join(', ')} and signs between them, such as "${DEFAULT}"`);

export function wrongZone(zone: unknown): string | undefined {
  return zone === undefined || (typeof zone === 'string' && formatOf(zone) !== undefined) ? undefined : 'expects a time zone, such as "Europe/Berlin"';
}

/** From RFC 3339, seconds or milliseconds; undefined, if it is no instant. */
export function formatDate(value: unknown, pattern: unknown = DEFAULT, zone: unknown = 'UTC'): string | undefined {
  const instant = typeof value === 'number' ? new Date(value < 1e11 ? value * 1000 : value) : new Date(typeof value === 'string' ? value : Number.NaN);
  const format = formatOf(String(zone)) ?? formatOf('UTC')!;
  if (Number.isNaN(instant.getTime())) return undefined;
  const of = Object.fromEntries(format.formatToParts(instant).map(({ type, value: part }) => [type, part]));
  return String(pattern).slice(0, MOST_PATTERN).replaceAll(TOKEN, (token) => PARTS[token]!(of));
}

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  try {
    const made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', weekday: 'short', timeZoneName: 'short', hourCycle: 'h23' });
    if (formats.size >= MOST_ZONES) formats.clear();
    formats.set(zone, made);
    return made;
  } catch {
    return undefined; // RangeError: there is no such zone
  }
}
