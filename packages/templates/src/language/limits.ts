/** A template is written by somebody of a tenant and runs in the hub: what it may cost is bounded, whatever it says and whatever the event holds. */

export const LIMITS = {
  /** Characters of one text. */
  source: 16_384,
  /** Characters of a page of HTML. */
  page: 65_536,
  /** Conditions and loops inside one another. */
  depth: 8,
  /** Parts of one text. */
  parts: 2_000,
  /** Parts that one rendering looks at, and 64 characters that a filter reads, each. */
  steps: 100_000,
  /** Characters of one value; the rest is cut. */
  value: 4_000,
  /** Characters that come out. */
  output: 200_000,
} as const;

/** One for all texts of a message. */
export interface Budget {
  step(cost?: number): void;
  write(characters: number): void;
}

export class TooMuch extends Error {
  readonly limit: 'steps' | 'output';

  constructor(limit: 'steps' | 'output') {
    super(limit === 'steps' ? `it takes more than ${LIMITS.steps} steps` : `it becomes longer than ${LIMITS.output} characters`);
    this.limit = limit;
  }
}

export function createBudget(): Budget {
  let steps: number = LIMITS.steps;
  let output: number = LIMITS.output;
  return {
    step(cost = 1) { if ((steps -= cost) < 0) throw new TooMuch('steps'); },
    write(characters) { if ((output -= characters) < 0) throw new TooMuch('output'); },
  };
}
