import { expect, test } from 'vitest';
import { quotaOf } from './rate-limit.ts';

const now = Date.UTC(2030, 0, 1);
const in90 = '2030-01-01T00:01:30.000Z';

test.each<[Readonly<Record<string, string>>, unknown]>([
  [{ 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '4999', 'x-ratelimit-reset': String(now / 1000 + 90) }, { remaining: 4999, limit: 5000, reset_at: in90 }],
  [{ 'ratelimit-limit': '100, 100;w=60', 'ratelimit-remaining': '0', 'ratelimit-reset': '90' }, { remaining: 0, limit: 100, reset_at: in90 }],
  [{ 'x-ratelimit-remaining': '4', 'x-ratelimit-reset-after': '90.0' }, { remaining: 4, limit: null, reset_at: in90 }],
  [{ 'x-rate-limit-remaining': '7', 'x-rate-limit-reset': String(now + 90_000) }, { remaining: 7, limit: null, reset_at: in90 }],
  [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2030-01-01T00:01:30Z' }, { remaining: 0, limit: null, reset_at: in90 }],
  [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1000 + 500), 'x-ratelimit-reset-after': '90.000' }, { remaining: 0, limit: null, reset_at: in90 }],
  [{ 'x-ratelimit-remaining': 'many' }, undefined],
  [{ 'retry-after': '3' }, undefined],
])('%j says %j', (headers, said) => { expect(quotaOf(headers, now)).toEqual(said); });
