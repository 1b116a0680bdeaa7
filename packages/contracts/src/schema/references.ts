/** Where in a document a reference leads. */
import { isObject } from './node.ts';

/** RFC 6901. */
export function pointed(root: unknown, pointer: string): unknown {
  let found = root;
  for (const raw of pointer.split('/')) {
    const key = decode(raw).replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[key];
  }
  return found;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Schemas by the names that they gave themselves. */
export function anchorsOf(root: unknown, deepest: number): ReadonlyMap<string, unknown> {
  const anchors = new Map<string, unknown>();
  const collect = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > deepest) return;
    if (isObject(value) && typeof value['$anchor'] === 'string') anchors.set(value['$anchor'], value);
    for (const each of Object.values(value)) collect(each, depth + 1);
  };
  collect(root, 0);
  return anchors;
}
