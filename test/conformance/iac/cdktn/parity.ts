/** A description as a program of cdktn, applied by the real terraform. What another tool made is taken over with `importFrom`, by its natural key: that is no change. */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { CatalogDocument } from '@patchbay/contracts';
import { createProvider, loadCatalog, serveAttached } from '@patchbay/terraform';
import { naturalKey, resolve, resourceOf } from '../parity/resolve.ts';
import type { Declaration, ParityHub, ParityTool } from '../parity/tool.ts';
import { expression } from '../terraform/specimens.ts';
import { changes, workspace, type Workspace } from '../terraform/workspace.ts';
import { SOURCE } from '../terraform/world.ts';
import { type CdktnProject, openProject } from './project.ts';
import { programOf, secretsEnv, secretsOf, type Written } from './program.ts';

export function cdktnParity(catalog: CatalogDocument): ParityTool {
  let opened: Promise<CdktnProject> | undefined;
  const inFolder = <T>(tenant: readonly Declaration[], hub: ParityHub, importing: boolean, work: (tf: Workspace) => Promise<T>): Promise<T> => {
    const all = tenant.map((each) => written(each, tenant, catalog, importing));
    const secrets = secretsOf(all);
    return inWorkspace(hub, secretsEnv(secrets), async (tf) => {
      const project = await (opened ??= openProject(hub.scratch)); // built once: it is the same for every hub
      await tf.write('main.tf.json', await project.synth(programOf({ all, secrets }), 'hub'));
      await tf.ok(['init', '-no-color']);
      return work(tf);
    });
  };
  return Object.freeze({
    name: 'cdktn',
    apply: (tenant: readonly Declaration[], hub: ParityHub) => inFolder(tenant, hub, false, async (tf) => void (await tf.apply())),
    plan: (tenant: readonly Declaration[], hub: ParityHub) => inFolder(tenant, hub, true, async (tf) => Object.keys(changes(await tf.plan())).length),
  });
}

const written = (each: Declaration, tenant: readonly Declaration[], catalog: CatalogDocument, importing: boolean): Written => ({
  resource: resourceOf(each.resource, catalog), label: each.label,
  fields: resolve(each.fields, tenant, (target) => expression(`patchbay_${target.resource}.${target.label}.id`)),
  ...(importing ? { importing: naturalKey(each, tenant, catalog) } : {}),
});

async function inWorkspace<T>({ url, key, scratch }: ParityHub, more: Readonly<Record<string, string>>, work: (tf: Workspace) => Promise<T>): Promise<T> {
  await mkdir(scratch, { recursive: true });
  const env = { PATCHBAY_URL: url, PATCHBAY_KEY: key, ...more };
  const provider = await serveAttached(SOURCE, createProvider({ loadCatalog, env, now: Date.now, newKey: randomUUID }, { version: '0.0.0' }), process.pid);
  try {
    return await work(await workspace(scratch, 'cdktn', { ...env, ...provider.env }));
  } finally {
    provider.close();
  }
}
