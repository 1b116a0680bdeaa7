/** The documentation of the provider, from the catalog. `npm run catalog` writes it. */
import { catalogDocument } from '@patchbay/contracts';
import { pagesOf } from './src/docs/pages.ts';
import { typesOf } from './src/rpc/context.ts';

export const generators = Object.entries(pagesOf(typesOf(catalogDocument()))).map(([path, text]) => ({ file: `providers/terraform/docs/${path}`, render: (): string => text }));
