/** How a shared secret, as people paste it, becomes the bytes of a key. */
import { base64Bytes, hexBytes } from './encoding.ts';

export type KeyForm = 'utf8' | 'base64' | 'hex' | 'whsec';

/** Nothing, when the text has not that form or is empty: a key of no bytes would let everybody in. */
export function keyBytes(text: string, form: KeyForm): Buffer | undefined {
  const bytes = read[form](text);
  return bytes === undefined || bytes.length === 0 ? undefined : bytes;
}

const read: Readonly<Record<KeyForm, (text: string) => Buffer | undefined>> = {
  utf8: (text) => Buffer.from(text, 'utf8'),
  base64: base64Bytes,
  hex: hexBytes,
  whsec: (text) => base64Bytes(text.startsWith('whsec_') ? text.slice('whsec_'.length) : text),
};
