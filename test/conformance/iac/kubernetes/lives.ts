/** The life of every live resource as an object of Kubernetes: applied, at rest, changed, refused, drifted, gone, made anew, deleted; and the hub is asked each time. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CatalogResource } from '@patchbay/contracts';
import { kindOf } from '@patchbay/kubernetes';
import type { Tally } from '../tally.ts';
import { liveResources } from '../terraform/configuration.ts';
import { holds } from '../terraform/lives.ts';
import { markers, type Specimen, specimens } from '../terraform/specimens.ts';
import type { World } from '../terraform/world.ts';
import { type Cluster, type Found, isReady, type RunningOperator, startCluster, until } from './cluster.ts';
import { examplesLive, installs } from './installs.ts';
import { listOf, manifestsOf, objectName } from './manifest.ts';
import { trials } from './trials.ts';

type Fields = Readonly<Record<string, unknown>>;
interface Life { readonly resource: CatalogResource; readonly specimen: Specimen; readonly name: string; readonly kind: string }
interface Stage { readonly world: World; readonly tally: Tally; readonly cluster: Cluster; readonly operator: RunningOperator; readonly lives: readonly Life[] }

export async function kubernetesLives(world: World, tally: Tally, without: readonly string[] = []): Promise<void> {
  const cluster = await startCluster();
  const ours = ofKubernetes(tally);
  try {
    const operator = await cluster.operator('lives', { url: world.hub.url, key: world.key }, { args: ['--resync', '1'] });
    const lives = liveResources(world.catalog).filter(({ name }) => !without.includes(name)).map((resource): Life => ({ resource, specimen: specimens[resource.name]!(), name: objectName(resource.name), kind: kindOf(resource.name) }));
    await live({ world, tally: ours, cluster, operator, lives });
    await examplesLive(world, cluster, ours);
    await operator.stop();
    await installs(cluster, ours);
    await trials(world, cluster, ours);
  } finally {
    await cluster.stop();
  }
}

const ofKubernetes = (tally: Tally): Tally => ({ check: (what, held, found) => tally.check(`kubernetes: ${what}`, held, found), get held() { return tally.held; }, get failed() { return tally.failed; } });

async function live(stage: Stage): Promise<void> {
  await isCreated(stage);
  await isAtRest(stage);
  await isChanged(stage);
  await isNotReplaced(stage);
  await isRepaired(stage);
  await isMadeAnew(stage);
  await isReplacedByHand(stage);
  await isDeleted(stage);
}

const declare = ({ cluster }: Stage, lives: readonly Life[], pick: (specimen: Specimen) => Fields): Promise<string> =>
  cluster.apply(listOf(lives.flatMap(({ resource, specimen, name }) => manifestsOf({ resource, name, fields: pick(specimen) }, refIn))));

/** A reference of a specimen is an expression of Terraform. */
const refIn = (value: unknown): string | undefined => {
  const target = typeof value === 'string' ? /^\$\{patchbay_(\w+)\.it\.id\}$/.exec(value)?.[1] : undefined;
  return target === undefined ? undefined : objectName(target);
};

async function isCreated(stage: Stage): Promise<void> {
  const { tally, cluster, lives } = stage;
  await declare(stage, lives, ({ create }) => create);
  await allReady(stage, 'is ready after it was applied');
  for (const life of lives) tally.check(`${life.kind} is at the hub`, holds(await atHub(stage, life), { ...life.specimen.create, project: undefined }, life.resource));
  for (const { kind, metadata } of await cluster.all()) tally.check(`${kind} is held until it is gone from the hub`, metadata.finalizers?.includes('patchbay.io/hub') === true);
}

/** The hub asks them every minute, and writes down what came of it: now, so that it is not by chance in between. */
async function registriesAreAsked(stage: Stage): Promise<void> {
  for (const life of stage.lives.filter(({ resource }) => resource.name === 'registry')) await stage.world.owner.call('registry_refresh', { id: await idOf(stage, life) });
}

/** Compared with the hub every second, and nothing is written, neither here nor there. */
async function isAtRest(stage: Stage): Promise<void> {
  const { cluster, tally, lives, operator } = stage;
  await registriesAreAsked(stage);
  await settled(stage);
  const looks = await looked(operator);
  const before = await Promise.all([cluster.all(), ...lives.map((life) => atHub(stage, life))]);
  await until(async () => (await looked(operator)) >= looks + lives.length * 2, 'every object was looked at twice');
  const after = await Promise.all([cluster.all(), ...lives.map((life) => atHub(stage, life))]);
  const versions = new Map(before[0].map(({ kind, metadata }) => [kind, metadata.resourceVersion]));
  for (const { kind, metadata, status } of after[0]) tally.check(`${kind} is left alone`, versions.get(kind) === metadata.resourceVersion, JSON.stringify([before[0].find((each) => each.kind === kind)?.status, status]));
  for (const [i, { kind }] of lives.entries()) tally.check(`${kind} is left alone at the hub`, (before[i + 1] as { version: number }).version === (after[i + 1] as { version: number }).version);
}

async function isChanged(stage: Stage): Promise<void> {
  const { tally, lives } = stage;
  await declare(stage, lives, ({ create, change }) => ({ ...create, ...change }));
  await allReady(stage, 'is ready after it was changed');
  await settled(stage);
  for (const life of lives) tally.check(`${life.kind} is changed at the hub`, await becomes(async () => holds(await atHub(stage, life), { ...life.specimen.change, project: undefined }, life.resource)));
}

