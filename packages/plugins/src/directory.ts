/** All installations of the hub in memory, as they run. Changes come in by a log that every hub on the store follows. */
import type { Collection, NewId, Op, Row } from '@patchbay/contracts';
import { followLog, type Store } from '@patchbay/storage';
import { flagOfPlugin, lets } from './flags.ts';
import { readConfiguration } from './lifecycle/configuration.ts';
import type { Live } from './live.ts';
import { hostNames, originsOf } from './origins.ts';
import type { Registry } from './registry/registry.ts';

export const changeCollection: Collection = { name: 'plugin_change', kind: 'log', lean: true, fields: {} };

export type Change = { readonly kind: 'installation' | 'flag' | 'release' | 'license'; readonly id: string };

export interface Directory {
  start(): Promise<void>;
  stop(): void;
  /** Those that run, of one tenant or of all. */
  live(tenant?: string): readonly Live[];
  get(tenant: string, id: string): Live | undefined;
  /** Those that were stopped for what they did: nothing of them runs, and what hangs on their word still does. */
  quarantined(tenant: string): readonly Live[];
  /** Belongs into the unit of every change. */
  changeOp(tenant: string, change: Change, at: number): Op;
  refresh(tenant: string, change: Change): Promise<void>;
  /** Resolves when every change is in that was committed before it was asked. */
  settle(): Promise<void>;
  onChange(listener: (tenant: string) => void): void;
  /** Somebody lets one run again that was stopped for what it did. */
  onRelease(listener: (id: string) => void): void;
  /** What a tenant bought of a plugin has changed. */
  onLicense(listener: (tenant: string, plugin: string) => void): void;
  /** An installation as it would run with another release. */
  liveOf(row: Row, version?: string): Live | undefined;
  /** Whether it could run with this version, as it is configured. */
  canRun(of: Pick<Live, 'row'>, version: string): boolean;
}

export interface DirectoryPorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly registry: Registry;
  readonly sealedOf: (body: Row['body']) => Readonly<Record<string, string>>;
  readonly loadRelease: (tenant: string, id: string) => Promise<void>;
  /** The value of a flag that another service keeps. */
  readonly askElsewhere: (flag: Row, installation: string) => Promise<unknown>;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

const RUNS: ReadonlySet<unknown> = new Set(['enabled', 'degraded']);

