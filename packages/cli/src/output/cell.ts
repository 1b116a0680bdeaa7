/** One value as text on one line. What came from elsewhere must not steer the terminal. */
export function cell(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'string') return plain(value);
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) return plain(value.join(', '));
  return plain(JSON.stringify(value));
}

/** Control characters (C0, DEL, C1) and the marks that turn the direction of writing. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ');

/** Columns that it takes: most letters one, East Asian ones and emoji two, marks above them none. */
export function width(text: string): number {
  let columns = 0;
  for (const letter of text) columns += /\p{Mn}|\u200d|\ufe0f/u.test(letter) ? 0 : /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Emoji_Presentation}/u.test(letter) ? 2 : 1;
  return columns;
}
