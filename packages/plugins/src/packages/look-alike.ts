/** Names that a tired eye takes for another one. */

/** Signs that look alike become one. */
const skeleton = (name: string): string => name.replaceAll('-', '').replaceAll('0', 'o').replaceAll(/[1i]/g, 'l').replaceAll('rn', 'm').replaceAll('vv', 'w').replaceAll('5', 's');

/** The first of the known names that this one could be taken for. Versions of one name by one publisher are no look-alikes. */
export function looksLike(plugin: string, known: readonly string[]): string | undefined {
  const [namespace = '', name = ''] = plugin.split('/');
  return known.find((other) => {
    if (other === plugin) return false;
    const [otherNamespace = '', otherName = ''] = other.split('/');
    if (otherNamespace === namespace) return false; // the same publisher may name its plugins as it likes
    return isClose(name, otherName) && (name !== otherName || isClose(namespace, otherNamespace) || otherNamespace === 'patchbay');
  });
}

/** Shorter names are too alike to tell. */
const SHORT = 3;

function isClose(a: string, b: string): boolean {
  if (a === b || skeleton(a) === skeleton(b)) return true;
  return Math.min(a.length, b.length) > SHORT && (distance(a, b) <= 1 || isSwapped(a, b));
}

/** Two letters that stand side by side changed places. */
function isSwapped(a: string, b: string): boolean {
  const at = [...a].findIndex((letter, index) => letter !== b[index]);
  return a.length === b.length && at >= 0 && a.slice(0, at) + (a[at + 1] ?? '') + a[at]! + a.slice(at + 2) === b;
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}
