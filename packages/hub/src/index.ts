export { type Config, type ConfigInput, describeSettings, readConfig, type Setting, settings } from './config.ts';
export { type Hub, type HubPorts, startHub } from './hub.ts';
export { issueKeyOffline, isSealed, migrateOffline, proveMasterKey, rotateMasterKeyOffline } from './offline.ts';
export { collectionsOf, openStore, placeOf, sqliteFile } from './open-store.ts';
export { version } from './version.ts';
