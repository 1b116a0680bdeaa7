/** Moving to another version: it must be allowed what it asks for, and prove healthy beside the old one, with the same configuration, before it takes over. */
import { type Document, Failure, type Row } from '@patchbay/contracts';
import type { Directory } from '../directory.ts';
import { missingOf } from '../permissions.ts';
import type { Registry } from '../registry/registry.ts';
import { readRange } from '../version.ts';
import { readConfiguration } from './configuration.ts';
import type { Health } from './health.ts';

export interface Target { readonly version: string; readonly permissions: readonly string[]; /** Of what is declared. */ readonly patch: Document }

export interface Gate {
  /** Throws what stands in the way before anything runs. */
  target(row: Row, version: string | undefined, permissions: readonly string[] | undefined): Target;
  /** Throws `plugin.update_failed` when the new version does not prove healthy. */
  prove(row: Row, target: Target, signal: AbortSignal): Promise<void>;
}

const PROOFS = 3;

export function createGate({ registry, directory, health }: { readonly registry: Registry; readonly directory: Directory; readonly health: Health }): Gate {
  return Object.freeze({
    target(row: Row, version: string | undefined, given: readonly string[] | undefined): Target {
      const { tenant, body } = row;
      const plugin = String(body['plugin']);
      const permissions = given ?? (body['permissions'] as string[]);
      const granted = new Set(permissions);
      const release = version === undefined ? registry.choose(tenant, plugin, String(body['version']), granted, body['config'] as Document)?.newest : registry.get(tenant, plugin, version);
      if (release === undefined) throw new Failure('plugin.not_found', `There is no ${version ?? `release within ${String(body['version'])}`} of ${plugin}`, { plugin });
      const { config } = readConfiguration(release.manifest, body['config'] as Document, body['secret_names'] as string[]);
      const lacking = missingOf(release.manifest, config, granted);
      if (lacking.length > 0) throw new Failure('plugin.consent_required', `${plugin} ${release.version} asks for more than it was allowed: ${lacking.join(', ')}`, { missing_permissions: lacking, version: release.version });
      const range = readRange(String(body['version']))?.(release.version) === true ? {} : { version: release.version };
      return { version: release.version, permissions, patch: { ...range, ...(given === undefined ? {} : { permissions: given }) } };
    },
    async prove(row: Row, { version, permissions }: Target, signal: AbortSignal) {
      const candidate = directory.liveOf({ ...row, body: { ...row.body, permissions, previous_version: null } }, version);
      if (candidate === undefined) throw new Failure('plugin.not_found', `There is no ${version} of ${String(row.body['plugin'])}`);
      if (row.body['status'] !== 'enabled' && row.body['status'] !== 'degraded') return; // nothing of it runs, so there is nothing to prove
      for (let proof = 0; proof < PROOFS; proof++) {
        const { state, reason = 'its health check said so' } = await health.ask(candidate, signal);
        if (state === 'down') throw new Failure('plugin.update_failed', `${candidate.plugin} ${version} did not prove healthy: ${reason}`, { reason, version });
      }
    },
  });
}
