import { expect, test } from 'vitest';
import { signed } from './sign.ts';

const KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const AT = Date.UTC(2015, 7, 30, 12, 36, 0);

test('signs as the published test suite of AWS does (post-vanilla)', async () => {
  const { authorization } = await signed({ url: 'https://example.amazonaws.com/', headers: {}, body: '' }, KEY, { region: 'us-east-1', service: 'service', at: AT });
  expect(authorization).toBe('AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b');
});

test('signs the token of a session, too', async () => {
  const headers = await signed({ url: 'https://example.amazonaws.com/', headers: { 'content-type': 'application/json' }, body: '{}' }, { ...KEY, sessionToken: 'of the session' }, { region: 'us-east-1', service: 'service', at: AT });
  expect(headers['x-amz-security-token']).toBe('of the session');
  expect(headers['authorization']).toContain('SignedHeaders=content-type;host;x-amz-date;x-amz-security-token');
});
