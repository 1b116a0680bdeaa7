import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gitlabManifests } from './gitlab.ts';

const jenkins = readFileSync(join(import.meta.dirname, '../../../jenkins/src/dev/patchbay/Step.groovy'), 'utf8');
const fetches = [...gitlabManifests.flatMap(({ render }) => render().split('\n')), ...jenkins.split('\n')].filter((line) => /curl .*\/cli\//.test(line));

test('the program is fetched from a hub that restarts, too: asked for two minutes, and not for ever by one try', () => {
  expect(fetches.length).toBeGreaterThan(10);
  for (const line of fetches) {
    const number = (name: string): number => Number(new RegExp(`--${name} (\\d+)`).exec(line)?.[1]);
    expect(number('retry') * number('retry-delay'), line).toBeGreaterThanOrEqual(100);
    expect(number('connect-timeout'), line).toBeLessThanOrEqual(10);
    expect(number('max-time'), line).toBeLessThanOrEqual(60);
    expect(line).toContain('--retry-connrefused');
  }
});
