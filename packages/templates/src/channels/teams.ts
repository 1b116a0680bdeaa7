/** Microsoft Teams: an adaptive card. Its texts are runs of rich text, which Teams reads as they are: nothing in a value can become a link or look different. */
import type { Document, Severity } from '@patchbay/contracts';
import type { Message, Pen } from '../compose.ts';
import { cutBlocks, cutInlines, cutText } from '../markup/cut.ts';
import { type Block, type Inline, plainText } from '../markup/markup.ts';
import { writeTree } from './tree.ts';

/** Of a card, bytes: Teams counts them, and a letter may have four. */
const MOST = { card: 26_000, text: 10_000, fact: 1000 };
const COLOURS = { info: 'Accent', low: 'Good', medium: 'Warning', high: 'Attention', critical: 'Attention' } as const satisfies Record<Severity, string>;

/** In a text that a template brings itself Teams reads Markdown. */
const escapeMarkdown = (value: string): string => plainText(value).replaceAll(/[\\`*_~[\]()#<>!|-]/g, (character) => `\\${character}`);

export function teams(message: Message, pen: Pen): Document {
  const own = pen.compiled.fields.teams?.card;
  if (own !== undefined) return { card: writeTree(own, pen, (key, { type }) => (type === 'TextRun' || (key === 'title' && typeof type === 'string' && type.startsWith('Action.')) ? plainText : escapeMarkdown)) as Document };
  for (let room = MOST.text; room > 0; room = Math.floor(room / 2)) {
    const card = cardOf({ ...message, blocks: cutBlocks(message.blocks, room), facts: room === MOST.text ? message.facts : message.facts.map((fact) => ({ ...fact, value: cutInlines(fact.value, room) })) });
    if (Buffer.byteLength(JSON.stringify(card)) > MOST.card) continue;
    if (room < MOST.text) pen.note(`the text was cut: a card of Teams takes ${MOST.card} bytes`);
    return { card };
  }
  return { card: cardOf({ ...message, blocks: [], facts: [] }) };
}

function cardOf({ title, severity, blocks, facts, link, footer }: Message): Document {
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json', type: 'AdaptiveCard', version: '1.5', msteams: { width: 'Full' }, fallbackText: title,
    body: [
      { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: title || '–', weight: 'Bolder', size: 'Large', color: COLOURS[severity] }] },
      ...blocks.filter(hasWords).map(lineOf),
      ...facts.map(({ name, value }) => ({ type: 'RichTextBlock', spacing: 'Small', inlines: [{ type: 'TextRun', text: `${name}: `, weight: 'Bolder' }, ...runsOf(cutInlines(value, MOST.fact))] })),
      { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: footer, isSubtle: true, size: 'Small' }] },
    ],
    ...(link === undefined ? {} : { actions: [{ type: 'Action.OpenUrl', title: cutText(link.label, 100), url: link.url }] }),
  };
}

const hasWords = (block: Block): boolean => (block.kind === 'code' ? block.text !== '' : block.of.length > 0);

const lineOf = (block: Block): Document => ({
  type: 'RichTextBlock', spacing: 'Small',
  inlines: block.kind === 'code' ? [{ type: 'TextRun', text: block.text, fontType: 'Monospace' }] : [...(block.kind === 'item' ? [{ type: 'TextRun', text: '• ' }] : []), ...runsOf(block.of)],
});

function runsOf(inlines: readonly Inline[], look: Document = {}): Document[] {
  return inlines.flatMap((inline): Document[] => {
    switch (inline.kind) {
      case 'text': return [{ type: 'TextRun', text: inline.text, ...look }];
      case 'code': return [{ type: 'TextRun', text: inline.text, ...look, fontType: 'Monospace' }];
      case 'strong': return runsOf(inline.of, { ...look, weight: 'Bolder' });
      case 'emphasis': return runsOf(inline.of, { ...look, italic: true });
      case 'strike': return runsOf(inline.of, { ...look, strikethrough: true });
      case 'link': return runsOf(inline.of, { ...look, color: 'Accent', selectAction: { type: 'Action.OpenUrl', url: inline.url } });
      default: return inline satisfies never;
    }
  });
}
