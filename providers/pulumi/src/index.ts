/** The Pulumi provider of a Patchbay hub. */
export { createProvider, type ProviderPorts } from './create-provider.ts';
export { loadCatalog } from './load-catalog.ts';
export { typesOf } from './rpc/context.ts';
export { className, fromHubFields } from './schema/names.ts';
export { packageSchema } from './schema/package-schema.ts';
export { sdkFiles } from './sdk/sdk-files.ts';
export { version } from './version.ts';
