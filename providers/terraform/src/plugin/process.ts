/** The process as a plugin needs it. `bin.ts` hands in the real one. */
export interface PluginProcess {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly windows: boolean;
  readonly temporary: string;
  readonly now: () => number;
  out(text: string): void;
  err(text: string): void;
  exit(code: number): void;
  /** From now on, what is printed to stdout goes there. */
  takeOut(put: (chunk: Uint8Array) => void): void;
  onSignals(handlers: { readonly interrupt: () => void; readonly terminate: () => void }): void;
  /** A host that was killed says no goodbye. */
  onOrphaned(leave: () => void): void;
}
