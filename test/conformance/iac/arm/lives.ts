/** The life of every live resource as deployments of Azure lead it: each by its own template, all of them by the one for everything; twice, changed, drifted, replaced, gone, and gone twice. */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogResource } from '@patchbay/contracts';
import { type Fields, modelOf, plan } from '@patchbay/reconcile';
import { Ajv } from 'ajv';
import type { Tally } from '../tally.ts';
import { openGate } from '../terraform/gate.ts';
import { liveResources } from '../terraform/configuration.ts';
import { markers, type Specimen, specimens } from '../terraform/specimens.ts';
import type { World } from '../terraform/world.ts';
import { readBicep } from './bicep.ts';
import { type ArmTemplate, deploy, type Deployed } from './deployment.ts';
import { mistakes } from './mistakes.ts';
import { templateSchema } from './template-schema.ts';

interface Life { readonly resource: CatalogResource; readonly specimen: Specimen }
type Check = (what: string, held: boolean, found?: unknown) => void;
interface Declared { readonly resource: string; readonly label: string; readonly fields: Fields; readonly reset?: readonly string[]; readonly replace?: boolean; readonly state?: string }

const FOLDER = join(import.meta.dirname, '../../../../providers/arm/templates');
export const templateOf = async (name: string): Promise<ArmTemplate> => JSON.parse(await readFile(join(FOLDER, `${name}.json`), 'utf8')) as ArmTemplate; // its schema is checked below

export async function armLives(world: World, tally: Tally, without: readonly string[] = []): Promise<void> {
  const check: Check = (what, held, found) => tally.check(`arm: ${what}`, held, typeof found === 'string' ? found : JSON.stringify(found));
  const scratch = join(world.scratch, 'arm');
  await mkdir(scratch, { recursive: true });
  await templates(check);
  const away = toNobody(world, scratch);
  const shown: string[] = [];
  const lives = liveResources(world.catalog).filter(({ name }) => !without.includes(name)).map((resource): Life => ({ resource, specimen: specimens[resource.name]!() })).sort(byNeed);
  await lead(world, lives, check, async (name, given) => {
    const deployed = await deploy(await templateOf(name), { hubUrl: world.hub.url, hubKey: world.key, ...given }, scratch);
    shown.push(deployed.shown);
    return deployed;
  });
  await example(world, check, scratch);
  await trials(world, check, scratch);
  await mistakes(world, check, async (given) => deploy(await templateOf('declarations'), { hubUrl: world.hub.url, hubKey: world.key, ...given }, scratch));
  const down = await away;
  check('a hub that is down is asked again, then told with what to do', down.code === 1 && /Could not reach the hub.*Check hubUrl.*\(client\.unreachable\)/.test(down.log), down.log);
  await writeFile(join(scratch, 'shown.json'), shown.join('\n'));
  check('no secret in anything that Azure shows', !markers.some((marker) => shown.some((text) => text.includes(marker))) && !shown.some((text) => text.includes(world.key)));
}

/** Each template is what Azure takes, and its Bicep says the same. */
async function templates(check: Check): Promise<void> {
  const valid = new Ajv({ strict: false, allErrors: true }).compile(templateSchema);
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));
  const script = await readFile(join(FOLDER, 'declare.sh'), 'utf8');
  for (const name of names) {
    const template = await templateOf(name);
    check(`${name}.json is a template`, valid(template), valid.errors);
    const bicep = readBicep(await readFile(join(FOLDER, `${name}.bicep`), 'utf8'));
    const { properties } = template.resources.script;
    const ofJson = {
      parameters: Object.fromEntries(Object.entries(template.parameters).map(([each, { type = '', $ref, defaultValue, allowedValues = [], ...more }]) => [each, { type: $ref?.split('/').at(-1) ?? { securestring: 'string', secureObject: 'object' }[type] ?? type, secure: type.startsWith('secure'), description: (more as { metadata: { description: string } }).metadata.description, given: defaultValue !== undefined, allowed: allowedValues }])),
      types: Object.fromEntries(Object.entries(template.definitions ?? {}).map(([each, definition]) => [each, Object.fromEntries(Object.entries(definition.properties).map(([field, { type, nullable = false, allowedValues = [], ...more }]) => [field, { type, nullable, description: (more as { metadata: { description: string } }).metadata.description, allowed: allowedValues }]))])),
      resource: 'Microsoft.Resources/deploymentScripts@2023-08-01', environment: Object.fromEntries(properties.environmentVariables.map((each) => [each.name, each.secureValue === undefined ? 'value' : 'secureValue'])),
      properties: Object.keys(properties), script: 'declare.sh', outputs: Object.fromEntries(Object.entries(template.outputs).map(([each, { type }]) => [each, type])),
    };
    check(`${name}.bicep says what ${name}.json says`, JSON.stringify(sorted(bicep)) === JSON.stringify(sorted(ofJson)), { bicep, ofJson });
    check(`${name}.json runs the script of the Bicep`, properties.scriptContent === script);
  }
}

