/** A master key that never leaves AWS KMS. */
import { type MasterKey, unreadable } from '../master-key.ts';
import { jsonOf, refusedBy, type Send } from '../send.ts';
import { type AwsCredentials, signV4 } from '../sigv4.ts';

export interface AwsKmsPorts {
  readonly send: Send;
  readonly now: () => number;
  /** Asked for each call, so that short-lived credentials can be renewed. */
  readonly credentials: () => Promise<AwsCredentials>;
}

export interface AwsKmsOptions {
  /** Key id, key ARN, alias name or alias ARN. */
  readonly keyId: string;
  readonly region: string;
  /** Another address than AWS's own: a VPC endpoint, a test server. */
  readonly endpoint?: string;
  readonly timeoutMs?: number;
}

/** KMS binds it to the ciphertext and shows it in CloudTrail. */
const CONTEXT = { purpose: 'patchbay data key' };
/** KMS says these about the ciphertext; all its other refusals are about the caller, the key or the moment. */
const ABOUT_CIPHERTEXT = new Set(['InvalidCiphertextException', 'IncorrectKeyException']);

export function awsKmsMasterKey({ send, now, credentials }: AwsKmsPorts, { keyId, region, endpoint = `https://kms.${region}.amazonaws.com`, timeoutMs = 10_000 }: AwsKmsOptions): MasterKey {
  const url = new URL(endpoint);

  async function call(operation: 'Encrypt' | 'Decrypt', input: object, answer: 'CiphertextBlob' | 'Plaintext'): Promise<string> {
    const request = { method: 'POST', url, body: JSON.stringify({ KeyId: keyId, EncryptionContext: CONTEXT, ...input }), headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `TrentService.${operation}` } };
    const headers = signV4(request, await credentials(), { region, service: 'kms', at: now() });
    const reply = await send({ ...request, url: url.href, headers }, AbortSignal.timeout(timeoutMs));
    const json = jsonOf(reply);
    const value = json[answer];
    if (reply.status === 200 && typeof value === 'string') return value;
    throw refusal(reply.status, String(json['__type'] ?? ''));
  }

  return Object.freeze({
    id: `aws-kms:${region}:${keyId}`,
    wrap: (bytes: Uint8Array) => call('Encrypt', { Plaintext: Buffer.from(bytes).toString('base64') }, 'CiphertextBlob'),
    async unwrap(text: string) { return Buffer.from(await call('Decrypt', { CiphertextBlob: text }, 'Plaintext'), 'base64'); },
  });
}

/** `com.amazonaws.kms#NotFoundException` → `NotFoundException` */
function refusal(status: number, type: string): Error {
  const word = type.split('#').at(-1)!.replace(/[^A-Za-z]/g, '').slice(0, 64);
  if (ABOUT_CIPHERTEXT.has(word)) return unreadable(`AWS KMS does not unwrap a data key (${word}); it was wrapped with another key or changed outside the hub`);
  return refusedBy('AWS KMS', word === 'ThrottlingException' || word === 'LimitExceededException' ? 429 : status, word);
}
