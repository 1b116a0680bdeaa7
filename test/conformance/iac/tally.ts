/** Counts what held and says what did not. */
export interface Tally {
  check(what: string, held: boolean, found?: string): void;
  readonly held: number;
  readonly failed: number;
}

export function createTally(): Tally {
  let held = 0;
  let failed = 0;
  return {
    check(what, holds, found) {
      if (holds) held++;
      else {
        failed++;
        console.log(`FAILED ${what}${found === undefined ? '' : `, but: ${found.slice(0, 2000)}`}`);
      }
    },
    get held() { return held; },
    get failed() { return failed; },
  };
}
