/** What is installed in a cluster and follows from the catalog. `npm run catalog` writes it. */
import { catalogDocument } from '@patchbay/contracts';
import { deployFiles } from './src/crd/deploy-files.ts';

export const generators = Object.entries(deployFiles(catalogDocument().resources)).map(([path, text]) => ({ file: `providers/kubernetes/deploy/${path}`, render: (): string => text }));
