/** Prints markup as text, for a channel that says how. */
import type { Block, Inline } from './markup.ts';

export interface Printer {
  text(text: string): string;
  code(text: string): string;
  strong(inner: string): string;
  emphasis(inner: string): string;
  strike(inner: string): string;
  link(label: string, url: string, plainLabel: string): string;
  item(inner: string): string;
  codeBlock(text: string): string;
}

export const printInlines = (inlines: readonly Inline[], printer: Printer): string => inlines.map((each) => printInline(each, printer)).join('');

function printInline(inline: Inline, printer: Printer): string {
  switch (inline.kind) {
    case 'text': return printer.text(inline.text);
    case 'code': return printer.code(inline.text);
    case 'link': return printer.link(printInlines(inline.of, printer), inline.url, plainOf(inline.of));
    case 'strong':
    case 'emphasis':
    case 'strike': return printer[inline.kind](printInlines(inline.of, printer));
    default: return inline satisfies never;
  }
}

export function printBlock(block: Block, printer: Printer): string {
  if (block.kind === 'code') return printer.codeBlock(block.text);
  const inner = printInlines(block.of, printer);
  return block.kind === 'item' ? printer.item(inner) : inner;
}

export const printBlocks = (blocks: readonly Block[], printer: Printer): string => blocks.map((each) => printBlock(each, printer)).join('\n');

/** Words only. */
export const plainOf = (inlines: readonly Inline[]): string => inlines.map((each) => ('text' in each ? each.text : plainOf(each.of))).join('');

export const plain: Printer = {
  text: (text) => text, code: (text) => text, strong: (inner) => inner, emphasis: (inner) => inner, strike: (inner) => inner,
  link: (label, url) => (label === url ? url : `${label} (${url})`), item: (inner) => `- ${inner}`, codeBlock: (text) => text,
};
