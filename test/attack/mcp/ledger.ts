/** What was tried, and what got through. */
export interface Ledger {
  holds(name: string, fact: boolean, seen?: unknown): void;
  /** Honest use, which a guard that refuses everything would spoil. */
  honest(name: string, fact: boolean, seen?: unknown): void;
  readonly probes: number;
  readonly through: readonly string[];
  readonly spoiled: readonly string[];
}

export function createLedger(): Ledger {
  const [through, spoiled] = [[] as string[], [] as string[]];
  let probes = 0;
  const note = (list: string[]) => (name: string, fact: boolean, seen?: unknown): void => {
    probes++;
    if (!fact) list.push(seen === undefined ? name : `${name}: ${JSON.stringify(seen)?.slice(0, 300)}`);
  };
  return { holds: note(through), honest: note(spoiled), get probes() { return probes; }, through, spoiled };
}
