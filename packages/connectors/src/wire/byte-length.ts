/** How many bytes a text is in UTF-8: plugins know no Buffer. */
export function byteLength(text: string): number {
  let count = 0;
  for (const letter of text) count += widthOf(letter);
  return count;
}

export function widthOf(letter: string): number {
  const code = letter.codePointAt(0)!;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
}
