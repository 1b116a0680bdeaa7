/** An object whose properties are made when they are first read. Most schemas of a hub are never needed in a run, and each takes its time to build. */
export function lazily<T extends object>(makers: { readonly [K in keyof T]: () => T[K] }): T {
  const object = {} as T; // every key is defined in the loop
  for (const key of Object.keys(makers) as (keyof T)[]) {
    let made: { readonly value: T[keyof T] } | undefined;
    Object.defineProperty(object, key, { enumerable: true, get: () => (made ??= { value: makers[key]() }).value });
  }
  return Object.freeze(object);
}

/** `all` with the lazy properties of `lazy`, which stay lazy. */
export const joined = <A extends object, L extends object>(all: A, lazy: L): A & L => Object.freeze(Object.defineProperties({ ...all }, Object.getOwnPropertyDescriptors(lazy)) as A & L);
