import { type Caller, Failure, scopeSet, systemCaller, type TenantId } from '@patchbay/contracts';
import { expect, test } from 'vitest';
import { createLimit } from './limit.ts';

const T1 = 'ten_1' as TenantId;
const T2 = 'ten_2' as TenantId;
const caller = (principal: string, more: Partial<Caller> = {}): Caller => ({ tenant: T1, principal, name: principal, scopes: scopeSet([]), issuers: [], ...more });

function fixture(defaults = { principal: 60, tenant: 1000 }) {
  const clock = { at: 1_700_000_000_000 };
  const limit = createLimit(() => clock.at, defaults);
  const refused = (who: Caller): Failure => {
    try { limit(who); } catch (error) { if (error instanceof Failure) return error; }
    throw new Error('was not refused');
  };
  const calls = (who: Caller): number => {
    for (let count = 0; ; count++) try { limit(who); } catch { return count; }
  };
  return { clock, limit, refused, calls };
}

test('a principal may make its calls at once and is refused the next one', () => {
  const { limit, refused, calls } = fixture();
  expect(limit(caller('key_a'))).toEqual({ name: 'principal', limit: 60, window: 60, remaining: 59, reset: 1 });
  expect(calls(caller('key_a'))).toBe(59);
  expect(refused(caller('key_a'))).toMatchObject({ code: 'rate.limited', details: { retry_after: 1, limit: 60, remaining: 0, reset: 60, name: 'principal' } });
});

test('the bucket refills steadily, call by call', () => {
  const { clock, limit, refused, calls } = fixture({ principal: 6, tenant: 1000 });
  expect(calls(caller('key_a'))).toBe(6);
  expect(refused(caller('key_a')).details['retry_after']).toBe(10);
  clock.at += 9_000;
  expect(refused(caller('key_a')).details['retry_after']).toBe(1);
  clock.at += 1_000;
  expect(limit(caller('key_a')).remaining).toBe(0);
  clock.at += 60_000;
  expect(calls(caller('key_a'))).toBe(6);
});

test.each([1, 7, 61, 700, 59_999, 1_000_000])('a limit of %i lets exactly as many through at one instant, and a new call for every refill', (many) => {
  const { clock, calls } = fixture({ principal: many, tenant: 10_000_000 });
  expect(calls(caller('key_a'))).toBe(many);
  clock.at += 60_000;
  expect(calls(caller('key_a'))).toBe(many);
});

test('principals of one tenant share the limit of the tenant, and the tighter one is reported', () => {
  const { limit, refused, calls } = fixture({ principal: 60, tenant: 70 });
  expect(calls(caller('key_a'))).toBe(60);
  expect(limit(caller('key_b'))).toMatchObject({ name: 'tenant', limit: 70, remaining: 9 });
  expect(calls(caller('key_b'))).toBe(9);
  expect(refused(caller('key_b'))).toMatchObject({ message: 'This tenant may make 70 calls per minute; the next one fits in 1 s', details: { name: 'tenant', limit: 70 } });
  expect(limit(caller('key_b', { tenant: T2 })).remaining).toBe(49);
});

test('a refused call costs neither bucket anything', () => {
  const { limit, refused, calls } = fixture({ principal: 5, tenant: 100 });
  calls(caller('key_a'));
  for (let i = 0; i < 500; i++) refused(caller('key_a'));
  expect(limit(caller('key_b', { rateLimit: 1000 })).remaining).toBe(94);
});

test('a key and a tenant may have limits of their own', () => {
  const { calls } = fixture();
  expect(calls(caller('key_a', { rateLimit: 3 }))).toBe(3);
  expect(calls(caller('key_b', { tenant: T2, tenantRateLimit: 4 }))).toBe(4);
});

test('a clock that is put back does not lock anybody out for long', () => {
  const { clock, limit, calls } = fixture();
  calls(caller('key_a'));
  clock.at -= 3_600_000;
  expect(() => limit(caller('key_a'))).toThrow(Failure);
  clock.at += 1_000;
  expect(limit(caller('key_a')).remaining).toBe(0);
});

test('the hub itself is never limited', () => {
  const { limit } = fixture({ principal: 1, tenant: 1 });
  for (let i = 0; i < 10; i++) expect(limit(systemCaller(T1))).toMatchObject({ name: 'system', reset: 0 });
});

test('idle buckets are dropped, busy ones keep their count', () => {
  const { clock, limit } = fixture({ principal: 60, tenant: 10_000_000 });
  for (let i = 0; i < 30; i++) limit(caller('key_busy'));
  for (let i = 0; i < 25_000; i++) {
    clock.at += 0.5;
    limit(caller(`key_${i}`));
  }
  expect(limit(caller('key_busy')).remaining).toBeLessThan(60 - 30 + 14);
});