type Run = (template: string, given: Fields) => Promise<Deployed>;

async function lead(world: World, lives: readonly Life[], check: Check, run: Run): Promise<void> {
  const changed = ({ specimen }: Life): Fields => ({ ...specimen.create, ...specimen.change });
  const replaced = (life: Life): Fields => ({ ...changed(life), ...life.specimen.replace });
  const ids: Record<string, string> = {};

  for (const life of lives) {
    const { resource: { name }, specimen } = life;
    const { fields, secrets } = split(life, specimen.create, (target) => ids[target]);
    const made = await run(name, { fields, ...(life.resource.secrets.length === 0 ? {} : { secrets }) });
    check(`${name} is created by its template`, made.outputs?.changes[0]?.['change'] === 'create', made.log);
    ids[name] = made.outputs?.ids['it'] ?? '';
    check(`${name} is as declared`, ...await isAs(world, life, ids[name], specimen.create, ids));
  }

  const all = async (fieldsOf: (life: Life) => Fields, more: Fields = {}, eachMore: (life: Life) => Partial<Declared> = () => ({})): Promise<(name: string) => Fields | undefined> => {
    const parts = lives.map((life) => ({ life, ...split(life, fieldsOf(life), (target) => ({ $ref: target })) }));
    const declarations = parts.map(({ life, fields }): Declared => ({ resource: life.resource.name, label: life.resource.name, fields, reset: Object.keys(fieldsOf(life)).filter((field) => fieldsOf(life)[field] === null), ...eachMore(life) }));
    const done = await run('declarations', { declarations, secrets: Object.fromEntries(parts.map(({ life, secrets }) => [life.resource.name, secrets])), ...more });
    check('a deployment succeeds', done.code === 0, done.log);
    Object.assign(ids, Object.fromEntries(Object.entries(done.outputs?.ids ?? {}).filter(([, id]) => id !== 'unknown')));
    return (name) => done.outputs?.changes.find(({ label }) => label === name);
  };

  const again = await all(({ specimen }) => specimen.create);
  for (const { resource: { name } } of lives) check(`${name} declared twice changes nothing`, again(name) === undefined, again(name));
  const first = { ...ids };
  const would = await all(changed, { dryRun: true });
  Object.assign(ids, first);
  for (const life of lives) {
    check(`${life.resource.name} would be changed`, would(life.resource.name)?.['change'] === changeOf(life), would(life.resource.name));
    check(`${life.resource.name} was not changed by looking`, ...await isAs(world, life, ids[life.resource.name]!, life.specimen.create, ids));
  }
  const done = await all(changed, { updateSecrets: true });
  for (const life of lives) {
    check(`${life.resource.name} is changed`, done(life.resource.name)?.['change'] === changeOf(life), done(life.resource.name));
    check(`${life.resource.name} is as it was changed`, ...await isAs(world, life, ids[life.resource.name]!, changed(life), ids));
  }
  const then = await all(changed);
  for (const { resource: { name } } of lives) check(`${name} changed twice changes nothing`, then(name) === undefined, then(name));

  for (const { resource, specimen } of lives) await world.client.resource(resource.plural).update(ids[resource.name]!, specimen.drift);
  const drifted = ({ specimen }: Life): string[] => Object.keys(specimen.drift).filter((field) => ({ ...specimen.create, ...specimen.change })[field] === undefined);
  await all(changed, {}, (life) => ({ reset: [...Object.keys(changed(life)).filter((field) => changed(life)[field] === null), ...drifted(life)] }));
  for (const life of lives) check(`${life.resource.name} is as declared again after somebody else changed it`, ...await isAs(world, life, ids[life.resource.name]!, changed(life), ids));

  const before = { ...ids };
  const replacing = lives.filter(({ specimen }) => specimen.replace !== undefined);
  await all(replaced, { approvalWait: 60, updateSecrets: false }, () => ({ replace: true }));
  for (const life of replacing) {
    check(`${life.resource.name} is as it was replaced`, ...await isAs(world, life, ids[life.resource.name]!, replaced(life), ids));
    check(`${life.resource.name} is another one`, before[life.resource.name] !== ids[life.resource.name]);
  }

  // What was replaced by another name is still there: a script that remembers nothing does not know the old one.
  for (const life of [...lives].reverse()) {
    const { name } = life.resource;
    for (const fields of [replaced(life), ...(before[name] === ids[name] ? [] : [changed(life)]), ...(first[name] === before[name] ? [] : [life.specimen.create])]) {
      const gone = await run(name, { fields: split(life, keyed(life, fields), (target) => ids[target]).fields, declaredState: 'absent', approvalWait: 60 });
      check(`${name} is absent`, gone.code === 0, gone.log);
    }
    for (const id of new Set([first[name], before[name], ids[name]])) check(`${name} is gone from the hub`, await world.owner.resource(life.resource.plural).get(id ?? '').then(() => false, (error: { code?: string }) => error.code === 'resource.not_found'), id);
  }
  const nothing = await run('declarations', { declarations: lives.filter(({ resource }) => Object.keys(resource.references).every((field) => !resource.key.includes(field))).map((life) => ({ resource: life.resource.name, label: life.resource.name, state: 'absent', fields: keyed(life, replaced(life)) })) });
  check('what is absent already changes nothing', nothing.outputs?.changed === 0, nothing.log);
}

