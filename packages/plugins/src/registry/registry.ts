/** Every release that a tenant can install: what comes with the hub, the packages of the root tenant, and its own. In memory. */
import { Failure } from '@patchbay/contracts';
import { manifestOf, type Plugin } from '@patchbay/sdk';
import { permissionsOf } from '../permissions.ts';
import { compareVersions, readRange } from '../version.ts';
import type { Release } from './release.ts';

export interface Registry {
  /** Newest first. */
  releases(tenant: string, plugin: string): readonly Release[];
  plugins(tenant: string): readonly string[];
  get(tenant: string, plugin: string, version: string): Release | undefined;
  /** The newest that the range allows, and of those, if there is one, the newest that asks for no more than was granted. */
  choose(tenant: string, plugin: string, range: string, granted: ReadonlySet<string>, config: Readonly<Record<string, unknown>>): { readonly best: Release; readonly newest: Release } | undefined;
  /** A plugin by its whole name, or by its short one where only one has it. */
  named(tenant: string, name: string): string;
  /** Whether a tenant publishes it itself, or it is there for everybody. */
  homeOf(tenant: string, plugin: string): 'own' | 'everybody';
  put(tenant: string, id: string, release: Release): void;
  drop(tenant: string, id: string): void;
}

export function createRegistry(builtIn: readonly Plugin[], root: string): Registry {
  const own = new Map(builtIn.map((plugin) => [plugin.id as string, [releaseOf(plugin)]]));
  const packages = new Map<string, Map<string, Release>>();

  const visible = (tenant: string): Release[] => [...(packages.get(tenant)?.values() ?? []), ...(tenant === root ? [] : (packages.get(root)?.values() ?? []))];

  function releases(tenant: string, plugin: string): readonly Release[] {
    const built = own.get(plugin);
    if (built !== undefined) return built; // nobody publishes over what comes with the hub
    return visible(tenant).filter((each) => each.plugin === plugin).sort((a, b) => compareVersions(b.version, a.version));
  }

  return Object.freeze({
    releases,
    plugins: (tenant: string) => [...new Set([...own.keys(), ...visible(tenant).map(({ plugin }) => plugin)])].sort(),
    get: (tenant: string, plugin: string, version: string) => releases(tenant, plugin).find((each) => each.version === version),
    choose(tenant: string, plugin: string, range: string, granted: ReadonlySet<string>, config: Readonly<Record<string, unknown>>) {
      const fits = readRange(range);
      if (fits === undefined) throw new Failure('input.invalid', `${range} is no version and no range of versions`, { issues: [{ path: 'version', message: 'expected a range such as ^1.4.0' }] });
      const fitting = releases(tenant, plugin).filter(({ version }) => fits(version));
      const newest = fitting[0];
      if (newest === undefined) return undefined;
      const covered = fitting.find(({ manifest }) => permissionsOf(manifest, config).every((permission) => granted.has(permission)));
      return { best: covered ?? newest, newest };
    },
    named(tenant: string, name: string) {
      const all = [...new Set([...own.keys(), ...visible(tenant).map(({ plugin }) => plugin)])];
      const found = name.includes('/') ? all.filter((each) => each === name) : all.filter((each) => each.endsWith(`/${name}`));
      if (found.length === 1) return found[0]!;
      if (found.length === 0) throw new Failure('plugin.not_found', `There is no plugin ${name} here`, { plugin: name });
      throw new Failure('plugin.ambiguous', `Several plugins are called ${name}`, { candidates: found });
    },
    homeOf: (tenant: string, plugin: string) => (!own.has(plugin) && tenant !== root && [...(packages.get(tenant)?.values() ?? [])].some((each) => each.plugin === plugin) ? ('own' as const) : ('everybody' as const)),
    put(tenant: string, id: string, release: Release) {
      const of = packages.get(tenant) ?? new Map<string, Release>();
      packages.set(tenant, of.set(id, release));
    },
    drop: (tenant: string, id: string) => void packages.get(tenant)?.delete(id),
  });
}

const releaseOf = (plugin: Plugin): Release => ({ plugin: plugin.id, version: plugin.version, manifest: manifestOf(plugin), code: { kind: 'trusted', plugin }, origin: 'built_in', at: 0, channel: 'stable' });
