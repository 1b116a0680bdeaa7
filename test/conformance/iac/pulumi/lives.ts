/** The whole life of every live resource in Pulumi, all at once in one program: from its creation to the proof that it is gone from the hub. */
import { isDeepStrictEqual } from 'node:util';
import type { CatalogResource } from '@patchbay/contracts';
import { modelOf } from '@patchbay/reconcile';
import type { Tally } from '../tally.ts';
import { liveResources } from '../terraform/configuration.ts';
import { markers, type Specimen, specimens } from '../terraform/specimens.ts';
import type { World } from '../terraform/world.ts';
import { type Engine, nameIn } from './engine.ts';
import { opened } from './state.ts';
import { type Declared, declaration, openWorkshop, type Workshop } from './workshop.ts';
import { pulumiExample } from './example.ts';
import { pulumiTrials } from './trials.ts';

type Fields = Readonly<Record<string, unknown>>;
interface Life { readonly resource: CatalogResource; readonly specimen: Specimen }

export async function pulumiLives(world: World, tally: Tally, without: readonly string[] = []): Promise<void> {
  const workshop = await openWorkshop(world.scratch);
  await lives(world, workshop, tally, without);
  await pulumiTrials(world, workshop, tally);
  await pulumiExample(world, workshop, tally);
}

async function lives(world: World, workshop: Workshop, tally: Tally, without: readonly string[]): Promise<void> {
  const all = liveResources(world.catalog).filter(({ name }) => !without.includes(name)).map((resource): Life => ({ resource, specimen: specimens[resource.name]!() })).sort(byNeed);
  const config = { url: world.hub.url, key: world.key, approvalWait: '60' };
  const engine = await workshop.engine('lives', config);
  const declared = (pick: (specimen: Specimen) => Fields, options: (life: Life) => Fields = () => ({})): Declared[] => all.map((life) => declaration(life.resource, pick(life.specimen), options(life)));
  const expect = async (step: string, wanted: (life: Life, op: string) => boolean, program: readonly Declared[], options: object = {}, on: Engine = engine): Promise<void> => {
    const { code, ops, said } = await workshop.up(on, program, options);
    if (code !== 0) tally.check(`pulumi: ${step}`, false, said);
    else for (const life of all) { const op = ops.find((each) => each.endsWith(` ${life.resource.name}`)) ?? 'nothing'; tally.check(`pulumi: ${step}: ${life.resource.name}`, wanted(life, op), op); }
  };
  const same = (_: Life, op: string): boolean => op.startsWith('same ');
  const begins = (verb: string) => (_: Life, op: string): boolean => op.startsWith(verb);

  const created = declared(({ create }) => create);
  await expect('the preview of a creation', begins('create '), created, { preview: true });
  tally.check('pulumi: a preview creates nothing', (await world.owner.projects.find('shop')) === undefined);
  await expect('creation', begins('create '), created);
  await expect('after the creation nothing is left to do', same, created);

  const changed = declared(({ create, change }) => ({ ...create, ...change }));
  await expect('the preview of an update', begins('update['), changed, { preview: true });
  await expect('update', begins('update['), changed);
  await expect('after the update nothing is left to do', same, changed);

  const replaced = declared(({ create, change, replace }) => ({ ...create, ...change, ...replace }));
  const replace = all.filter(({ specimen }) => specimen.replace === undefined).map(({ resource }) => resource.name);
  const before = ids(engine);
  await expect('replacement', (_, op) => op.startsWith('replace[') || op.startsWith('recreate '), replaced, { replace });
  for (const { resource: { name } } of all) tally.check(`pulumi: ${name} is another one now`, before.get(name) !== ids(engine).get(name));
  await expect('after the replacement nothing is left to do', same, replaced);

  for (const by of ['id', 'name'] as const) {
    const other = await workshop.engine(`import-by-${by}`, config);
    const nameOf = ({ resource }: Life): string => (by === 'id' ? ids(engine).get(resource.name)! : keyText(engine, resource));
    await expect(`import by ${by}`, begins('import '), declared(({ create, change, replace: third }) => ({ ...create, ...change, ...third }), (life) => ({ import: nameOf(life) })), {}, other);
    for (const { resource } of all) tally.check(`pulumi: import of ${resource.name} by ${by} equals the state`, isDeepStrictEqual(declaredOutputs(other, resource), declaredOutputs(engine, resource)), JSON.stringify([declaredOutputs(other, resource), declaredOutputs(engine, resource)]));
    if (by === 'name') await expect(`after the import by ${by} nothing is left to do`, same, replaced, {}, other);
    await other.stop();
  }

  for (const { resource, specimen } of all) await world.client.resource(resource.plural).update(ids(engine).get(resource.name)!, specimen.drift);
  await engine.refresh();
  await expect('drift is repaired', begins('update['), replaced);
  await expect('after the repair nothing is left to do', same, replaced);

  for (const { resource } of all.filter((life) => mayGo(life.resource))) await world.client.resource(resource.plural).delete(ids(engine).get(resource.name)!);
  await engine.refresh();
  await expect('what disappeared is created again', ({ resource }, op) => op.startsWith(mayGo(resource) ? 'create ' : 'same '), replaced);

  age(engine);
  await expect('then nothing is left to do, and the state of an older provider is read', same, replaced);
  const last = ids(engine);
  await engine.destroy();
  for (const { resource: { name, plural } } of all) tally.check(`pulumi: ${name} is gone from the hub`, await world.owner.resource(plural).get(last.get(name)!).then(() => false, (error: { code?: string }) => error.code === 'resource.not_found'));
  tally.check('pulumi: secrets were declared', markers.length > 0);
  await engine.stop();
}

/** Projects first: others name them. */
const byNeed = (a: Life, b: Life): number => Number(b.resource.name === 'project') - Number(a.resource.name === 'project');
/** What others refer to would hold them up, and what is destructive is done by the owner only: those stay. */
const mayGo = ({ name, deletion }: CatalogResource): boolean => name !== 'project' && deletion !== 'destructive';

const ids = ({ state }: Engine): Map<string, string> => new Map([...state.values()].map(({ urn, id }) => [nameIn(urn), id]));
const entryOf = ({ state }: Engine, { name }: CatalogResource) => [...state.values()].find(({ urn }) => nameIn(urn) === name);

const camel = (field: string): string => field.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const keyText = (engine: Engine, resource: CatalogResource): string => resource.key.map((field) => String(entryOf(engine, resource)?.outputs[camel(field)])).join('/');

/** What was declared, whatever the order of what has none. The rest the hub writes when it likes. */
function declaredOutputs(engine: Engine, resource: CatalogResource): Fields {
  const all = opened(entryOf(engine, resource)?.outputs ?? {}) as Fields; // of an object it makes an object
  return Object.fromEntries([...modelOf(resource).fields.filter(({ secret }) => !secret).map(({ name }) => camel(name)), 'createdAt'].map((name) => [name, unordered(all[name])]));
}

const unordered = (value: unknown): unknown => (Array.isArray(value) && value.every((item) => typeof item === 'string') ? value.toSorted() : value);

/** As a provider before wrote it: outputs that came later are missing, one that went is there. */
function age({ state }: Engine): void {
  for (const [urn, entry] of state) {
    const { updatedAt: _, createdAt: __, ...others } = entry.outputs;
    state.set(urn, { ...entry, outputs: { ...others, wasRemovedSince: 'something' } });
  }
}
