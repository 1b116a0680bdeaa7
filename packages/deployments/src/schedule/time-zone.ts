/** Wall clocks: what they show at an instant, and when they show something. */

export interface WallClock { readonly year: number; readonly month: number; readonly day: number; readonly hour: number; readonly minute: number }

const formats = new Map<string, Intl.DateTimeFormat>();
const MOST = 500;

export function isTimeZone(zone: string): boolean {
  try {
    format(zone);
    return true;
  } catch {
    return false;
  }
}

export function wallClock(at: number, zone: string): WallClock {
  const parts = Object.fromEntries(format(zone).formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return { year: parts['year']!, month: parts['month']!, day: parts['day']!, hour: parts['hour']!, minute: parts['minute']! };
}

/** The first instant at which the clock shows this. In the hour that is left out in spring: as long after the change as the clock would show. */
export function instantOf(wall: WallClock, zone: string): number {
  const asUtc = utc(wall);
  const candidates = [asUtc - 86_400_000, asUtc + 86_400_000].map((near) => asUtc - offsetAt(near, zone)).sort((a, b) => a - b);
  return candidates.find((at) => at + offsetAt(at, zone) === asUtc) ?? candidates.at(-1)!;
}

const utc = ({ year, month, day, hour, minute }: WallClock): number => Date.UTC(year, month - 1, day, hour, minute);

const offsetAt = (at: number, zone: string): number => utc(wallClock(at, zone)) - Math.floor(at / 60_000) * 60_000;

function format(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  if (formats.size >= MOST) formats.clear();
  const made = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' });
  formats.set(zone, made);
  return made;
}
