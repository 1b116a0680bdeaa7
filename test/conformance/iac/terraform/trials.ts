/** What goes wrong: bad configuration, a hub that is busy or slow, Ctrl-C, secrets that want to get out. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tally } from '../tally.ts';
import { openGate } from './gate.ts';
import { markers } from './specimens.ts';
import { changes, finished, type Workspace } from './workspace.ts';
import type { World } from './world.ts';

const HEAD = 'terraform {\n  required_providers {\n    patchbay = { source = "patchbay/patchbay" }\n  }\n}\n';
const project = (slug: string, more = ''): string => `${HEAD}resource "patchbay_project" "it" {\n  slug = "${slug}"\n  name = "Trial"\n${more}}\n`;
const hint = /\s+/g;

export async function trials(world: World, tally: Tally): Promise<void> {
  await wrongConfigurations(world, tally);
  await plannedResources(world, tally);
  await keepsTrying(world, tally);
  await stops(world, tally);
  await conflicts(world, tally);
  await waitsForApproval(world, tally);
  await moves(world, tally);
  await defaults(world, tally);
  await secrets(world, tally);
}

interface Said { readonly summary: string; readonly detail: string; readonly snippet?: { readonly code: string } }

/** What `plan` complains about, as terraform shows it to tools. */
async function complaints(tf: Workspace, args: readonly string[] = []): Promise<Said[]> {
  const { out } = await tf.run(['plan', '-json', '-input=false', ...args]);
  return out.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as { type: string; diagnostic?: Said & { severity: string } }).flatMap(({ type, diagnostic }) => (type === 'diagnostic' && diagnostic?.severity === 'error' ? [diagnostic] : []));
}

