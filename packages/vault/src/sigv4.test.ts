import { expect, test } from 'vitest';
import { signingKey, signV4 } from './sigv4.ts';

/** Published by AWS: the example of the signing guide and the Signature Version 4 test suite. */
const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey };
const at = Date.UTC(2015, 7, 30, 12, 36, 0);

const signatureOf = (headers: Record<string, string>) => headers['authorization']!.split('Signature=')[1];

test('the signing key is the one of the guide', () => {
  expect(signingKey(secretAccessKey, '20150830', 'us-east-1', 'iam').toString('hex')).toBe('c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9');
});

const suite: readonly (readonly [string, string, string, Record<string, string>, string, string])[] = [
  ['get-vanilla', 'GET', '/', {}, '', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  ['post-vanilla', 'POST', '/', {}, '', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  ['get-vanilla-query-order-key-case', 'GET', '/?Param2=value2&Param1=value1', {}, '', 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500'],
  ['get-header-value-trim', 'GET', '/', { 'My-Header1': ' value1', 'My-Header2': ' "a   b   c"' }, '', 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736'],
  ['post-x-www-form-urlencoded', 'POST', '/', { 'Content-Type': 'application/x-www-form-urlencoded' }, 'Param1=value1', 'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a'],
];

test.for(suite)('%s is signed as in the test suite', ([, method, path, headers, body, signature]) => {
  const signed = signV4({ method, url: new URL(path, 'https://example.amazonaws.com'), headers, body }, credentials, { region: 'us-east-1', service: 'service', at });
  expect(signatureOf(signed)).toBe(signature);
});

test('the example request of the guide is signed as printed there', () => {
  const signed = signV4(
    { method: 'GET', url: new URL('https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08'), headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }, body: '' },
    credentials, { region: 'us-east-1', service: 'iam', at },
  );
  expect(signed['authorization']).toBe('AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7');
  expect(signed['x-amz-date']).toBe('20150830T123600Z');
});

test('a session token is sent and signed, and the host is left to the client', () => {
  const signed = signV4({ method: 'POST', url: new URL('https://kms.eu-west-1.amazonaws.com/'), headers: {}, body: '{}' }, { ...credentials, sessionToken: 'session' }, { region: 'eu-west-1', service: 'kms', at });
  expect(signed['x-amz-security-token']).toBe('session');
  expect(signed['authorization']).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token');
  expect(signed).not.toHaveProperty('host');
});

/** The examples of S3's own guide. https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
test('objects are signed with the hash of their content, as in the guide of S3', () => {
  const s3 = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
  const scope = { region: 'us-east-1', service: 's3', at: Date.UTC(2013, 4, 24) };
  const read = signV4({ method: 'GET', url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'), headers: { Range: 'bytes=0-9' }, body: '' }, s3, scope);
  expect(signatureOf(read)).toBe('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41');
  const written = signV4({ method: 'PUT', url: new URL('https://examplebucket.s3.amazonaws.com/test%24file.text'), headers: { Date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' }, body: 'Welcome to Amazon S3.' }, s3, scope);
  expect(signatureOf(written)).toBe('98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd');
  expect(written['x-amz-content-sha256']).toBe('44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072');
});
