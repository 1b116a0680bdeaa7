/** The collection, from the catalog. `npm run catalog` writes what is derived; `module_utils`, the roles and the licence are written by hand. */
import { readFile } from 'node:fs/promises';
import { catalogDocument } from '@patchbay/contracts';
import { collectionFiles, unitTemplate } from './src/index.ts';

const modules = Object.entries(collectionFiles(catalogDocument().resources)).map(([path, text]) => ({ file: `providers/ansible/collection/${path}`, render: (): string => text }));
const unit = { file: 'providers/ansible/collection/roles/hub/templates/patchbay.service.j2', render: async (): Promise<string> => unitTemplate(await readFile(new URL('../../deploy/systemd/patchbay.service', import.meta.url), 'utf8')) };

export const generators = [...modules, unit];
