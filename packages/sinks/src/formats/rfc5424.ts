/** A syslog message. https://www.rfc-editor.org/rfc/rfc5424 */
import type { Entry } from '../driver.ts';

const INFORMATIONAL = 6;
const WARNING = 4;
/** `sequenceId` counts to here and starts again at 1. */
const LAST_SEQUENCE = 2_147_483_647;

export function rfc5424Of({ tenant, seq, at, type, document }: Entry, facility: number, message: string): string {
  const level = document['outcome'] === 'refused' || document['outcome'] === 'failed' ? WARNING : INFORMATIONAL;
  return `<${facility * 8 + level}>1 ${new Date(at).toISOString()} ${word(tenant, 255)} patchbay - ${word(type, 32)} [meta sequenceId="${((seq - 1) % LAST_SEQUENCE) + 1}"] ${message}`;
}

/** Printable ASCII without spaces, or the nil value. */
const word = (text: string, most: number): string => text.replace(/[^\x21-\x7e]/g, '').slice(0, most) || '-';
