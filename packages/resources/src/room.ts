/** What the verbs of one resource work with, and how they say that it is not there, or not as it was. */
import { type Behaviour, Failure, type NewId, type ResourceDefinition, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';

export interface ResourcePorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly seal: (tenant: string, context: string, value: string) => Promise<string>;
  readonly unseal: (tenant: string, context: string, sealed: string) => Promise<string>;
}

/** What one resource's verbs work with. */
export interface Room {
  readonly definition: ResourceDefinition;
  readonly behaviour: Behaviour;
  readonly ports: ResourcePorts;
  /** Every live definition, to find what refers to this one. */
  readonly all: readonly ResourceDefinition[];
}

export const notFound = (definition: ResourceDefinition, id: string): Failure =>
  new Failure('resource.not_found', `There is no ${definition.title.toLowerCase()} ${id.slice(0, 64)} in this tenant`, { resource: definition.name, id });

export const changed = ({ definition }: Room, row: Row, expected: number): Failure =>
  new Failure('resource.changed', `${row.id} has version ${row.version} now; the change was meant for version ${expected}`, { resource: definition.name, id: row.id, current_version: row.version });
