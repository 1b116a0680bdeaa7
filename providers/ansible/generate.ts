/** The collection, from the catalog. `npm run catalog` writes what is derived; `module_utils` and the licence are written by hand. */
import { catalogDocument } from '@patchbay/contracts';
import { collectionFiles } from './src/index.ts';

export const generators = Object.entries(collectionFiles(catalogDocument().resources)).map(([path, text]) => ({ file: `providers/ansible/collection/${path}`, render: (): string => text }));
