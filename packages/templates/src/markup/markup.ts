/** The little that a message may look like, whatever channel it goes to. Each channel prints it in its own way, and escapes texts in its own way. */

export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'strike'; readonly of: readonly Inline[] }
  | { readonly kind: 'link'; readonly of: readonly Inline[]; /** http, https or mailto. */ readonly url: string };

export type Block =
  | { readonly kind: 'line' | 'item'; readonly of: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string };

const SPECIAL = /[\\`*_~[\]()\-\n]/g;

/** Stands where a value says nothing, so that marks around it are known from those that an author writes side by side. No value has it. */
export const NOTHING = '\u0000';

/** Makes a value stand for itself, wherever it is put into a text. */
export function literally(value: string): string {
  const text = plainText(value).replaceAll(SPECIAL, (character) => `\\${character}`);
  return text.trim() === '' ? `${NOTHING}${text}${NOTHING}` : text;
}

/** Without what moves a cursor, rings a bell or turns the direction of reading. */
export const plainText = (value: string): string => value.toWellFormed().replaceAll('\r\n', '\n').replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '');

/** On one line: nobody opens a second header with it. */
export const oneLine = (value: string): string => plainText(value).replaceAll(/[\s\u2028\u2029]+/g, ' ').trim();

/** As it is written in the end: one letter may become twelve, and Slack and Discord refuse a message for a longer one. */
const MOST_ADDRESS = 2000;

/** Undefined for what leads elsewhere than to a page or a mailbox. */
export function safeUrl(value: string): string | undefined {
  const text = value.trim();
  if (text.length > MOST_ADDRESS || !/^(https?:\/\/|mailto:)/i.test(text) || !URL.canParse(text)) return undefined;
  const address = new URL(text).href.replaceAll(/[|()<>"'`\\]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return address.length > MOST_ADDRESS ? undefined : address;
}
