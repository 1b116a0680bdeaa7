/** What a guest could have changed in the host: names on its globals and prototypes, and whether they are still the same things. */
const WATCHED: Record<string, object> = {
  globalThis, Object, Array, Function, Promise, Map, Set, String, Number, RegExp, Error, JSON, Math, Reflect, Symbol, Date,
  'Object.prototype': Object.prototype, 'Array.prototype': Array.prototype, 'Function.prototype': Function.prototype, 'Promise.prototype': Promise.prototype,
  'Map.prototype': Map.prototype, 'String.prototype': String.prototype, 'RegExp.prototype': RegExp.prototype, 'Error.prototype': Error.prototype, 'Date.prototype': Date.prototype,
};

interface Before { readonly [place: string]: ReadonlyMap<PropertyKey, unknown> }

export const fingerprint = (): Before => Object.fromEntries(Object.entries(WATCHED).map(([place, thing]) => [place, new Map(Reflect.ownKeys(thing).map((key) => [key, valueOf(thing, key)]))]));

/** Places that differ. */
export function changes(before: Before): string[] {
  const after = fingerprint();
  return Object.keys(before).filter((place) => {
    const [was, is] = [before[place], after[place]];
    return was === undefined || is === undefined || was.size !== is.size || [...was].some(([key, value]) => !is.has(key) || !Object.is(is.get(key), value));
  });
}

/** Without asking getters of the host, which make their values when they are asked. */
function valueOf(thing: object, key: PropertyKey): unknown {
  const property = Object.getOwnPropertyDescriptor(thing, key);
  return property?.get ?? property?.value;
}
