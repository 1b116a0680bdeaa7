/** A cluster with the operator installed: its definitions and rights as kustomize has them, and operators as processes with the rights of their account. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createKube, kindsOf, kubeConfigOf, loadCatalog, systemClock } from '@patchbay/kubernetes';
import { freePort } from '../../../doubles/program.ts';
import { type Kubernetes, startKubernetes } from '../../../doubles/kubernetes.ts';

export const DEPLOY = join(import.meta.dirname, '../../../../providers/kubernetes/deploy');

const BUILD = join(DEPLOY, '../build.ts');

export interface RunningOperator {
  /** All that it printed. */
  said(): string;
  metrics(): Promise<string>;
  /** As a crash would. */
  kill(): Promise<void>;
  /** As Kubernetes does; answers its exit code. */
  stop(): Promise<number | null>;
}

export interface Cluster extends Kubernetes {
  /** The operator as its image has it. */
  readonly program: string;
  /** With the rights of its account, and in its namespace. */
  operator(name: string, hub: { readonly url: string; readonly key: string }, options?: OperatorArgs): Promise<RunningOperator>;
  apply(objects: string, namespace?: string): Promise<string>;
  get(kind: string, name: string, namespace?: string): Promise<Found>;
  /** All of our kinds in a namespace. */
  all(namespace?: string): Promise<readonly Found[]>;
}

export interface Found {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly uid: string; readonly resourceVersion: string; readonly generation: number; readonly finalizers?: readonly string[]; readonly deletionTimestamp?: string };
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status?: { readonly id?: string; readonly approval?: string; readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason: string; readonly message: string; readonly observedGeneration: number }[] };
}

export const NAMESPACE = 'patchbay';
export const ACCOUNT = `system:serviceaccount:${NAMESPACE}:patchbay-operator`;
export interface OperatorArgs { readonly args?: readonly string[]; readonly account?: string }

export async function startCluster(): Promise<Cluster> {
  const kube = await startKubernetes();
  const keys = await mkdtemp(join(tmpdir(), 'patchbay-keys-'));
  const program = join(keys, 'program', 'operator.mjs');
  await promisify(execFile)(process.execPath, [BUILD, join(keys, 'program')]);
  const running = new Set<ChildProcess>();
  const kinds = kindsOf((await loadCatalog()).resources);
  const api = createKube(await kubeConfigOf(await readFile(await kube.kubeconfig(), 'utf8'), '.'), systemClock);
  const forever = new AbortController().signal;
  const pathOf = (kind: string, namespace: string): string => [...kinds.values()].find((each) => each.kind === kind)!.path(namespace);
  await install(kube);
  await kube.kubectl(['create', 'namespace', 'shop']);

  async function operator(name: string, { url, key }: { url: string; key: string }, { args = [], account = ACCOUNT }: OperatorArgs = {}): Promise<RunningOperator> {
    const folder = await mkdtemp(join(keys, name));
    await Promise.all([writeFile(join(folder, 'url'), url), writeFile(join(folder, 'key'), `${key}\n`, { mode: 0o600 })]);
    const port = await freePort();
    const config = await kube.kubeconfig(account);
    const child = spawn(process.execPath, [program, '--kubeconfig', config, '--lease-namespace', NAMESPACE, '--hub', folder, '--host', '127.0.0.1', '--port', String(port), '--approval-poll', '1', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { said += chunk.toString(); });
    const ended = once(child, 'exit').then(([code]) => { running.delete(child); return code as number | null; });
    const end = (signal: NodeJS.Signals): Promise<number | null> => { child.kill(signal); return ended; };
    await Promise.race([until(async () => (await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined))?.ok === true, `the operator ${name} answers`), ended.then((code) => { throw new Error(`the operator ${name} ended with ${code}: ${said}`); })]);
    return {
      said: () => said, metrics: async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text(),
      kill: async () => void (await end('SIGKILL')), stop: () => end('SIGTERM'),
    };
  }

  return Object.freeze({
    ...kube, program, operator,
    apply: (objects: string, namespace = 'shop') => kube.kubectl(['apply', '-n', namespace, '-f', '-'], objects),
    get: async (kind: string, name: string, namespace = 'shop') => (await api.get(`${pathOf(kind, namespace)}/${name}`, forever)) as Found,
    all: async (namespace = 'shop') => (await Promise.all([...kinds.values()].map(async (each) => (await api.list(each.path(namespace), {}, forever)).items ?? []))).flat() as Found[],
    async stop() {
      await Promise.all([...running].map((child) => { const gone = once(child, 'exit'); child.kill('SIGKILL'); return gone; }));
      api.close();
      await kube.stop();
      await rm(keys, { recursive: true, force: true });
    },
  });
}

/** The definitions, and the operator with its rights. */
export async function install(kube: Kubernetes): Promise<void> {
  await kube.kubectl(['apply', '--server-side', '-k', join(DEPLOY, 'kustomize')]);
  await kube.kubectl(['wait', '--for=condition=Established', 'crd', '-l', 'app.kubernetes.io/part-of=patchbay', '--timeout=30s']);
}

const PATIENCE_MS = 30_000;

/** Asks until it is so; answers how many milliseconds that took. */
export async function until(holds: () => Promise<boolean>, what: string, patience = PATIENCE_MS): Promise<number> {
  const since = performance.now();
  while (!(await holds())) {
    if (performance.now() - since > patience) throw new Error(`waited ${patience / 1000} s in vain until ${what}`);
    await sleep(20);
  }
  return performance.now() - since;
}

export const conditionOf = ({ status }: Found, type: string) => status?.conditions?.find((each) => each.type === type);
export const isReady = (found: Found): boolean => conditionOf(found, 'Ready')?.status === 'True' && conditionOf(found, 'Ready')?.observedGeneration === found.metadata.generation;
