/** What ServiceNow refuses, and why: it says 403 for much that has nothing to do with rights. */
import { at, codeOfStatus, type HttpReply, PluginError, type PluginErrorCode } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';

export function refused({ status, body }: HttpReply): PluginError | undefined {
  if (typeof body === 'string' && /instance[^<]{0,40}hibernat/i.test(body)) return new PluginError('unavailable', 'The instance is hibernating: wake it up on its page', { status });
  if (status < 400 || typeof at(body, 'error') !== 'object') return undefined;
  const said = [string(body, 'error.message'), string(body, 'error.detail')].filter((part) => part !== '').join(': ').replaceAll(/\s+/g, ' ');
  return new PluginError(codeOf(status, said), `The system answered ${status}: ${said.slice(0, 300)}`, { status });
}

function codeOf(status: number, said: string): PluginErrorCode {
  if (status !== 403) return codeOfStatus(status);
  if (/data policy|mandatory/i.test(said)) return 'invalid';
  return /aborted by business rule|transaction aborted|invalid state/i.test(said) ? 'conflict' : 'permission';
}
