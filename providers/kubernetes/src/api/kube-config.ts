/** Where the API server is and who asks: as a pod knows it, or as kubectl does. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

export interface KubeConfig {
  readonly server: string;
  readonly ca?: Buffer | undefined;
  readonly cert?: Buffer | undefined;
  readonly key?: Buffer | undefined;
  readonly insecure?: boolean;
  /** Of the pod, or of the context. */
  readonly namespace: string;
  /** Tokens of pods are renewed on disk. */
  token(): Promise<string | undefined>;
}

type Environment = Readonly<Record<string, string | undefined>>;

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** A pod has both variables; elsewhere KUBECONFIG or the flag says where. */
export async function loadKubeConfig(file: string | undefined, env: Environment): Promise<KubeConfig> {
  if (file !== undefined) return kubeConfigOf(await readFile(file, 'utf8'), dirname(resolve(file)));
  const [host, port] = [env['KUBERNETES_SERVICE_HOST'], env['KUBERNETES_SERVICE_PORT']];
  if (host === undefined || port === undefined) throw new Error('Expected to run in a pod, or a kubeconfig: set --kubeconfig or KUBECONFIG');
  const read = (name: string): Promise<string> => readFile(`${ACCOUNT}/${name}`, 'utf8').then((text) => text.trim());
  return { server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`, ca: Buffer.from(await read('ca.crt')), namespace: await read('namespace'), token: () => read('token') };
}

interface Named { readonly name: string }
interface File {
  readonly 'current-context'?: string;
  readonly contexts?: readonly (Named & { readonly context: { readonly cluster: string; readonly user?: string; readonly namespace?: string } })[];
  readonly clusters?: readonly (Named & { readonly cluster: Credentials & { readonly server: string; readonly 'insecure-skip-tls-verify'?: boolean } })[];
  readonly users?: readonly (Named & { readonly user: Credentials & { readonly token?: string; readonly tokenFile?: string; readonly exec?: unknown } })[];
}
type Credentials = Readonly<Partial<Record<'certificate-authority' | 'certificate-authority-data' | 'client-certificate' | 'client-certificate-data' | 'client-key' | 'client-key-data', string>>>;

/** Paths in it are from the folder that it lies in. */
export async function kubeConfigOf(text: string, folder: string): Promise<KubeConfig> {
  const { parse } = await import('yaml'); // pods need none
  const file = parse(text) as File;
  const context = file.contexts?.find(({ name }) => name === file['current-context'])?.context;
  const cluster = file.clusters?.find(({ name }) => name === context?.cluster)?.cluster;
  if (context === undefined || cluster === undefined) throw new Error('Expected a kubeconfig whose current-context names a context and a cluster of it');
  const user = file.users?.find(({ name }) => name === context.user)?.user ?? {};
  if (user.exec !== undefined) throw new Error('Programs that print credentials are not run: use a kubeconfig with a token or a certificate');
  const bytes = async (from: Credentials, name: 'certificate-authority' | 'client-certificate' | 'client-key'): Promise<Buffer | undefined> => {
    const [data, path] = [from[`${name}-data`], from[name]];
    return data === undefined ? (path === undefined ? undefined : readFile(resolve(folder, path))) : Buffer.from(data, 'base64');
  };
  return {
    server: cluster.server.replace(/\/+$/, ''), namespace: context.namespace ?? 'default', insecure: cluster['insecure-skip-tls-verify'] === true,
    ca: await bytes(cluster, 'certificate-authority'), cert: await bytes(user, 'client-certificate'), key: await bytes(user, 'client-key'),
    token: async () => (user.tokenFile === undefined ? user.token : (await readFile(resolve(folder, user.tokenFile), 'utf8')).trim()),
  };
}
