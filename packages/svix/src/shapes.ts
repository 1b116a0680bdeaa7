/** What this protocol's fields look like. Unknown fields are ignored: its clients send some that only their own service knows. */
import { z } from 'zod';
import { type Kind, prefixOf } from './ids.ts';
import { invalid } from './refusal.ts';

const NAME = /^[a-zA-Z0-9\-_.]+$/;
export const ALLOWED = 'expected letters, digits, hyphens, underscores and dots';

/** A text for people. */
export const words = z.string().regex(/^[^\x00-\x08]*$/, 'control characters are not allowed');
export const typeName = z.string().min(1).max(256).regex(NAME, ALLOWED);
export const channelName = z.string().min(1).max(128).regex(NAME, ALLOWED);
export const uidOf = (kind: Kind) => z.string().min(1).max(256).regex(NAME, ALLOWED).refine((uid) => !uid.startsWith(prefixOf(kind)), `a uid can’t begin with ${prefixOf(kind)}`);
export const rate = z.int().min(1).max(65_535);
export const metadata = z.record(z.string(), z.string()).refine((notes) => JSON.stringify(notes).length <= 4096, 'expected no more than 4,096 characters');
export const instant = z.iso.datetime({ offset: true, local: true });

/** No item twice; the order has no meaning. */
export const setOf = (item: z.ZodType<string>, least: number, most: number) => z.array(item).min(least).max(most).transform((items) => [...new Set(items)].sort());

/** A name in the path that becomes the uid of what is made under it. */
export function uidInPath(kind: 'app' | 'endpoint', name: string): string {
  const { success, data, error } = uidOf(kind).safeParse(name);
  if (success) return data;
  throw invalid(['path', `${kind}_id`], error.issues[0]!.message);
}
