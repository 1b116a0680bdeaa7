/** What a command sees of the process it runs in. bin.ts makes it from the real one, tests make their own. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly signal: AbortSignal;
  out(text: string): void;
  /** Whoever reads what was said has taken it: await it in the midst of much. */
  taken(): Promise<void>;
  err(text: string): void;
  /** From now on it is no end of the work when nobody reads what is said. */
  unheard(): void;
  /** Somebody looks at it, so that colours and progress make sense. */
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  readonly inIsTerminal: boolean;
  readStdin(): Promise<string>;
  /** Line by line as it is typed or piped; ends with it, or with the signal. */
  lines(): AsyncIterable<string>;
  /** Asks on the terminal; with `hidden` what is typed is not shown. */
  ask(question: string, hidden: boolean): Promise<string>;
  readonly now: () => number;
}
