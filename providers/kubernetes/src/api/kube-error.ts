/** The API server said no, in its own words. */
export class KubeError extends Error {
  override readonly name = 'KubeError';
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly reason: string;
  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

export const isStatus = (error: unknown, status: number): error is KubeError => error instanceof KubeError && error.status === status;

/** Nothing of the request is kept: its headers hold a token. */
export const unreachable = (server: string, error: unknown): KubeError => new KubeError(0, 'Unreachable', `Could not reach the API server at ${server}: ${error instanceof Error ? error.message || ('code' in error ? String(error.code) : error.name) : String(error)}`);

export function errorOf(status: number, text: string): KubeError {
  try {
    const { reason, message } = JSON.parse(text) as { reason?: string; message?: string };
    return new KubeError(status, reason ?? 'Unknown', message ?? `status ${status}`);
  } catch {
    return new KubeError(status, 'Unknown', `The API server answered with status ${status}`);
  }
}
