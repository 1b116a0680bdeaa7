import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@patchbay/client';
import { catalogDocument, defineResource, hubResources, name, reference, setOf, slug } from '@patchbay/contracts';
import { type Hub, startHub } from '@patchbay/hub';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyOne, type ApplyPorts } from './apply-one.ts';
import { readDocuments } from './documents.ts';
import { inOrder, nameOf } from './order.ts';

const team = defineResource({ name: 'team', plural: 'teams', prefix: 'team', title: 'Team', description: 'People.', fields: { slug, name }, key: ['slug'] });
const service = defineResource({
  name: 'service', plural: 'services', prefix: 'srv', title: 'Service', description: 'Runs.',
  fields: { team: reference('team', 'team'), slug, helpers: setOf(reference('team', 'team')).default([]) },
  key: ['team', 'slug'],
});
const definitions = [...hubResources, team, service];
const catalog = catalogDocument(definitions);

let folder = '';
let hub: Hub;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'apply-'));
  hub = await startHub({ listen: { port: 0 }, keeping: { dataDir: folder }, observe: { level: 'silent' } }, { definitions });
});
afterAll(async () => {
  await hub.stop();
  rmSync(folder, { recursive: true });
});

async function apply(text: string, dryRun = false): Promise<string[]> {
  const ports: ApplyPorts = { hub: createClient({ url: hub.url, key: hub.firstKey ?? '' }), catalog, dryRun, secrets: 'always', signal: new AbortController().signal, ids: new Map() };
  const lines: string[] = [];
  for (const each of inOrder(await readDocuments(text, 'file', catalog))) {
    const { done, id } = await applyOne(each, ports);
    ports.ids.set(nameOf(each), id);
    lines.push(`${nameOf(each)} ${done}`);
  }
  return lines;
}

describe('references by natural key', () => {
  const file = '[{kind: service, team: core, slug: api, helpers: [ops, core]}, {kind: team, slug: core, name: Core}, {kind: team, slug: ops, name: Ops}]';

  it('are resolved, also to what the same file creates, and come out unchanged the second time', async () => {
    expect(await apply(file, true)).toEqual(['team core created', 'team ops created', 'service core/api created']);
    expect(await apply(file)).toEqual(['team core created', 'team ops created', 'service core/api created']);
    expect(await apply(file)).toEqual(['team core unchanged', 'team ops unchanged', 'service core/api unchanged']);
    expect(await apply(file.replace('[ops, core]', '[core, ops]'))).toContain('service core/api unchanged');
    expect(await apply(file.replace('[ops, core]', '[ops]'))).toContain('service core/api updated');
  });

  it('are found on the hub when the file does not have them, by key or by id', async () => {
    const { id } = (await createClient({ url: hub.url, key: hub.firstKey ?? '' }).resource('teams').find({ slug: 'ops' }))!;
    expect(await apply('{kind: service, team: ops, slug: web}')).toEqual(['service ops/web created']);
    expect(await apply(`{kind: service, team: ${id}, slug: web}`)).toEqual([`service ${id}/web unchanged`]);
    await expect(apply('{kind: service, team: nobody, slug: web}')).rejects.toThrow('There is no team nobody');
  });
});
