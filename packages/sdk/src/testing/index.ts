/** Runs the handlers of a plugin without a hub: a fast test of its logic. Doubles behind real sockets come from the hub's own test kit. */
export { createHarness, type Harness, type HarnessOptions, type SentRequest } from './harness.ts';
