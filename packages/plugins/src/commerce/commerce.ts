/** Plugins that cost something: what was bought, what was used, what was sold, and who is paid. */
import type { NewId, Operation } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { Directory } from '../directory.ts';
import type { Registry } from '../registry/registry.ts';
import { createEntitlements, type Entitlements } from './entitlements.ts';
import { createLedger } from './ledger.ts';
import { payoutOperations } from './payouts.ts';
import { saleOperations } from './sales.ts';
import { createUsage, type Usage } from './usage.ts';

export interface CommercePorts { readonly store: Store; readonly newId: NewId; readonly now: () => number; readonly registry: Registry; readonly directory: Directory; readonly root: string }

export interface Commerce {
  readonly operations: readonly Operation[];
  readonly licenseOf: Entitlements['licenseOf'];
  readonly usage: Usage;
}

const PUBLISHER_SHARE = 8000;

/** `publisherShare`: what publishers get of a sale, in hundredths of a percent, unless a sale says otherwise. */
export function createCommerce({ store, newId, now, registry, directory, root }: CommercePorts, { publisherShare = PUBLISHER_SHARE }: { readonly publisherShare?: number | undefined }): Commerce {
  const entitlements = createEntitlements({ store, newId, now, registry, directory, root });
  const ledger = createLedger({ store, newId });
  return Object.freeze({
    operations: [...entitlements.operations, ...saleOperations({ ledger, registry, share: publisherShare }), ...payoutOperations({ store, newId, ledger })],
    licenseOf: entitlements.licenseOf,
    usage: createUsage({ store, newId, now }),
  });
}
