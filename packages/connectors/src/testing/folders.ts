/** The connectors, as the folders that they are. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const src = join(import.meta.dirname, '..');

/** A folder with a plugin in it is a connector. */
export const connectorFolders = (): string[] => readdirSync(src).filter((name) => existsSync(join(src, name, 'plugin.ts'))).sort();

/** A file of a connector. */
export const fileOf = (connector: string, file: string): string => join(src, connector, file);
