/** The real ansible-playbook with the collection: a task for each declaration, check mode to look. */
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogDocument } from '@patchbay/contracts';
import { literal, openPlays, type Result, type Task } from '../ansible/play.ts';
import { hide } from './hide.ts';
import { resolve } from './resolve.ts';
import type { Declaration, ParityHub, ParityTool } from './tool.ts';

export const ansibleParity = (catalog: CatalogDocument): ParityTool => Object.freeze({
  name: 'ansible',
  async apply(tenant: readonly Declaration[], hub: ParityHub) {
    await played(tenant, catalog, hub, false);
  },
  async plan(tenant: readonly Declaration[], hub: ParityHub) {
    return (await played(tenant, catalog, hub, true)).filter(({ changed }) => changed === true).length;
  },
});

async function played(tenant: readonly Declaration[], catalog: CatalogDocument, { url, key, scratch }: ParityHub, check: boolean): Promise<Result[]> {
  const written = tenant.map((each) => ({ ...each, fields: literal(each.fields) as Declaration['fields'] }));
  // What are expressions of ours is put in after Ansible was told to leave everything else alone.
  const hidden = hide(written, catalog, (variable) => `{{ lookup('env', '${variable}') }}`);
  const { play } = await openPlays(await mkdtemp(join(scratch, 'play-')), { ...hidden.env, PATCHBAY_URL: url, PATCHBAY_KEY: key });
  const { results } = await play(hidden.tenant.map(({ resource, label, fields }): Task => ({ name: label, module: resource, register: `it_${label}`, check, with: resolve(fields, tenant, (target) => `{{ it_${target.label}.resource.id }}`) })));
  return tenant.map(({ label }) => {
    const result = results.get(label);
    if (result === undefined || result.failed === true) throw new Error(`ansible: ${label}: ${result?.msg ?? 'it did not run'} ${result?.module_stderr ?? ''}`);
    return result;
  });
}
