/** A throwaway PostgreSQL on a loopback port: made in seconds, killed as brutally as a test wants, gone afterwards. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

export interface Postgres {
  /** Of an empty database. */
  readonly url: string;
  /** The address of a fresh, empty database on the same server. */
  createDatabase(): Promise<string>;
  /** Kills the server and all its backends with SIGKILL, as a crash would. */
  kill9(): Promise<void>;
  /** Starts it again on the same data and the same port; stops it first if it runs. */
  restart(): Promise<void>;
  /** Stops it and removes everything. */
  stop(): Promise<void>;
}

/** The folder of `initdb`: of PGBIN, of PATH, or where Debian puts it. Undefined when this machine has no PostgreSQL. */
export function findPostgres(): string | undefined {
  const { PGBIN, PATH = '' } = process.env;
  const debian = '/usr/lib/postgresql';
  const installed = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)).map((version) => join(debian, version, 'bin')) : [];
  return [...(PGBIN === undefined ? [] : [PGBIN]), ...PATH.split(delimiter), ...installed].find((folder) => folder !== '' && existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

export async function startPostgres(): Promise<Postgres> {
  const bin = findPostgres();
  if (bin === undefined) throw new Error('PostgreSQL is not installed: put initdb into PATH, or set PGBIN to its folder');
  const user = unprivileged();
  const folder = await mkdtemp(join(tmpdir(), 'pb-pg-'));
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const as = { ...user, cwd: folder, env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' } };
  await run(join(bin, 'initdb'), ['-D', data, '-U', 'hub', '-A', 'trust', '--no-locale', '-E', 'UTF8', '--no-sync', '--no-instructions'], as);
  const port = await freePort();
  await appendFile(join(data, 'postgresql.conf'), `\nlisten_addresses = '127.0.0.1'\nport = ${port}\nunix_socket_directories = ''\nshared_buffers = 64MB\nmax_connections = 60\n`);
  const address = (database: string): string => `postgres://hub@127.0.0.1:${port}/${database}`;
  let server: ChildProcess | undefined;

  async function start(): Promise<void> {
    server = spawn(join(bin ?? '', 'postgres'), ['-D', data], { ...as, stdio: ['ignore', 'ignore', 'pipe'] });
    let log = '';
    server.stderr?.on('data', (chunk: Buffer) => { log = (log + chunk.toString()).slice(-4000); });
    await answers(address('postgres'), server, () => log);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const running = server;
    server = undefined;
    if (running?.pid === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const backends = signal === 'SIGKILL' ? childrenOf(running.pid) : [];
    const exited = once(running, 'exit');
    for (const pid of [running.pid, ...backends]) kill(pid, signal);
    await exited;
    for (const pid of backends) while (isAlive(pid)) await sleep(10); // a backend that still has the shared memory keeps the next start waiting
  }

  async function createDatabase(): Promise<string> {
    const name = `hub_${randomBytes(6).toString('hex')}`;
    const client = new pg.Client(address('postgres'));
    await client.connect();
    try {
      await client.query(`create database ${name}`);
    } finally {
      await client.end();
    }
    return address(name);
  }

  try {
    await start();
    return {
      url: await createDatabase(),
      createDatabase,
      kill9: () => end('SIGKILL'),
      async restart() {
        await end('SIGINT');
        await start();
      },
      async stop() {
        await end('SIGQUIT');
        await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      },
    };
  } catch (error) {
    await end('SIGQUIT');
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    throw error;
  }
}

/** The server refuses to run as root: then it runs as the user that its package made. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8').split('\n').find((each) => each.startsWith('postgres:')) ?? readFileSync('/etc/passwd', 'utf8').split('\n').find((each) => each.startsWith('nobody:'));
  const [, , uid, gid] = (line ?? '').split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

async function answers(url: string, server: ChildProcess, log: () => string): Promise<void> {
  for (const started = Date.now(); Date.now() - started < 60_000; await sleep(50)) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended while it started: ${log()}`);
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    const up = await client.connect().then(() => true, () => false);
    await client.end().catch(() => undefined);
    if (up) return;
  }
  throw new Error(`PostgreSQL does not answer after a minute: ${log()}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Backends are direct children of the server. */
function childrenOf(parent: number): number[] {
  if (!existsSync('/proc')) return []; // elsewhere the backends notice by themselves
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => statOf(pid)?.[1] === String(parent));
}

/** Fields of /proc/<pid>/stat behind the name: state, parent, … */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`) && statSync(`/proc/${pid}`).isDirectory() && statOf(pid)?.[0] !== 'Z';

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}
