/** What this door is told by the hub. */
import type { NewId } from '@patchbay/contracts';

export interface SvixOptions {
  readonly now: () => number;
  readonly newId: NewId;
  /** A hash of a text, short enough for an idempotency key. */
  readonly digest: (text: string) => string;
  /** Bytes of a request, at most. */
  readonly bodyLimit?: number;
  /** JSON may nest no deeper. */
  readonly depthLimit?: number;
  /** Where this hub is reached from outside. */
  readonly publicUrl: () => string;
}

export type Settings = Required<SvixOptions>;

export const settingsOf = (options: SvixOptions): Settings => ({ bodyLimit: 1024 * 1024, depthLimit: 64, ...options });
