/** The real terraform with the real provider. What another tool made is imported by its natural key, which is no change. */
import { randomUUID } from 'node:crypto';
import type { CatalogDocument } from '@patchbay/contracts';
import { createProvider, loadCatalog, serveAttached } from '@patchbay/terraform';
import { attributesOf } from '../terraform/configuration.ts';
import { expression } from '../terraform/specimens.ts';
import { changes, workspace, type Workspace } from '../terraform/workspace.ts';
import { SOURCE } from '../terraform/world.ts';
import { naturalKey, resolve, resourceOf } from './resolve.ts';
import type { Declaration, ParityHub, ParityTool } from './tool.ts';

export const terraformParity = (catalog: CatalogDocument): ParityTool => Object.freeze({
  name: 'terraform',
  apply: (tenant: readonly Declaration[], hub: ParityHub) => inWorkspace(hub, async (tf) => {
    await tf.write('main.tf.json', configuration(tenant, catalog));
    await tf.ok(['init', '-no-color']);
    await tf.apply();
  }),
  plan: (tenant: readonly Declaration[], hub: ParityHub) => inWorkspace(hub, async (tf) => {
    await tf.write('main.tf.json', configuration(tenant, catalog));
    await tf.write('import.tf.json', { import: tenant.map((each) => ({ to: address(each), id: naturalKey(each, tenant, catalog) })) });
    await tf.ok(['init', '-no-color']);
    return Object.keys(changes(await tf.plan())).length;
  }),
});

const address = ({ resource, label }: Declaration): string => `patchbay_${resource}.${label}`;

function configuration(tenant: readonly Declaration[], catalog: CatalogDocument): object {
  const kinds = [...new Set(tenant.map(({ resource }) => resource))];
  const of = (kind: string): object => Object.fromEntries(tenant.filter(({ resource }) => resource === kind).map((each) => [each.label, block(each)]));
  // Without a version a secret is sent with what is new and never again: that it was imported is no reason.
  const block = (each: Declaration): object => attributesOf({ resource: resourceOf(each.resource, catalog), fields: resolve(each.fields, tenant, (target) => expression(`${address(target)}.id`)) }, undefined);
  return {
    terraform: { required_providers: { patchbay: { source: 'patchbay/patchbay' } } },
    resource: Object.fromEntries(kinds.map((kind) => [`patchbay_${kind}`, of(kind)])),
  };
}

async function inWorkspace<T>({ url, key, scratch }: ParityHub, work: (tf: Workspace) => Promise<T>): Promise<T> {
  const env = { PATCHBAY_URL: url, PATCHBAY_KEY: key };
  const provider = await serveAttached(SOURCE, createProvider({ loadCatalog, env, now: Date.now, newKey: randomUUID }, { version: '0.0.0' }), process.pid);
  try {
    return await work(await workspace(scratch, 'parity', { ...env, ...provider.env }));
  } finally {
    provider.close();
  }
}
