/** An installation as it runs: which code, with which configuration, allowed what. */
import type { Manifest } from '@patchbay/sdk';
import type { Document, Row } from '@patchbay/contracts';
import type { EgressPolicy } from '@patchbay/egress';
import type { Code } from './registry/release.ts';

export interface Live {
  readonly tenant: string;
  readonly id: string;
  readonly name: string;
  /** Of the installation's document: secrets and tokens are kept for one version. */
  readonly revision: number;
  readonly plugin: string;
  readonly version: string;
  readonly manifest: Manifest;
  readonly code: Code;
  /** Valid, with its defaults. */
  readonly config: Document;
  readonly granted: ReadonlySet<string>;
  /** Origins that it may reach, `*.` patterns included. */
  readonly origins: readonly string[];
  readonly policy: EgressPolicy;
  /** Sealed, by field. */
  readonly sealed: string | undefined;
  readonly row: Row;
}
