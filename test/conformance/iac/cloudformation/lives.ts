/** The life of every live resource in a stack: created, left alone, changed, taken back, replaced, taken back from that, gone, deleted. The function is the bundle that Lambda gets. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogResource } from '@patchbay/contracts';
import { type Fields, modelOf, plan } from '@patchbay/reconcile';
import type { Tally } from '../tally.ts';
import { liveResources } from '../terraform/configuration.ts';
import { markers, type Specimen, specimens } from '../terraform/specimens.ts';
import type { World } from '../terraform/world.ts';
import { type Grounds, openGrounds } from './grounds.ts';
import { createStack, type Resources, type Stack } from './stack.ts';
import { templateResource } from './template.ts';
import { trials } from './trials.ts';
import { written } from './written.ts';

interface Life { readonly resource: CatalogResource; readonly specimen: Specimen; readonly logicalId: string }

export async function cloudformationLives(world: World, tally: Tally, without: readonly string[] = []): Promise<void> {
  const grounds = await openGrounds(world);
  const lives = liveResources(world.catalog).filter(({ name }) => !without.includes(name)).map((resource): Life => ({ resource, specimen: specimens[resource.name]!(), logicalId: logicalIdOf(resource.name) }));
  await lead(world, grounds, lives, tally);
  await written(world, grounds, tally);
  await trials(world, grounds, tally);
  await writeFile(join(world.scratch, 'cloudformation', 'kept.json'), JSON.stringify({ printed: grounds.lambda.printed, answers: grounds.aws.answers, events: grounds.aws.events }));
  tally.check('cloudformation: no secret in what the function printed and answered, and in the events of stacks', !markers.some((marker) => [...grounds.lambda.printed, ...grounds.aws.answers, JSON.stringify(grounds.aws.events)].some((text) => text.includes(marker))));
  tally.check('cloudformation: AWS refused nothing', grounds.aws.refused.length === 0, grounds.aws.refused.join('\n'));
  console.log(`cloudformation: the function starts in ${Math.round(Math.min(...grounds.lambda.coldStarts))} ms, its bundle has ${Math.round(grounds.bytes / 1024)} kB`);
  grounds.stop();
}

async function lead(world: World, { aws, lambda }: Grounds, lives: readonly Life[], tally: Tally): Promise<void> {
  const stack = createStack('lives', aws, lambda);
  const check = (what: string, held: boolean, found?: string): void => tally.check(`cloudformation: ${what}`, held, found);
  const template = (fieldsOf: (life: Life) => Fields): Resources => Object.fromEntries(lives.map((life) => [life.logicalId, templateResource(life.resource, fieldsOf(life), aws, refOf)]));
  const expectAs = async (what: string, fieldsOf: (life: Life) => Fields): Promise<void> => {
    for (const { resource, logicalId, ...life } of lives) check(`${resource.name} ${what}`, ...await isAs(world, stack, resource, logicalId, fieldsOf({ resource, logicalId, ...life })));
  };
  const failing: Resources = { Fails: { Type: 'Custom::PatchbayProject', Properties: { Slug: 'Not A Slug', Name: 'x' }, DependsOn: lives.map(({ logicalId }) => logicalId) } };
  const idsNow = (): Map<string, string> => new Map(lives.map(({ logicalId }) => [logicalId, stack.ref(logicalId)]));
  const created = ({ specimen }: Life): Fields => specimen.create;
  const changed = ({ specimen }: Life): Fields => ({ ...specimen.create, ...specimen.change });
  const replaced = (life: Life): Fields => ({ ...changed(life), ...life.specimen.replace, ...(life.specimen.replace === undefined ? {} : renamed(life)) });

  const first = await stack.deploy(template(created));
  check('a stack with one of each is created', first.status === 'CREATE_COMPLETE', first.reason);
  if (first.status !== 'CREATE_COMPLETE') return;
  await expectAs('is as declared', created);
  for (const { logicalId, resource } of lives) check(`${resource.name} has its id for Fn::GetAtt, and nothing that is shown once`, stack.data(logicalId)['Id'] === stack.ref(logicalId) && !resource.once.some((field) => logicalIdOf(field) in stack.data(logicalId)), JSON.stringify(stack.data(logicalId)));

  const asked = stack.sent.length;
  check('the same template asks nothing', (await stack.deploy(template(created))).status === 'UPDATE_COMPLETE' && stack.sent.length === asked);

  const before = idsNow();
  const second = await stack.deploy(template(changed));
  check('a stack is changed', second.status === 'UPDATE_COMPLETE', second.reason);
  await expectAs('is changed', changed);
  for (const { logicalId, resource } of lives) check(`${resource.name} kept its id`, stack.ref(logicalId) === before.get(logicalId));

  const updates = stack.sent.filter(({ RequestType }) => RequestType === 'Update');
  const onceMore = async (): Promise<void> => {
    for (const event of updates) lambda.invoke({ ...event, ResponseURL: aws.answerUrl().url });
    await lambda.idle();
  };
  for (const { resource, specimen, logicalId } of lives) await world.client.resource(resource.plural).update(stack.ref(logicalId), specimen.drift);
  await onceMore();
  await expectAs('is as declared again after somebody else changed it, with the next update', changed);
  const versions = await versionsOf(world, stack, lives);
  await onceMore();
  const after = await versionsOf(world, stack, lives);
  for (const { resource } of lives.filter(({ specimen }) => !hasSecretChange(specimen))) check(`${resource.name} does not change when a request is delivered once more`, versions.get(resource.name) === after.get(resource.name), `${versions.get(resource.name)} → ${after.get(resource.name)}`);

  const third = await stack.deploy({ ...template(replaced), ...failing });
  check('a stack that fails after everything was replaced goes back', third.status === 'UPDATE_ROLLBACK_COMPLETE' && third.reason?.includes('stack.invalid') === true, JSON.stringify(third));
  await expectAs('is as it was after going back', changed);
  for (const { logicalId, resource } of lives) check(`${resource.name} is the same object after going back`, stack.ref(logicalId) === before.get(logicalId), `${before.get(logicalId)} → ${stack.ref(logicalId)}`);
  for (const { resource, specimen } of lives.filter(({ specimen: { replace } }) => replace !== undefined)) check(`of the ${resource.name} that it was replaced by nothing is left`, await absent(world, resource, { ...specimen.create, ...specimen.change, ...specimen.replace, ...renamed({ resource, specimen }) }));

  for (const { resource, specimen, logicalId } of lives.filter(({ resource: { key }, specimen: { replace } }) => replace !== undefined && !Object.keys(replace).some((field) => key.includes(field)))) {
    const same = await stack.deploy({ ...template(changed), [logicalId]: templateResource(resource, { ...specimen.create, ...specimen.change, ...specimen.replace }, aws, refOf) });
    check(`${resource.name} can’t be replaced under its own name, and that is said`, same.status === 'UPDATE_ROLLBACK_COMPLETE' && same.reason?.includes('stack.same_name') === true, JSON.stringify(same));
  }

  const fourth = await stack.deploy(template(replaced));
  check('a stack whose resources are replaced', fourth.status === 'UPDATE_COMPLETE', fourth.reason);
  await expectAs('is as declared after it was replaced', replaced);
  for (const { logicalId, resource, specimen } of lives.filter(({ specimen: { replace } }) => replace !== undefined)) {
    check(`${resource.name} is another one`, stack.ref(logicalId) !== before.get(logicalId));
    check(`the ${resource.name} before it is deleted`, await gone(world, resource, before.get(logicalId)!), JSON.stringify(specimen.replace));
  }

  const lost = lives.filter(({ resource: { name } }) => name !== 'project');
  for (const { resource, logicalId } of lost) await world.owner.resource(resource.plural).delete(stack.ref(logicalId)).catch(() => undefined); // what waits for an approval stays
  const missing = new Map(await Promise.all(lost.map(async ({ resource, logicalId }) => [logicalId, await gone(world, resource, stack.ref(logicalId))] as const)));
  const touched = Object.entries(template(replaced)).map(([logicalId, each]) => [logicalId, { ...each, Properties: { ...each.Properties, SecretsVersion: '2' } }] as const);
  const fifth = await stack.deploy(Object.fromEntries(touched));
  check('a stack whose resources were deleted behind its back makes them anew', fifth.status === 'UPDATE_COMPLETE', fifth.reason);
  for (const { resource, logicalId } of lost.filter(({ logicalId: each }) => missing.get(each) === true)) check(`${resource.name} is there again`, !(await gone(world, resource, stack.ref(logicalId))));

  const last = idsNow();
  const end = await stack.delete();
  check('the stack is deleted', end.status === 'DELETE_COMPLETE', end.reason);
  for (const { resource, logicalId } of lives) check(`${resource.name} is gone from the hub`, await gone(world, resource, last.get(logicalId)!));
}

/** `billing-2`, in a field of the key that is a word of the declarer’s. */
function renamed({ resource, specimen }: Pick<Life, 'resource' | 'specimen'>): Fields {
  const now = { ...specimen.create, ...specimen.replace };
  if (resource.key.some((field) => specimen.replace?.[field] !== undefined)) return {};
  const field = resource.key.find((each) => typeof now[each] === 'string' && resource.references[each] === undefined) ?? 'name';
  return { [field]: `${String(now[field])}-2` };
}

