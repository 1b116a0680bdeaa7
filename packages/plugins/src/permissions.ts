/** What a plugin asks for, in the words that people consent to. */
import type { Manifest } from '@patchbay/sdk';
import { originOf } from './origins.ts';
import { fill, fillable } from './template.ts';

/** With the values of a configuration in place of templates. A template without a value asks for nothing yet. */
export function permissionsOf(manifest: Manifest, config: Readonly<Record<string, unknown>>): string[] {
  const asked = manifest.permissions.flatMap((permission) => {
    if (!permission.startsWith('net:')) return [permission];
    const template = permission.slice(4);
    if (!fillable(template, { config })) return [];
    const origin = originOf(fill(template, { config }));
    return origin === undefined ? [] : [`net:${origin}`];
  });
  return [...new Set(asked)].sort();
}

export const missingOf = (manifest: Manifest, config: Readonly<Record<string, unknown>>, granted: ReadonlySet<string>): string[] =>
  permissionsOf(manifest, config).filter((permission) => !granted.has(permission));

/** `deployment.*` takes everything below; `*` takes all. */
export function matches(pattern: string, name: string): boolean {
  return pattern === '*' || pattern === name || (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -1)));
}

/** Whether one of the granted permissions of a kind covers a name. */
export const allows = (granted: ReadonlySet<string>, kind: string, name: string): boolean =>
  granted.has(`${kind}:${name}`) || [...granted].some((permission) => permission.startsWith(`${kind}:`) && matches(permission.slice(kind.length + 1), name));
