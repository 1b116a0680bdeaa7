/** Slack answers 200 and says `ok: false`: the word in `error` is what failed. */
import { at, type HttpReply, PluginError, type PluginErrorCode } from '@patchbay/sdk';

const words: Readonly<Record<string, PluginErrorCode>> = {
  not_authed: 'auth', invalid_auth: 'auth', account_inactive: 'auth', token_revoked: 'auth', token_expired: 'auth', org_login_required: 'auth',
  missing_scope: 'permission', no_permission: 'permission', not_in_channel: 'permission', restricted_action: 'permission', access_denied: 'permission', not_allowed_token_type: 'permission', ekm_access_denied: 'permission',
  cant_update_message: 'permission', cant_delete_message: 'permission', team_access_not_granted: 'permission', restricted_action_read_only_channel: 'permission', user_is_restricted: 'permission',
  is_archived: 'conflict', name_taken: 'conflict', already_in_channel: 'conflict', already_pinned: 'conflict', already_reacted: 'conflict', edit_window_closed: 'conflict',
  ratelimited: 'rate_limited', rate_limited: 'rate_limited', message_limit_exceeded: 'rate_limited',
  fatal_error: 'unavailable', internal_error: 'unavailable', service_unavailable: 'unavailable', request_timeout: 'unavailable',
};

export function errorOf({ status, body }: HttpReply): PluginError | undefined {
  if (at(body, 'ok') !== false) return undefined;
  const word = String(at(body, 'error') ?? 'unknown_error');
  const needed = at(body, 'needed');
  const reasons = at(body, 'response_metadata.messages');
  const said = [word, ...(typeof needed === 'string' ? [`it needs the scope ${needed}`] : []), ...(Array.isArray(reasons) ? reasons.map(String) : [])].join(': ').slice(0, 300);
  return new PluginError(codeOf(word), `Slack refused it: ${said}`, { status, vendor_code: word, ...(typeof needed === 'string' ? { needs: needed } : {}) });
}

const codeOf = (word: string): PluginErrorCode => (Object.hasOwn(words, word) ? words[word]! : word.endsWith('_not_found') ? 'not_found' : 'invalid');
