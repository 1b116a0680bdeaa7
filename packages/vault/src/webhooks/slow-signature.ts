/** Ed25519 takes twenty times as long as an HMAC: it is computed on a thread of Node’s pool. What a shared key signs is there at once, and waits for nobody. */
import { type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';

export type Soon<T> = T | Promise<T>;

const signAside: (algorithm: null, data: Uint8Array, key: KeyObject) => Promise<Buffer> = promisify(sign);

export const signEd25519 = (data: readonly (string | Uint8Array)[], key: KeyObject, encoding: 'base64' | 'hex' | 'base64url'): Promise<string> =>
  signAside(null, Buffer.concat(data.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece))), key).then((signature) => signature.toString(encoding));

export const next = <A, B>(value: Soon<A>, then: (value: A) => B): Soon<B> => (value instanceof Promise ? value.then(then) : then(value));

export function joined(parts: readonly Soon<string>[], separator: string): Soon<string> {
  if (parts.length === 1) return parts[0]!;
  return parts.some((part) => part instanceof Promise) ? Promise.all(parts).then((all) => all.join(separator)) : parts.join(separator);
}
