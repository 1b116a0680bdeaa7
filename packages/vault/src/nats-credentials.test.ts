import { Failure } from '@patchbay/contracts';
import { expect, test } from 'vitest';
import { verify } from './ed25519.ts';
import { natsCredentials } from './nats-credentials.ts';

/** The seed of a user whose bytes are 0, 1, 2 … 31. */
const SEED = 'SUAAAAICAMCAKBQHBAEQUCYMBUHA6EARCIJRIFIWC4MBSGQ3DQOR4H776Y';
const file = (seed: string, jwt = 'eyJ0eXAi.eyJqdGki.c2ln') => `-----BEGIN NATS USER JWT-----\n${jwt}\n------END NATS USER JWT------\n\n-----BEGIN USER NKEY SEED-----\n${seed}\n------END USER NKEY SEED------\n`;

test('a credentials file gives the token, and signs the server’s nonce', () => {
  const { jwt, sign } = natsCredentials(file(SEED));
  expect(jwt).toBe('eyJ0eXAi.eyJqdGki.c2ln');
  expect(verify('A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=', 'PXoWU7zWAMt75FY', Buffer.from(sign('PXoWU7zWAMt75FY'), 'base64url'))).toBe(true);
});

test.for([['nothing', ''], ['a token alone', '-----BEGIN NATS USER JWT-----\na.b.c\n------END'], ['a seed with a typing error', file(SEED.replace('MCAK', 'MCAA'))], ['the seed of an account', file(`SA${SEED.slice(2)}`)], ['a short seed', file(SEED.slice(0, 20))]])('%s is refused, and the refusal shows nothing of it', ([, text]) => {
  const refusal = (() => { try { return natsCredentials(text!); } catch (error) { return error; } })();
  expect(refusal).toBeInstanceOf(Failure);
  expect(JSON.stringify([(refusal as Failure).message, (refusal as Failure).details])).not.toMatch(/AAIC|a\.b\.c/);
});
