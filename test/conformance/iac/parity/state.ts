/** What is at a hub, so that two hubs can be compared: its export, in which ids are names, and what the hub tells of secrets that it does not show. */
import { createClient } from '@patchbay/client';
import type { CatalogDocument } from '@patchbay/contracts';
import { modelOf } from '@patchbay/reconcile';
import { liveResources } from '../terraform/configuration.ts';
import { exported } from './cli.ts';
import type { ParityHub } from './tool.ts';

export interface Entry { readonly name: string; readonly fields: Readonly<Record<string, unknown>> }

export async function stateOf(hub: ParityHub, catalog: CatalogDocument): Promise<Entry[]> {
  const declarations = (await exported(hub)).map((fields): Entry => {
    const resource = liveResources(catalog).find(({ name }) => name === (fields['resource'] ?? fields['kind']));
    return { name: [resource?.name, ...(resource?.key ?? []).map((field) => String(fields[field]))].join(' '), fields };
  });
  const kept = new Map((await keptSecrets(hub, catalog)).map(({ name, fields }) => [name, fields]));
  return declarations.map(({ name, fields }) => ({ name, fields: { ...fields, ...kept.get(name) } }));
}

/** Names of secrets, and how often they were set: fields that the hub adds to what holds secrets. */
async function keptSecrets({ url, key }: ParityHub, catalog: CatalogDocument): Promise<Entry[]> {
  const client = createClient({ url, key });
  const found: Entry[] = [];
  for (const resource of liveResources(catalog).filter(({ secrets }) => secrets.length > 0)) {
    const told = modelOf(resource).computed.map(({ name }) => name).filter((name) => /secret|value_version/.test(name));
    for await (const view of client.resource(resource.plural).each()) {
      found.push({ name: [resource.name, ...resource.key.map((field) => String(view[field]))].join(' '), fields: Object.fromEntries(told.map((name) => [name, view[name]])) });
    }
  }
  return found;
}
