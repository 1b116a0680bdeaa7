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

type Form = { text: string; parse: 'none'; blocks?: string };

/** `parse`: chat.update looks for names and addresses in the words, unless it is told not to. */
export const formOf = ({ text, blocks, format }: Body): Form & { mrkdwn: boolean } =>
  ({ text: format === 'plain' ? escaped(text) : text, parse: 'none', mrkdwn: format === 'mrkdwn', ...(blocks === undefined ? {} : { blocks: JSON.stringify(blocks) }) });

/** For methods that know no `mrkdwn`: there only blocks can say that a text is none. */
export function shownOf({ text, blocks, format }: Body): Form {
  const { mrkdwn: _, ...form } = formOf({ text, blocks, format });
  return format === 'plain' && blocks === undefined ? { ...form, blocks: JSON.stringify(piecesOf(text).map((piece) => ({ type: 'section', text: { type: 'plain_text', text: piece, emoji: false } }))) } : form;
}

const LONGEST_BLOCK = 3000;

/** Half a character is none. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < text.length; from += pieces.at(-1)!.length) pieces.push(text.slice(from, from + LONGEST_BLOCK).replace(/(?<=.)[\ud800-\udbff]$/s, ''));
  return pieces.filter((piece) => piece.trim() !== '');
}

/** The three characters with a meaning: they make links and mentions. */
export const escaped = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const postedOf = (answer: JsonObject): { channel: string; ts: string } => ({ channel: text(answer['channel']), ts: text(answer['ts']) });
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
