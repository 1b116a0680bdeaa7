import type { ModelSource } from '@patchbay/reconcile';

/** A bundle holds only what the operator needs of it; see bundle.ts. */
export async function loadCatalog(): Promise<{ readonly resources: readonly ModelSource[] }> {
  const { default: catalog } = await import('@patchbay/client/catalog', { with: { type: 'json' } });
  return catalog as unknown as { readonly resources: readonly ModelSource[] }; // npm run catalog writes the file from this type
}
