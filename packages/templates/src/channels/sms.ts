/** SMS: words only, in as few messages as the template allows. Dashes and quotes that would double the price are written with signs that every phone has. */
import type { Document } from '@patchbay/contracts';
import type { Message, Pen } from '../compose.ts';
import { plain, printBlocks, printInlines } from '../markup/print-markup.ts';
import { cutText } from '../markup/cut.ts';
import { plainText } from '../markup/markup.ts';

/** The alphabet of GSM 03.38; a character of the second line counts twice. */
const SINGLE = new Set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà');
const DOUBLE = new Set('^{}\\[~]|€\f');
const PLAINER: readonly (readonly [RegExp, string])[] = [[/[‘’‚′]/g, "'"], [/[“”„″]/g, '"'], [/[–—‑−]/g, '-'], [/…/g, '...'], [/[\u00a0\u2000-\u200a\u202f\t]/g, ' '], [/[•·]/g, '-'], [/[\u200b-\u200d\u2060]/g, '']];
const MOST_CHARACTERS = 1600;

export function sms(message: Message, pen: Pen): Document {
  const { text, segments: most = 3 } = pen.compiled.fields.sms ?? {};
  const words = plainer(text === undefined ? wordsOf(message) : plainText(pen.write(text, plainText))).trim() || '-';
  let body = cutText(words, MOST_CHARACTERS, '...');
  while (segmentsOf(body).segments > most) body = cutText(words, body.length - Math.max(1, Math.floor(body.length / 100)), '...');
  if (body !== words) pen.note(`the text was cut to ${segmentsOf(body).segments} segments`);
  return { body, ...segmentsOf(body) };
}

function wordsOf({ title, blocks, facts, link }: Message): string {
  const table = facts.map(({ name, value }) => `${name}: ${printInlines(value, plain)}`).join('\n');
  return [title, printBlocks(blocks, plain), table, link?.url ?? ''].filter((part) => part.trim() !== '').join('\n');
}

const plainer = (text: string): string => PLAINER.reduce((said, [found, instead]) => said.replaceAll(found, instead), text);

/** 160 or 70 at once; of a longer text each segment carries less. A character is never cut in two. */
export function segmentsOf(text: string): { readonly encoding: 'gsm7' | 'ucs2'; readonly segments: number } {
  const characters = [...text];
  const gsm = characters.every((each) => SINGLE.has(each) || DOUBLE.has(each));
  const sizes = characters.map((each) => (gsm ? (DOUBLE.has(each) ? 2 : 1) : each.length));
  const [alone, joined] = gsm ? [160, 153] : [70, 67];
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  return { encoding: gsm ? 'gsm7' : 'ucs2', segments: whole <= alone ? 1 : packed(sizes, joined) };
}

function packed(sizes: readonly number[], room: number): number {
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > room) {
      segments++;
      used = 0;
    }
    used += size;
  }
  return segments;
}
