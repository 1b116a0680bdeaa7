/** Discord: one embed, within the limits that Discord has for each part and for all of them together. */
import type { Document, Severity } from '@patchbay/contracts';
import type { Message, Pen } from '../compose.ts';
import { cutText, fitted } from '../markup/cut.ts';
import { type Block, plainText } from '../markup/markup.ts';
import { printBlocks, type Printer } from '../markup/print-markup.ts';
import { writeTree } from './tree.ts';

const MOST = { title: 256, description: 4096, fields: 25, name: 256, value: 1024, footer: 2048, all: 6000 };
const COLOURS = { info: '#3498db', low: '#2ecc71', medium: '#f1c40f', high: '#e67e22', critical: '#e74c3c' } as const satisfies Record<Severity, string>;

/** An address becomes a link by itself, unless its slashes stand apart. */
export const escapeMarkdown = (value: string): string => plainText(value).replaceAll(/[\\`*_~|[\]()<>#@-]/g, (character) => `\\${character}`).replaceAll('://', ':\\//');
const withoutTicks = (text: string): string => text.replaceAll('`', 'ˋ');

const markdown: Printer = {
  text: escapeMarkdown, code: (text) => `\`${withoutTicks(text)}\``, strong: (inner) => `**${inner}**`, emphasis: (inner) => `*${inner}*`, strike: (inner) => `~~${inner}~~`,
  link: (label, url) => `[${label}](${url})`, item: (inner) => `- ${inner}`, codeBlock: (text) => `\`\`\`\n${withoutTicks(text)}\n\`\`\``,
};
const print = (blocks: readonly Block[]): string => printBlocks(blocks, markdown);

export function discord(message: Message, pen: Pen): Document {
  const own = pen.compiled.fields.discord?.embeds;
  return { embeds: own === undefined ? [embedOf(message, pen)] : writeTree(own, pen, (key) => (key === 'color' || key === 'timestamp' || key === 'footer' ? plainText : escapeMarkdown)), mention: [] };
}

function embedOf({ title, severity, blocks, facts, link, footer, time }: Message, pen: Pen): Document {
  const head = cutText(escapeMarkdown(title), MOST.title) || '–';
  if (escapeMarkdown(title).length > MOST.title) pen.note(`the title was cut: Discord takes ${MOST.title} characters`);
  const small = cutText(footer, MOST.footer);
  let left = MOST.all - head.length - small.length;
  const fields = facts.slice(0, MOST.fields).flatMap(({ name, value }) => {
    const field = { name: cutText(escapeMarkdown(name), MOST.name) || '–', value: fitted([{ kind: 'line', of: value }], print, Math.min(MOST.value, left / 2)).text, inline: true };
    left -= field.name.length + field.value.length;
    return field.value === '' || left < 0 ? [] : [field];
  });
  const text = fitted(blocks, print, Math.max(0, Math.min(MOST.description, left)));
  if (text.cut) pen.note(`the text was cut: Discord takes ${MOST.description} characters, and ${MOST.all} in all`);
  return {
    title: head, color: COLOURS[severity], ...(text.text.trim() === '' ? {} : { description: text.text }), ...(link === undefined ? {} : { url: link.url }), ...(fields.length === 0 ? {} : { fields }),
    ...(small === '' ? {} : { footer: small }), ...(Number.isNaN(Date.parse(time)) ? {} : { timestamp: new Date(time).toISOString() }),
  };
}
