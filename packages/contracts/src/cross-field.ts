/** Rules over several fields, in the words of a definition's `check`. */

export interface Broken { readonly path: string; readonly message: string }

/** Fields that belong to one value of another field: present exactly then. */
export function belongs(fields: Readonly<Record<string, unknown>>, chooser: string, chosen: string, needs: Readonly<Record<string, readonly string[]>>): Broken[] {
  const wanted = needs[chosen] ?? [];
  const others = [...new Set(Object.values(needs).flat())].filter((field) => !wanted.includes(field));
  return [
    ...wanted.filter((field) => fields[field] === undefined).map((field) => ({ path: field, message: `${chooser} ${chosen} needs ${field}` })),
    ...others.filter((field) => fields[field] !== undefined).map((field) => ({ path: field, message: `${field} does not belong to ${chooser} ${chosen}` })),
  ];
}

/** Puts what is broken inside a nested object or list at its place. */
export const at = (path: string, broken: readonly Broken[]): Broken[] => broken.map((each) => ({ ...each, path: each.path === '' ? path : `${path}.${each.path}` }));

/** The second and later ones of equal names in a list. */
export const repeated = (path: string, field: string, names: readonly string[]): Broken[] =>
  names.flatMap((name, index) => (names.indexOf(name) < index ? [{ path: `${path}.${index}.${field}`, message: `${name} is there twice` }] : []));