/** The one of the repository. */
async function example(world: World, check: Check, scratch: string): Promise<void> {
  const folder = join(import.meta.dirname, '../../../../examples/iac/arm');
  const { parameters } = JSON.parse(await readFile(join(folder, 'shop.parameters.json'), 'utf8')) as { parameters: { declarations: { value: readonly Declared[] } } };
  const declarations = parameters.declarations.value;
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  markers.push(secret);
  const given = { hubUrl: world.hub.url, hubKey: world.key, declarations, secrets: { billing: { signing_secret: secret } } };
  const template = await templateOf('declarations');
  const made = await deploy(template, given, scratch);
  const endpoint = await world.owner.endpoints.find('billing');
  check('the example is deployed', made.outputs?.changed === declarations.length && endpoint?.id === made.outputs.ids['billing'], made.log);
  check('its secret reached the hub, and nothing that Azure shows has it', endpoint !== undefined && JSON.stringify(await world.owner.call('endpoint_secret_reveal', { endpoint: endpoint.id })).includes(secret) && !made.shown.includes(secret));
  check('the example twice changes nothing', (await deploy(template, given, scratch)).outputs?.changed === 0);
  const bicep = await readFile(join(folder, 'main.bicep'), 'utf8');
  const named = [...(/params: \{\n([\s\S]*?)\n {2}\}/.exec(bicep)?.[1] ?? '').matchAll(/^ {4}(\w+):/gm)].map(([, name = '']) => name);
  check('its Bicep gives the template what it takes', named.length > 0 && named.every((name) => name in template.parameters) && Object.entries(template.parameters).every(([name, { defaultValue }]) => defaultValue !== undefined || named.includes(name)), named.join());
  const gone = await deploy(template, { ...given, secrets: {}, declarations: declarations.map((each) => ({ ...each, state: 'absent' })) }, scratch).catch((error: unknown) => ({ outputs: undefined, log: String(error) }));
  check('and made absent, last first', gone.outputs?.changed === declarations.length, gone.log);
}

