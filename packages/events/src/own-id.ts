/**
 * The id of an event that its teller named. It follows from the name, so the unique index over the ids of a tenant is all that
 * keeps an event from being there twice. It begins with a 7, which no id made from the time reaches for thirty thousand years.
 */
import { eventRecord } from '@patchbay/contracts';
import { digest } from '@patchbay/vault';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 25;

export function eventIdOf(ownId: string): string {
  const bytes = Buffer.from(digest(ownId), 'hex');
  let tail = '';
  for (let at = 0; at < LENGTH; at++) tail += ALPHABET[bytes[at]! & 31]!;
  return `${eventRecord.prefix}_7${tail}`;
}

/** Whether an id follows from a name, and so tells nothing of its time. */
export const isNamed = (id: string): boolean => id.startsWith(`${eventRecord.prefix}_7`);
