/** What a reply says about how much more may be asked, in the headers that systems use for it. */

export interface RateLimit { readonly remaining: number; readonly limit: number | null; readonly reset_at: string | null }

const FAMILIES = ['x-ratelimit-', 'ratelimit-', 'x-rate-limit-', 'x-ratelimit-requests-'] as const;

/** Undefined: it says nothing. */
export function quotaOf(headers: Readonly<Record<string, string>>, now: number): RateLimit | undefined {
  for (const family of FAMILIES) {
    const remaining = numberIn(headers[`${family}remaining`]);
    if (remaining !== undefined) return { remaining, limit: numberIn(headers[`${family}limit`]) ?? null, reset_at: instantOf(headers[`${family}reset-after`] ?? headers[`${family}reset`], now) };
  }
  return undefined;
}

/** `100, 100;w=60` begins with its number. */
const numberIn = (value: string | undefined): number | undefined => {
  const [text] = /^\s*\d{1,15}(\.\d+)?/.exec(value ?? '') ?? [];
  return text === undefined ? undefined : Number(text);
};

/** Seconds from now, or the instant: in seconds, in milliseconds, or as a date, which begins with a number, too. */
function instantOf(text: string | undefined, now: number): string | null {
  const reset = numberIn(text);
  if (text === undefined || reset === undefined) return null;
  if (/^\s*\d{4}-\d\d-\d\d/.test(text)) return Number.isNaN(Date.parse(text)) ? null : new Date(Date.parse(text)).toISOString();
  return new Date(reset > 1e11 ? reset : reset > 1e9 ? reset * 1000 : now + reset * 1000).toISOString();
}
