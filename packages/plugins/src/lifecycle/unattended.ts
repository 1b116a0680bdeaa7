/** Installations that may update themselves: within their policy, once the cool-down is over, without asking for more, and through the same gate. */
import { Failure, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { permissionsOf } from '../permissions.ts';
import type { Registry } from '../registry/registry.ts';
import type { Release } from '../registry/release.ts';
import { compareVersions, parseVersion, readRange } from '../version.ts';
import type { LifeStep } from './installation.ts';
import type { Mark } from './marks.ts';
import type { Gate } from './update.ts';
import type { Vitals } from './vitals.ts';

export interface UnattendedPorts {
  readonly store: Store;
  readonly registry: Registry;
  readonly gate: Gate;
  readonly mark: Mark;
  readonly step: LifeStep;
  readonly vitals: Pick<Vitals, 'setbacks'>;
  readonly now: () => number;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

/** What did not prove healthy may have met a bad hour of the system behind it. */
const AGAIN_MS = 3_600_000;

export function unattendedUpdates({ store, registry, gate, mark, step, vitals, now, report }: UnattendedPorts): (stopping: AbortSignal) => Promise<void> {
  const refused = new Map<string, number>();

  function candidate({ tenant, id, body }: Row, setbacks: readonly string[] = []): Release | undefined {
    const current = String(body['installed_version']);
    const policy = String(body['update_policy']);
    if (policy === 'manual' || (body['status'] !== 'enabled' && body['status'] !== 'degraded')) return undefined;
    const fits = readRange(String(body['version']));
    const granted = new Set(body['permissions'] as string[]);
    return registry.releases(tenant, String(body['plugin'])).find(({ version, channel, at, manifest }) =>
      compareVersions(version, current) > 0 && fits?.(version) === true && within(policy, current, version) && (channel === 'security' || now() - at >= Number(body['update_delay']) * 1000)
      && channel !== 'beta' && !setbacks.includes(version) && (refused.get(`${id} ${version}`) ?? 0) <= now() && permissionsOf(manifest, body['config'] as Record<string, unknown>).every((permission) => granted.has(permission)));
  }

  async function move(row: Row, release: Release, stopping: AbortSignal): Promise<void> {
    try {
      const target = gate.target(row, release.version, undefined);
      await gate.prove(row, target, stopping);
      const moved = await mark(row.tenant, row.id, ({ version, body }) => (version !== row.version ? undefined : { body: { installed_version: release.version, previous_version: body['installed_version'], status_reason: null, status_since: new Date(now()).toISOString() } }));
      const after = moved ? await store.get('installation', row.tenant, row.id) : undefined;
      if (after !== undefined) await step(after, 'update', String(row.body['installed_version']));
    } catch (error) {
      if (stopping.aborted) return;
      if (error instanceof Failure) refused.set(`${row.id} ${release.version}`, now() + AGAIN_MS);
      report(error, { installation: row.id, version: release.version });
    }
  }

  return async (stopping) => {
    for await (const rows of store.scan('installation', {}, stopping)) {
      for (const row of rows) {
        if (candidate(row) === undefined) continue;
        const release = candidate(row, await vitals.setbacks(row.tenant, row.id));
        if (release !== undefined) await move(row, release, stopping);
      }
    }
  };
}

function within(policy: string, current: string, version: string): boolean {
  const [from, to] = [parseVersion(current)?.parts, parseVersion(version)?.parts];
  if (from === undefined || to === undefined) return false;
  if (policy === 'latest') return true;
  return from[0] === to[0] && (policy === 'minor' || from[1] === to[1]);
}
