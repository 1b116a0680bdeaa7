/** The Helm chart against a real API server, which refuses unknown fields; and a hub that is started with exactly what the chart gives its container. */
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { renderChart } from '../../../doubles/chart.ts';
import { type Kubernetes, startKubernetes } from '../../../doubles/kubernetes.ts';
import { startPostgres } from '../../../doubles/postgres.ts';
import type { Tally } from '../tally.ts';
import { clusterHolds } from './cluster.ts';
import { asContainer, type Container, environmentOf, type PodSpec } from './container.ts';

type Values = Readonly<Record<string, unknown>>;

const given = { masterKey: { secret: { name: 'hub-master-key' } }, database: { secret: { name: 'hub-database' } } };
const kinds: readonly { readonly name: string; readonly values: Values; readonly makes: readonly string[] }[] = [
  { name: 'on PostgreSQL', values: given, makes: ['Deployment', 'Job', 'NetworkPolicy', 'PodDisruptionBudget', 'Service', 'ServiceAccount'] },
  {
    name: 'with everything on',
    values: {
      ...given, publicUrl: 'https://hub.example.com', trustProxy: ['10.0.0.0/8'], autoscaling: { enabled: true }, ingress: { enabled: true, className: 'nginx', host: 'hub.example.com', tlsSecret: 'hub-tls', annotations: { 'nginx.ingress.kubernetes.io/proxy-read-timeout': '3600' } },
      metrics: { annotations: true, tokenSecret: { name: 'hub-metrics' } }, config: { PATCHBAY_EGRESS_HTTPS_ONLY: true, PATCHBAY_BODY_LIMIT: 2_097_152, PATCHBAY_OTLP_ENDPOINT: 'https://collector.example.com' }, secretConfig: { PATCHBAY_OTLP_HEADERS: { name: 'telemetry', key: 'headers' } }, imagePullSecrets: [{ name: 'registry' }], nodeSelector: { 'kubernetes.io/os': 'linux' },
      tolerations: [{ key: 'dedicated', operator: 'Exists' }], affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'pool', operator: 'In', values: ['hubs'] }] }] } } }, networkPolicy: { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress' } } }] }, serviceAccount: { annotations: { team: 'platform' } }, podAnnotations: { team: 'platform' },
    },
    makes: ['Deployment', 'HorizontalPodAutoscaler', 'Ingress', 'Job', 'NetworkPolicy', 'PodDisruptionBudget', 'Service', 'ServiceAccount'],
  },
  { name: 'on SQLite', values: { store: 'sqlite', replicas: 1, masterKey: given.masterKey }, makes: ['NetworkPolicy', 'Service', 'ServiceAccount', 'StatefulSet'] },
  { name: 'with AWS KMS', values: { ...given, masterKey: { kind: 'aws_kms', secret: { name: 'aws' }, awsKms: { keyId: 'alias/hub', region: 'eu-central-1' } } }, makes: ['Deployment', 'Job', 'NetworkPolicy', 'PodDisruptionBudget', 'Service', 'ServiceAccount'] },
  { name: 'with Vault', values: { ...given, masterKey: { kind: 'vault_transit', secret: { name: 'vault', key: 'token' }, vault: { address: 'https://vault.example.com', key: 'hub' } } }, makes: ['Deployment', 'Job', 'NetworkPolicy', 'PodDisruptionBudget', 'Service', 'ServiceAccount'] },
];

