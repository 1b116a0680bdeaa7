/** OpenStack Swift, which speaks S3 and is not Amazon's: a proxy, and a server each for accounts, containers and objects, with one copy of everything on one device. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, type Program, startProgram } from '../../doubles/program.ts';

export interface Swift {
  readonly url: string;
  readonly keys: { readonly accessKeyId: string; readonly secretAccessKey: string };
  stop(): Promise<void>;
}

const run = promisify(execFile);
const KEYS = { accessKeyId: 'hub:hub', secretAccessKey: 'hunter2-swift' } as const;
const KEPT = ['account', 'container', 'object'] as const;
/** It wants a cache, which may be away. */
const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  catch_errors: [], gatekeeper: [], cache: ['memcache_servers = 127.0.0.1:1'], listing_formats: [], s3api: [], tempauth: [`user_${KEYS.accessKeyId.replace(':', '_')} = ${KEYS.secretAccessKey} .admin`], copy: [], slo: [], dlo: [],
};
const FILTERS = Object.keys(SETTINGS);

export async function startSwift(region: string): Promise<Swift> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-swift-'));
  const programs: Program[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(programs.map((program) => program.stop()));
    await rm(folder, { recursive: true, force: true });
  };
  const start = async (name: string, port: number, parts: Readonly<Record<string, readonly string[]>>): Promise<void> => {
    const own = [`bind_ip = 127.0.0.1`, `bind_port = ${port}`, 'workers = 0', `swift_dir = ${folder}`, `devices = ${folder}`, 'mount_check = false', `user = ${userInfo().username}`, 'fallocate_reserve = 0'];
    const text = Object.entries({ DEFAULT: own, ...parts }).map(([part, lines]) => [`[${part}]`, ...lines].join('\n')).join('\n');
    programs.push(await startProgram({ command: `swift-${name}-server`, args: (at) => [join(at, 'server.conf')], files: { 'server.conf': text }, port }));
  };
  try {
    await mkdir(join(folder, 'disk'));
    for (const name of KEPT) {
      const [port, ring] = [await freePort(), join(folder, `${name}.builder`)];
      await run('swift-ring-builder', [ring, 'create', '4', '1', '0']);
      await run('swift-ring-builder', [ring, 'add', `r1z1-127.0.0.1:${port}/disk`, '1']);
      await run('swift-ring-builder', [ring, 'rebalance']);
      await start(name, port, { 'pipeline:main': [`pipeline = ${name}-server`], [`app:${name}-server`]: [`use = egg:swift#${name}`] });
    }
    const port = await freePort();
    await start('proxy', port, {
      'pipeline:main': [`pipeline = ${FILTERS.join(' ')} proxy-server`], 'app:proxy-server': ['use = egg:swift#proxy', 'account_autocreate = true'],
      ...Object.fromEntries(FILTERS.map((filter) => [`filter:${filter}`, [`use = egg:swift#${filter === 'cache' ? 'memcache' : filter}`, ...SETTINGS[filter]!, ...(filter === 's3api' ? [`location = ${region}`] : [])]])),
    });
    return { url: `http://127.0.0.1:${port}`, keys: KEYS, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
