/** How much a guest may use. Sizes are bytes of UTF-8 unless said otherwise. */
export interface Limits {
  /** CPU time of the guest, resumes after host calls and promise jobs included. */
  readonly cpuMs: number;
  /** Real time, waiting for the host included. */
  readonly wallMs: number;
  /** The guest's heap. The wasm memory has a maximum of its own, twice the sandbox's `memoryBytes`. */
  readonly memoryBytes: number;
  readonly inputBytes: number;
  readonly outputBytes: number;
  readonly logBytes: number;
  /** Characters of a message or a stack. */
  readonly errorChars: number;
  readonly hostCalls: number;
  readonly hostCallsInFlight: number;
  /** Of the arguments or the answer of one host call. */
  readonly hostBytes: number;
}

export const LIMITS: Limits = {
  cpuMs: 100,
  wallMs: 5000,
  memoryBytes: 16 * 2 ** 20,
  inputBytes: 2 ** 20,
  outputBytes: 2 ** 20,
  logBytes: 64 * 1024,
  errorChars: 4096,
  hostCalls: 256,
  hostCallsInFlight: 32,
  hostBytes: 2 ** 20,
};

/** Evaluating a module: compiling megabytes takes longer than a call may. */
export const LOAD_CPU_MS = 1000;
export const SOURCE_BYTES = 2 * 2 ** 20;
/** More of the native stack and deep recursion would reach V8's own limit before the engine's. */
export const STACK_BYTES = 256 * 1024;