const refused: readonly { readonly what: string; readonly values: Values; readonly at: string }[] = [
  { what: 'several hubs on SQLite', values: { store: 'sqlite', replicas: 2, masterKey: given.masterKey }, at: 'replicas' },
  { what: 'hubs on SQLite that grow', values: { store: 'sqlite', replicas: 1, autoscaling: { enabled: true }, masterKey: given.masterKey }, at: 'autoscaling' },
  { what: 'PostgreSQL without an address', values: { masterKey: given.masterKey }, at: 'database.secret.name' },
  { what: 'no master key', values: { database: given.database }, at: 'masterKey.secret.name' },
  { what: 'a KMS without a key', values: { ...given, masterKey: { kind: 'aws_kms', secret: { name: 'aws' } } }, at: 'awsKms.keyId' },
  { what: 'an ingress without a host', values: { ...given, ingress: { enabled: true } }, at: 'ingress.host' },
  { what: 'a value that nobody knows', values: { ...given, replica: 3 }, at: 'replica' },
  { what: 'a master key in the open', values: { ...given, config: { PATCHBAY_MASTER_KEY: 'c2VjcmV0' } }, at: 'PATCHBAY_MASTER_KEY' },
  ...['PATCHBAY_VAULT_TOKEN', 'PATCHBAY_AWS_SECRET_ACCESS_KEY', 'PATCHBAY_AWS_SESSION_TOKEN', 'PATCHBAY_EGRESS_PROXY_AUTHORIZATION', 'PATCHBAY_OTLP_HEADERS'].map((name) => ({ what: `${name} in the open`, values: { ...given, config: { [name]: 'secret' } }, at: name })),
  { what: 'a secret without the name of its Secret', values: { ...given, secretConfig: { PATCHBAY_OTLP_HEADERS: { name: '', key: 'headers' } } }, at: 'PATCHBAY_OTLP_HEADERS' },
  { what: 'a public address with a slash', values: { ...given, publicUrl: 'https://hub.example.com/' }, at: 'publicUrl' },
];

export async function chartLives(deploy: string, tally: Tally): Promise<void> {
  const chart = join(deploy, 'helm/patchbay');
  for (const { what, values, at } of refused) {
    const said = await renderChart(chart, { values }).then(() => '', (error: unknown) => String(error));
    tally.check(`the chart refuses ${what}`, said.includes(at), said === '' ? 'it was rendered' : said);
  }
  const kubernetes = await startKubernetes();
  try {
    await clusterHolds(kubernetes, tally);
    const large = await renderChart(chart, { values: { ...given, config: { PATCHBAY_BODY_LIMIT: 2_097_152, PATCHBAY_EGRESS_HTTPS_ONLY: true } } });
    tally.check('numbers and switches arrive as they were written', large.includes('value: "2097152"') && large.includes('value: "true"'), large);
    for (const { name, values, makes } of kinds) await installs(chart, name, values, makes, kubernetes, tally);
    await upgrades(chart, kubernetes, tally);
    await starts(chart, kubernetes, tally);
  } finally {
    await kubernetes.stop();
  }
}

async function installs(chart: string, name: string, values: Values, makes: readonly string[], kubernetes: Kubernetes, tally: Tally): Promise<void> {
  const namespace = name.toLowerCase().replaceAll(' ', '-');
  await kubernetes.kubectl(['create', 'namespace', namespace]);
  const manifests = await renderChart(chart, { name: 'hub', namespace, values });
  const said = await kubernetes.kubectl(['apply', '--validate=strict', '-o', 'json', '-f', '-'], manifests).catch((error: unknown) => String(error));
  const made = said.startsWith('{') ? (JSON.parse(said) as { items: { kind: string }[] }).items.map(({ kind }) => kind).sort() : [];
  tally.check(`a cluster takes the chart ${name}`, made.join() === makes.join(), made.length === 0 ? said : made.join());
  const pod = await podOf(kubernetes, namespace, name === 'on SQLite' ? 'statefulset' : 'deployment');
  const { spec } = pod;
  if (makes.includes('Job')) {
    const job = await podOf(kubernetes, namespace, 'job');
    const place = ({ nodeSelector, tolerations, affinity, containers }: PodSpec['spec']): string => JSON.stringify([nodeSelector, tolerations, affinity?.nodeAffinity, containers[0]?.resources]);
    tally.check(`${name}: the store is migrated where hubs run, with as much`, place(job.spec) === place(spec), `${place(job.spec)} ${place(spec)}`);
  }
  const safe = spec.securityContext?.runAsNonRoot === true && spec.containers.every(({ securityContext }) => securityContext?.readOnlyRootFilesystem === true && securityContext.allowPrivilegeEscalation === false && securityContext.capabilities?.drop?.join() === 'ALL');
  tally.check(`${name}: no root, no writable root, no capabilities, no token of the cluster`, safe && spec.automountServiceAccountToken === false);
  const drain = Number(spec.containers[0]?.env.find((each) => each.name === 'PATCHBAY_DRAIN_MS')?.value) / 1000;
  tally.check(`${name}: a hub is given longer than it takes to drain`, (spec.terminationGracePeriodSeconds ?? 0) > drain, String(spec.terminationGracePeriodSeconds));
}

