/** E-mail: a subject of one line, the text, and HTML in which every value is escaped for its place. */
import type { Document, Severity } from '@patchbay/contracts';
import type { Message, Pen } from '../compose.ts';
import type { Node } from '../language/node.ts';
import { cutText } from '../markup/cut.ts';
import { type Block, oneLine, plainText, safeUrl } from '../markup/markup.ts';
import { plain, printBlock, printBlocks, type Printer, printInlines } from '../markup/print-markup.ts';
import { addressesIn } from './html-places.ts';

const MOST_SUBJECT = 200;
const COLOURS = { info: '#3498db', low: '#2ecc71', medium: '#f1c40f', high: '#e67e22', critical: '#e74c3c' } as const satisfies Record<Severity, string>;

export const escapeHtml = (value: string): string => plainText(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');

const html: Printer = {
  text: (text) => escapeHtml(text).replaceAll('\n', '<br>'), code: (text) => `<code>${escapeHtml(text)}</code>`, strong: (inner) => `<strong>${inner}</strong>`, emphasis: (inner) => `<em>${inner}</em>`, strike: (inner) => `<s>${inner}</s>`,
  link: (label, url) => `<a href="${escapeHtml(url)}">${label}</a>`, item: (inner) => `<li>${inner}</li>`, codeBlock: (text) => `<pre style="background:#f4f4f5;padding:8px;white-space:pre-wrap">${escapeHtml(text)}</pre>`,
};

export function email(message: Message, pen: Pen): Document {
  const { subject, html: own } = pen.compiled.fields.email ?? {};
  const line = subject === undefined ? message.title : oneLine(pen.write(subject, plainText));
  if (line.length > MOST_SUBJECT) pen.note(`the subject was cut after ${MOST_SUBJECT} characters`);
  return {
    subject: cutText(line, MOST_SUBJECT) || '–',
    text: textOf(message),
    html: own === undefined ? pageOf(message) : ownPage(own, pen),
    importance: message.severity === 'high' || message.severity === 'critical' ? 'high' : 'normal',
  };
}

function textOf({ title, blocks, facts, link, footer }: Message): string {
  const table = facts.map(({ name, value }) => `${name}: ${printInlines(value, plain)}`).join('\n');
  return [title, printBlocks(blocks, plain), table, ...(link === undefined ? [] : [`${link.label}: ${link.url}`]), `-- \n${footer}`].filter((part) => part.trim() !== '').join('\n\n');
}

function ownPage(source: string, pen: Pen): string {
  const nodes = pen.compiled.nodesOf(source);
  const addresses = addressesIn(nodes);
  return pen.writeParts(nodes, (value, node: Node) => escapeHtml(addresses.has(node) ? (safeUrl(value) ?? '#') : value));
}

function pageOf({ title, severity, blocks, facts, link, footer }: Message): string {
  const rows = facts.map(({ name, value }) => `<tr><td style="padding:2px 12px 2px 0;color:#71717a">${escapeHtml(name)}</td><td>${printInlines(value, html)}</td></tr>`).join('');
  return [
    '<!doctype html><html><body style="font-family:sans-serif;font-size:14px;color:#18181b">', `<div style="border-left:4px solid ${COLOURS[severity]};padding:4px 16px">`,
    `<h2 style="font-size:18px;margin:0 0 8px">${escapeHtml(title)}</h2>`, bodyOf(blocks), rows === '' ? '' : `<table style="border-collapse:collapse;margin:8px 0">${rows}</table>`,
    link === undefined ? '' : `<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.label)}</a></p>`,
    `<p style="color:#71717a;font-size:12px">${escapeHtml(footer)}</p></div></body></html>`,
  ].join('');
}

/** Items that follow one another are a list. */
function bodyOf(blocks: readonly Block[]): string {
  return blocks.map((block, at) => {
    const inner = printBlock(block, html);
    if (block.kind === 'item') return `${blocks[at - 1]?.kind === 'item' ? '' : '<ul>'}${inner}${blocks[at + 1]?.kind === 'item' ? '' : '</ul>'}`;
    return block.kind === 'code' || inner === '' ? inner : `<p style="margin:4px 0">${inner}</p>`;
  }).join('');
}
