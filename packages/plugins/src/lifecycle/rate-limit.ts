/** What a reply says about how much more may be asked, in the headers that systems use for it. */

export interface RateLimit { readonly remaining: number; readonly limit: number | null; readonly reset_at: string | null }

const FAMILIES = ['x-ratelimit-', 'ratelimit-', 'x-rate-limit-', 'x-ratelimit-requests-'] as const;

/** Undefined: it says nothing. */
export function quotaOf(headers: Readonly<Record<string, string>>, now: number): RateLimit | undefined {
  for (const family of FAMILIES) {
    const remaining = numberIn(headers[`${family}remaining`]);
    if (remaining !== undefined) return { remaining, limit: numberIn(headers[`${family}limit`]) ?? null, reset_at: instantOf(numberIn(headers[`${family}reset`]) ?? numberIn(headers[`${family}reset-after`]), now) };
  }
  return undefined;
}

/** `100, 100;w=60` begins with its number. */
const numberIn = (value: string | undefined): number | undefined => {
  const [text] = /^\s*\d{1,15}(\.\d+)?/.exec(value ?? '') ?? [];
  return text === undefined ? undefined : Number(text);
};

/** Seconds from now, or the instant in seconds or milliseconds. */
function instantOf(reset: number | undefined, now: number): string | null {
  if (reset === undefined) return null;
  return new Date(reset > 1e11 ? reset : reset > 1e9 ? reset * 1000 : now + reset * 1000).toISOString();
}
