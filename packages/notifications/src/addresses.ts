/** Which action of which connector takes a message to a recipient, and what the channel calls the message then. */
import type { Document, Scope, Target } from '@patchbay/contracts';

export interface Posting { readonly key: string; readonly input: Document; /** It changes the message of before. */ readonly changes?: true }

interface Address {
  readonly plugin: string;
  post(payload: Document, recipient: string | undefined): Posting;
  /** How the message of before is changed or followed; undefined: it can't be. */
  follow?(payload: Document, recipient: string | undefined, before: Document): Posting | undefined;
  /** What of the answer names the message. */
  readonly names: readonly string[];
}

const addresses: Readonly<Record<Target['channel'], Address>> = {
  slack: {
    plugin: 'patchbay/slack', names: ['channel', 'ts'],
    post: (payload, recipient) => ({ key: 'send_message', input: { channel: recipient, ...payload } }),
    follow: (payload, _, before) => ({ key: 'update_message', input: { channel: before['channel'], ts: before['ts'], ...payload }, changes: true }),
  },
  teams: {
    plugin: 'patchbay/teams', names: ['id', 'url'],
    post(payload, recipient) {
      if (recipient === undefined) return { key: 'send_webhook_card', input: payload };
      const [team_id, channel_id] = recipient.split('/');
      return { key: 'send_card', input: { team_id, channel_id, ...payload } };
    },
  },
  discord: {
    plugin: 'patchbay/discord', names: ['channel_id', 'message_id'],
    post: (payload, recipient) => (recipient === undefined ? { key: 'send_webhook', input: payload } : { key: 'send_message', input: { channel_id: recipient, ...payload } }),
    follow: (payload, recipient, before) => (recipient === undefined ? undefined : { key: 'edit_message', input: { channel_id: before['channel_id'], message_id: before['message_id'], ...payload }, changes: true }),
  },
  email: {
    plugin: 'patchbay/email', names: ['message_id'],
    post: (payload, recipient) => ({ key: 'send', input: { to: [recipient], ...payload } }),
    follow: (payload, recipient, before) => ({ key: 'send', input: { to: [recipient], ...payload, in_reply_to: before['message_id'] } }),
  },
  sms: { plugin: 'patchbay/twilio', names: ['sid'], post: ({ body }, recipient) => ({ key: 'send_sms', input: { to: recipient, body } }) },
};

export const pluginOf = (channel: Target['channel']): string => addresses[channel].plugin;

/** What somebody needs to send there. */
export const scopeOfChannel = (channel: Target['channel']): Scope => `call:${pluginOf(channel).slice(pluginOf(channel).indexOf('/') + 1)}`;

export function postingOf(channel: Target['channel'], payload: Document, recipient: string | undefined, before: Document | undefined): Posting {
  const { post, follow } = addresses[channel];
  return (before === undefined ? undefined : follow?.(payload, recipient, before)) ?? post(payload, recipient);
}

/** Empty, where the channel does not tell. */
export function nameOf(channel: Target['channel'], output: unknown): Document {
  const answer = (typeof output === 'object' && output !== null ? output : {}) as Document;
  return Object.fromEntries(addresses[channel].names.filter((name) => typeof answer[name] === 'string' && answer[name] !== '').map((name) => [name, answer[name]]));
}
