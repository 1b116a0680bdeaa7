import type { Catalog } from './rpc/context.ts';

/** A bundle holds only what the provider needs of it; see bundle.ts. */
export async function loadCatalog(): Promise<Catalog> {
  const { default: catalog } = await import('@patchbay/client/catalog', { with: { type: 'json' } });
  return catalog as unknown as Catalog; // npm run catalog writes the file from this type
}
