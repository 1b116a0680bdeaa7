import { expect, test } from 'vitest';
import { egressPolicyOf } from './egress-policy.ts';

test('nobody’s word is no policy, so that deliveries share connections', () => {
  expect(egressPolicyOf({ allowed_networks: [] }, undefined)).toBeUndefined();
  expect(egressPolicyOf({}, { allow: [], deny: [], https_only: false })).toBeUndefined();
});

test('an endpoint’s networks narrow those of its tenant', () => {
  expect(egressPolicyOf({ allowed_networks: ['203.0.113.0/24'] }, { allow: ['203.0.0.0/16'], deny: ['203.0.113.7'], https_only: true, proxy: 'http://proxy.example.com', proxy_authorization: 'Basic x' })).toEqual({
    allow: ['203.0.113.0/24'], within: ['203.0.0.0/16'], deny: ['203.0.113.7'], httpsOnly: true, proxy: { url: 'http://proxy.example.com', authorization: 'Basic x' },
  });
});
