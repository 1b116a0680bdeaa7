import type { EgressReply } from '@patchbay/egress';
import { expect, test } from 'vitest';
import { askedWait, delayBefore } from './retries.ts';

const now = Date.UTC(2030, 0, 1);
const reply = (status: number, headers: Readonly<Record<string, string>> = {}): EgressReply => ({ status, headers, body: Buffer.alloc(0) }) as unknown as EgressReply; // nothing else of it is looked at
const situation = { attempt: 1, repeatable: true, reads: true, now, random: () => 0.5 };

test.each<[string, number, Readonly<Record<string, string>>, number | undefined]>([
  ['Slack: seconds', 429, { 'retry-after': '30' }, 30_000],
  ['a date', 429, { 'retry-after': new Date(now + 30_000).toUTCString() }, 30_000],
  ['PagerDuty: a quota without Retry-After', 429, { 'ratelimit-limit': '960', 'ratelimit-remaining': '0', 'ratelimit-reset': '17' }, 17_000],
  ['Datadog: seconds until the quota is full', 429, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '12' }, 12_000],
  ['GitHub: a used quota with 403, and the second in which it is full', 403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1000 + 40) }, 40_000],
  ['Jira: the instant as a date', 429, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2030-01-01T00:00:20Z' }, 20_000],
  ['Discord: the wait and not the clock of Discord', 429, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1000 + 900), 'x-ratelimit-reset-after': '1.5' }, 1_500],
  ['GitHub: a limit of another kind while the quota is not used up', 429, { 'x-ratelimit-remaining': '4000', 'x-ratelimit-reset': String(now / 1000 + 3000) }, undefined],
  ['away for a while', 503, { 'retry-after': '5' }, 5_000],
  ['no permission', 403, {}, undefined],
  ['an answer with an empty header', 429, { 'retry-after': '' }, undefined],
  ['an answer', 200, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '12' }, undefined],
])('%s', (_, status, headers, wait) => {
  expect(askedWait(reply(status, headers), now)).toBe(wait);
});

test('a fault of the system is asked again where nothing can have changed, and not elsewhere', () => {
  expect(delayBefore(reply(500), situation)).toBe(250);
  expect(delayBefore(reply(500), { ...situation, reads: false })).toBeUndefined();
  expect(delayBefore(reply(503), { ...situation, reads: false, repeatable: false })).toBeUndefined();
  expect(delayBefore(reply(429), { ...situation, reads: false, repeatable: false })).toBe(250);
});
