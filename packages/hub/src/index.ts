export { type Config, type ConfigInput, readConfig } from './config.ts';
export { type Hub, type HubPorts, startHub } from './hub.ts';
export { isSealed, issueKeyOffline, migrateOffline, rotateMasterKeyOffline } from './offline.ts';
export { collectionsOf, openStore, placeOf, sqliteFile } from './open-store.ts';
export { version } from './version.ts';
