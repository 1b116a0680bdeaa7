/** What is installed is what Kubernetes takes, each way of installing it gives the same rights, and the examples do what they say. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createClient } from '@patchbay/client';
import { parseAllDocuments } from 'yaml';
import { chartsAreHere, renderChart } from '../../../doubles/chart.ts';
import type { Tally } from '../tally.ts';
import { markers } from '../terraform/specimens.ts';
import type { World } from '../terraform/world.ts';
import { type Cluster, DEPLOY, isReady, until } from './cluster.ts';

interface Manifest { readonly kind: string; readonly metadata: { readonly name: string }; readonly rules?: unknown; readonly spec?: { readonly template?: { readonly spec?: { readonly containers: readonly { readonly args: readonly string[] }[] } } } }

const CHART = join(DEPLOY, 'helm/patchbay-operator');

export async function installs(cluster: Cluster, tally: Tally): Promise<void> {
  const kustomized = documents(await cluster.kubectl(['kustomize', join(DEPLOY, 'kustomize')]));
  const taken = (what: string, text: string): Promise<void> => cluster.kubectl(['apply', '--server-side', '--force-conflicts', '--dry-run=server', '-f', '-'], text).then(() => tally.check(`${what} is taken by Kubernetes`, true), (error: Error) => tally.check(`${what} is taken by Kubernetes`, false, error.message));
  await taken('kustomize for one namespace', await cluster.kubectl(['kustomize', join(DEPLOY, 'kustomize/namespaced')]));
  tally.check('the arguments of kustomize are those of the operator', startsWith(cluster, kustomized));
  if (!chartsAreHere()) return tally.check('the chart is rendered', false, 'run `node test/doubles/kubernetes/build.ts`');
  const charted = await renderChart(CHART, { name: 'patchbay-operator', namespace: 'patchbay', includeCrds: true });
  await taken('the chart', await renderChart(CHART, { name: 'first', namespace: 'patchbay' }));
  await taken('the chart for two namespaces', await renderChart(CHART, { name: 'other', namespace: 'patchbay', values: { namespaces: ['shop', 'default'], image: { tag: '1.2.3', pullSecrets: [{ name: 'registry' }] }, podAnnotations: { a: 'b' }, nodeSelector: { zone: 'a' }, serviceAccount: { annotations: { role: 'r' } } } }));
  tally.check('the arguments of the chart are those of the operator', startsWith(cluster, documents(charted)));
  for (const kind of ['CustomResourceDefinition', 'ClusterRole', 'Role']) tally.check(`chart and kustomize have the same of each ${kind}`, isDeepStrictEqual(essence(kustomized, kind), essence(documents(charted), kind)), JSON.stringify([essence(kustomized, kind), essence(documents(charted), kind)]).slice(0, 500));
  const refused = await renderChart(CHART, { values: { replicas: 0, hub: { secret: '' } } }).catch((error: Error) => error.message);
  tally.check('values that make no sense are refused', /replicas/.test(refused) && /hub\.secret/.test(refused), refused.slice(0, 500));
}

const documents = (text: string): Manifest[] => parseAllDocuments(text, { version: '1.1' }).map((each) => each.toJS() as Manifest | null).filter((each) => each !== null);

/** What they are called differs, and what they say does not. */
const essence = (all: readonly Manifest[], kind: string): unknown[] => all.filter((each) => each.kind === kind).map((each) => (kind === 'CustomResourceDefinition' ? each.spec : each.rules)).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));

/** The program itself judges them. */
function startsWith({ program }: Cluster, all: readonly Manifest[]): boolean {
  const args = all.find(({ kind }) => kind === 'Deployment')?.spec?.template?.spec?.containers[0]?.args ?? [];
  return args.length > 0 && spawnSync(process.execPath, [program, ...args, '--version']).status === 0;
}

/** With an operator that works. */
export async function examplesLive({ owner, hub }: World, cluster: Cluster, tally: Tally): Promise<void> {
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  const readme = await readFile(join(DEPLOY, '../README.md'), 'utf8');
  const texts = [['the example of the README', /```yaml\n(.*?)```/s.exec(readme)?.[1] ?? ''], ['the example', (await readFile(join(DEPLOY, '../../../examples/iac/kubernetes/shop.yaml'), 'utf8')).replace(/whsec_\w+/, secret)]] as const;
  markers.push(secret);
  for (const [name, text] of texts) {
    await cluster.apply(text);
    tally.check(`${name} is ready`, await until(async () => { const all = await cluster.all(); return all.length > 1 && all.every(isReady); }, 'all are ready').then(() => true, () => false), JSON.stringify((await cluster.all()).map(({ kind, status }) => [kind, status?.conditions])));
    if (name === 'the example') await isAsSaid();
    await cluster.kubectl(['delete', '-n', 'shop', '--timeout=30s', '-f', '-'], text);
    tally.check(`${name} is gone`, (await owner.projects.find('web-shop')) === undefined && (await cluster.all()).length === 0);
  }

  async function isAsSaid(): Promise<void> {
    const project = await owner.projects.find('web-shop');
    tally.check('its webhook is signed, and of its project', (await owner.endpoints.find('billing'))?.project === project?.id && project !== undefined);
    const { data } = JSON.parse(await cluster.kubectl(['get', 'secret', 'web-shop-robot', '-n', 'shop', '-o', 'json'])) as { data: { key: string } };
    const key = Buffer.from(data.key, 'base64').toString();
    markers.push(key);
    tally.check('its robot has a key', await createClient({ url: hub.url, key }).call('whoami', {}).then(() => true, () => false));
    await cluster.kubectl(['delete', 'secret', 'web-shop-robot', '-n', 'shop']); // in a whole cluster it goes with its owner
  }
}