const hasSecretChange = ({ change, create }: Specimen): boolean => Object.keys(change).some((field) => /secret|token|value/.test(field) && field in create);
const logicalIdOf = (name: string): string => name.split('_').map((part) => `${part.slice(0, 1).toUpperCase()}${part.slice(1)}`).join('');

const REFERENCE = /^\$\{patchbay_(\w+)\.it\.id\}$/;
const targetOf = (value: unknown): string | undefined => (typeof value === 'string' ? REFERENCE.exec(value)?.[1] : undefined);
function refOf(value: unknown): unknown {
  const target = targetOf(value);
  return target === undefined ? undefined : { Ref: logicalIdOf(target) };
}

/** Whether the hub has it as declared, by the plan of reconcile. */
async function isAs(world: World, stack: Stack, resource: CatalogResource, logicalId: string, fields: Fields): Promise<[boolean, string]> {
  const desired = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null).map(([name, value]) => [name, targetOf(value) === undefined ? value : stack.ref(logicalIdOf(targetOf(value)!))]));
  const view = await world.client.resource(resource.plural).get(stack.ref(logicalId)).catch(() => undefined);
  const left = plan(modelOf(resource), desired, view, { undeclared: 'reset', secrets: [] });
  return [left.kind === 'nothing', JSON.stringify(left)];
}

async function versionsOf(world: World, stack: Stack, lives: readonly Life[]): Promise<Map<string, number>> {
  const found = await Promise.all(lives.map(async ({ resource, logicalId }) => [resource.name, (await world.client.resource(resource.plural).get(stack.ref(logicalId))).version] as const));
  return new Map(found);
}

const gone = (world: World, { plural }: CatalogResource, id: string): Promise<boolean> => world.owner.resource(plural).get(id).then(() => false, (error: { code?: string }) => error.code === 'resource.not_found');

async function absent(world: World, { plural, key }: CatalogResource, fields: Fields): Promise<boolean> {
  if (key.some((field) => targetOf(fields[field]) !== undefined)) return true;
  return (await world.owner.resource(plural).find(Object.fromEntries(key.flatMap((field) => (fields[field] === undefined ? [] : [[field, fields[field]]]))))) === undefined;
}
