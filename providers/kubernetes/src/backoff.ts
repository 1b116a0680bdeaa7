/** Milliseconds before the next try: doubling up to a cap, and up to half of it left to chance, so that many do not come back all at once. */
export const backoff = (failures: number, { first, cap }: { readonly first: number; readonly cap: number }, random: () => number): number =>
  Math.min(cap, first * 2 ** Math.min(failures, 30)) * (1 - random() / 2);
