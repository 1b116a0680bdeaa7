/** Messages as Slack takes them: a form, with what is nested as JSON in a text. */
import { type Json, type JsonObject, t } from '@patchbay/sdk';

export const channel = t.string({ minLength: 1, maxLength: 80, description: 'Id of the channel, or of a person for a direct message.', examples: ['C0123456789'] });
export const ts = t.string({ pattern: '^[0-9]{1,16}\\.[0-9]{1,9}$', description: 'Id of the message within its channel.', examples: ['1732180000.000100'] });
export const posted = t.object({ channel: t.string({ description: 'Id of the channel.' }), ts: t.string({ description: 'Id of the message within the channel; empty in a dry run.' }) });

/** What every message has. */
export const body = {
  text: t.string({ minLength: 1, maxLength: 40_000, description: 'The message; with blocks, what notifications and screen readers say.', examples: ['*shop* was deployed to production'] }),
  blocks: t.optional(t.array(t.json({ description: 'A block of Block Kit.' }), { maxItems: 50, description: 'Block Kit.' })),
  format: t.enum(['mrkdwn', 'plain'], { default: 'mrkdwn', description: 'plain: the text is shown as it is, so that nothing in it becomes a link, mentions anybody or looks different.' }),
};
export interface Body { readonly text: string; readonly blocks?: readonly Json[] | undefined; readonly format: 'mrkdwn' | 'plain' }

export const formOf = ({ text, blocks, format }: Body): { text: string; blocks?: string; mrkdwn: boolean } =>
  ({ text: format === 'plain' ? escaped(text) : text, mrkdwn: format === 'mrkdwn', ...(blocks === undefined ? {} : { blocks: JSON.stringify(blocks) }) });

/** The three characters with a meaning: they make links and mentions. */
export const escaped = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const postedOf = (answer: JsonObject): { channel: string; ts: string } => ({ channel: text(answer['channel']), ts: text(answer['ts']) });
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
