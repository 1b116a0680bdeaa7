/** The sender's name of an event as a type of ours: `Push Hook` of the source `gitlab` is `gitlab.push_hook`. */

const LONGEST = 120;

/** `taken`: types that only the hub itself tells. */
export function typeNamed(slug: string, name: string | undefined, taken: ReadonlySet<string>): string {
  const words = wordsOf(name ?? '');
  const type = short([...wordsOf(slug), ...(words.length === 0 ? ['received'] : words)]);
  return taken.has(type) ? short(['inbound', ...type.split('.')]) : type;
}

/** Points, colons and slashes part words; whatever else is no letter or digit becomes an underscore. */
const wordsOf = (text: string): string[] =>
  text.toLowerCase().split(/[.:/]+/).map((part) => part.replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^_+|_+$/g, '')).filter((word) => word !== '').map((word) => (/^[a-z]/.test(word) ? word : `x_${word}`));

const short = (words: readonly string[]): string => words.join('.').slice(0, LONGEST).replace(/[._]+$/, '');
