/** What is named by its natural key, at the hub. */
import type { AnyResource, Client } from '@patchbay/client';
import type { CatalogDocument, CatalogResource } from '@patchbay/contracts';
import { type Fields, findByKey, findByName, type FindPorts as NamePorts, NotNamed } from '@patchbay/reconcile';
import { resourceOf } from '../catalog.ts';
import { Complaint } from '../complaint.ts';
import { exitCodes } from '../exit-code.ts';
import { modelFor } from './documents.ts';
import type { Reference } from './references.ts';

export interface FindPorts { readonly hub: Client; readonly catalog: CatalogDocument; readonly signal: AbortSignal }

/** Its id. `place` is where it is referred to. */
export async function findReference({ to, key }: Reference, place: string, ports: FindPorts): Promise<string> {
  try {
    return String((await findByName(modelFor(resourceOf(to, ports.catalog)), key, namePorts(ports)))['id']);
  } catch (error) {
    // Other things of the file may have been made by now.
    throw error instanceof NotNamed ? new Complaint('cli.declaration_invalid', `${place}: ${error.message}`, error.fix, exitCodes.invalid.code) : error;
  }
}

/** Nothing, also when what it belongs to is not there. */
export async function findDeclared(resource: CatalogResource, key: Fields, ports: FindPorts): Promise<AnyResource['view'] | undefined> {
  try {
    return await findByKey(modelFor(resource), key, namePorts(ports)) as AnyResource['view'] | undefined; // the client's own find answered
  } catch (error) {
    if (error instanceof NotNamed) return undefined;
    throw error;
  }
}

function namePorts({ hub, catalog, signal }: FindPorts): NamePorts {
  const known = new Map(catalog.resources.map((resource) => [resource.name, resource]));
  return {
    api: (plural) => hub.resource(plural), at: hub.url, signal,
    modelOf: (name) => { const found = known.get(name); return found === undefined ? undefined : modelFor(found); },
  };
}
