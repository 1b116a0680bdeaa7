/** The text of a NATS credentials file: the user's token, and the seed of the key that answers the server's challenge. https://docs.nats.io/using-nats/developer/connecting/creds */
import { Failure } from '@patchbay/contracts';
import { sign } from './ed25519.ts';
import { Secret } from './secret.ts';

export interface NatsCredentials {
  readonly jwt: string;
  /** Of the server's nonce, as CONNECT carries it. */
  sign(nonce: string): string;
}

const JWT = /-----BEGIN NATS USER JWT-----\s+([\w.=-]+)\s/;
const SEED = /-----BEGIN USER NKEY SEED-----\s+([A-Z2-7]+)\s/;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Two bytes of kind, the seed, two bytes of checksum. */
const LENGTH = 36;
const SEED_OF_USER = Buffer.from([0x95, 0x00]);

export function natsCredentials(text: string): NatsCredentials {
  const [jwt, seed] = [JWT.exec(text)?.[1], SEED.exec(text)?.[1]];
  const bytes = seed === undefined ? undefined : fromBase32(seed);
  if (jwt === undefined || bytes === undefined || bytes.length !== LENGTH || !isUserSeed(bytes)) throw new Failure('input.invalid', 'Expected the text of a NATS credentials file, with the JWT and the seed of a user', { issues: [{ path: 'auth_secret', message: 'no NATS credentials' }] });
  const key = new Secret(bytes.subarray(2, 34).toString('base64'));
  return Object.freeze({ jwt, sign: (nonce: string) => sign(key, nonce).toString('base64url') });
}

const isUserSeed = (bytes: Buffer): boolean => bytes.subarray(0, 2).equals(SEED_OF_USER) && bytes.readUInt16LE(34) === crc16(bytes.subarray(0, 34));

function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const character of text) {
    buffer = ((buffer << 5) | ALPHABET.indexOf(character)) & 0xffff;
    bits += 5;
    if (bits >= 8) bytes.push((buffer >> (bits -= 8)) & 255);
  }
  return Buffer.from(bytes);
}

/** CRC-16/XMODEM. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021) & 0xffff;
  }
  return crc;
}
