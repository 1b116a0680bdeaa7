/** Who waits for whom: an object for the objects and Secrets that it names. */
export interface Links {
  /** All that it names now. */
  set(key: string, targets: ReadonlySet<string>): void;
  from(key: string): ReadonlySet<string>;
  to(target: string): ReadonlySet<string>;
}

const NOBODY: ReadonlySet<string> = new Set();

export const secretKey = (namespace: string, name: string): string => `/secret/${namespace}/${name}`;

export function createLinks(): Links {
  const forward = new Map<string, ReadonlySet<string>>();
  const backward = new Map<string, Set<string>>();
  return Object.freeze({
    set(key: string, targets: ReadonlySet<string>) {
      for (const target of forward.get(key) ?? []) {
        const others = backward.get(target);
        others?.delete(key);
        if (others?.size === 0) backward.delete(target);
      }
      forward.delete(key);
      if (targets.size === 0) return;
      forward.set(key, targets);
      for (const target of targets) backward.set(target, (backward.get(target) ?? new Set()).add(key));
    },
    from: (key: string) => forward.get(key) ?? NOBODY,
    to: (target: string) => backward.get(target) ?? NOBODY,
  });
}
