/** What crosses between a plugin and its host. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

/** A value at a dotted path, own properties only; undefined when there is none. */
export function at(value: unknown, path: string): unknown {
  return path === '' ? value : path.split('.').reduce<unknown>((inner, step) => (typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step) ? (inner as Record<string, unknown>)[step] : undefined), value);
}
