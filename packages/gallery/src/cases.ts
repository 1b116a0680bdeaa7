/** What a plugin of the gallery is asked in the tests, in order, and what it must answer: in the harness, in the hub's process and in the sandbox. */
export interface Step {
  readonly ask: 'action' | 'query' | 'dryRun';
  readonly name: string;
  readonly input: unknown;
  /** A part of the answer. */
  readonly gives?: unknown;
  /** Or the code of the PluginError. */
  readonly refuses?: 'auth' | 'permission' | 'not_found' | 'invalid' | 'conflict' | 'unavailable';
}

export interface VendorRequest { readonly method: string; readonly path: string; readonly body: unknown }

export interface Cases {
  /** `vendor` is the origin of the double. */
  readonly config?: (vendor: string) => Readonly<Record<string, unknown>>;
  readonly secrets?: (vendor: string) => Readonly<Record<string, string>>;
  /** The system on the other side. */
  readonly vendor?: (request: VendorRequest) => { readonly status?: number; readonly body?: unknown };
  readonly steps: readonly Step[];
}
