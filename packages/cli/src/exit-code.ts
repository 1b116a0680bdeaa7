/** What a script learns from the exit code. The table is in `patchbay help`. */

export const exitCodes = {
  done: { code: 0, means: 'done' },
  failed: { code: 1, means: 'failed in a way that has no code of its own' },
  usage: { code: 2, means: 'the command line is wrong' },
  notFound: { code: 3, means: 'no such thing, or not one that you may see' },
  refused: { code: 4, means: 'the credential or its scopes do not allow it' },
  conflict: { code: 5, means: 'something else is there already, or it changed' },
  unavailable: { code: 6, means: 'the hub is unreachable, busy or limits you; try again later' },
  invalid: { code: 7, means: 'the hub finds the input wrong' },
  waits: { code: 8, means: 'waits for an approval' },
  differs: { code: 9, means: 'apply --check: the hub is not as declared' },
  interrupted: { code: 130, means: 'stopped by Ctrl-C' },
  terminated: { code: 143, means: 'stopped by SIGTERM' },
} as const satisfies Record<string, { code: number; means: string }>;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]['code'];

/** From a refusal of the hub: its code where the status is not enough. */
export function exitCodeOf({ code, status }: { readonly code: string; readonly status: number }): ExitCode {
  if (code === 'approval.required' || code === 'approval.pending') return exitCodes.waits.code;
  if (code === 'client.misused') return exitCodes.usage.code;
  if (code === 'client.unreachable' || code === 'client.timeout') return exitCodes.unavailable.code;
  if (status === 404) return exitCodes.notFound.code;
  if (status === 401 || status === 403) return exitCodes.refused.code;
  if (status === 409 || status === 412) return exitCodes.conflict.code;
  if (status === 400 || status === 413 || status === 415 || status === 422) return exitCodes.invalid.code;
  if (status === 408 || status === 429 || status === 502 || status === 503 || status === 504) return exitCodes.unavailable.code;
  return exitCodes.failed.code;
}
