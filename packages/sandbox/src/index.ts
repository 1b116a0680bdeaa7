/** Runs JavaScript that nobody trusts: JSON text in, JSON text out, and a limit on everything. */
export { type EngineName } from './builds.ts';
export { createSandbox, type Call, type Program, type Sandbox, type SandboxOptions, type SandboxPorts } from './create-sandbox.ts';
export { type HostEntry, hostFunctions } from './host-functions.ts';
export { type HostFunction } from './job.ts';
export { type Limits } from './limits.ts';
export type { Done, LimitName, LoadOutcome, LogLine, Outcome, Refused, Stopped, Threw } from './outcome.ts';
export { readOutput } from './read-output.ts';
