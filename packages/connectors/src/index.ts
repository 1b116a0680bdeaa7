/** The connectors that come with the hub. Each is a folder with a `plugin.ts`; the list is made from the folders. */
export { connectors } from './generated/connectors.ts';
