/** The Terraform provider of a Patchbay hub. */
export { createProvider, type ProviderOptions, type ProviderPorts } from './create-provider.ts';
export { loadCatalog } from './load-catalog.ts';
export { type Attached, serveAttached } from './plugin/attach.ts';
export { version } from './version.ts';
export { calls, streams } from './protocol/provider.ts';
export type { Type } from './value/type.ts';
export { fromWire, toWire } from './value/wire.ts';