async function upgrades(chart: string, kubernetes: Kubernetes, tally: Tally): Promise<void> {
  const namespace = 'on-postgresql';
  const apply = async (replicas: number): Promise<Record<string, unknown>> => {
    await kubernetes.kubectl(['apply', '-f', '-'], await renderChart(chart, { name: 'hub', namespace, values: { ...given, replicas }, isUpgrade: true }));
    const { items } = JSON.parse(await kubernetes.kubectl(['-n', namespace, 'get', 'deploy,job,networkpolicy,pdb,svc,sa', '-o', 'json'])) as { items: { kind: string; metadata: { resourceVersion: string } }[] };
    return Object.fromEntries(items.map(({ kind, metadata }) => [kind, metadata.resourceVersion]));
  };
  const [first, again, more] = [await apply(2), await apply(2), await apply(3)];
  const changed = (before: Record<string, unknown>, after: Record<string, unknown>): string => Object.keys(after).filter((kind) => before[kind] !== after[kind]).join();
  tally.check('the same chart again changes nothing', changed(first, again) === '', changed(first, again));
  tally.check('another number of hubs changes the Deployment alone', changed(again, more) === 'Deployment', changed(again, more));
}

/** The container as a node would start it: its arguments, its environment out of the Secrets, its probes. */
async function starts(chart: string, kubernetes: Kubernetes, tally: Tally): Promise<void> {
  const postgres = await startPostgres();
  const namespace = 'starts';
  try {
    await kubernetes.kubectl(['create', 'namespace', namespace]);
    await kubernetes.kubectl(['-n', namespace, 'create', 'secret', 'generic', 'hub-database', `--from-literal=url=${postgres.url}`]);
    await kubernetes.kubectl(['-n', namespace, 'create', 'secret', 'generic', 'hub-master-key', `--from-literal=master-key=${randomBytes(32).toString('base64')}`]);
    await kubernetes.kubectl(['-n', namespace, 'create', 'secret', 'generic', 'proxy', '--from-literal=authorization=Basic aHViOnB3']);
    await kubernetes.kubectl(['apply', '-f', '-'], await renderChart(chart, { name: 'hub', namespace, values: { ...given, config: { PATCHBAY_EGRESS_PROXY: 'http://proxy.internal:3128' }, secretConfig: { PATCHBAY_EGRESS_PROXY_AUTHORIZATION: { name: 'proxy', key: 'authorization' } } } }));
    const job = await podOf(kubernetes, namespace, 'job');
    const migrated = await asContainer(job.spec.containers[0] as Container, namespace, kubernetes); // the API server refuses a pod without one
    tally.check('the Job of the chart brings an empty database to the release', await migrated.ended === 0, migrated.said());
    const pod = await podOf(kubernetes, namespace, 'deployment');
    const told = await environmentOf(pod.spec.containers[0] as Container, namespace, kubernetes);
    tally.check('what is secret of its configuration comes from a Secret', told['PATCHBAY_EGRESS_PROXY_AUTHORIZATION'] === 'Basic aHViOnB3', Object.keys(told).join());
    const hub = await asContainer(pod.spec.containers[0] as Container, namespace, kubernetes);
    try {
      for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) tally.check(`the ${probe} of the chart finds the hub well`, await hub.answers(probe), hub.said());
      tally.check('no first key is in the log of the hub', !/pb_\w{20}/.test(hub.said()), hub.said());
      await postgres.kill9();
      tally.check('without its database the hub is not ready, but alive', await hub.refuses('readinessProbe') && await hub.answers('livenessProbe'), hub.said());
      await postgres.restart();
      tally.check('with its database it is ready again', await hub.answers('readinessProbe'), hub.said());
      hub.terminate();
      tally.check('told to end, it ends well', await hub.ended === 0, hub.said());
    } finally {
      hub.kill();
    }
  } finally {
    await postgres.stop();
  }
}

async function podOf(kubernetes: Kubernetes, namespace: string, kind: string): Promise<PodSpec> {
  const { items: [found] } = JSON.parse(await kubernetes.kubectl(['-n', namespace, 'get', kind, '-o', 'json'])) as { items: { spec: { template: PodSpec } }[] };
  if (found === undefined) throw new Error(`there is no ${kind} in ${namespace}`);
  return found.spec.template;
}
