/**
 * Who is being changed right now. A behaviour runs before its unit is committed, so dropping the cached caller would not be enough:
 * the next request could read and cache what is about to be replaced. While a principal or tenant settles, nobody is served from the cache.
 */

export interface Settling {
  mark(subject: string): void;
  /** Whether anything of it may be about to change. */
  has(subject: string): boolean;
  readonly quiet: boolean;
}

/** `span`: longer than a commit takes and than anything stays cached. */
export function createSettling(now: () => number, span: number): Settling {
  const until = new Map<string, number>();
  let lastEnd = 0;
  function mark(subject: string): void {
    const at = now();
    lastEnd = at + span;
    until.delete(subject); // so that the map stays in the order of its ends
    until.set(subject, lastEnd);
    for (const [each, end] of until) {
      if (end > at) break;
      until.delete(each);
    }
  }
  return Object.freeze({
    mark,
    has: (subject: string) => until.size > 0 && (until.get(subject) ?? 0) > now(),
    get quiet() { return until.size === 0 || lastEnd <= now(); },
  });
}
