/** What sources say, made fit to be read: of one shape, without credentials, within the window and no longer than allowed. */
import { contextFinding, type ContextFinding, type ContextQuestion, maskedIn } from '@patchbay/contracts';

export interface Cleaned {
  readonly findings: readonly ContextFinding[];
  readonly truncated: boolean;
  /** What was left out, in words; null for nothing. */
  readonly reason: string | null;
}

const LONGEST = { title: 300, text: 2000, subject: 300 } as const;
const MOST_DATA = 4096;
/** Of one source, whatever it says. */
const MOST_READ = 1000;
/** Of all sources together, as JSON. */
const MOST_BYTES = 512 * 1024;

export function cleaned(raw: readonly unknown[], { since, until, limit }: Pick<ContextQuestion, 'since' | 'until' | 'limit'>): Cleaned {
  const read = raw.slice(0, MOST_READ).map((each) => contextFinding.safeParse(shortened(maskedIn(each))).data);
  const usable = read.filter((each) => each !== undefined);
  const [from, to] = [Date.parse(since), Date.parse(until)];
  const within = usable.filter(({ at, ongoing }) => Date.parse(at) <= to && (ongoing === true || Date.parse(at) >= from));
  const unusable = read.length - usable.length;
  return { findings: within.slice(0, limit), truncated: within.length > limit || raw.length > MOST_READ, reason: unusable === 0 ? null : `${unusable} of ${read.length} findings were not of the right shape` };
}

/** The newest first, as many as there is room for; `cut` names the sources of what was left out. */
export function merged<F extends ContextFinding & { readonly source: string }>(all: readonly F[]): { readonly findings: readonly F[]; readonly cut: ReadonlySet<string> } {
  const sorted = all.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at) || (a.source < b.source ? -1 : 1));
  let room = MOST_BYTES;
  const fits = sorted.filter((each) => (room -= Buffer.byteLength(JSON.stringify(each))) >= 0);
  return { findings: fits, cut: new Set(sorted.slice(fits.length).map(({ source }) => source)) };
}

/** Too long is no reason to lose it; too much data is left out. */
function shortened(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { data, ...rest } = value as Record<string, unknown>;
  const cut = Object.entries(rest).filter(([, each]) => each !== null && each !== undefined).map(([name, each]) => {
    const most = LONGEST[name as keyof typeof LONGEST];
    return [name, most !== undefined && typeof each === 'string' && each.length > most ? `${each.slice(0, most - 1)}…` : each];
  });
  const small = data !== undefined && data !== null && JSON.stringify(data).length <= MOST_DATA;
  return { ...Object.fromEntries(cut), ...(small ? { data } : {}) };
}
