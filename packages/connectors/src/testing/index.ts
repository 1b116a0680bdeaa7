/** What the tests of connectors share. Nothing of the product imports it. */
export type { CiDouble } from './ci-double.ts';
export type { ActionCase, AskFirst, CaseInput, ConnectorCases, ContextCase, ContextFound, Described, InboundCase, Mode, Vendor } from './cases.ts';
export { connectorFolders, fileOf } from './folders.ts';
export { type Answer, type Asked, startVendor, type VendorOptions } from './vendor-server.ts';
export { startRefreshing } from './refreshing.ts';
