/** An entry as text, and what to do with one that the other system can't take whole. */
import type { Entry } from './driver.ts';

export const textOf = (entry: Entry): string => JSON.stringify(entry.document);

/** One that is larger than the other system takes goes without its data and says so: a gap would be worse, and standing still before it forever, too. */
export function fittingText(entry: Entry, mostBytes: number): string {
  const text = textOf(entry);
  return Buffer.byteLength(text) <= mostBytes ? text : stub(entry, mostBytes);
}

function stub({ id, tenant, seq, type, subject, at }: Entry, mostBytes: number): string {
  return JSON.stringify({ id, tenant, seq, type, subject: subject.slice(0, 200), time: new Date(at).toISOString(), omitted: `larger than ${mostBytes} bytes; read it from the hub by its id` });
}

export interface Part<T> { readonly items: readonly T[]; readonly bytes: number }

/** Parts of so many items and bytes at most, in order. One that is larger alone is a part of its own. */
export function partsOf<T>(items: readonly T[], sizeOf: (item: T) => number, { mostItems = Infinity, mostBytes }: { readonly mostItems?: number; readonly mostBytes: number }): Part<T>[] {
  const parts: { items: T[]; bytes: number }[] = [];
  for (const item of items) {
    const size = sizeOf(item);
    const last = parts.at(-1);
    if (last === undefined || last.items.length >= mostItems || last.bytes + size > mostBytes) parts.push({ items: [item], bytes: size });
    else {
      last.items.push(item);
      last.bytes += size;
    }
  }
  return parts;
}
