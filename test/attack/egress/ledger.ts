/** What was tried, what got through, and what was refused though it was honest. */
import { Failure } from '@patchbay/contracts';

export interface Ledger {
  /** The attempt must end in this refusal. */
  refused(name: string, work: Promise<unknown>, ...reasons: readonly string[]): Promise<Failure | undefined>;
  /** Honest use, which a guard that refuses everything would spoil. */
  honest<T>(name: string, work: Promise<T>, looks?: (value: T) => boolean): Promise<T | undefined>;
  /** Something that must hold. */
  holds(name: string, fact: boolean): void;
  readonly probes: number;
  readonly through: readonly string[];
  readonly spoiled: readonly string[];
}

export function createLedger(): Ledger {
  const through: string[] = [];
  const spoiled: string[] = [];
  let probes = 0;

  return {
    async refused(name, work, ...reasons) {
      probes++;
      const outcome: unknown = await work.then(() => 'an answer', (error: unknown) => error);
      const reason = outcome instanceof Failure ? String(outcome.details['reason']) : String(outcome);
      if (outcome instanceof Failure && reasons.includes(reason)) return outcome;
      through.push(`${name}: expected ${reasons.join(' or ')}, got ${reason}${outcome instanceof Failure ? ` (${outcome.message})` : ''}`);
      return undefined;
    },
    async honest(name, work, looks = () => true) {
      probes++;
      try {
        const value = await work;
        if (looks(value)) return value;
        spoiled.push(`${name}: not what was sent`);
      } catch (error) {
        spoiled.push(`${name}: ${String(error)}`);
      }
      return undefined;
    },
    holds(name, fact) {
      probes++;
      if (!fact) through.push(name);
    },
    get probes() { return probes; },
    get through() { return through; },
    get spoiled() { return spoiled; },
  };
}
