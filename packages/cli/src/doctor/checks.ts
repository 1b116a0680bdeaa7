/** What can be wrong with a machine, its data folder and its hub. Each check looks at one thing and changes nothing. */
import { access, constants, stat, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import type { Config } from '@patchbay/hub';
import { target } from '../connect.ts';
import type { Io } from '../io.ts';

export type Finding = { readonly state: 'ok' | 'warn' | 'bad'; readonly says: string; readonly fix?: string };
export interface Check { readonly name: string; run(about: About): Promise<Finding> }
export interface About { readonly config: Config; readonly flags: { readonly url?: string; readonly profile?: string; readonly tenant?: string }; readonly io: Io }

const ok = (says: string): Finding => ({ state: 'ok', says });
const warn = (says: string, fix: string): Finding => ({ state: 'warn', says, fix });
const bad = (says: string, fix: string): Finding => ({ state: 'bad', says, fix });

export const checks: readonly Check[] = [
  { name: 'node', run: async () => node(process.versions.node) },
  { name: 'data folder', run: dataFolder },
  { name: 'disk space', run: diskSpace },
  { name: 'master key', run: masterKey },
  { name: 'store', run: store },
  { name: 'port', run: port },
  { name: 'hub', run: hub },
  { name: 'clock', run: clock },
];

export function node(version: string): Finding {
  const major = Number(version.split('.')[0]);
  return major >= 24 ? ok(`Node ${version}`) : bad(`Node ${version}, and a hub needs 24 or later`, 'Install Node 24, or start it with npm start, which brings its own.');
}

async function dataFolder({ config: { keeping: { dataDir } } }: About): Promise<Finding> {
  const there = await stat(dataDir).catch(() => undefined);
  if (there === undefined) return ok(`${dataDir} is not there yet; the first start makes it`);
  if (!there.isDirectory()) return bad(`${dataDir} is no folder`, 'Name another with --data or PATCHBAY_DATA_DIR.');
  if (await access(dataDir, constants.R_OK | constants.W_OK).then(() => false, () => true)) return bad(`${dataDir} is not writable for you`, `chown it to the user of the hub: chown -R "$USER" ${dataDir}`);
  if (process.platform !== 'win32' && (there.mode & 0o077) !== 0) return warn(`others may look into ${dataDir}`, `chmod 700 ${dataDir}`);
  return ok(dataDir);
}

async function diskSpace({ config: { keeping: { dataDir } } }: About): Promise<Finding> {
  const { bavail, bsize } = await statfs(await existing(dataDir));
  const megabytes = Math.floor((bavail * bsize) / 1e6);
  if (megabytes < 100) return bad(`${megabytes} MB free`, 'Free at least 1 GB; a full disk refuses writes.');
  return megabytes < 1000 ? warn(`${megabytes} MB free`, 'Free at least 1 GB.') : ok(`${(megabytes / 1000).toFixed(1)} GB free`);
}

const existing = async (folder: string): Promise<string> => ((await stat(folder).catch(() => undefined)) === undefined && dirname(folder) !== folder ? existing(dirname(folder)) : folder);

async function masterKey({ config, io: { now } }: About): Promise<Finding> {
  const { keys, keeping } = config;
  const file = keys.kind === 'file' ? keys.file ?? join(keeping.dataDir, 'master.key') : undefined;
  const { isSealed, proveMasterKey } = await import('@patchbay/hub');
  const sealed = await isSealed(config, now).catch(() => false); // the next check tells what is wrong with the store
  if (file !== undefined) {
    const there = await stat(file).catch(() => undefined);
    if (there === undefined) return sealed ? bad(`${file} is missing, and the store has secrets`, 'Put the master key of this store back; without it secrets stay sealed.') : ok('is made by the first start');
    if (process.platform !== 'win32' && (there.mode & 0o077) !== 0) return bad(`others may read ${file}`, `chmod 600 ${file}`);
  }
  const says = file ?? `comes from ${keys.kind.replaceAll('_', ' ')}`;
  if (!sealed) return ok(says);
  try {
    await proveMasterKey(config, now);
    return ok(`${says}, and opens what is sealed`);
  } catch (error) {
    return bad(words(error), 'Name the master key of this store; with another one no hub starts on it.');
  }
}

async function store({ config }: About): Promise<Finding> {
  const [{ collectionsOf, placeOf }, { inspect }] = await Promise.all([import('@patchbay/hub'), import('@patchbay/storage')]);
  try {
    const place = placeOf(config.keeping);
    const standing = await inspect(place, collectionsOf());
    if (standing === 'none') return ok('is made by the first start');
    return ok(`${'url' in place ? 'postgres' : 'sqlite'} opens and answers${standing === 'former' ? '; the next start brings it to this release' : ''}`);
  } catch (error) {
    return bad(words(error), config.keeping.databaseUrl === undefined ? 'Look at the rights of the data folder and the free space. A damaged file: move it away, then patchbay restore.' : 'Look at PATCHBAY_DATABASE_URL and whether the server runs.');
  }
}

async function port({ config: { listen } }: About): Promise<Finding> {
  const taken = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    const server = createServer().once('error', resolve).listen(listen.port, listen.host, () => server.close(() => resolve(undefined)));
  });
  if (taken === undefined) return ok(`${listen.host}:${listen.port} is free`);
  if (taken.code === 'EADDRINUSE') return ok(`${listen.host}:${listen.port} is taken, by the hub itself or by another program`);
  return bad(`${listen.host}:${listen.port}: ${taken.message}`, 'Choose another address or port: --port, PATCHBAY_PORT.');
}

async function hub({ flags, io }: About): Promise<Finding> {
  const { url, key, tenant } = await target(flags, io).catch(() => ({ url: undefined, key: undefined, tenant: undefined }));
  if (url === undefined || key === undefined) return warn('no key is known, so nobody was asked', 'Log in with patchbay login, or set PATCHBAY_KEY.');
  const { createClient } = await import('@patchbay/client');
  try {
    const me = await createClient({ url, key, tenant, timeout: 5000, retry: { attempts: 1 } }).call('whoami', {}, { signal: io.signal });
    return ok(`${url} answers ${me.name}`);
  } catch (error) {
    return bad(words(error), error instanceof Error && 'fix' in error ? String(error.fix) : 'Start it: patchbay start');
  }
}

/** The Date header has seconds, so less than two apart is the same. */
async function clock({ flags, io }: About): Promise<Finding> {
  const { url } = await target(flags, io).catch(() => ({ url: undefined }));
  const answer = url === undefined ? undefined : await fetch(`${url}/healthz`, { signal: AbortSignal.any([io.signal, AbortSignal.timeout(5000)]), redirect: 'manual' }).catch(() => undefined);
  await answer?.body?.cancel();
  const date = Date.parse(answer?.headers.get('date') ?? '');
  if (Number.isNaN(date)) return ok(`${new Date(io.now()).toISOString()}; no hub to compare with`);
  const apart = Math.abs(io.now() - date) / 1000;
  return apart < 5 ? ok(`${new Date(io.now()).toISOString()}, as at the hub`) : warn(`${Math.round(apart)} s apart from the hub`, 'Let both machines keep their time by NTP: expiry and signatures depend on it.');
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));
