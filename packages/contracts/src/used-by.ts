/** What keeps a thing from being deleted. */
import type { Document } from './unit.ts';

const NAMED = 3;

/** In the words of the refusal: many tools show those, and nothing else of it. */
export function usedBy(holders: readonly Document[]): string {
  const named = holders.slice(0, NAMED).map(({ resource, id }) => `${String(resource).replaceAll('_', ' ')} ${String(id)}`);
  return named.length === 0 ? '' : `: ${named.join(', ')}${holders.length > NAMED ? ' and more' : ''}`;
}
