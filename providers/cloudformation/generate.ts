/** The types of the registry, from the catalog. `npm run catalog` writes them. */
import { catalogDocument } from '@patchbay/contracts';
import { typeSchema } from './src/index.ts';

export const generators = catalogDocument().resources.filter(({ kind }) => kind === 'resource').map((resource) => ({
  file: `providers/cloudformation/types/patchbay-hub-${resource.name.replaceAll('_', '')}.json`,
  render: (): string => `${JSON.stringify(typeSchema(resource), undefined, 2)}\n`,
}));
