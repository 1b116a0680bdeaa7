/** The whole life of every live resource, all at once in one configuration: from its creation to the proof that it is gone from the hub. */
import { isDeepStrictEqual } from 'node:util';
import { HubError } from '@patchbay/client';
import type { CatalogResource } from '@patchbay/contracts';
import type { Tally } from '../tally.ts';
import { configuration, type Declared, liveResources } from './configuration.ts';
import { type Specimen, specimens } from './specimens.ts';
import { changes, type State, type Workspace } from './workspace.ts';
import type { World } from './world.ts';

interface Life { readonly resource: CatalogResource; readonly specimen: Specimen; readonly address: string }
type Write = (version: number, pick: (specimen: Specimen) => Declared['fields']) => Promise<void>;

/** How a configuration comes to be. */
export interface Author {
  readonly name: string;
  /** What terraform needs in its environment for all that will be declared. */
  env(all: readonly Declared[]): Readonly<Record<string, string>>;
  /** Declares one resource of each kind, as `it`. */
  write(tf: Workspace, all: readonly Declared[], version: number): Promise<void>;
  /** By id and by name; whoever does not say tries it elsewhere. */
  readonly imports: boolean;
}

const PROVIDER = { approval_wait: 60 };
const byHand: Author = { name: 'lives', env: () => ({}), write: (tf, all, version) => tf.write('main.tf.json', configuration(all, PROVIDER, { version })), imports: true };

export async function live(world: World, tally: Tally, without: readonly string[] = [], author = byHand): Promise<Workspace> {
  const lives = liveResources(world.catalog).filter(({ name }) => !without.includes(name)).flatMap((resource): Life[] => {
    const make = specimens[resource.name];
    tally.check(`${resource.name} has a specimen`, make !== undefined);
    return make === undefined ? [] : [{ resource, specimen: make(), address: `patchbay_${resource.name}.it` }];
  });
  const tf = await world.attached(author.name, author.env(lives.flatMap(({ resource, specimen: { create, change } }) => [{ resource, fields: create }, { resource, fields: change }])));
  const write: Write = (version, pick) => author.write(tf, lives.map(({ resource, specimen }) => ({ resource, fields: pick(specimen) })), version);
  const isEmpty = async (step: string): Promise<void> => expectChanges(tf, tally, step, {});
  const each = (action: (life: Life) => string): Record<string, string> => Object.fromEntries(lives.map((life) => [life.address, action(life)]));

  await write(1, ({ create }) => create);
  await tf.ok(['init', '-no-color']);
  await expectChanges(tf, tally, 'create', each(() => 'create'));
  await tf.apply();
  await isEmpty('after the creation nothing is left to do');
  for (const { resource, specimen } of lives) tally.check(`${resource.name} is at the hub`, holds(await atHub(world, tf, resource), { ...specimen.create, project: undefined }, resource));

  await write(2, ({ create, change }) => ({ ...create, ...change }));
  await expectChanges(tf, tally, 'update', each(() => 'update'));
  await tf.apply();
  await isEmpty('after the update nothing is left to do');
  for (const { resource, specimen } of lives) tally.check(`${resource.name} is changed at the hub`, holds(await atHub(world, tf, resource), { ...specimen.change, project: undefined }, resource));

  await replace(tf, lives, write, tally);
  await isEmpty('after the replacement nothing is left to do');

  if (author.imports) await proveImports(world, tf, lives, tally);

  for (const { resource, specimen } of lives) await world.client.resource(resource.plural).update(await idOf(tf, resource), specimen.drift);
  await expectChanges(tf, tally, 'drift is seen', each(() => 'update'));
  await tf.apply();
  await isEmpty('drift is repaired');

  await vanish(world, tf, lives);
  await expectChanges(tf, tally, 'what disappeared is created again', Object.fromEntries(lives.filter(({ resource }) => gone(resource)).map(({ address }) => [address, 'create'])));
  await tf.apply();
  await isEmpty('after it was created again nothing is left to do');

  await age(tf, lives);
  await isEmpty('the state of an older schema is upgraded');
  return tf;
}

/** Ends them, and asks the hub whether they are gone. */
export async function die(world: World, tf: Workspace, tally: Tally): Promise<void> {
  const resources = liveResources(world.catalog);
  const known = (await tf.state()).resources.filter(({ mode }) => mode === 'managed').map(({ type, instances }) => ({ type, id: String(instances[0]?.attributes['id']) }));
  await tf.ok(['destroy', '-auto-approve', '-no-color', '-input=false']);
  for (const { type, id } of known) {
    const resource = resources.find(({ name }) => `patchbay_${name}` === type);
    const answer = await world.owner.resource(resource?.plural ?? '').get(id).catch((error: unknown) => (error instanceof HubError ? error.code : String(error)));
    tally.check(`${type} is gone from the hub`, answer === 'resource.not_found');
  }
}

async function expectChanges(tf: Workspace, tally: Tally, step: string, wanted: Record<string, string>): Promise<void> {
  const found = changes(await tf.plan());
  const addresses = new Set([...Object.keys(wanted), ...Object.keys(found)]);
  if (addresses.size === 0) tally.check(step, true);
  for (const address of addresses) tally.check(`${step}: ${address} ${wanted[address] ?? 'nothing'}`, found[address] === wanted[address], found[address] ?? 'nothing');
}

