export { pluginCollections } from './collections.ts';
export { ENTITLEMENT } from './commerce/entitlements.ts';
export { type Evaluation, evaluate, type Flag } from './flags.ts';
export { connectorName } from './names.ts';
export { type SigningPair, signStatement, REVOCATION, ROTATION } from './packages/dsse.ts';
export { CODE_FILE, type Packed, packPlugin, readPackage, type Signing, signPackage, verifyPackage } from './packages/package-file.ts';
export type { PackageFile } from './packages/tar.ts';
export { createPlugins, type PluginOptions, type PluginPorts, type Plugins } from './plugins.ts';
