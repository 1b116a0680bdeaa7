/** What Pulumi keeps encrypted in its state. */
import { isFields, type Fields } from '@patchbay/reconcile';

/** A value that Pulumi was told, or is told, to keep secret. */
export class Secret {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

/** The same without the marks. */
export function reveal(value: unknown): unknown {
  if (value instanceof Secret) return reveal(value.value);
  if (Array.isArray(value)) return value.map(reveal);
  return isFields(value) ? revealFields(value) : value;
}

export const revealFields = (bag: Fields): Fields => Object.fromEntries(Object.entries(bag).map(([name, value]) => [name, reveal(value)]));

/** The properties that are secret, or have something secret within. */
export const secretNames = (bag: Fields): Set<string> => new Set(Object.keys(bag).filter((name) => holdsSecret(bag[name])));

function holdsSecret(value: unknown): boolean {
  if (value instanceof Secret) return true;
  if (Array.isArray(value)) return value.some(holdsSecret);
  return isFields(value) && Object.values(value).some(holdsSecret);
}

/** With a mark on each property that is named. */
export const conceal = (bag: Fields, names: ReadonlySet<string>): Fields =>
  Object.fromEntries(Object.entries(bag).map(([name, value]) => [name, names.has(name) ? new Secret(value) : value]));