async function replace(tf: Workspace, lives: readonly Life[], write: Write, tally: Tally): Promise<void> {
  await write(2, ({ create, change, replace: other }) => ({ ...create, ...change, ...other }));
  const told = lives.filter(({ specimen }) => specimen.replace === undefined).map(({ address }) => `-replace=${address}`);
  const plan = changes(await tf.plan(told));
  for (const { address } of lives) tally.check(`replace: ${address}`, plan[address] === 'delete,create', plan[address] ?? 'nothing');
  const before = await tf.state();
  await tf.apply(told);
  const after = await tf.state();
  for (const { resource, address } of lives) tally.check(`${address} is another one now`, attributes(before, resource)['id'] !== attributes(after, resource)['id']);
}

/** By id and by name, with a configuration that terraform writes itself. */
async function proveImports(world: World, tf: Workspace, lives: readonly Life[], tally: Tally): Promise<void> {
  const state = await tf.state();
  for (const by of ['id', 'name'] as const) {
    const other = await world.attached(`import-by-${by}`);
    const blocks = lives.map(({ resource, address }) => `import {\n  to = ${address}\n  id = ${JSON.stringify(by === 'id' ? attributes(state, resource)['id'] : resource.key.map((field) => String(attributes(state, resource)[field])).join('/'))}\n}\n`);
    await other.write('main.tf', `terraform {\n  required_providers {\n    patchbay = { source = "patchbay/patchbay" }\n  }\n}\n${blocks.join('')}`);
    await other.ok(['init', '-no-color']);
    await other.ok(['plan', '-no-color', '-input=false', '-generate-config-out=generated.tf', '-out=plan.bin']);
    await other.ok(['apply', '-no-color', '-input=false', 'plan.bin']);
    await expectChanges(other, tally, `import by ${by}`, {});
    const imported = await other.state();
    for (const { resource } of lives) {
      const [original, taken] = [comparable(attributes(state, resource), resource), comparable(attributes(imported, resource), resource)];
      tally.check(`import of ${resource.name} by ${by} equals the state`, isDeepStrictEqual(original, taken), JSON.stringify([original, taken]));
    }
  }
}

/** Versions of secrets are the user's, and what the hub counts goes on. Texts of JSON may be spelled differently. */
function comparable(state: Record<string, unknown>, { create }: CatalogResource): object {
  const declared = ['id', 'created_at', ...Object.keys((create['properties'] ?? {}) as object).map((field) => (field === 'provider' ? 'provider_name' : field))];
  return Object.fromEntries(declared.map((name) => [name, typeof state[name] === 'string' && /^[{[]/.test(state[name]) ? JSON.parse(state[name]) as unknown : state[name]]));
}

/** What others refer to would hold them up: those stay. */
const gone = ({ name, deletion }: CatalogResource): boolean => name !== 'project' && deletion !== 'destructive';

async function vanish(world: World, tf: Workspace, lives: readonly Life[]): Promise<void> {
  for (const { resource } of lives.filter((life) => gone(life.resource))) await world.client.resource(resource.plural).delete(await idOf(tf, resource));
}

/** As a provider before the first release wrote it: a number less, attributes that came later, one that went. */
async function age(tf: Workspace, lives: readonly Life[]): Promise<void> {
  const state = await tf.state();
  for (const { type, instances } of state.resources) {
    const [instance] = instances;
    if (instance === undefined || !lives.some(({ resource }) => type === `patchbay_${resource.name}`)) continue;
    instance.schema_version = 0;
    instance.attributes['was_removed_since'] = 'something';
    delete instance.attributes['updated_at'];
    delete instance.attributes['description'];
    if (typeof instance.attributes['filter'] === 'string') instance.attributes['filter'] = JSON.parse(instance.attributes['filter']);
  }
  state.serial++;
  await tf.write('terraform.tfstate', state);
}

const attributes = (state: State, { name }: CatalogResource): Record<string, unknown> =>
  state.resources.find(({ mode, type, name: label }) => mode === 'managed' && type === `patchbay_${name}` && (label === 'it'))?.instances[0]?.attributes ?? {};

const idOf = async (tf: Workspace, resource: CatalogResource): Promise<string> => String(attributes(await tf.state(), resource)['id']);
const atHub = async (world: World, tf: Workspace, resource: CatalogResource): Promise<Record<string, unknown>> => world.owner.resource(resource.plural).get(await idOf(tf, resource));

/** The hub shows what was declared; secrets it does not show. */
export function holds(view: Record<string, unknown>, wanted: Record<string, unknown>, { secrets }: CatalogResource): boolean {
  return Object.entries(wanted).every(([field, value]) => value === undefined || value === null || secrets.includes(field) || contains(view[field], value));
}

function contains(there: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return Array.isArray(there) && wanted.length === there.length && wanted.every((item) => there.some((other) => contains(other, item)));
  if (typeof wanted === 'object' && wanted !== null) return typeof there === 'object' && there !== null && Object.entries(wanted).every(([key, value]) => contains((there as Record<string, unknown>)[key], value));
  return there === wanted || (typeof wanted === 'string' && typeof there === 'string' && Date.parse(wanted) === Date.parse(there));
}
