/** A whole hub in this process, on a free port, with a store of its own that goes away with it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConfigInput, type Hub, type HubPorts, startHub } from '@patchbay/hub';
import { startPostgres } from './postgres.ts';

export interface TestHub extends Hub {
  /** The first key of the store: may do everything. */
  readonly key: string;
  /** Gone after stop. */
  readonly dataDir: string;
}

export interface TestHubOptions {
  readonly store: 'sqlite' | 'postgres';
  /** Over what the double chooses, section by section. */
  readonly config?: ConfigInput;
  readonly ports?: Partial<HubPorts>;
}

export async function startTestHub({ store, config = {}, ports = {} }: TestHubOptions): Promise<TestHub> {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-hub-'));
  const database = store === 'postgres' ? await startPostgres() : undefined;
  const sweep = async (): Promise<void> => { await database?.stop(); await rm(dataDir, { recursive: true, force: true }); };
  try {
    const hub = await startHub({
      ...config,
      listen: { host: '127.0.0.1', port: 0, drainMs: 1000, ...config.listen },
      keeping: { dataDir, ...(database === undefined ? {} : { databaseUrl: database.url }), ...config.keeping },
      observe: { level: 'silent', ...config.observe },
    }, ports);
    if (hub.firstKey === undefined) throw new Error('a hub on an empty store must show its first key');
    return Object.freeze({ ...hub, key: hub.firstKey, dataDir, stop: () => hub.stop().finally(sweep) });
  } catch (error) {
    await sweep();
    throw error;
  }
}
