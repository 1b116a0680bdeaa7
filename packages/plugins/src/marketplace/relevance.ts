/** How well a plugin fits some words: whole words count more than parts, the name more than the summary, and every word must be somewhere. */
export interface Searched { readonly name: string; readonly title: string; readonly summary: string; readonly categories: readonly string[]; readonly more: readonly string[] }

const WEIGHTS = { name: 4, title: 4, categories: 3, summary: 2, more: 1 } as const;

/** Undefined when a word is nowhere. */
export function relevance(query: string, { name, title, summary, categories, more }: Searched): number | undefined {
  const words = wordsOf(query);
  const fields = { name: wordsOf(name), title: wordsOf(title), summary: wordsOf(summary), categories: categories.flatMap(wordsOf), more: more.flatMap(wordsOf) };
  const scores = words.map((word) => Math.max(0, ...(Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[]).map((field) => WEIGHTS[field] * Math.max(0, ...fields[field].map((each) => likeness(word, each))))));
  if (scores.includes(0)) return undefined;
  return words.length === 0 ? 0 : scores.reduce((sum, each) => sum + each, 0) / words.length;
}

const wordsOf = (text: string): string[] => text.toLowerCase().normalize('NFKD').split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '').map((word) => (word.length > 4 ? word.replace(/(?:ings?|ed|e?s)$/, '') : word));

function likeness(word: string, other: string): number {
  if (word === other) return 1;
  if (word.length >= 3 && other.startsWith(word)) return 0.7;
  return word.length >= 4 && other.includes(word) ? 0.3 : 0;
}
