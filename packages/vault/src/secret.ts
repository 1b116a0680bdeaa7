/** A value that shows itself only when asked by name: not in logs, errors, JSON or a debugger's print-out. */
import { constantTimeEqual } from './digest.ts';

const SHOWN = '•••';

/** A class, because identity is the point: `instanceof Secret` is how telemetry and validators know one. */
export class Secret {
  readonly #value: string | Uint8Array;

  constructor(value: string | Uint8Array) {
    this.#value = typeof value === 'string' ? value : Uint8Array.from(value);
    Object.freeze(this);
  }

  /** The value as text. The only way out, together with `bytes`. */
  reveal(): string { return typeof this.#value === 'string' ? this.#value : Buffer.from(this.#value).toString('utf8'); }
  /** The value as bytes; a copy. */
  bytes(): Uint8Array { return Uint8Array.from(typeof this.#value === 'string' ? Buffer.from(this.#value, 'utf8') : this.#value); }
  equals(other: Secret | string | Uint8Array): boolean { return constantTimeEqual(this.#value, other instanceof Secret ? other.#value : other); }

  toString(): string { return SHOWN; }
  toJSON(): string { return SHOWN; }
  [Symbol.toPrimitive](): string { return SHOWN; }
  [Symbol.for('nodejs.util.inspect.custom')](): string { return SHOWN; }
}