async function wrongConfigurations(world: World, tally: Tally): Promise<void> {
  const tf = await world.attached('wrong');
  const cases: readonly [string, string, RegExp, RegExp][] = [
    ['a URL that is none', 'resource "patchbay_endpoint" "it" {\n  name = "e"\n  url = "nonsense"\n}', /url: expected a URL/, /url = "nonsense"/],
    ['a value deep inside', 'resource "patchbay_endpoint" "it" {\n  name = "e"\n  url = "https://e.example"\n  retry = { delays = [1, -1] }\n}', /retry\.delays\.1: expected at least 0/, /retry = /],
    ['a word that is not one of the list', 'resource "patchbay_flag" "it" {\n  name = "f"\n  type = "colour"\n}', /type: expected one of boolean, string, number, json/, /type = "colour"/],
    ['a number with more digits than a number has here', 'resource "patchbay_flag" "it" {\n  name = "f"\n  rules = [{ name = "third", split = [{ variant = "on", percent = 100 / 3 }] }]\n}', /rules\.0\.split\.0\.percent: expected a number of at most 15 digits/, /rules = /],
    ['JSON that can’t be read', 'resource "patchbay_endpoint" "it" {\n  name = "e"\n  url = "https://e.example"\n  filter = "{"\n}', /filter: expected JSON as text/, /filter = /],
    ['a rule over several fields, which is the hub’s', 'resource "patchbay_endpoint" "it" {\n  name = "e"\n  url = "https://e.example"\n  signature = { profile = "hmac" }\n}', /signature\.header/, /signature = /],
    ['a secret that is missing', 'resource "patchbay_secret" "it" {\n  name = "s"\n}', /value: is required when it is created/, /./],
    ['a lookup by nothing', 'data "patchbay_project" "it" {}', /expected either id or slug/, /./],
    ['a lookup of nobody', 'data "patchbay_project" "it" {\n  slug = "nobody"\n}', /Nothing has slug = "nobody"/, /./],
    ['an ephemeral key for too long', 'ephemeral "patchbay_api_key" "it" {\n  scopes = ["project:read"]\n  lifetime = 5\n}', /lifetime: expected 60 to 86400 seconds/, /lifetime = 5/],
    ['a function that can’t', 'output "o" {\n  value = provider::patchbay::parse_id("nothing")\n}', /expected an id such as/, /./],
    ['a provider without a hub', 'provider "patchbay" {\n  url = "ftp://hub"\n}\ndata "patchbay_project" "it" {\n  slug = "x"\n}', /Expected http:\/\/ or https:\/\//, /url = "ftp/],
  ];
  await tf.write('main.tf', HEAD);
  await tf.ok(['init', '-no-color']);
  for (const [name, text, says, at] of cases) {
    await tf.write('main.tf', HEAD + text);
    const said = await complaints(tf);
    tally.check(`${name} is refused at plan time, at its place`, said.some(({ detail, snippet }) => says.test(detail) && at.test(snippet?.code ?? '')), JSON.stringify(said));
  }
}

async function plannedResources(world: World, tally: Tally): Promise<void> {
  const tf = await world.attached('planned');
  for (const { name } of world.catalog.resources.filter(({ kind, state }) => kind === 'resource' && state === 'planned')) {
    const schema = JSON.parse(await (await ready(tf)).ok(['providers', 'schema', '-json'])) as { provider_schemas: Record<string, { resource_schemas: Record<string, unknown> }> };
    tally.check(`${name} is in the schema`, Object.values(schema.provider_schemas).some(({ resource_schemas }) => `patchbay_${name}` in resource_schemas));
  }
  await tf.write('main.tf', `${HEAD}resource "patchbay_runbook" "it" {\n  slug = "r"\n  name = "R"\n  steps = [{ id = "a", action = "whoami" }]\n}`);
  if (world.catalog.resources.some(({ name, state }) => name === 'runbook' && state === 'planned')) {
    const said = await complaints(tf);
    tally.check('what the hub does not run yet is said at plan time', said.some(({ detail }) => /action\.planned/.test(detail)), JSON.stringify(said));
  }
}

async function ready(tf: Workspace): Promise<Workspace> {
  await tf.write('main.tf', HEAD);
  await tf.ok(['init', '-no-color']);
  return tf;
}

async function keepsTrying(world: World, tally: Tally): Promise<void> {
  const gate = await openGate(world.hub.url);
  const busy = { status: 503, headers: { 'retry-after': '0' }, body: { code: 'hub.overloaded', detail: 'The hub is busy', status: 503, fix: 'Try again later.' } };
  const limited = { status: 429, headers: { 'retry-after': '1' }, body: { code: 'rate.limited', detail: 'Too many calls', status: 429, fix: 'Wait.' } };
  gate.spoil = (method, _, count) => (method !== 'POST' ? undefined : count === 1 ? undefined : count === 2 ? busy : count === 3 ? limited : undefined); // the first is the check while planning
  const tf = await world.attached('busy', { PATCHBAY_URL: gate.url });
  await tf.write('main.tf', project('busy'));
  await tf.ok(['init', '-no-color']);
  await tf.apply();
  tally.check('a hub that is busy or asks to wait is asked again', (gate.asked.get('POST /v1/projects') ?? 0) >= 4, String(gate.asked.get('POST /v1/projects')));
  gate.spoil = () => busy;
  await tf.write('main.tf', project('busy').replace('{\n  slug', `{\n  slug`).replace('resource "patch', 'provider "patchbay" {\n  max_retries = 1\n}\nresource "patch'));
  const said = await complaints(tf);
  tally.check('then it is reported, with code and fix', said.some(({ detail }) => /hub\.overloaded/.test(detail) && /Try again later/.test(detail)), JSON.stringify(said));
  gate.spoil = () => undefined;
  await tf.ok(['destroy', '-auto-approve', '-no-color']);
  gate.stop();
}

async function stops(world: World, tally: Tally): Promise<void> {
  const gate = await openGate(world.hub.url);
  const tf = await world.attached('stopped', { PATCHBAY_URL: gate.url });
  await tf.write('main.tf', `${project('stopped')}provider "patchbay" {\n  check_on_plan = false\n}`);
  await tf.ok(['init', '-no-color']);

  gate.spoil = (method) => (method === 'POST' ? 'hold the request' : undefined);
  const hung = tf.start(['apply', '-auto-approve', '-no-color']);
  const ended = finished(hung);
  await gate.seen('POST /v1/projects');
  const at = performance.now();
  hung.kill('SIGINT');
  for (let waited = 0; gate.aborted === 0 && waited < 3000; waited += 5) await sleep(5);
  const abortedAfter = performance.now() - at;
  await ended;
  console.log(`Ctrl-C: the request was given up after ${abortedAfter.toFixed(0)} ms, terraform ended after ${(performance.now() - at).toFixed(0)} ms`);
  tally.check('Ctrl-C gives up the request at once', gate.aborted > 0 && abortedAfter < 1000, `${abortedAfter} ms`);
  tally.check('nothing was created', (await world.owner.projects.find('stopped')) === undefined);

  const fresh = await world.attached('orphan', { PATCHBAY_URL: gate.url });
  await fresh.write('main.tf', `${project('orphan')}provider "patchbay" {\n  check_on_plan = false\n}`);
  await fresh.ok(['init', '-no-color']);
  gate.asked.clear();
  gate.spoil = (method, _, count) => (method === 'POST' && count === 1 ? 'hold the answer' : undefined);
  const cut = fresh.start(['apply', '-auto-approve', '-no-color']);
  const cutEnded = finished(cut);
  for (let waited = 0; (await world.owner.projects.find('orphan')) === undefined && waited < 20_000; waited += 50) await sleep(50);
  cut.kill('SIGINT');
  await cutEnded;
  const known = (await fresh.state().catch(() => undefined))?.resources[0]?.instances[0]?.attributes['id'];
  tally.check('a creation that was cut off while the hub had done it is in the state', known !== undefined && known === (await world.owner.projects.find('orphan'))?.id, String(known));
  await fresh.ok(['destroy', '-auto-approve', '-no-color']);
  tally.check('and is no orphan', (await world.owner.projects.find('orphan')) === undefined);
  gate.stop();
}

async function conflicts(world: World, tally: Tally): Promise<void> {
  const tf = await world.attached('conflict');
  await tf.write('main.tf', project('conflict'));
  await tf.ok(['init', '-no-color']);
  await tf.apply();
  await tf.write('main.tf', project('conflict', '  default_branch = "ours"\n'));
  await tf.ok(['plan', '-no-color', '-out=plan.bin']);
  const { id } = (await world.owner.projects.find('conflict'))!;
  await world.owner.projects.update(id, { name: 'Theirs' });
  const { code, err } = await tf.run(['apply', '-no-color', 'plan.bin']);
  tally.check('a conflicting edit is detected', code !== 0 && /Somebody else changed it/.test(err.replaceAll(hint, ' ')) && (await world.owner.projects.get(id)).default_branch === 'main', err);
  await tf.apply();
  tally.check('and repaired by the next run', (await world.owner.projects.get(id)).default_branch === 'ours' && (await world.owner.projects.get(id)).name === 'Trial');
  const twin = await world.attached('twin');
  await twin.write('main.tf', project('conflict'));
  await twin.ok(['init', '-no-color']);
  const twice = await twin.run(['apply', '-auto-approve', '-no-color']);
  tally.check('what exists is not created again, and how to import it is said', twice.code !== 0 && twice.err.replaceAll(hint, ' ').includes(`terraform import patchbay_project.<name> ${id}`), twice.err);
  await tf.ok(['destroy', '-auto-approve', '-no-color']);
}

async function waitsForApproval(world: World, tally: Tally): Promise<void> {
  const tf = await world.attached('approval');
  await tf.write('main.tf', `${HEAD}resource "patchbay_tenant" "it" {\n  slug = "approval"\n  name = "A"\n}`);
  await tf.ok(['init', '-no-color']);
  await tf.apply();
  const { code, err } = await world.unapproved(() => tf.run(['destroy', '-auto-approve', '-no-color']));
  tally.check('a destructive change names the approval that it waits for', code !== 0 && /patchbay approvals approve apr_/.test(err.replaceAll(hint, ' ')), err);
  for (let tries = 0; tries < 20; tries++) {
    await sleep(300);
    if ((await tf.run(['destroy', '-auto-approve', '-no-color'])).code === 0) return tally.check('and is done by the run after it was given', true);
  }
  tally.check('and is done by the run after it was given', false);
}

async function moves(world: World, tally: Tally): Promise<void> {
  const tf = await world.attached('moved');
  const { id } = await world.owner.projects.create({ slug: 'moved', name: 'Trial' });
  await tf.write('main.tf', `${HEAD}resource "terraform_data" "old" {\n  input = "${id}"\n}`);
  await tf.ok(['init', '-no-color']);
  await tf.apply();
  await tf.write('main.tf', `${project('moved')}moved {\n  from = terraform_data.old\n  to = patchbay_project.it\n}`);
  tally.check('what kept the id of an object hands it over', Object.keys(changes(await tf.plan())).length === 0, JSON.stringify(changes(await tf.plan())));
  await tf.apply();
  await tf.write('main.tf', `${project('moved').replace('"it"', '"other"')}moved {\n  from = patchbay_project.it\n  to = patchbay_project.other\n}`);
  tally.check('another name is no change', Object.keys(changes(await tf.plan())).length === 0);
  await tf.apply();
  const foreign = await world.attached('foreign');
  await foreign.write('main.tf', `${HEAD}resource "terraform_data" "old" {\n  input = "nothing"\n}`);
  await foreign.ok(['init', '-no-color']);
  await foreign.apply();
  await foreign.write('main.tf', `${project('foreign')}moved {\n  from = terraform_data.old\n  to = patchbay_project.it\n}`);
  tally.check('what kept no id is refused', (await complaints(foreign)).some(({ detail }) => /whatever keeps an id prj_/.test(detail)));
  await tf.ok(['destroy', '-auto-approve', '-no-color']);
}

async function defaults(world: World, tally: Tally): Promise<void> {
  const tf = await world.attached('defaults');
  await tf.write('main.tf', project('defaults', '  default_branch = "dev"\n  repository = {\n    provider = "github"\n    owner = "acme"\n    name = "shop"\n  }\n'));
  await tf.ok(['init', '-no-color']);
  await tf.apply();
  await tf.write('main.tf', project('defaults'));
  await tf.apply();
  const now = await world.owner.projects.find('defaults');
  tally.check('a line that is removed puts the default back', now?.default_branch === 'main' && now.repository === undefined, JSON.stringify(now));
  await tf.ok(['destroy', '-auto-approve', '-no-color']);
}

/** A key for a run, a secret from it, everything logged: and none of it stays anywhere. */
async function secrets(world: World, tally: Tally): Promise<void> {
  const tf = await world.attached('secrets', { TF_LOG: 'trace', TF_LOG_PATH: 'trace.log' });
  const marker = 'secret0marker0of0the0trials';
  markers.push(marker);
  await tf.write('main.tf', `${HEAD}variable "token" {\n  type = string\n  ephemeral = true\n}\nephemeral "patchbay_api_key" "run" {\n  scopes = ["project:read"]\n}\nresource "patchbay_secret" "typed" {\n  name = "trial/typed"\n  value = var.token\n  value_version = 1\n}\nresource "patchbay_secret" "made" {\n  name = "trial/made"\n  value = ephemeral.patchbay_api_key.run.key\n  value_version = 1\n}`);
  await tf.ok(['init', '-no-color']);
  await tf.ok(['plan', '-no-color', '-input=false', '-out=plan.bin'], { TF_VAR_token: marker });
  await tf.write('plan.json', await tf.ok(['show', '-json', 'plan.bin']));
  await tf.ok(['apply', '-auto-approve', '-no-color', '-input=false'], { TF_VAR_token: marker });
  tally.check('secrets reach the hub', (await world.owner.secrets.find('trial/typed'))?.value_version === 1 && (await world.owner.secrets.find('trial/made'))?.value_version === 1);
  const left: string[] = [];
  for await (const { name } of world.owner.api_keys.each()) if (name.startsWith('terraform ')) left.push(name);
  tally.check('the key of a run is gone afterwards', left.length === 0, left.join());
  tally.check('and was made by terraform', (await tf.read('trace.log')).includes('OpenEphemeralResource'));
}

/** How often a secret is found in what terraform and the provider wrote; plans are looked into, too. */
export async function leaks(world: World): Promise<{ readonly hits: string[]; readonly files: number }> {
  const files = (await readdir(world.scratch, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile() && !/^main\.tf(\.json)?$/.test(entry.name));
  const hits: string[] = [];
  for (const { parentPath, name } of files) {
    const text = await readFile(join(parentPath, name), 'latin1');
    for (const marker of markers) if (text.includes(marker)) hits.push(join(parentPath, name));
    if (/pb_[A-Za-z0-9]{30,}/.test(text)) hits.push(`${join(parentPath, name)} has an API key`);
  }
  return { hits, files: files.length };
}
