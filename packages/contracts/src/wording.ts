/** Titles inside sentences: `API key` keeps its capitals, `Role binding` does not, and each gets its article. */

/** `Role binding` → `role binding`, `API key` → `API key`. */
export const inSentence = (title: string): string => (/^[A-Z]{2}/.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1));

/** `an API key`, `a role binding`. */
export const withArticle = (title: string): string => `${/^[aeiou]/i.test(title) || /^MC/.test(title) ? 'an' : 'a'} ${inSentence(title)}`;

/** `api_keys` with the title `API key` → `API keys`. */
export function manyOf(title: string, plural: string): string {
  const capitals = title.split(' ').filter((word) => /^[A-Z]{2,}$/.test(word));
  return plural.split('_').map((word) => capitals.find((each) => each.toLowerCase() === word) ?? word).join(' ');
}
