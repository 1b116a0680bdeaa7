/** Rules, and plugins that listen, act on events and thereby make others. Nobody sets itself off, and a chain of them ends. */
export const LONGEST_CHAIN = 5;

/** `causes`: who led to an event, one by the other. */
export const goesOn = (causes: readonly string[], to: string): boolean => causes.length < LONGEST_CHAIN && !causes.includes(to);
