/** What we keep beside the state of an object. Anybody who may read the state may read it: nothing secret goes here. */
import { isFields } from '@patchbay/reconcile';

export interface Private { readonly key?: string }

export const privateOf = (kept: Private): Uint8Array => Buffer.from(JSON.stringify(kept));

export function privateIn(bytes: Uint8Array | undefined): Private {
  if (bytes === undefined || bytes.length === 0) return {};
  const kept: unknown = JSON.parse(Buffer.from(bytes).toString());
  return isFields(kept) && typeof kept['key'] === 'string' ? { key: kept['key'] } : {};
}
