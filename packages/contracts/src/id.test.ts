import { describe, expect, it } from 'vitest';
import { createIds, idPattern, isId } from './id.ts';

const zeros = () => new Uint8Array(10);
const ones = () => new Uint8Array(10).fill(255);

describe('an id', () => {
  it('has its prefix, and 26 characters that a person can’t confuse', () => {
    const id = createIds({ now: () => 1_735_689_600_000, random: zeros })('prj');
    expect(id).toMatch(idPattern('prj'));
    expect(id).toHaveLength('prj_'.length + 26);
    expect(id.slice(4)).not.toMatch(/[ilou]/);
  });

  it('sorts in the order of its making, also within one millisecond', () => {
    const newId = createIds({ now: () => 5, random: zeros });
    const made = Array.from({ length: 1000 }, () => newId('prj'));
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(1000);
  });

  it('sorts by time before chance', () => {
    let now = 1000;
    let random = ones;
    const newId = createIds({ now: () => now, random: () => random() });
    const first = newId('prj');
    now = 1001;
    random = zeros;
    expect(newId('prj') > first).toBe(true);
  });

  it('goes on upwards when the clock is set back', () => {
    let now = 2000;
    const newId = createIds({ now: () => now, random: zeros });
    const before = newId('prj');
    now = 1000;
    expect(newId('prj') > before).toBe(true);
  });

  it('carries over a full last byte', () => {
    const newId = createIds({ now: () => 5, random: () => new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, 0, 255]) });
    const first = newId('prj');
    expect(newId('prj') > first).toBe(true);
  });

  it('is not one of another prefix, of another length or alphabet', () => {
    const id = createIds({ now: () => 5, random: zeros })('prj');
    expect(isId('prj', id)).toBe(true);
    expect(isId('env', id)).toBe(false);
    for (const other of [`${id}0`, id.slice(0, -1), id.toUpperCase(), `prj_8${id.slice(5)}`, `${id.slice(0, -1)}u`, '']) expect(isId('prj', other)).toBe(false);
  });
});
