/** One circuit per origin and policy class, kept only for those that have failed lately, and for so many of them. */
import { type Circuit, type CircuitOptions, createCircuit } from './circuit.ts';

export interface Circuits {
  refusedUntil(key: string): number | undefined;
  succeeded(key: string): void;
  failed(key: string): void;
  abandoned(key: string): void;
  readonly size: number;
}

export function createCircuits(ports: { readonly now: () => number }, options: CircuitOptions = {}, most = 10_000): Circuits {
  const circuits = new Map<string, Circuit>();
  return Object.freeze({
    refusedUntil: (key: string) => circuits.get(key)?.refusedUntil(),
    succeeded: (key: string) => { circuits.delete(key); },
    abandoned: (key: string) => circuits.get(key)?.abandoned(),
    failed(key: string) {
      const circuit = circuits.get(key) ?? createCircuit(ports, options);
      circuits.delete(key);
      circuits.set(key, circuit);
      circuit.failed();
      if (circuits.size > most) circuits.delete(circuits.keys().next().value!);
    },
    get size() { return circuits.size; },
  });
}
