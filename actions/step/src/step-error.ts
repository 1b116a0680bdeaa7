/** Why a step fails: a stable code, what happened, what to do about it, and what else the hub said (`approval_id`, `waiting_for`). */
export class StepError extends Error {
  override readonly name = 'StepError';
  readonly code: string;
  readonly fix: string;
  readonly details: Readonly<Record<string, unknown>>;
  constructor(code: string, message: string, fix: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.fix = fix;
    this.details = details;
  }
}

/** For people: what happened, then what to do. */
export const sayOf = (error: unknown): string => (error instanceof StepError ? `${error.message}${error.fix === '' ? '' : `\n${error.fix}`} (${error.code})` : error instanceof Error ? error.message : String(error));
