import { definePlugin, manifestOf, type Plugin } from '@patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { createRegistry } from '../registry/registry.ts';
import { TENANT } from '../fixture.ts';
import type { LifeStep } from './installation.ts';
import type { Mark } from './marks.ts';
import { unattendedUpdates } from './unattended.ts';

const DAY = 86_400_000;
const NOW = 100 * DAY;
const plugin = (version: string, hosts: readonly string[] = []): Plugin => definePlugin({ id: 'acme/echo', version, title: 'Echo', summary: 'S', hosts });

interface Out { readonly version: string; readonly age?: number; readonly channel?: 'stable' | 'beta' | 'security'; readonly hosts?: readonly string[] }

/** Which version an installation of 1.2.0 moves to. */
async function movesTo(out: readonly Out[], declared: Record<string, unknown> = {}, setbacks: readonly string[] = []): Promise<unknown> {
  const registry = createRegistry([], 'ten_root');
  for (const { version, age = 10 * DAY, channel = 'stable', hosts = [] } of [{ version: '1.2.0' }, ...out]) {
    const of = plugin(version, hosts);
    registry.put(TENANT, version, { plugin: of.id, version, manifest: manifestOf(of), code: { kind: 'trusted', plugin: of }, origin: 'package', at: NOW - age, channel });
  }
  const row = { tenant: TENANT, id: 'inst_1', version: 3, created_at: 0, updated_at: 0, body: { plugin: 'acme/echo', version: '*', config: {}, permissions: [], update_policy: 'minor', update_delay: 259_200, installed_version: '1.2.0', status: 'enabled', ...declared } };
  let moved: unknown;
  const mark: Mark = async (_tenant, _id, change) => { moved = change(row)?.body['installed_version']; return true; };
  async function* scan() { yield [row]; }
  const gate = { target: (_: unknown, version: string | undefined) => ({ version: version ?? '', permissions: [], patch: {} }), prove: async () => undefined };
  const told: unknown[] = [];
  const step: LifeStep = async (of, name, from) => { told.push([of.id, name, from]); };
  await unattendedUpdates({ store: { scan, get: async () => row } as never, registry, gate, mark, step, vitals: { setbacks: async () => setbacks }, now: () => NOW, report: () => undefined })(new AbortController().signal); // of the store it only scans and reads
  expect(told).toEqual(moved === undefined ? [] : [['inst_1', 'update', '1.2.0']]);
  return moved;
}

describe('an installation that may update itself', () => {
  it('moves within its policy', async () => {
    const out = ['1.2.1', '1.3.0', '2.0.0'].map((version) => ({ version }));
    expect(await movesTo(out, { update_policy: 'manual' })).toBeUndefined();
    expect(await movesTo(out, { update_policy: 'patch' })).toBe('1.2.1');
    expect(await movesTo(out, { update_policy: 'minor' })).toBe('1.3.0');
    expect(await movesTo(out, { update_policy: 'latest' })).toBe('2.0.0');
    expect(await movesTo(out, { update_policy: 'latest', version: '^1.0.0' })).toBe('1.3.0');
  });

  it('waits until a version has been out for its time, unless it is a security fix', async () => {
    expect(await movesTo([{ version: '1.3.0', age: 2 * DAY }])).toBeUndefined();
    expect(await movesTo([{ version: '1.3.0', age: 3 * DAY }])).toBe('1.3.0');
    expect(await movesTo([{ version: '1.3.0', age: 60_000, channel: 'security' }])).toBe('1.3.0');
    expect(await movesTo([{ version: '1.3.0', channel: 'beta' }])).toBeUndefined();
  });

  it('leaves out what it had to go back from', async () => {
    expect(await movesTo([{ version: '1.3.0' }], {}, ['1.3.0'])).toBeUndefined();
    expect(await movesTo([{ version: '1.3.0' }, { version: '1.3.1' }], {}, ['1.3.1'])).toBe('1.3.0');
  });

  it('stays where it is when the new one asks for more, or nothing of it runs', async () => {
    expect(await movesTo([{ version: '1.2.1' }, { version: '1.3.0', hosts: ['https://evil.example'] }])).toBe('1.2.1');
    expect(await movesTo([{ version: '1.3.0' }], { status: 'quarantined' })).toBeUndefined();
    expect(await movesTo([{ version: '1.1.0' }])).toBeUndefined();
  });
});
