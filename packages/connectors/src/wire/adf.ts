/** The document format of Atlassian, from text that people write and back to it. */
import { at, type JsonObject } from '@patchbay/sdk';
import { list, string } from './fields.ts';

const FENCE = /^```\s*([A-Za-z0-9+#-]*)\s*$/;
const BULLET = /^[-*] +(.+)$/;
const HEADING = /^(#{1,6}) +(.+)$/;

/** Paragraphs, headings, lists with dashes and fenced code; everything else is text. A document takes no empty text. */
export function adfOf(text: string): JsonObject {
  const content: JsonObject[] = [];
  let lines: string[] = [];
  let bullets: string[] = [];
  const flush = (): void => {
    if (lines.length > 0) content.push({ type: 'paragraph', content: broken(lines) });
    if (bullets.length > 0) content.push({ type: 'bulletList', content: bullets.map((each) => ({ type: 'listItem', content: [{ type: 'paragraph', content: [plain(each)] }] })) });
    [lines, bullets] = [[], []];
  };
  const all = text.replaceAll('\r\n', '\n').split('\n');
  for (let row = 0; row < all.length; row++) {
    const line = all[row]!;
    const [fence, bullet, heading] = [FENCE.exec(line), BULLET.exec(line), HEADING.exec(line)];
    const end = fence === null ? -1 : all.findIndex((each, at_) => at_ > row && each.trim() === '```');
    if (end > row) {
      flush();
      const code = all.slice(row + 1, end).join('\n');
      content.push({ type: 'codeBlock', ...(fence![1] === '' ? {} : { attrs: { language: fence![1]! } }), ...(code === '' ? {} : { content: [plain(code)] }) });
      row = end;
    } else if (heading !== null) {
      flush();
      content.push({ type: 'heading', attrs: { level: heading[1]!.length }, content: [plain(heading[2]!)] });
    } else if (bullet !== null) {
      if (lines.length > 0) flush();
      bullets.push(bullet[1]!);
    } else if (line.trim() === '') flush();
    else {
      if (bullets.length > 0) flush();
      lines.push(line);
    }
  }
  flush();
  return { type: 'doc', version: 1, content };
}

const plain = (text: string): JsonObject => ({ type: 'text', text });
const broken = (lines: readonly string[]): JsonObject[] => lines.flatMap((line, row) => (row === 0 ? [plain(line)] : [{ type: 'hardBreak' }, plain(line)]));

const BLOCKS = new Set(['paragraph', 'heading', 'codeBlock', 'listItem', 'blockquote', 'rule', 'tableRow', 'mediaSingle', 'panel']);

/** Text that is text already stays so. */
export function textOfAdf(value: unknown): string {
  return typeof value === 'string' ? value : inner(value).replaceAll(/\n{3,}/g, '\n\n').trim();
}

function inner(node: unknown): string {
  const type = string(node, 'type');
  if (type === 'text') return string(node, 'text');
  if (type === 'hardBreak') return '\n';
  if (type === 'mention' || type === 'emoji' || type === 'status') return string(node, 'attrs.text') || string(node, 'attrs.shortName');
  if (type === 'inlineCard' || type === 'blockCard') return string(node, 'attrs.url');
  const text = list(node, 'content').map(inner).join('');
  if (type === 'listItem') return `- ${text.trim()}\n`;
  if (type === 'heading') return `${'#'.repeat(Number(at(node, 'attrs.level') ?? 1))} ${text}\n\n`;
  if (type === 'codeBlock') return `\`\`\`${string(node, 'attrs.language')}\n${text}\n\`\`\`\n\n`;
  return BLOCKS.has(type) || type.endsWith('List') ? `${text}\n\n` : text;
}
