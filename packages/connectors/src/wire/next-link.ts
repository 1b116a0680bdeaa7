/** The next page as OData names it. The name has a dot in it, so it is no path; the link is absolute, and followed as it is. */
import type { NextPage } from '@patchbay/sdk';

export const nextLink: NextPage = ({ body }, { query: _, ...request }) => {
  const next = typeof body === 'object' && body !== null ? (body as { readonly [name: string]: unknown })['@odata.nextLink'] : undefined;
  return typeof next === 'string' ? { ...request, url: next } : undefined;
};
