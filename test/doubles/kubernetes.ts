/**
 * A real Kubernetes API server on a real etcd, on loopback, gone afterwards. Who asks without a token is refused, and a token that is not the
 * administrator's may do what RBAC gives it. kubernetes/build.ts makes it; there are no nodes: what is declared is kept and not started.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { programs } from './kubernetes/place.ts';
import { freePort } from './program.ts';

export interface Kubernetes {
  readonly url: string;
  /** The certificate that the server shows is signed by this. */
  readonly ca: string;
  /** Of the administrator, or of whoever is named: `system:serviceaccount:shop:operator`. */
  token(user?: string): string;
  /** The path of a file for kubectl and for client libraries. */
  kubeconfig(user?: string): Promise<string>;
  /** As the administrator. Answers what it printed; a refusal is thrown with what it said. */
  kubectl(args: readonly string[], stdin?: string): Promise<string>;
  /** Kills the API server as a crash would; etcd goes on. */
  kill(): Promise<void>;
  /** Starts the API server again on the same port and data. */
  restart(): Promise<void>;
  /** Stops all and removes everything. */
  stop(): Promise<void>;
}

const PATIENCE_MS = 60_000;

export const kubernetesIsHere = (): boolean => [programs.apiserver, programs.etcd, programs.kubectl].every((each) => existsSync(each));

export async function startKubernetes(): Promise<Kubernetes> {
  if (!kubernetesIsHere()) throw new Error('the API server is not built: run `node test/doubles/kubernetes/build.ts`');
  const folder = await mkdtemp(join(tmpdir(), 'pb-kube-'));
  const secret = randomBytes(16).toString('hex');
  const port = await freePort();
  const url = `https://127.0.0.1:${port}`;
  await writeFile(join(folder, 'token'), secret, { mode: 0o600 });
  const etcd = await startEtcd(join(folder, 'etcd'));
  const certificate = join(folder, 'certs', 'apiserver.crt');
  const token = (user?: string): string => (user === undefined ? secret : `${secret}/${user}`);
  let server: Child | undefined;

  async function start(): Promise<void> {
    server = follow(spawn(programs.apiserver, ['--port', String(port), '--etcd', etcd.url, '--certs', join(folder, 'certs'), '--token-file', join(folder, 'token')], { stdio: ['ignore', 'pipe', 'pipe'] }));
    await until(async () => existsSync(certificate) && await isReady(`${url}/readyz`, readFileSync(certificate, 'utf8'), secret), server);
  }

  async function kubeconfig(user?: string): Promise<string> {
    const path = join(folder, `kubeconfig-${(user ?? 'admin').replaceAll(':', '-')}.json`);
    await writeFile(path, JSON.stringify(configOf(url, readFileSync(certificate, 'utf8'), token(user))), { mode: 0o600 });
    return path;
  }

  async function stop(): Promise<void> {
    await server?.kill();
    await etcd.kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }

  try {
    await start();
    const administrator = await kubeconfig();
    return Object.freeze({
      url,
      ca: readFileSync(certificate, 'utf8'),
      token,
      kubeconfig,
      kubectl: (args, stdin) => kubectl(administrator, args, stdin),
      async kill() { await server?.kill(); },
      async restart() {
        await server?.kill();
        await start();
      },
      stop,
    } satisfies Kubernetes);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startEtcd(data: string): Promise<{ url: string; kill(): Promise<void> }> {
  const [url, peer] = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`];
  const child = follow(spawn(programs.etcd, [
    '--data-dir', data, '--listen-client-urls', url, '--advertise-client-urls', url,
    '--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer, '--initial-cluster', `default=${peer}`, '--unsafe-no-fsync',
  ], { stdio: ['ignore', 'pipe', 'pipe'] }));
  await until(() => fetch(`${url}/health`).then(({ ok }) => ok, () => false), child);
  return { url, kill: child.kill };
}

interface Child {
  readonly process: ChildProcess;
  /** The end of what it wrote. */
  said(): string;
  kill(): Promise<void>;
}

function follow(process: ChildProcess): Child {
  let said = '';
  for (const stream of [process.stdout, process.stderr]) stream?.on('data', (chunk: Buffer) => { said = (said + chunk.toString()).slice(-4000); });
  process.on('error', (error) => { said += error.message; });
  async function kill(): Promise<void> {
    if (process.pid === undefined || process.exitCode !== null || process.signalCode !== null) return;
    const gone = once(process, 'exit');
    process.kill('SIGKILL');
    await gone;
  }
  return { process, said: () => said, kill };
}

async function until(isUp: () => Promise<boolean>, child: Child): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) {
    if (child.process.exitCode !== null || child.process.pid === undefined) throw new Error(`${child.process.spawnfile} ended while it started: ${child.said()}`);
    if (await isUp()) return;
  }
  throw new Error(`${child.process.spawnfile} is not ready after ${PATIENCE_MS / 1000} s: ${child.said()}`);
}

const isReady = (url: string, ca: string, token: string): Promise<boolean> => new Promise((resolve) => {
  get(url, { ca, agent: false, headers: { authorization: `Bearer ${token}` } }, (answer) => {
    answer.resume();
    resolve(answer.statusCode === 200);
  }).on('error', () => resolve(false));
});

const configOf = (server: string, ca: string, token: string): object => ({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'test', cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') } }],
  users: [{ name: 'test', user: { token } }],
  contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
  'current-context': 'test',
});

const kubectl = (kubeconfig: string, args: readonly string[], stdin?: string): Promise<string> => new Promise((resolve, reject) => {
  const child = execFile(programs.kubectl, [...args], { env: { PATH: process.env['PATH'] ?? '', HOME: tmpdir(), KUBECONFIG: kubeconfig }, maxBuffer: 64 << 20 }, (error, printed, said) => {
    if (error === null) resolve(printed);
    else reject(new Error(`kubectl ${args.join(' ')}: ${said.trim() === '' ? error.message : said.trim()}`));
  });
  child.stdin?.on('error', () => undefined); // it may end before it reads
  child.stdin?.end(stdin ?? '');
});
