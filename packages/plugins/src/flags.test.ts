import { describe, expect, it } from 'vitest';
import { evaluate, type Flag } from './flags.ts';

const flag = (more: Partial<Flag> = {}): Flag => ({ name: 'new-checkout', type: 'boolean', variants: { off: 'false', on: 'true' }, default_variant: 'off', off_variant: 'off', rules: [], enabled: true, ...more });

describe('a flag', () => {
  it('gives its default, what it gives while it is off, or what the first rule that fits gives', () => {
    expect(evaluate(flag({ enabled: false }), 'ada')).toEqual({ value: false, variant: 'off', reason: 'DISABLED' });
    expect(evaluate(flag({ default_variant: 'on' }), 'ada')).toEqual({ value: true, variant: 'on', reason: 'DEFAULT' });
    const rules = [{ name: 'at', conditions: [{ attribute: 'country', operator: 'in', values: ['AT'] }, { attribute: 'version', operator: 'semver_gte', values: ['2.0.0'] }], split: [{ variant: 'on', percent: 100 }] }];
    expect(evaluate(flag({ rules }), 'ada', { country: 'AT', version: '2.1.0' })).toMatchObject({ value: true, reason: 'TARGETING_MATCH' });
    expect(evaluate(flag({ rules }), 'ada', { country: 'AT', version: '2.0.0-rc.1' })).toMatchObject({ value: false, reason: 'DEFAULT' });
    expect(evaluate(flag({ rules }), 'ada', { country: 'DE', version: '3.0.0' })).toMatchObject({ value: false });
  });

  it('splits by the targeting key, and the same key always gets the same', () => {
    const rules = [{ name: 'tenth', conditions: [], split: [{ variant: 'on', percent: 10 }, { variant: 'off', percent: 90 }] }];
    const given = Array.from({ length: 2000 }, (_, index) => evaluate(flag({ rules }), `user-${index}`).value);
    const share = given.filter((value) => value === true).length / given.length;
    expect(share).toBeGreaterThan(0.07);
    expect(share).toBeLessThan(0.13);
    expect(evaluate(flag({ rules }), 'user-7')).toEqual(evaluate(flag({ rules }), 'user-7'));
  });

  it('has values of every type', () => {
    expect(evaluate(flag({ type: 'json', variants: { a: '{"x":1}' }, default_variant: 'a' }), 'ada').value).toEqual({ x: 1 });
    expect(evaluate(flag({ type: 'string', variants: { a: 'true' }, default_variant: 'a' }), 'ada').value).toBe('true');
    expect(evaluate(flag({ type: 'number', variants: { a: '1.5' }, default_variant: 'a' }), 'ada').value).toBe(1.5);
  });
});
