/** A map whose values are made when they are asked for: terraform starts a provider several times per command, mostly for one or two types. */
export function lazyMap<T>(makers: readonly (readonly [string, () => T])[]): ReadonlyMap<string, T> {
  const waiting = new Map(makers);
  const made = new Map<string, T>();
  const get = (name: string): T | undefined => {
    const known = made.get(name);
    const make = known === undefined ? waiting.get(name) : undefined;
    if (make === undefined) return known;
    const value = make();
    made.set(name, value);
    return value;
  };
  const all = (): Map<string, T> => new Map([...waiting.keys()].map((name) => [name, get(name)!]));
  return {
    get, has: (name) => waiting.has(name), size: waiting.size, keys: () => waiting.keys(), values: () => all().values(), entries: () => all().entries(),
    forEach: (each) => { for (const [name, value] of all()) each(value, name, all()); }, [Symbol.iterator]: () => all()[Symbol.iterator](),
  };
}
