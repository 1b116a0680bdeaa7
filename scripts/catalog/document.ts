// The contract as JSON, for everyone who can't import it.
import { catalogDocument } from '@patchbay/contracts';

export const generators = [
  { file: 'packages/client/catalog.json', render: () => `${JSON.stringify(catalogDocument(), undefined, 1)}\n` },
];
