/** What a node does with a container of a hub: its environment out of Secrets, its program, and its probes. Only the address is another one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kubernetes } from '../../../doubles/kubernetes.ts';
import { freePort } from '../../../doubles/program.ts';

interface Probe { readonly httpGet?: { readonly path: string; readonly port: string } }
export interface Container {
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } } }[];
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly securityContext?: { readonly readOnlyRootFilesystem?: boolean; readonly allowPrivilegeEscalation?: boolean; readonly capabilities?: { readonly drop?: readonly string[] } };
  readonly resources?: unknown;
}
export interface PodSpec {
  readonly spec: { readonly containers: readonly Container[]; readonly securityContext?: { readonly runAsNonRoot?: boolean }; readonly automountServiceAccountToken?: boolean; readonly terminationGracePeriodSeconds?: number; readonly nodeSelector?: unknown; readonly tolerations?: unknown; readonly affinity?: { readonly nodeAffinity?: unknown } };
}

export interface Running {
  /** Its exit code. */
  readonly ended: Promise<number | null>;
  said(): string;
  /** Within a minute. */
  answers(probe: 'startupProbe' | 'livenessProbe' | 'readinessProbe'): Promise<boolean>;
  refuses(probe: 'readinessProbe'): Promise<boolean>;
  terminate(): void;
  kill(): void;
}

const PROGRAM = join(import.meta.dirname, '../../../../packages/cli/src/bin.ts'); // deploy/container/Dockerfile: what the image starts, before it is bundled
const PATIENCE_MS = 60_000;

export async function asContainer(container: Container, namespace: string, kubernetes: Kubernetes): Promise<Running> {
  const [port, data] = [await freePort(), await mkdtemp(join(tmpdir(), 'pb-container-'))];
  const env = { ...await environmentOf(container, namespace, kubernetes), PATCHBAY_HOST: '127.0.0.1', PATCHBAY_PORT: String(port), PATCHBAY_DATA_DIR: data };
  const child = spawn(process.execPath, [PROGRAM, ...container.args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { said = (said + chunk.toString()).slice(-20_000); });
  const ended = once(child, 'close').then(async ([code]) => {
    await rm(data, { recursive: true, force: true });
    return code as number | null;
  });
  const ask = async (probe: keyof Container & `${string}Probe`, wanted: boolean): Promise<boolean> => {
    const path = container[probe]?.httpGet?.path ?? '/no-probe';
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end && child.exitCode === null; await sleep(100)) {
      const ok = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(5000) }).then((answer) => answer.ok, () => undefined);
      if (ok === wanted) return true;
    }
    return false;
  };
  return { ended, said: () => said, answers: (probe) => ask(probe, true), refuses: (probe) => ask(probe, false), terminate: () => void child.kill('SIGTERM'), kill: () => void child.kill('SIGKILL') };
}

export async function environmentOf({ env }: Container, namespace: string, kubernetes: Kubernetes): Promise<Record<string, string>> {
  const read = env.map(async ({ name, value, valueFrom }) => [name, valueFrom === undefined ? value ?? '' : await secret(valueFrom.secretKeyRef, namespace, kubernetes)] as const);
  return Object.fromEntries(await Promise.all(read));
}

async function secret({ name, key }: { name: string; key: string }, namespace: string, { kubectl }: Kubernetes): Promise<string> {
  const { data } = JSON.parse(await kubectl(['-n', namespace, 'get', 'secret', name, '-o', 'json'])) as { data: Record<string, string> };
  const text = data[key];
  if (text === undefined) throw new Error(`the Secret ${name} has no ${key}`);
  return Buffer.from(text, 'base64').toString();
}
