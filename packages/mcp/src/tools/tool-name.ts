/** The name of an action as a tool. Clients take 64 characters, an id may have more: then its end becomes a checksum. */
import type { Action } from '@patchbay/contracts';

const LONGEST = 64;

export const toolName = ({ id }: Pick<Action, 'id'>): string => (id.length <= LONGEST ? id : `${id.slice(0, LONGEST - 9)}_${checksum(id)}`);

/** FNV-1a, 32 bits: two ids that begin alike must only differ. */
function checksum(text: string): string {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return (sum >>> 0).toString(16).padStart(8, '0');
}
