import { describe, expect, it } from 'vitest';
import { compareVersions, parseVersion, readRange } from './version.ts';

describe('versions', () => {
  it('sort as semver.org says', () => {
    const sorted = ['1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta', '1.0.0-beta.2', '1.0.0-beta.11', '1.0.0-rc.1', '1.0.0', '2.0.0', '2.1.0', '2.1.1', '2.1.10'];
    expect([...sorted].reverse().sort(compareVersions)).toEqual(sorted);
    expect(parseVersion('1.2')).toBeUndefined();
    expect(parseVersion('01.2.3')).toBeUndefined();
  });

  it.each([
    ['*', '1.0.0', true], ['*', '1.0.0-rc.1', false], ['1.4.2', '1.4.2', true], ['1.4.2', '1.4.3', false], ['^1.4.0', '1.9.9', true], ['^1.4.0', '2.0.0', false], ['^1.4.0', '2.0.0-rc.1', false],
    ['^0.2.3', '0.2.9', true], ['^0.2.3', '0.3.0', false], ['^0.0.3', '0.0.4', false], ['~1.4', '1.4.9', true], ['~1.4', '1.5.0', false], ['1.x', '1.7.0', true], ['1.x', '2.0.0', false],
    ['>=1.2.0 <2', '1.9.0', true], ['>=1.2.0 <2', '2.0.0', false], ['>1.2', '1.2.9', false], ['>1.2', '1.3.0', true], ['<=1.2', '1.2.9', true], ['1.0.0 || ^3.0.0', '3.1.0', true], ['>= 1.0.0', '1.0.0', true],
    ['^1.0.0-rc.1', '1.0.0-rc.2', true], ['^1.0.0-rc.1', '1.1.0-rc.1', false],
  ])('%s and %s: %s', (range, version, fits) => {
    expect(readRange(range)?.(version)).toBe(fits);
  });

  it('says of what is no range that it is none', () => {
    expect(readRange('latest')).toBeUndefined();
    expect(readRange('1.2.3.4')).toBeUndefined();
  });
});