export function createDirectory({ store, newId, registry, sealedOf, loadRelease, askElsewhere, report }: DirectoryPorts): Directory {
  const tenants = new Map<string, Map<string, Live>>();
  const stopped = new Map<string, Map<string, Live>>();
  const listeners: ((tenant: string) => void)[] = [];
  const turns = new Map<string, Promise<void>>();
  const releasing: ((id: string) => void)[] = [];
  const licensing: ((tenant: string, plugin: string) => void)[] = [];
  const follower = followLog({ store, report: (error) => report(error, { log: changeCollection.name }) }, changeCollection.name, async (changes) => {
    for (const { tenant, body } of changes) await refresh(tenant, { kind: body['kind'] as Change['kind'], id: String(body['id']) });
  }, { renew });

  async function start(): Promise<void> {
    await follower.start();
    await readAll();
  }

  async function readAll(): Promise<void> {
    for await (const rows of store.scan('plugin_release', {})) for (const row of rows) await loadRelease(row.tenant, row.id);
    for await (const rows of store.scan('installation', {})) for (const row of rows) await put(row);
  }

  /** Of a store that was restored: nobody tells what is gone. */
  async function renew(): Promise<void> {
    await readAll();
    for (const where of [tenants, stopped]) for (const [tenant, of] of where) for (const id of of.keys()) await rereadInTurn(tenant, id);
  }

  async function put(row: Row): Promise<void> {
    const may = RUNS.has(row.body['status']) || row.body['status'] === 'quarantined';
    const live = may && (await flagLets(row)) ? runnable(row) : undefined;
    if (RUNS.has(row.body['status']) && stopped.get(row.tenant)?.has(row.id) === true) for (const listener of releasing) listener(row.id);
    keep(tenants, row, RUNS.has(row.body['status']) ? live : undefined);
    keep(stopped, row, row.body['status'] === 'quarantined' ? live : undefined);
    for (const listener of listeners) listener(row.tenant);
  }

  function keep(where: typeof tenants, { tenant, id }: Row, live: Live | undefined): void {
    const of = where.get(tenant) ?? new Map<string, Live>();
    where.set(tenant, of);
    if (live === undefined) of.delete(id);
    else of.set(id, live);
  }

  const flagLets = async ({ tenant, body }: Row): Promise<boolean> => lets(await store.find('flag', tenant, { name: flagOfPlugin(String(body['plugin'])) }), String(body['name']), askElsewhere);

  /** One whose configuration does not fit its version, as after going back, runs nowhere, and stops nobody else. */
  function runnable(row: Row, version?: string): Live | undefined {
    try {
      return liveOf(row, version);
    } catch (error) {
      report(error, { installation: row.id });
      return undefined;
    }
  }

  function liveOf(row: Row, version = String(row.body['installed_version'])): Live | undefined {
    const { tenant, id, version: revision, body } = row;
    const plugin = String(body['plugin']);
    const release = registry.get(tenant, plugin, version);
    if (release === undefined) return undefined;
    const { manifest, code } = release;
    const { config } = readConfiguration(manifest, body['config'] as Record<string, unknown>, body['secret_names'] as string[]);
    const granted = new Set(body['permissions'] as string[]);
    const origins = originsOf(manifest.hosts, { config }).filter((origin) => granted.has(`net:${origin}`));
    const sealed = sealedOf(body)['secrets'];
    const { tls } = manifest.http;
    const own = tls?.ca === undefined ? {} : caOf(tls.ca, config);
    return { tenant, id, name: String(body['name']), revision, plugin, version, manifest, code, config, granted, origins, policy: { hosts: hostNames(origins), ...own }, sealed, row };
  }

  async function refresh(tenant: string, { kind, id }: Change): Promise<void> {
    if (kind === 'release') {
      await loadRelease(tenant, id);
      const changed = all().filter((live) => registry.get(live.tenant, live.plugin, live.version)?.code !== live.code);
      for (const live of changed) await rereadInTurn(live.tenant, live.id);
      return;
    }
    if (kind === 'license') {
      for (const listener of licensing) listener(tenant, id);
      return;
    }
    if (kind === 'installation') return rereadInTurn(tenant, id);
    const plugin = id.replace(/^plugin\./, '').replace('.', '/');
    for (const row of await store.list('installation', { tenant, where: { plugin }, limit: 500 })) await rereadInTurn(tenant, row.id);
  }

  /** One after the other for each: who read it earlier and was slow must not put back what it was. */
  function rereadInTurn(tenant: string, id: string): Promise<void> {
    const turn = (turns.get(id) ?? Promise.resolve()).catch(() => undefined).then(() => reread(tenant, id));
    turns.set(id, turn);
    const left = (): void => { if (turns.get(id) === turn) turns.delete(id); };
    turn.then(left, left);
    return turn;
  }

  async function reread(tenant: string, id: string): Promise<void> {
    const row = await store.get('installation', tenant, id);
    if (row !== undefined) return put(row);
    for (const where of [tenants, stopped]) where.get(tenant)?.delete(id);
    for (const listener of listeners) listener(tenant);
  }

  const all = (): Live[] => [...tenants.values()].flatMap((of) => [...of.values()]);
  return Object.freeze({
    start, refresh, liveOf,
    settle: follower.look,
    canRun: ({ row }: Pick<Live, 'row'>, version: string) => runnable(row, version) !== undefined,
    stop: follower.stop,
    live: (tenant?: string) => (tenant === undefined ? all() : [...(tenants.get(tenant)?.values() ?? [])]),
    get: (tenant: string, id: string) => tenants.get(tenant)?.get(id),
    quarantined: (tenant: string) => [...(stopped.get(tenant)?.values() ?? [])],
    changeOp: (tenant: string, change: Change, at: number): Op => ({ op: 'append', in: changeCollection.name, tenant, id: newId('plc'), body: { ...change }, at }),
    onChange: (listener: (tenant: string) => void) => { listeners.push(listener); },
    onRelease: (listener: (id: string) => void) => { releasing.push(listener); },
    onLicense: (listener: (tenant: string, plugin: string) => void) => { licensing.push(listener); },
  });
}

function caOf(template: string, config: Readonly<Record<string, unknown>>): { tls?: { ca: string } } {
  const field = /^\{\{config\.([A-Za-z0-9_]+)\}\}$/.exec(template)?.[1];
  const ca = field === undefined ? template : config[field];
  return typeof ca === 'string' && ca !== '' ? { tls: { ca } } : {};
}
