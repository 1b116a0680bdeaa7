/** What a guest could have changed in the host: names on its globals and prototypes, and whether they are still the same things. */
const WATCHED: Record<string, object> = {
  globalThis, Object, Array, Function, Promise, Map, Set, String, Number, RegExp, Error, JSON, Math, Reflect, Symbol, Date,
  'Object.prototype': Object.prototype, 'Array.prototype': Array.prototype, 'Function.prototype': Function.prototype, 'Promise.prototype': Promise.prototype,
  'Map.prototype': Map.prototype, 'String.prototype': String.prototype, 'RegExp.prototype': RegExp.prototype, 'Error.prototype': Error.prototype, 'Date.prototype': Date.prototype,
};

interface Before { readonly [place: string]: ReadonlyMap<PropertyKey, unknown> }

export const fingerprint = (): Before => Object.fromEntries(Object.entries(WATCHED).map(([place, thing]) => [place, new Map(Reflect.ownKeys(thing).map((key) => [key, valueOf(thing, key)]))]));

/** What differs, by name. */
export function changes(before: Before): string[] {
  const after = fingerprint();
  return Object.entries(before).flatMap(([place, was]) => {
    const is = after[place] ?? new Map<PropertyKey, unknown>();
    const keys = new Set([...was.keys(), ...is.keys()]);
    return [...keys].filter((key) => was.has(key) !== is.has(key) || !Object.is(was.get(key), is.get(key))).map((key) => `${place}.${String(key)} changed`);
  });
}

/** Without asking getters of the host, which make their values when they are asked. */
function valueOf(thing: object, key: PropertyKey): unknown {
  const property = Object.getOwnPropertyDescriptor(thing, key);
  return property?.get ?? property?.value;
}
