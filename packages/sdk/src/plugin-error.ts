/** How a plugin says no. The code decides what the caller sees and whether it is worth another try. */
import type { JsonObject } from './json.ts';

/**
 * auth: the credential is missing, wrong or expired · permission: it may not do this · not_found · invalid: the system refused the input
 * rate_limited · conflict: the state there does not allow it · unavailable: no answer, or a fault of the system
 */
export const pluginErrorCodes = ['auth', 'permission', 'not_found', 'invalid', 'rate_limited', 'conflict', 'unavailable'] as const;
export type PluginErrorCode = (typeof pluginErrorCodes)[number];

export interface PluginErrorDetails extends JsonObject {}

/**
 * The only error to throw on purpose; anything else counts as a fault of the plugin.
 * @example
 * throw new PluginError('not_found', 'There is no channel #deploys', { channel: '#deploys' });
 */
export class PluginError extends Error {
  override readonly name = 'PluginError';
  readonly code: PluginErrorCode;
  /** What the caller may see: `retry_after` in seconds, `field`, `vendor_code`. Never a secret. */
  readonly details: PluginErrorDetails;
  constructor(code: PluginErrorCode, message: string, details: PluginErrorDetails = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** What a status of HTTP means. */
export function codeOfStatus(status: number): PluginErrorCode {
  if (status === 401) return 'auth';
  if (status === 403) return 'permission';
  if (status === 404 || status === 410) return 'not_found';
  if (status === 409 || status === 412 || status === 423) return 'conflict';
  if (status === 429) return 'rate_limited';
  return status === 408 || status >= 500 ? 'unavailable' : 'invalid';
}
