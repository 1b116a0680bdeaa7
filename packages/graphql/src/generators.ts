/** The reference of the schema, written from the hub's own catalog. */
import { type Catalog, hubActions, hubResources } from '@patchbay/contracts';
import { printSchema } from './graphql-js.ts';
import { schemaFrom } from './schema/schema.ts';

export const generators = [{ file: 'docs/reference/schema.graphql', render: (): string => sdlOf({ resources: hubResources, actions: hubActions }) }] as const;

export const sdlOf = (catalog: Pick<Catalog, 'resources' | 'actions'>): string => `# Written by npm run catalog from the catalog of the hub.\n\n${printSchema(schemaFrom(catalog))}\n`;
