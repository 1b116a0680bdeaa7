/** A version of a plugin that can run: what it says of itself, and its code. */
import type { Manifest, Plugin } from '@patchbay/sdk';

/** Code of our own, in this process; or source for the sandbox, fetched and verified when it is needed. */
export type Code = { readonly kind: 'trusted'; readonly plugin: Plugin } | { readonly kind: 'sandboxed'; readonly digest: string; source(): Promise<string> };

export interface Release {
  readonly plugin: string;
  readonly version: string;
  readonly manifest: Manifest;
  readonly code: Code;
  readonly origin: 'built_in' | 'package';
  /** When it came out; of what is built in, 0. */
  readonly at: number;
  readonly channel: 'stable' | 'beta' | 'security';
}
