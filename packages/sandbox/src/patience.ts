/**
 * Whether it pays to stay awake for what comes next: to wake a processor that sleeps takes longer than a small call. Where it was in vain, because
 * nothing came or because there are fewer processors than work, it is tried again after a while, and after a longer one each time.
 */

/** About what it takes to fall asleep and to be woken. */
export const AWAKE_MS = 0.1;
const MOST_SKIPPED = 256;

export function createPatience() {
  let skipped = 0; // the last time, before another try
  let left = 0;
  return Object.freeze({
    /** Asked each time. */
    wanted: (): boolean => left === 0 || left-- === 0,
    paid(): void { skipped = 0; },
    failed(): void { left = skipped = Math.min(2 * skipped + 1, MOST_SKIPPED); },
  });
}
