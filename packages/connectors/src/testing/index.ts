/** What the tests of connectors share. Nothing of the product imports it. */
export type { ActionCase, ConnectorCases, Described, InboundCase, Mode, Vendor } from './cases.ts';
export { connectorFolders, fileOf } from './folders.ts';
export { type Answer, type Asked, startVendor, type VendorOptions } from './vendor-server.ts';
