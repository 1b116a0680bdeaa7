/** How long nothing came before it seems that nobody waits. */
export const LULL_MS = 0.25;
/** Answers to calls that came together leave together, so many at a time. */
export const TOGETHER = 4;