/** What only a new one can have is refused before anything happens. */
async function isNotReplaced(stage: Stage): Promise<void> {
  for (const { resource, specimen: { create, change, replace }, name, kind } of stage.lives.filter(({ specimen }) => specimen.replace !== undefined)) {
    const said = await stage.cluster.apply(listOf(manifestsOf({ resource, name, fields: { ...create, ...change, ...replace } }, refIn))).catch((error: Error) => error.message);
    stage.tally.check(`${kind} can’t become another one, and is told what to do`, /can’t be changed: delete this object and make a new one/.test(said), said);
  }
}

async function isRepaired(stage: Stage): Promise<void> {
  const { tally, lives, world } = stage;
  for (const life of lives) await world.client.resource(life.resource.plural).update(await idOf(stage, life), life.specimen.drift);
  for (const life of lives) {
    const { create, change, drift } = life.specimen;
    const declared = { ...create, ...change };
    const wanted = Object.fromEntries(Object.keys(drift).map((field) => [field, declared[field as keyof typeof declared]]));
    tally.check(`${life.kind} is repaired after drift`, await becomes(async () => {
      const view = await atHub(stage, life);
      return holds(view, { ...wanted, project: undefined }, life.resource) && !holds(view, drift, life.resource);
    }), JSON.stringify(await atHub(stage, life)));
  }
}

/** What others refer to would hold them up: those stay. */
async function isMadeAnew(stage: Stage): Promise<void> {
  const { tally, lives, world } = stage;
  const gone = lives.filter(({ resource: { name, deletion } }) => name !== 'project' && deletion !== 'destructive');
  const ids = new Map<string, string>();
  for (const life of gone) {
    ids.set(life.name, await idOf(stage, life));
    await world.client.resource(life.resource.plural).delete(ids.get(life.name)!);
  }
  for (const life of gone) {
    const anew = await becomes(async () => {
      const id = await idOf(stage, life);
      return id !== ids.get(life.name) && (await atHub(stage, life)) !== undefined;
    });
    tally.check(`${life.kind} is made anew when it disappears`, anew);
  }
  await allReady(stage, 'is ready after it was made anew');
}

async function isReplacedByHand(stage: Stage): Promise<void> {
  const { tally, lives, cluster, world } = stage;
  const replaced = lives.filter(({ specimen }) => specimen.replace !== undefined);
  const ids = new Map<string, string>();
  for (const life of replaced) ids.set(life.name, await idOf(stage, life));
  await cluster.kubectl(['delete', '-n', 'shop', '--timeout=30s', ...replaced.map(({ kind, name }) => `${kind.toLowerCase()}.patchbay.io/${name}`)]);
  for (const { resource, name, kind } of replaced) tally.check(`${kind} is gone from the hub when it is deleted`, await isGone(world, resource, ids.get(name)!));
  await declare(stage, replaced, ({ create, change, replace }) => ({ ...create, ...change, ...replace }));
  await allReady(stage, 'is ready as another one');
  for (const life of replaced) tally.check(`${life.kind} is another one now`, (await idOf(stage, life)) !== ids.get(life.name));
}

/** All at once: what others name goes last. And nothing that Kubernetes or the operator told has a secret in it. */
async function isDeleted(stage: Stage): Promise<void> {
  const { tally, lives, cluster, world, operator } = stage;
  const ids = new Map<string, string>();
  for (const life of lives) ids.set(life.name, await idOf(stage, life));
  const told = [await cluster.kubectl(['get', 'patchbay', '-n', 'shop', '-o', 'yaml']), await cluster.kubectl(['get', 'events', '-n', 'shop', '-o', 'yaml']), operator.said(), await operator.metrics()].join('\n');
  await writeFile(join(world.scratch, 'kubernetes.log'), told);
  tally.check('no secret is in an object, an event, a log or a figure', !markers.some((marker) => told.includes(marker)));
  await cluster.kubectl(['delete', 'patchbay', '--all', '-n', 'shop', '--timeout=60s']);
  for (const { resource, name, kind } of lives) tally.check(`${kind} is gone from the hub`, await isGone(world, resource, ids.get(name)!));
  tally.check('nothing is left in the cluster', (await cluster.all()).length === 0);
}

async function allReady({ cluster, lives, tally }: Stage, what: string): Promise<void> {
  await until(async () => (await cluster.all()).every(isReady), 'all are ready').catch(() => undefined); // said below
  const found = await cluster.all();
  for (const { kind } of lives) {
    const one = found.find((each) => each.kind === kind);
    tally.check(`${kind} ${what}`, one !== undefined && isReady(one), JSON.stringify(one?.status));
  }
}

/** What the hub itself goes on doing with a new one is over. */
async function settled({ cluster }: Stage): Promise<void> {
  for (let before = ''; ;) {
    const now = (await cluster.all()).map(({ metadata }) => metadata.resourceVersion).join();
    if (now === before) return;
    before = now;
    await sleep(1500);
  }
}

const looked = async (operator: RunningOperator): Promise<number> => [...(await operator.metrics()).matchAll(/^patchbay_operator_reconciles_total\{.*\} (\d+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
const becomes = (holds: () => Promise<boolean>): Promise<boolean> => until(() => holds().catch(() => false), 'it is so').then(() => true, () => false);
const isGone = (world: World, { plural }: CatalogResource, id: string): Promise<boolean> => world.owner.resource(plural).get(id).then(() => false, (error: { code?: string }) => error.code === 'resource.not_found');
const found = ({ cluster }: Stage, { kind, name }: Life): Promise<Found> => cluster.get(kind, name);
const idOf = async (stage: Stage, life: Life): Promise<string> => (await found(stage, life)).status?.id ?? '';
const atHub = async (stage: Stage, life: Life): Promise<Record<string, unknown>> => stage.world.owner.resource(life.resource.plural).get(await idOf(stage, life));
