/** One check of a value: where it is, what it found, and how much it may still do. */
import type { Issue } from '../failure.ts';

/** The check was broken off: the schema and the data together ask for too much. */
export class Exhausted extends Error {}

const MOST_ISSUES = 20;
const DEEPEST = 200;

export class Run {
  readonly issues: Issue[] = [];
  readonly path: (string | number)[] = [];
  /** Above 0 somebody only asks whether it holds. */
  quiet = 0;
  #steps: number;
  #depth = 0;

  constructor(steps: number) { this.#steps = steps; }

  spend = (steps: number): void => {
    this.#steps -= steps;
    if (this.#steps < 0) throw new Exhausted('the check takes too long');
  };

  enter(): void {
    this.spend(1);
    if (++this.#depth > DEEPEST) throw new Exhausted('the check goes too deep');
  }

  leave(): void { this.#depth--; }

  /** Always false, so that a check can answer with it. */
  fail(message: string): false {
    if (this.quiet === 0 && this.issues.length < MOST_ISSUES) this.issues.push({ path: this.path.join('.'), message });
    return false;
  }

  /** Whether what is found makes no difference any more. */
  get enough(): boolean { return this.quiet > 0 || this.issues.length >= MOST_ISSUES; }

  inside(key: string | number, check: () => boolean): boolean {
    this.path.push(key);
    const holds = check();
    this.path.pop();
    return holds;
  }

  asks(check: () => boolean): boolean {
    this.quiet++;
    const holds = check();
    this.quiet--;
    return holds;
  }
}
