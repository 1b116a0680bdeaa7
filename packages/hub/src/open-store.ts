/** SQLite in the data folder, or PostgreSQL when the configuration names one. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Collection, hubResources, type ResourceDefinition } from '@patchbay/contracts';
import { accessCollections } from '@patchbay/access';
import { deploymentCollections } from '@patchbay/deployments';
import { eventCollections } from '@patchbay/events';
import { gatewayCollections } from '@patchbay/gateway';
import { invokeCollections } from '@patchbay/invoke';
import { notificationCollections } from '@patchbay/notifications';
import { pluginCollections } from '@patchbay/plugins';
import { resourceCollections } from '@patchbay/resources';
import { openPostgres, openSqlite, type Store, type StorePlace } from '@patchbay/storage';
import type { Config } from './config.ts';
import { dataKeyCollection } from './data-keys.ts';
import { settingCollection } from './fingerprint.ts';

/** Everything that this hub keeps. */
export const collectionsOf = (definitions: readonly ResourceDefinition[] = hubResources): readonly Collection[] =>
  [...resourceCollections(definitions), ...accessCollections, ...invokeCollections, ...eventCollections, ...gatewayCollections, ...deploymentCollections, ...notificationCollections, ...pluginCollections, dataKeyCollection, settingCollection];

/** The logs by which hubs on one store tell each other what changed: all that are named so. */
export const changeLogs = collectionsOf().filter(({ name, kind }) => kind === 'log' && name.endsWith('_change')).map(({ name }) => name);

/** Where a configuration keeps everything. */
export const placeOf = (keeping: Config['keeping']): StorePlace => (keeping.databaseUrl === undefined ? { file: sqliteFile(keeping) } : { url: keeping.databaseUrl });

export const sqliteFile = ({ dataDir }: Config['keeping']): string => join(dataDir, 'hub.db');

export async function openStore({ keeping }: Pick<Config, 'keeping'>, now: () => number, collections = collectionsOf()): Promise<Store> {
  if (keeping.databaseUrl !== undefined) return openPostgres({ url: keeping.databaseUrl, collections, now, poolSize: keeping.databasePool });
  await mkdir(keeping.dataDir, { recursive: true, mode: 0o700 });
  return openSqlite({ file: sqliteFile(keeping), collections, now });
}
