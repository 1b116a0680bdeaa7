/** Slack: Block Kit. Three characters make links and mentions and are written as entities; signs of emphasis in values are defused. */
import type { Document } from '@patchbay/contracts';
import type { Message, Pen } from '../compose.ts';
import { cutText, fitted } from '../markup/cut.ts';
import { type Block, plainText } from '../markup/markup.ts';
import { plain, printBlocks, type Printer } from '../markup/print-markup.ts';
import { writeTree } from './tree.ts';

const MOST = { text: 3500, header: 150, section: 3000, sections: 20, field: 2000, fields: 10, button: 75 };
/** Slack has no sign that makes these stand for themselves; a space without width keeps them from doing anything. */
const EMPHASIS = /(?<![\p{L}\p{N}])[*_~`](?=\S)/gu;

export const escapeMrkdwn = (value: string): string => plainText(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(EMPHASIS, '$&\u200b');
const entities = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const mrkdwn: Printer = {
  text: escapeMrkdwn, code: (text) => `\`${entities(text).replaceAll('`', 'ˋ')}\``, strong: (inner) => `*${inner}*`, emphasis: (inner) => `_${inner}_`, strike: (inner) => `~${inner}~`,
  link: (label, url) => `<${entities(url)}|${label.replaceAll('|', '¦')}>`, item: (inner) => `• ${inner}`, codeBlock: (text) => `\`\`\`${entities(text).replaceAll('`', 'ˋ')}\`\`\``,
};
const print = (blocks: readonly Block[]): string => printBlocks(blocks, mrkdwn);

export function slack(message: Message, pen: Pen): Document {
  const own = pen.compiled.fields.slack?.blocks;
  const blocks = own === undefined ? blocksOf(message, pen) : asWritten(writeTree(own, pen, (_, { type }) => (type === 'plain_text' ? plainText : escapeMrkdwn)));
  const words = [message.title, printBlocks(message.blocks, plain)].filter((part) => part !== '').join('\n');
  return { text: cutText(entities(cutText(words, 500)), MOST.text), blocks, format: 'mrkdwn' };
}

function blocksOf({ title, blocks, facts, link, footer }: Message, pen: Pen): Document[] {
  if (title.length > MOST.header) pen.note(`the title was cut: Slack takes ${MOST.header} characters`);
  return [
    { type: 'header', text: { type: 'plain_text', text: cutText(title, MOST.header) || '–', emoji: false } },
    ...sectionsOf(blocks, pen).map((text) => ({ type: 'section', text: written(text) })),
    ...chunks(facts, MOST.fields).map((some) => ({ type: 'section', fields: some.map(({ name, value }) => written(cutText(`*${escapeMrkdwn(name)}*\n${fitted([{ kind: 'line', of: value }], print, MOST.field - 2 * name.length - 10).text}`, MOST.field))) })),
    ...(link === undefined ? [] : [{ type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: cutText(link.label, MOST.button), emoji: false }, url: link.url, action_id: 'open' }] }]),
    { type: 'context', elements: [written(escapeMrkdwn(footer))] },
  ];
}

/** Unless it is told not to, Slack looks for names of channels, mentions such as @here and addresses in the words themselves, also in those of a value. */
const written = (text: string): Document => ({ type: 'mrkdwn', text, verbatim: true });

/** In blocks that a template brings itself, too, where it does not say otherwise. */
function asWritten(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(asWritten);
  if (typeof tree !== 'object' || tree === null) return tree;
  const inner = Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, asWritten(value)]));
  return inner['type'] === 'mrkdwn' ? { verbatim: true, ...inner } : inner;
}

/** As many lines as a section takes. */
function sectionsOf(blocks: readonly Block[], pen: Pen): string[] {
  const sections: string[] = [];
  let current = '';
  for (const block of blocks) {
    const { text, cut } = fitted([block], print, MOST.section);
    if (cut) pen.note(`a line was cut: Slack takes ${MOST.section} characters at once`);
    const joined = current === '' ? text : `${current}\n${text}`;
    if (joined.length > MOST.section) sections.push(current);
    current = joined.length > MOST.section ? text : joined;
  }
  const all = [...sections, current].filter((text) => text.trim() !== '');
  if (all.length > MOST.sections) pen.note(`the text was cut after ${MOST.sections} sections`);
  return all.slice(0, MOST.sections);
}

export const chunks = <T>(list: readonly T[], size: number): T[][] => Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));
