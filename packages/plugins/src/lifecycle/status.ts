/** Where an installation stands, from what is declared. Pure. */
import type { Manifest } from '@patchbay/sdk';
import { missingOf } from '../permissions.ts';
import { readConfiguration } from './configuration.ts';

export type Status = 'installed' | 'configured' | 'enabled' | 'degraded' | 'quarantined' | 'disabled';

export interface Standing {
  readonly status: Status;
  readonly status_reason: string | null;
  readonly missing_permissions: readonly string[];
}

export interface Declared {
  readonly config: Readonly<Record<string, unknown>>;
  readonly secrets: readonly string[];
  readonly permissions: readonly string[];
  readonly enabled: boolean;
  /** Where it stood before. */
  readonly before?: Status;
  /** What keeps it quarantined or degraded. */
  readonly held?: { readonly status: 'quarantined' | 'degraded'; readonly reason: string | null };
}

const RAN: ReadonlySet<string> = new Set(['enabled', 'degraded', 'quarantined', 'disabled']);

export function standingOf(manifest: Manifest | undefined, { config, secrets, permissions, enabled, before, held }: Declared): Standing {
  if (manifest === undefined) return { status: 'installed', status_reason: 'there is no release that `version` allows', missing_permissions: [] };
  const { missing, config: whole } = readConfiguration(manifest, config, secrets);
  const missing_permissions = missingOf(manifest, whole, new Set(permissions));
  const stand = (status: Status, status_reason: string | null): Standing => ({ status, status_reason, missing_permissions });
  if (held?.status === 'quarantined') return stand('quarantined', held.reason);
  if (!enabled && before !== undefined && RAN.has(before)) return stand('disabled', null);
  if (missing.length > 0) return stand('installed', missing.map(({ path, message }) => `${path} ${message}`).join(', '));
  if (!enabled) return stand('configured', missing_permissions.length > 0 ? waits(missing_permissions) : null);
  if (missing_permissions.length > 0) return stand('configured', waits(missing_permissions));
  return held === undefined ? stand('enabled', null) : stand(held.status, held.reason);
}

const waits = (permissions: readonly string[]): string => `waits to be allowed ${permissions.join(', ')}`;
