/** A resource's version as an entity tag: `"7"`. */
import { Failure } from '@patchbay/contracts';

/** If-Match → the version that must still be there. `*` asks only that it exists, which every change asks anyway. */
export function expectedVersion(header: string | undefined): number | undefined {
  if (header === undefined || header === '*') return undefined;
  const version = Number(/^"([1-9]\d{0,14})"$/.exec(header)?.[1]);
  if (Number.isSafeInteger(version)) return version;
  throw new Failure('version.malformed', header.startsWith('W/') ? 'If-Match takes a strong ETag such as "3", not a weak one' : 'If-Match takes one ETag such as "3", or *');
}

/** Whether the caller's copy is still good. A weak tag is good enough to read by (RFC 9110, 13.1.2). */
export function isFresh(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header === '*' || header.split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
}
