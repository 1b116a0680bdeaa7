import { describe, expect, it } from 'vitest';
import { cleaned, merged } from './findings.ts';

const window = { since: '2030-01-01T09:00:00Z', until: '2030-01-01T10:00:00Z', limit: 2 };
const at = '2030-01-01T09:30:00Z';

describe('what a source says', () => {
  it('is cut to the window first and to the limit then', () => {
    const old = Array.from({ length: 10 }, (_, n) => ({ at: '2029-12-31T00:00:00Z', title: `old ${n}` }));
    const { findings, truncated } = cleaned([...old, { at, title: 'one' }, { at, title: 'two' }, { at, title: 'three' }], window);
    expect([findings.map(({ title }) => title), truncated]).toEqual([['one', 'two'], true]);
    expect(cleaned([...old, { at, title: 'one' }], window).truncated).toBe(false);
  });

  it('keeps what goes on, though it began before, and nothing that comes after', () => {
    expect(cleaned([{ at: '2029-01-01T00:00:00Z', title: 'still', ongoing: true }, { at: '2031-01-01T00:00:00Z', title: 'later', ongoing: true }], window).findings.map(({ title }) => title)).toEqual(['still']);
  });

  it('loses what is of another shape, and says so', () => {
    const { findings, reason } = cleaned([{ at, title: 'good', url: 'https://x.example', data: { a: 1 } }, { at, title: 'bad', url: 'javascript:alert(1)' }, 'text', null, { title: 'no time' }], window);
    expect([findings, reason]).toEqual([[{ at, title: 'good', url: 'https://x.example', data: { a: 1 } }], '4 of 5 findings were not of the right shape']);
  });

  it('is shortened where it is too long, and carries no credential', () => {
    const [found] = cleaned([{ at, title: 't'.repeat(400), text: `key AKIAABCDEFGHIJKLMNOP ${'x'.repeat(3000)}`, data: { all: 'd'.repeat(5000) } }], window).findings;
    expect([found?.title.length, found?.text?.length, found?.text?.startsWith('key ••• '), found?.data]).toEqual([300, 2000, true, undefined]);
  });
});

describe('what all sources say', () => {
  it('comes the newest first, and the oldest is left out where there is no room', () => {
    const many = Array.from({ length: 1000 }, (_, n) => ({ source: n % 2 === 0 ? 'a/x' : 'b/x', at: new Date(1_900_000_000_000 + n * 1000).toISOString(), title: `${n}`, text: 'x'.repeat(1900) }));
    const { findings, cut } = merged(many);
    expect([findings[0]?.title, findings.length < 300, findings.length > 200, [...cut].sort()]).toEqual(['999', true, true, ['a/x', 'b/x']]);
  });
});
