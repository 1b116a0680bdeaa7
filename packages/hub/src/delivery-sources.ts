/** delivery_sources: what receivers that filter have to know of this hub. */
import { deliverySources, operation, type Operation } from '@patchbay/contracts';
import type { Config } from './config.ts';

export function showDeliverySources({ sourceAddresses, httpsOnly, proxy }: Config['deliveries']): Operation {
  return operation(deliverySources, () => ({ addresses: [...sourceAddresses], https_only: httpsOnly, proxied: proxy !== undefined }));
}
