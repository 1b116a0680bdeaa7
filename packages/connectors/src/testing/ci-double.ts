/** What a double of a CI lets a test do, whatever CI it is: the job is in the hands of the test. */
export interface CiDouble {
  /** Runs that were started, in order, with what they were given. */
  runs(): readonly { readonly id: string; readonly inputs: Readonly<Record<string, string>> }[];
  /** Where a run stands from now on. */
  move(id: string, state: 'queued' | 'running' | 'waiting_approval' | 'succeeded' | 'failed' | 'cancelled'): void;
  /** A line in its log. */
  say(id: string, line: string): void;
  /** Makes it behave in a way that only some of its kind do. */
  trap(name: string): void;
}
