import { Secret } from '@patchbay/vault';
import { expect, test } from 'vitest';
import { DOTS, maskedBody, maskedHeaders, maskedPath } from './masked.ts';

const masking = { proofs: new Set(['x-proof']), shown: new Set(['x-event-key', 'x-patchbay-token']), secrets: [new Secret('the-secret-of-the-source')] };
const body = (text: string, most = 4096): string => maskedBody(Buffer.from(text), most, masking);

test('what proves a sender, and what sounds like a secret, is masked; what names the event is shown', () => {
  const headers = maskedHeaders({
    'x-proof': 'abc', authorization: 'Bearer x', cookie: ['a=1', 'b=2'], 'x-gitlab-token': 'x', 'x-hub-signature-256': 'sha256=1', 'x-api-key': 'x', 'x-event-key': 'repo:push', 'user-agent': 'curl', 'x-twice': ['a', 'b'],
    'x-odd': 'is the-secret-of-the-source here',
  }, masking);
  expect(headers).toEqual({
    'x-proof': DOTS, authorization: DOTS, cookie: DOTS, 'x-gitlab-token': DOTS, 'x-hub-signature-256': DOTS, 'x-api-key': DOTS, 'x-event-key': 'repo:push', 'user-agent': 'curl', 'x-twice': 'a, b', 'x-odd': `is ${DOTS} here`,
  });
});

test('a proof is masked also where it names the event', () => {
  expect(maskedHeaders({ 'x-proof': 'abc' }, { ...masking, shown: new Set(['x-proof']) })).toEqual({ 'x-proof': DOTS });
});

test('headers are cut: so many, so long', () => {
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`x-${at}`, 'v'.repeat(5000)]));
  const kept = maskedHeaders(many, masking);
  expect(Object.keys(kept)).toHaveLength(60);
  expect(Object.values(kept).every((value) => value.length <= 512)).toBe(true);
});

test('of a query only the names are shown', () => {
  expect(maskedPath('/hooks/src_1?token=abc&x=1&lonely')).toBe(`/hooks/src_1?token=${DOTS}&x=${DOTS}&${DOTS}`);
  expect(maskedPath('/hooks/src_1')).toBe('/hooks/src_1');
  expect(maskedPath(`/hooks/${'x'.repeat(5000)}`)).toHaveLength(512);
});

test('values of fields that sound like a secret are masked in JSON and in forms, whole or cut', () => {
  expect(body('{"verification_token": "secret_abc\\"def", "type":"x","client_secret":"y"}')).toBe(`{"verification_token": "${DOTS}", "type":"x","client_secret":"${DOTS}"}`);
  expect(body('token=abc&team=T1&api_key=1')).toBe(`token=${DOTS}&team=T1&api_key=${DOTS}`);
  expect(body('{"a":1,"access_token":"abcdefghij', 30)).toBe(`{"a":1,"access_token":"${DOTS}`);
  expect(body('say the-secret-of-the-source twice')).toBe(`say ${DOTS} twice`);
});

test('where it is cut, the beginning of a secret is not left', () => {
  expect(body(`${'x'.repeat(10)}the-secret-of-the-source`, 20)).toBe('x'.repeat(10));
  expect(body(`the-secret-of-the-source${'x'.repeat(10)}`, 24)).toBe(DOTS);
  expect(body(`the-secret-of-the-source${'x'.repeat(10)}`, 27)).toBe(`${DOTS}xxx`);
  expect(maskedHeaders({ 'x-long': `${'x'.repeat(500)}the-secret-of-the-source` }, masking)['x-long']).not.toContain('the-');
});

test('a body is kept up to its cap, whatever it is', () => {
  expect(body('x'.repeat(100), 10)).toBe('xxxxxxxxxx');
  expect(maskedBody(Buffer.from([0xff, 0xfe, 0x41]), 10, masking)).toBe('\ufffd\ufffdA');
});
