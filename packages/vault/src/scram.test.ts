import { Failure } from '@patchbay/contracts';
import { expect, test } from 'vitest';
import { scramClient } from './scram.ts';

/** The example of RFC 7677. */
const nonce = () => Buffer.from('rOprNGfwEbeRWgbNEkqO', 'base64');
const FIRST = 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096';
const client = () => scramClient('SCRAM-SHA-256', { username: 'user', password: 'pencil' }, nonce);

test('the proof and the server’s answer are those of the standard', async () => {
  const { first, prove, check } = client();
  expect(first).toBe('n,,n=user,r=rOprNGfwEbeRWgbNEkqO');
  expect(await prove(FIRST)).toBe('c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=');
  expect(() => check('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')).not.toThrow();
});

test.for([
  ['a nonce that is not ours', FIRST.replace('r=rOpr', 'r=xOpr')], ['a nonce of ours alone', 'r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'], ['no salt', FIRST.replace(/s=[^,]+/, 's=')],
  ['too little work', FIRST.replace('4096', '1')], ['work without end', FIRST.replace('4096', '999999999')], ['no number', FIRST.replace('4096', 'many')], ['nothing', ''],
])('a server that sends %s is not signed in to', async ([, first]) => {
  await expect(client().prove(first!)).rejects.toThrow(Failure);
});

test('a server that does not know the password itself is found out', async () => {
  const { prove, check } = client();
  await prove(FIRST);
  expect(() => check('v=AAAATRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')).toThrow('may be somebody else');
  expect(() => check('e=invalid-proof')).toThrow('refuses the user or the password');
  expect(() => client().check('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')).toThrow(Failure);
});
