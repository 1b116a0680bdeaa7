import { TerraformStack } from 'cdktn';
import type { Construct } from 'constructs';
import { PatchbayProvider, type PatchbayProviderConfig } from '../bindings/index.ts';

export interface HubProviderConfig extends PatchbayProviderConfig {
  /** A hub that serves the provider itself, `hub.example.com`; without it, the registry that your Terraform uses. */
  readonly registry?: string;
}

/**
 * The provider, installed from a hub. `PATCHBAY_URL` and `PATCHBAY_KEY` say which hub, and as whom, if nothing is said here.
 * @example
 * new HubProvider(this, 'hub', { registry: 'hub.example.com' });
 */
export class HubProvider extends PatchbayProvider {
  constructor(scope: Construct, id: string, { registry, ...config }: HubProviderConfig = {}) {
    super(scope, id, config);
    if (registry !== undefined) TerraformStack.of(scope).addOverride('terraform.required_providers.patchbay.source', `${registry}/patchbay/patchbay`);
  }
}
