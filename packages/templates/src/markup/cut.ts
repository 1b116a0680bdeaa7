/** Shortens what is too long for a channel, where it may be cut: within texts, never within a tag, an entity or a link. */
import type { Block, Inline } from './markup.ts';

export const cutText = (text: string, most: number, end = '…'): string => {
  if (text.length <= most) return text;
  const kept = text.slice(0, Math.max(0, most - end.length));
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}${end}`.slice(0, most);
};

/** As much of it as fits, when it is printed; `cut` says whether something was left out. */
export function fitted(blocks: readonly Block[], print: (blocks: readonly Block[]) => string, most: number): { readonly text: string; readonly cut: boolean } {
  const whole = print(blocks);
  if (whole.length <= most) return { text: whole, cut: false };
  for (let room = most; room > 0; room = Math.floor(room * 0.8) - 1) {
    const text = print(cutBlocks(blocks, room));
    if (text.length <= most) return { text, cut: true };
  }
  return { text: '', cut: true };
}

/** The first so many characters of its words. */
export function cutBlocks(blocks: readonly Block[], room: number): Block[] {
  const kept: Block[] = [];
  let left = room;
  for (const block of blocks) {
    if (left <= 0) break;
    const cut: Block = block.kind === 'code' ? { ...block, text: cutText(block.text, left) } : { ...block, of: cutInlines(block.of, left) };
    left -= 1 + (cut.kind === 'code' ? cut.text.length : lengthOf(cut.of));
    kept.push(cut);
  }
  return kept;
}

export function cutInlines(inlines: readonly Inline[], room: number): Inline[] {
  const kept: Inline[] = [];
  let left = room;
  for (const inline of inlines) {
    if (left <= 0) break;
    const cut: Inline = 'text' in inline ? { ...inline, text: cutText(inline.text, left) } : { ...inline, of: cutInlines(inline.of, left) };
    left -= lengthOf([cut]);
    kept.push(cut);
  }
  return kept;
}

const lengthOf = (inlines: readonly Inline[]): number => inlines.reduce((sum, each) => sum + ('text' in each ? each.text.length : lengthOf(each.of)), 0);
