/** Every connector of the house, found by its folder. */
import { existsSync, readFileSync } from 'node:fs';
import { connectors } from '@patchbay/connectors';
import { connectorFolders, type ConnectorCases, fileOf } from '@patchbay/connectors/testing';
import { manifestOf } from '@patchbay/sdk';
import { describe, expect, test } from 'vitest';
import { askAll, type Subject } from '../doubles/connector-suite.ts';

const folders = connectorFolders();

test('the list of connectors is the list of their folders', () => {
  expect(connectors.map(({ id }) => id.replace('patchbay/', ''))).toEqual(folders);
  expect(folders.length).toBeGreaterThan(0);
});

for (const folder of folders) {
  describe(folder, async () => {
    const subject: Subject = { plugin: connectors.find(({ id }) => id === `patchbay/${folder}`)!, file: fileOf(folder, 'plugin.ts'), cases: ((await import(fileOf(folder, 'cases.ts'))) as { cases: ConnectorCases }).cases };
    const runtimes = subject.plugin.runtime === 'trusted' ? (['trusted'] as const) : (['trusted', 'sandboxed'] as const);

    test('has what a folder needs: a page, an icon, and a safety on every action', () => {
      expect(existsSync(fileOf(folder, 'icon.svg'))).toBe(true);
      const page = readFileSync(fileOf(folder, 'README.md'), 'utf8');
      const manifest = manifestOf(subject.plugin);
      for (const name of Object.keys(subject.plugin.actions ?? {})) expect(page, 'the page names the action').toContain(name);
      expect(manifest.id).toBe(`patchbay/${folder}`);
    });

    for (const runtime of runtimes) {
      test(`answers, refuses, waits and gives up as it should, and takes what its system sends, ${runtime}`, async () => {
        const { rows, received } = await askAll(subject, runtime);
        expect([...rows, ...received].filter(({ wrong }) => wrong !== undefined)).toEqual([]);
      }, 60_000);
    }
  });
}
