import { describe, expect, test } from 'vitest';
import type { EventFacts } from './event-facts.ts';
import { compileFilter } from './filter.ts';

const event: EventFacts = { tenant: 'ten_a', id: 'evt_1', at: 0, type: 'build.finished', subject: 'shop', channels: [], data: { tier: 'production', number: 7, ok: true, tags: ['a'], nothing: null, owner: { team: 'x' } } };
const passes = (filter: unknown): boolean => compileFilter(filter).test(event);

describe('a filter', () => {
  test.each([
    { 'data.tier': 'production' }, { 'data.owner.team': 'x', type: 'build.finished' }, { 'data.owner': { team: 'x' } }, { 'data.tags': ['a'] }, { 'data.nothing': null },
    { 'data.number': { $gt: 6, $lt: 8 } }, { 'data.number': { $gte: 7, $lte: 7 } }, { 'data.number': { $in: [1, 7] } }, { 'data.number': { $nin: [1] } }, { 'data.number': { $neq: 8 } }, { 'data.number': { $eq: 7 } },
    { subject: { $starts_with: 'sh', $ends_with: 'op' } }, { 'data.missing': { $exists: false } }, { 'data.nothing': { $exists: true } },
    { $or: [{ subject: 'x' }, { 'data.ok': true }] }, { $and: [{ subject: 'shop' }, { 'data.ok': true }] }, { $not: { subject: 'x' } }, {},
  ])('%j lets it pass', (filter) => expect(passes(filter)).toBe(true));

  test.each([
    { 'data.tier': 'staging' }, { 'data.number': '7' }, { 'data.number': { $gt: '6' } }, { 'data.tier': { $gt: 1 } }, { 'data.tags.0': 'b' }, { 'data.missing': 1 }, { 'data.missing': { $gt: 1 } },
    { 'data.number': { $starts_with: '7' } }, { $or: [{ subject: 'x' }] }, { $not: {} }, { 'data.constructor': { $exists: true } }, { 'data.__proto__.x': { $exists: true } },
  ])('%j does not', (filter) => expect(passes(filter)).toBe(false));

  test.each([
    [{ $xor: [] }, 'filter.$xor'], [{ $or: [] }, 'filter.$or'], [{ 'data.x': { $like: 1 } }, 'filter.data.x.$like'], [{ 'data.x': { $in: 1 } }, 'filter.data.x.$in'], [{ 'data.x': { $gt: true } }, 'filter.data.x.$gt'],
    [{ 'data.x': { $exists: 1 } }, 'filter.data.x.$exists'], [{ tenant: 'x' }, 'filter.tenant'], [{ $and: [{ subject: { $starts_with: 1 } }] }, 'filter.$and.0.subject.$starts_with'], [{ 'data.x': { toString: 1, $gt: 1 } }, 'filter.data.x.toString'], ['x', 'filter'],
  ])('%j is refused at %s, and lets nothing pass', (filter, path) => {
    const { issues, test: lets } = compileFilter(filter);
    expect(issues.map((issue) => issue.path)).toEqual([path]);
    expect(lets(event)).toBe(false);
  });

  test('that is nested too deep is refused', () => {
    let filter: object = {};
    for (let n = 0; n < 50; n++) filter = { $not: filter };
    expect(compileFilter(filter).issues).toHaveLength(1);
  });
});
