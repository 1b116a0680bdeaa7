/** A self-signed certificate for one start: ECDSA P-256, in the shape that go-plugin's mutual TLS expects. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { bits, integer, octets, oid, sequence, set, tlv, truth, utcTime, utf8 } from './der.ts';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** DER in base64 without padding: the last field of the handshake. */
  readonly raw: string;
}

const HOST = 'localhost'; // the name that the host asks for
const DAY = 86_400_000;
const SKEW = 300_000;

export function createCertificate(now: number): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid('1.2.840.10045.4.3.2')); // ecdsa-with-SHA256
  const name = sequence(set(sequence(oid('2.5.4.10'), utf8('Patchbay'))), set(sequence(oid('2.5.4.3'), utf8(HOST))));
  const body = sequence(
    tlv(0xa0, integer(Buffer.from([2]))), // X.509 version 3
    integer(serial()),
    algorithm, name,
    sequence(utcTime(now - SKEW), utcTime(now + DAY)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, extensions()),
  );
  const der = sequence(body, algorithm, bits(sign('sha256', body, privateKey)));
  return {
    cert: pem(der.toString('base64')),
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    raw: der.toString('base64').replace(/=+$/, ''),
  };
}

export const pem = (base64: string): string => `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`;

/** Positive, and never with a leading zero. */
function serial(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x7f) | 0x01;
  return bytes;
}

function extensions(): Buffer {
  return sequence(
    extension('2.5.29.19', sequence(truth(true)), true), // a CA, because each side trusts exactly the other's
    extension('2.5.29.15', bits(Buffer.from([0b1010_1100]), 2), true), // digitalSignature, keyEncipherment, keyAgreement, keyCertSign
    extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'), oid('1.3.6.1.5.5.7.3.2'))), // serverAuth, clientAuth
    extension('2.5.29.17', sequence(tlv(0x82, Buffer.from(HOST)))),
  );
}

const extension = (id: string, value: Uint8Array, critical = false): Buffer => sequence(oid(id), ...(critical ? [truth(true)] : []), octets(value));
