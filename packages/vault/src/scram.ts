/** The client's side of SCRAM, with which Kafka and others check a password without seeing it. RFC 5802, RFC 7677; without channel binding. */
import { createHmac, hash, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Failure } from '@patchbay/contracts';

export type ScramMechanism = 'SCRAM-SHA-256' | 'SCRAM-SHA-512';

export interface ScramClient {
  /** What is sent first. */
  readonly first: string;
  /** The proof, to what the server said to the first. */
  prove(serverFirst: string): Promise<string>;
  /** Throws unless the server proves in its last word that it knows the password as well. */
  check(serverFinal: string): void;
}

/** A server may ask for more work than an honest one does, to hold us up. */
const MOST_ITERATIONS = 200_000;
const LEAST_ITERATIONS = 4_096;

export function scramClient(mechanism: ScramMechanism, { username, password }: { readonly username: string; readonly password: string }, random: (bytes: number) => Uint8Array = randomBytes): ScramClient {
  const algorithm = mechanism === 'SCRAM-SHA-256' ? 'sha256' : 'sha512';
  const mac = (key: Uint8Array, text: string): Buffer => createHmac(algorithm, key).update(text).digest();
  const nonce = Buffer.from(random(24)).toString('base64');
  const bare = `n=${username.normalize('NFKC').replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${nonce}`;
  let expected: Buffer | undefined;

  async function prove(serverFirst: string): Promise<string> {
    const { r = '', s = '', i = '' } = attributes(serverFirst);
    const iterations = Number(i);
    if (!r.startsWith(nonce) || r.length === nonce.length || s === '') throw broken('its first answer is not SCRAM');
    if (!Number.isInteger(iterations) || iterations < LEAST_ITERATIONS || iterations > MOST_ITERATIONS) throw broken(`it asks for ${i.slice(0, 12)} iterations; expected ${LEAST_ITERATIONS} to ${MOST_ITERATIONS}`);
    const salted = await promisify(pbkdf2)(password.normalize('NFKC'), Buffer.from(s, 'base64'), iterations, algorithm === 'sha256' ? 32 : 64, algorithm);
    const clientKey = mac(salted, 'Client Key');
    const last = `c=biws,r=${r}`;
    const signed = `${bare},${serverFirst},${last}`;
    const signature = mac(hash(algorithm, clientKey, 'buffer'), signed);
    expected = mac(mac(salted, 'Server Key'), signed);
    return `${last},p=${Buffer.from(clientKey.map((byte, at) => byte ^ signature[at]!)).toString('base64')}`;
  }

  function check(serverFinal: string): void {
    const { v = '', e } = attributes(serverFinal);
    if (e !== undefined) throw broken(`it refuses the user or the password (${e.slice(0, 60)})`);
    const given = Buffer.from(v, 'base64');
    if (expected === undefined || given.length !== expected.length || !timingSafeEqual(given, expected)) throw broken('it does not know the password itself: it may be somebody else');
  }

  return Object.freeze({ first: `n,,${bare}`, prove, check });
}

const attributes = (text: string): Readonly<Record<string, string>> => Object.fromEntries(text.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
const broken = (why: string): Failure => new Failure('upstream.failed', `The server can’t be signed in to: ${why}`, { reason: 'refused', retryable: false });
