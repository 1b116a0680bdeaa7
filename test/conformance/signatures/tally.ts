/** Counts what held, and keeps the first things that did not. */
export interface Tally {
  expect(held: boolean, what: string): void;
  /** Whether it throws, or rejects, decides. */
  accepts(verify: () => unknown, what: string): Promise<void>;
  refuses(verify: () => unknown, what: string): Promise<void>;
  readonly held: number;
  readonly broken: readonly string[];
}

export function createTally(): Tally {
  const broken: string[] = [];
  let held = 0;
  const expect = (good: boolean, what: string): void => { if (good) held++; else broken.push(what); };
  const passes = async (verify: () => unknown): Promise<boolean> => {
    try {
      return (await verify()) !== false;
    } catch {
      return false;
    }
  };
  return Object.freeze({
    expect,
    accepts: async (verify: () => unknown, what: string) => expect(await passes(verify), `${what}: refused`),
    refuses: async (verify: () => unknown, what: string) => expect(!(await passes(verify)), `${what}: accepted`),
    get held() { return held; },
    broken,
  });
}
