/** The room over a real SQLite store, with a clock that a test moves and installations that are simply there. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Collection, collectionOf, createIds, type Document, eventRecord, flagResource, installationResource, type Op } from '@patchbay/contracts';
import { type Manifest, manifestOf, type Plugin } from '@patchbay/sdk';
import { openSqlite } from '@patchbay/storage';
import { pluginCollections } from './collections.ts';
import { changeCollection } from './directory.ts';
import { permissionsOf } from './permissions.ts';
import { createPlugins } from './plugins.ts';

export const TENANT = 'ten_01jd8xk3v2q4r6t8w0y2a4c6e8';
const events: Collection = { name: eventRecord.name, kind: 'log', lean: true, fields: { type: 'text', subject: 'text' } };

const never = new AbortController().signal;

export interface Installed { readonly plugin: Plugin; readonly name?: string; readonly config?: Document; readonly permissions?: readonly string[]; readonly body?: Document }

export async function openRoom(installed: readonly Installed[], { builtIn = installed.map(({ plugin }) => plugin) }: { readonly builtIn?: readonly Plugin[] } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'plugins-'));
  const clock = { now: Date.UTC(2030, 0, 1) };
  const now = (): number => clock.now;
  const store = await openSqlite({ file: join(folder, 'hub.db'), collections: [...pluginCollections, collectionOf(installationResource), collectionOf(flagResource), events], now });
  const eventsRead: string[] = [];
  const watched: typeof store = Object.freeze({
    ...store,
    async tail(log: string, range: Parameters<typeof store.tail>[1]) {
      const rows = await store.tail(log, range);
      if (log === events.name) eventsRead.push(...rows.map(({ body }) => String(body['subject'])));
      return rows;
    },
  });
  let count = 0;
  let closed = false;
  const newId = createIds({ now, random: () => Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, ++count >> 8, count & 255]) });
  const reports: { error: unknown; about: Document }[] = [];
  const told: Document[] = [];
  const eventOp = ({ tenant, type, subject, data, at, causes = [] }: { tenant: string; type: string; subject: string; data: Document; at: number; causes?: readonly string[] | undefined }): Op => ({ op: 'append', in: events.name, tenant, id: newId('evt'), body: { type, subject, data, causes }, at });
  const plugins = createPlugins({
    store: watched, newId, now, random: () => 0.5, publicUrl: () => 'https://hub.example', refused: async () => undefined, updateInstallation: () => Promise.reject(new Error('nobody introduces itself here')), platformTypes: new Set(['project.created']),
    send: () => Promise.reject(new Error('nothing is sent here')), sandbox: () => { throw new Error('no sandbox here'); },
    seal: async (_tenant, _context, value) => value, unseal: async (_tenant, _context, sealed) => sealed, unsealSecrets: async (_tenant, _installation, sealed) => sealed, tokenOf: async () => undefined, sealedOf: (body) => (body['_sealed'] ?? {}) as Record<string, string>,
    tell: (draft) => ({ ops: [eventOp(draft)], committed: () => { told.push(draft as unknown as Document); } }),
    invoke: () => Promise.reject(new Error('nothing is called here')), resolve: () => undefined, report: (error, about) => { reports.push({ error, about }); },
  }, { builtIn, root: 'ten_root' });
  const insertOp = (id: string, each: Installed): Op => ({ op: 'insert', in: installationResource.name, tenant: TENANT, id, body: bodyOf(each, now()), at: now() });
  for (const each of installed) await store.commit([insertOp(newId('inst'), each)]);
  await plugins.start();

  return Object.freeze({
    plugins, store, clock, reports, told, eventsRead,
    installation: async (plugin: string) => (await store.find(installationResource.name, TENANT, { plugin }))!,
    state: async () => (await store.list('plugin_state', { tenant: TENANT, limit: 100 })).map(({ body }) => body as unknown as { key: string; value: unknown }),
    happen: (type: string, subject: string, data: Document = {}) => store.commit([eventOp({ tenant: TENANT, type, subject, data, at: now() })]),
    /** As another hub on the store does it, with what happened in the same moment. */
    async install(each: Installed, ...happened: readonly [type: string, subject: string][]) {
      const id = newId('inst');
      const change: Op = { op: 'append', in: changeCollection.name, tenant: TENANT, id: newId('plc'), body: { kind: 'installation', id }, at: now() };
      await store.commit([insertOp(id, each), change, ...happened.map(([type, subject]) => eventOp({ tenant: TENANT, type, subject, data: {}, at: now() }))]);
    },
    chore: (name: string, stopping = never, over = never) => plugins.chores.find((chore) => chore.name.startsWith(name))!.work(stopping, over),
    async close() {
      if (closed) return;
      closed = true;
      await plugins.stop();
      await store.close();
      await rm(folder, { recursive: true });
    },
  });
}

function bodyOf({ plugin, name = 'default', config = {}, permissions, body = {} }: Installed, at: number): Document {
  const manifest: Manifest = manifestOf(plugin);
  return {
    plugin: plugin.id, name, version: '*', config, permissions: permissions ?? permissionsOf(manifest, config), update_policy: 'manual', update_delay: 0, enabled: true, installed_version: plugin.version, available_version: plugin.version,
    previous_version: null, secret_names: [], missing_permissions: [], status: 'enabled', status_reason: null, status_since: new Date(at).toISOString(), ...body,
  };
}