async function trials(world: World, check: Check, scratch: string): Promise<void> {
  const gate = await openGate(world.hub.url);
  const run = async (given: Fields, template = 'project'): Promise<Deployed> => deploy(await templateOf(template), { hubUrl: gate.url, hubKey: world.key, ...given }, scratch);
  const refusal = (status: number, code: string, headers = {}, more = {}) => ({ status, headers, body: { status, code, detail: 'Not now', fix: 'Wait.', ...more } });
  gate.spoil = (method, path, count) => (method === 'POST' && path === '/v1/projects' && count <= 2 ? refusal(429, 'rate.limited', { 'retry-after': '1' }) : undefined);
  const busy = await run({ fields: { slug: 'busy', name: 'Busy' } });
  check('a hub that is busy is asked again', busy.outputs?.changed === 1 && gate.asked.get('POST /v1/projects') === 3, busy.log);
  gate.spoil = () => undefined;
  const wrong = await run({ fields: { slug: 'Not A Slug', name: 'x' } });
  check('what the hub refuses keeps its code, its place and what to do', wrong.code === 1 && /Could not declare the project Not A Slug: .*slug: .*Correct the fields.*\(input\.invalid, request req_/.test(wrong.log), wrong.log);
  const key = await run({ fields: { slug: 'x', name: 'x' }, hubKey: 'pb_wrong' });
  check('a key that is none is told, and not shown', key.code === 1 && key.log.includes('credential.invalid') && !key.log.includes('pb_wrong'), key.log);
  const open = await run({ declarations: [{ resource: 'secret', label: 's', fields: { name: 'a', value: 'shown' } }] }, 'declarations');
  check('a secret among the fields is refused', open.code === 1 && /value is a secret.*Give it in `secrets`/.test(open.log) && !open.log.includes('shown.'), open.log);
  const label = await run({ declarations: [{ resource: 'endpoint', fields: { name: 'a', url: 'https://a.example.com', project: { $ref: 'nothing' } } }] }, 'declarations');
  check('a label that nothing has is refused', label.code === 1 && label.log.includes('Nothing before it has the label nothing'), label.log);
  const unnamed = await run({ declarations: [{ resource: 'nothing', fields: {} }] }, 'declarations');
  check('a resource that is none is refused with those that are', unnamed.code === 1 && /expected one of api_key, /.test(unnamed.log), unnamed.log);
  const immutable = await run({ declarations: [{ resource: 'flag', label: 'f', fields: { name: 'typed' } }, { resource: 'flag', label: 'g', fields: { name: 'typed', type: 'string' } }] }, 'declarations');
  check('what only a new one can have is refused unless it may be replaced', immutable.code === 1 && immutable.log.includes('resource.immutable') && immutable.log.includes('create f'), immutable.log);
  await run({ fields: { name: 'typed' }, declaredState: 'absent' }, 'flag');
  gate.spoil = (method, _, count) => {
    if (method === 'PATCH' && count === 2) return refusal(412, 'resource.changed');
    return undefined;
  };
  const own = await run({ fields: { slug: 'busy', name: 'Not so busy' } });
  check('when the hub itself wrote meanwhile, it is no conflict', own.outputs?.changed === 1, own.log);
  gate.spoil = (method) => (method === 'DELETE' ? refusal(409, 'approval.required', {}, { approval_id: 'apr_01jd8xk3v2q4r6t8w0y2a4c6e8' }) : undefined);
  const waiting = await run({ fields: { slug: 'busy' }, declaredState: 'absent', approvalWait: 1 }).catch((error: unknown) => String(error));
  check('an approval that does not come is named', typeof waiting === 'object' && waiting.code === 1 && waiting.log.includes('patchbay approvals approve apr_01jd8xk3v2q4r6t8w0y2a4c6e8'), waiting);
  gate.spoil = () => undefined;
  await world.owner.projects.delete((await world.owner.projects.find('busy'))!.id);
  gate.stop();
}

/** A hub that is not there is asked for most of a minute: beside all else. */
async function toNobody({ key }: World, scratch: string): Promise<Deployed> {
  const folder = join(scratch, 'away');
  await mkdir(folder);
  return deploy(await templateOf('project'), { hubUrl: 'http://127.0.0.1:1', hubKey: key, fields: { slug: 'down', name: 'Down' } }, folder);
}

const REFERENCE = /^\$\{patchbay_(\w+)\.it\.id\}$/;
const targetOf = (value: unknown): string | undefined => (typeof value === 'string' ? REFERENCE.exec(value)?.[1] : undefined);

function split({ resource }: Life, fields: Fields, refOf: (target: string) => unknown): { readonly fields: Fields; readonly secrets: Fields } {
  const all = Object.entries(fields).filter(([, value]) => value !== null).map(([name, value]) => [name, targetOf(value) === undefined ? value : refOf(targetOf(value)!)] as const);
  return { fields: Object.fromEntries(all.filter(([name]) => !resource.secrets.includes(name))), secrets: Object.fromEntries(all.filter(([name]) => resource.secrets.includes(name))) };
}

/** With another name it is another one. */
const changeOf = ({ resource: { key }, specimen: { change } }: Life): string => (Object.keys(change).some((field) => key.includes(field)) ? 'create' : 'update');

/** What it is found by. Azure has the template’s other required fields as well. */
const keyed = ({ resource }: Life, fields: Fields): Fields => Object.fromEntries(resource.key.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])));

async function isAs(world: World, { resource }: Life, id: string, fields: Fields, ids: Readonly<Record<string, string>>): Promise<[boolean, string]> {
  const desired = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null).map(([name, value]) => [name, targetOf(value) === undefined ? value : ids[targetOf(value)!]]));
  const view = await world.client.resource(resource.plural).get(id).catch(() => undefined);
  const left = plan(modelOf(resource), desired, view, { undeclared: 'reset', secrets: [] });
  return [left.kind === 'nothing', JSON.stringify(left)];
}

/** Projects first: others name them. */
const byNeed = (a: Life, b: Life): number => Number(b.resource.name === 'project') - Number(a.resource.name === 'project');

const sorted = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(sorted) : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)])) : value;
