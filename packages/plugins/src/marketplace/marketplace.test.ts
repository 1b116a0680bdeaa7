import { definePlugin, manifestOf } from '@patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { lineDiff, stepsBetween } from './line-diff.ts';
import { meanOf, ratingOf, wilson } from './rating.ts';
import { relevance } from './relevance.ts';
import { scan } from './scan.ts';

const about = { id: 'acme/echo', version: '1.0.0', title: 'Echo', summary: 'Echoes.' } as const;
const text = (path: string, content: string) => ({ path, content: Buffer.from(content) });
const README = text('README.md', `# Echo\n\n${'It says again what was said before. '.repeat(4)}`);
const LICENSE = text('LICENSE', 'Apache-2.0\n');

function found(code: string, { hosts = [], files = [README, LICENSE] }: { hosts?: readonly string[]; files?: readonly ReturnType<typeof text>[] } = {}): Record<string, string> {
  const manifest = manifestOf(definePlugin({ ...about, hosts }));
  return Object.fromEntries(scan({ manifest, code, files: [...files, text('dist/plugin.js', code)] }).filter(({ outcome }) => outcome !== 'passed').map(({ check, outcome }) => [check, outcome]));
}

describe('the scans of a package', () => {
  it('find nothing in an honest one', () => {
    expect(found('export const describe = () => ({});\nconst evaluate = (a) => a; evaluate(1); newFunction();\n')).toEqual({});
  });

  it.each([
    ['a private key', `const a = '-----BEGIN RSA PRIVATE ${'KEY'}-----';`, 'secrets'], ['a token', `const t = 'gh${'p_'}${'a1B2'.repeat(9)}';`, 'secrets'], ['eval', 'eval(text)', 'remote_code'], ['indirect eval', '(0, eval)(text)', 'remote_code'], ['a function of text', 'new Function("return 1")', 'remote_code'],
    ['an encoded program', `const p = "${'QUJD'.repeat(1000)}";`, 'readable'],
  ])('hold a release for %s', (_, code, check) => {
    expect(found(code)).toEqual({ [check]: 'failed' });
  });

  it('warn of what is allowed and should be looked at', () => {
    expect(found(`//${'x'.repeat(6000)}`, { hosts: ['http://api.example', '{{config.url}}'], files: [text('README.md', '# Echo\n'), LICENSE] })).toEqual({ readable: 'warned', hosts: 'warned', permissions: 'warned', readme: 'warned' });
    expect(found('', { files: [README, text('LICENSE', ' \n')] })).toEqual({ licence: 'failed' });
  });
});

describe('the difference of two texts', () => {
  it('is shown with what stands around it', () => {
    const before = Array.from({ length: 20 }, (_, line) => `line ${line}`);
    const after = before.with(10, 'other').toSpliced(2, 1);
    expect(lineDiff(before.join('\n'), after.join('\n')).split('\n')).toEqual([
      '@@ -1 +1 @@', ' line 0', ' line 1', '-line 2', ' line 3', ' line 4', ' line 5', '@@ -8 +7 @@', ' line 7', ' line 8', ' line 9', '-line 10', '+other', ' line 11', ' line 12', ' line 13',
    ]);
  });

  it('leads from the one to the other, whatever they are', () => {
    let seed = 7;
    const random = (most: number): number => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % most;
    for (let round = 0; round < 200; round++) {
      const make = (): string[] => Array.from({ length: 1 + random(12) }, () => 'abc'[random(3)]!);
      const [before, after] = [make(), make()];
      const steps = stepsBetween(before, after);
      const kept = (kinds: string): string[] => steps.filter(([kind]) => kinds.includes(kind)).map(([, line]) => line);
      expect([kept(' -'), kept(' +')]).toEqual([before, after]);
    }
  });

  it('is found for long texts in little time, and shown whole when they have nothing in common', () => {
    const [before, after] = ['a', 'b'].map((letter) => Array.from({ length: 5000 }, (_, line) => `${letter} ${line}`)) as [string[], string[]];
    expect(stepsBetween(before, after)).toHaveLength(10_000);
    expect(stepsBetween(before, [...before.slice(0, 4000), 'new', ...before.slice(4000)]).filter(([kind]) => kind !== ' ')).toEqual([['+', 'new']]);
  });
});

describe('a rating', () => {
  it('is pulled to the mean of all while there are few', () => {
    expect(ratingOf([], 3.5)).toEqual({ shown: 3.5, count: 0, histogram: [0, 0, 0, 0, 0] });
    expect(ratingOf([5], 3.5).shown).toBe(3.64);
    expect(ratingOf(Array.from({ length: 90 }, () => 5), 3.5).shown).toBe(4.85);
    expect([meanOf([]), meanOf([1, 5])]).toEqual([3.5, 3]);
  });

  it('of many who are content is safer than of one who is', () => {
    const many = Array.from({ length: 100 }, (_, n) => (n < 90 ? 5 : 1));
    expect([wilson([]), wilson([5]), wilson(many)].map((each) => Math.round(each * 1000) / 1000)).toEqual([0, 0.207, 0.826]);
  });
});

describe('relevance', () => {
  const freeze = { name: 'patchbay/freeze-calendar', title: 'Freeze calendar', summary: 'Holds deployments while a freeze is on.', categories: ['governance'], more: ['Lift a freeze'] };

  it('counts the name more than the summary, and the whole word more than a part', () => {
    const [name, summary, part, more] = ['freeze', 'deployments', 'deploy', 'lift'].map((query) => relevance(query, freeze)!) as [number, number, number, number];
    expect([name > summary, summary > part, part > more * 0.9]).toEqual([true, true, true]);
  });

  it('wants every word, in any form', () => {
    expect(relevance('freezes deployment', freeze)).toBeGreaterThan(1);
    expect(relevance('freeze pizza', freeze)).toBeUndefined();
    expect(relevance('', freeze)).toBe(0);
  });
});
