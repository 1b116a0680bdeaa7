/** What goes wrong, and what is rare: wrong objects, hubs and API servers that fail, operators that die, and several of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@patchbay/client';
import { API_VERSION } from '@patchbay/kubernetes';
import type { Tally } from '../tally.ts';
import { type Gate, openGate } from '../terraform/gate.ts';
import { markers } from '../terraform/specimens.ts';
import type { World } from '../terraform/world.ts';
import { ACCOUNT, type Cluster, conditionOf, type Found, isReady, NAMESPACE, until } from './cluster.ts';

interface Ground { readonly world: World; readonly cluster: Cluster; readonly tally: Tally; readonly gate: Gate; readonly hub: { readonly url: string; readonly key: string } }

export async function trials(world: World, cluster: Cluster, tally: Tally): Promise<void> {
  const gate = await openGate(world.hub.url);
  const ground: Ground = { world, cluster, tally, gate, hub: { url: gate.url, key: world.key } };
  try {
    await refusedByKubernetes(ground);
    const operator = await cluster.operator('trials', ground.hub, { args: ['--lease', '3'] });
    for (const trial of [refusedByTheHub, waitsForOthers, secretsAreFollowed, isTakenOver, isRehearsed, stays, waitsForApproval, keyIsKept, hubFails, apiServerDies]) await trial(ground);
    await operator.stop();
    for (const trial of [diesWhileItCreates, handsOver, looksWhereItMay]) await trial(ground);
  } finally {
    gate.stop();
  }
}

const object = (kind: string, name: string, spec: object, annotations: Readonly<Record<string, string>> = {}): string => JSON.stringify({ apiVersion: API_VERSION, kind, metadata: { name, annotations }, spec });
const project = (name: string, more: object = {}, annotations?: Readonly<Record<string, string>>): string => object('Project', name, { slug: name, name: 'Trial', ...more }, annotations);
const secret = (name: string, value: string): string => JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData: { value } });

const becomes = (cluster: Cluster, kind: string, name: string, holds: (found: Found) => boolean): Promise<boolean> => until(async () => holds(await cluster.get(kind, name)), 'it is so').then(() => true, () => false);
const isSaid = (code: string, words: RegExp) => (found: Found): boolean => conditionOf(found, 'Synced')?.reason === code && words.test(conditionOf(found, 'Synced')?.message ?? '');
const gone = (cluster: Cluster, ...objects: readonly string[]): Promise<string> => cluster.kubectl(['delete', '-n', 'shop', '--timeout=30s', ...objects]);
const said = async (cluster: Cluster, kind: string, name: string): Promise<string> => JSON.stringify((await cluster.get(kind, name)).status);

async function refusedByKubernetes({ cluster, tally }: Ground): Promise<void> {
  const cases: readonly [string, string, RegExp][] = [
    ['a field that is missing', object('Project', 'wrong', { name: 'Wrong' }), /spec\.slug: Required value/],
    ['a field that is none', object('Project', 'wrong', { slug: 'wrong', name: 'Wrong', colour: 'red' }), /unknown field "spec\.colour"/],
    ['a word that is not one of the list', object('Flag', 'wrong', { name: 'wrong', type: 'colour' }), /spec\.type: Unsupported value: "colour"/],
    ['a value deep inside', object('Endpoint', 'wrong', { name: 'e', url: 'https://e.example', retry: { delays: [1, -1] } }), /spec\.retry\.delays\[1\].*greater than or equal to 0/],
    ['an item that is there twice', object('Endpoint', 'wrong', { name: 'e', url: 'https://e.example', eventTypes: ['*', '*'] }), /spec\.eventTypes\[1\]: Duplicate value/],
    ['a reference that is named in two ways', object('Environment', 'wrong', { slug: 'e', name: 'E', tier: 'staging', project: 'a', projectRef: { name: 'a' } }), /expected either project or projectRef/],
    ['a reference that is not named', object('Environment', 'wrong', { slug: 'e', name: 'E', tier: 'staging' }), /expected either project or projectRef/],
    ['a secret that stands in the open', object('Secret', 'wrong', { name: 's', value: 'open' }), /unknown field "spec\.value"|spec\.valueSecretRef: Required/],
  ];
  for (const [name, text, says] of cases) {
    const words = await cluster.apply(text).catch((error: Error) => error.message);
    tally.check(`${name} is refused by the API server, at its place`, says.test(words), words);
  }
}

async function refusedByTheHub({ cluster, tally, world }: Ground): Promise<void> {
  await cluster.apply(object('Endpoint', 'hmac', { name: 'hmac', url: 'https://e.example', signature: { profile: 'hmac' } }));
  tally.check('a rule over several fields, which is the hub’s, is told with code, place and fix', await becomes(cluster, 'Endpoint', 'hmac', isSaid('input.invalid', /signature\.header.*Correct the fields/)), await said(cluster, 'Endpoint', 'hmac'));
  const events = await cluster.kubectl(['get', 'events', '-n', 'shop', '--field-selector', 'involvedObject.name=hmac', '-o', 'json']);
  const warnings = (JSON.parse(events) as { items: { type: string; reason: string }[] }).items.filter(({ type, reason }) => type === 'Warning' && reason === 'input.invalid');
  tally.check('and in one event, however often it is tried', warnings.length === 1, events);
  await cluster.apply(object('Endpoint', 'hmac', { name: 'hmac', url: 'https://e.example', signature: { profile: 'hmac', header: 'X-Sign' } }));
  tally.check('and is well when it is corrected', await becomes(cluster, 'Endpoint', 'hmac', isReady));
  await gone(cluster, 'endpoint.patchbay.io/hmac');
  tally.check('and is gone', (await world.owner.endpoints.find('hmac')) === undefined);
}

async function waitsForOthers({ cluster, tally, world }: Ground): Promise<void> {
  await cluster.apply(object('Environment', 'early', { slug: 'early', name: 'Early', tier: 'staging', projectRef: { name: 'late' } }));
  tally.check('what names an object that is not there says so', await becomes(cluster, 'Environment', 'early', isSaid('operator.reference_not_ready', /There is no Project shop\/late/)), await said(cluster, 'Environment', 'early'));
  await cluster.apply(project('late'));
  tally.check('and is made when that is ready', await becomes(cluster, 'Environment', 'early', isReady), await said(cluster, 'Environment', 'early'));
  await cluster.apply(object('Environment', 'named', { slug: 'named', name: 'Named', tier: 'staging', project: 'late' }));
  tally.check('a reference may be the natural key of something at the hub', await becomes(cluster, 'Environment', 'named', isReady), await said(cluster, 'Environment', 'named'));
  await cluster.apply(object('Environment', 'nobody', { slug: 'nobody', name: 'Nobody', tier: 'staging', project: 'nobody' }));
  tally.check('a natural key of nothing is told', await becomes(cluster, 'Environment', 'nobody', isSaid('reference.not_found', /There is no project nobody/)), await said(cluster, 'Environment', 'nobody'));
  await gone(cluster, 'environment.patchbay.io/nobody', 'project.patchbay.io/late', 'environment.patchbay.io/early', 'environment.patchbay.io/named');
  tally.check('what others name goes after them', (await world.owner.projects.find('late')) === undefined);
}

async function secretsAreFollowed({ cluster, tally, world }: Ground): Promise<void> {
  const [first, second] = ['secret0of0the0operator', 'secret1of1the1operator'];
  markers.push(first, second);
  const version = async (): Promise<number | undefined> => (await world.owner.secrets.find('trial/token'))?.value_version;
  await cluster.apply(object('Secret', 'token', { name: 'trial/token', valueSecretRef: { name: 'source', key: 'value' } }));
  tally.check('a Secret that is not there is named', await becomes(cluster, 'Secret', 'token', isSaid('operator.secret_missing', /There is no Secret source/)), await said(cluster, 'Secret', 'token'));
  await cluster.apply(secret('source', first));
  tally.check('and its value is sent when it is', await becomes(cluster, 'Secret', 'token', isReady) && (await version()) === 1, await said(cluster, 'Secret', 'token'));
  await cluster.apply(secret('source', second));
  tally.check('a Secret that changes is sent again', await until(async () => (await version()) === 2, 'the hub has it').then(() => true, () => false), String(await version()));
  await cluster.kubectl(['label', 'secret', 'source', '-n', 'shop', 'touched=yes']);
  await cluster.apply(object('Secret', 'token', { name: 'trial/token', description: 'Touched', valueSecretRef: { name: 'source', key: 'value' } }));
  await until(async () => (await world.owner.secrets.find('trial/token'))?.description === 'Touched', 'it is touched');
  tally.check('one that holds the same is not', (await version()) === 2, String(await version()));
  await gone(cluster, 'secret.patchbay.io/token', 'secret/source');
}

async function isTakenOver({ cluster, tally, world }: Ground): Promise<void> {
  const { id } = await world.owner.projects.create({ slug: 'found', name: 'Found' });
  await cluster.apply(project('found'));
  tally.check('what exists is not taken over unasked, and how to ask is said', await becomes(cluster, 'Project', 'found', isSaid('resource.duplicate', new RegExp(`${id}.*patchbay\\.io/adopt=true`))), await said(cluster, 'Project', 'found'));
  await cluster.kubectl(['annotate', 'project.patchbay.io/found', '-n', 'shop', 'patchbay.io/adopt=true']);
  tally.check('and is when somebody asks', await becomes(cluster, 'Project', 'found', (found) => isReady(found) && found.status?.id === id), await said(cluster, 'Project', 'found'));
  await cluster.apply(object('Project', 'twin', { slug: 'found', name: 'Twin' }, { 'patchbay.io/adopt': 'true' }));
  tally.check('but not by two', await becomes(cluster, 'Project', 'twin', isSaid('operator.already_declared', /by the Project shop\/found/)), await said(cluster, 'Project', 'twin'));
  await gone(cluster, 'project.patchbay.io/twin');
  tally.check('and is as declared then', (await world.owner.projects.get(id)).name === 'Trial');
  await gone(cluster, 'project.patchbay.io/found');
}

async function isRehearsed({ cluster, tally, world }: Ground): Promise<void> {
  const { id } = await world.owner.projects.create({ slug: 'rehearsed', name: 'As it was' });
  await cluster.apply(project('rehearsed', {}, { 'patchbay.io/dry-run': 'true' }));
  tally.check('a rehearsal says what it would change', await becomes(cluster, 'Project', 'rehearsed', isSaid('operator.dry_run', /would change name/)), await said(cluster, 'Project', 'rehearsed'));
  await cluster.apply(project('unmade', {}, { 'patchbay.io/dry-run': 'true' }));
  tally.check('or create', await becomes(cluster, 'Project', 'unmade', isSaid('operator.dry_run', /would be created/)), await said(cluster, 'Project', 'unmade'));
  tally.check('and does nothing', (await world.owner.projects.get(id)).name === 'As it was' && (await world.owner.projects.find('unmade')) === undefined);
  await gone(cluster, 'project.patchbay.io/rehearsed', 'project.patchbay.io/unmade');
  await world.owner.projects.delete(id);
}

async function stays({ cluster, tally, world }: Ground): Promise<void> {
  await cluster.apply(project('kept', {}, { 'patchbay.io/deletion-policy': 'retain' }));
  await becomes(cluster, 'Project', 'kept', isReady);
  await gone(cluster, 'project.patchbay.io/kept');
  const left = await world.owner.projects.find('kept');
  tally.check('what is to be retained stays at the hub', left !== undefined);
  if (left !== undefined) await world.owner.projects.delete(left.id);
}

async function waitsForApproval({ cluster, tally, gate, world }: Ground): Promise<void> {
  gate.spoil = (method, _, count) => (method === 'DELETE' && count <= 2 ? pending : undefined);
  await cluster.apply(object('Tenant', 'approval', { slug: 'approval', name: 'Approval' }));
  await becomes(cluster, 'Tenant', 'approval', isReady);
  const { status } = await cluster.get('Tenant', 'approval');
  await gone(cluster, 'tenant.patchbay.io/approval');
  gate.spoil = () => undefined;
  const events = await cluster.kubectl(['get', 'events', '-n', 'shop', '--field-selector', 'involvedObject.name=approval', '-o', 'json']);
  tally.check('a destructive change names the approval that it waits for', /approval\.(required|pending)/.test(events) && /patchbay approvals approve apr_/.test(events), events);
  tally.check('and is done when it is given', await world.owner.tenants.get(status?.id ?? '').then(() => false, () => true));
}

/** What the hub shows once goes into a Secret, which must not be somebody else’s. */
async function keyIsKept({ cluster, tally, hub }: Ground): Promise<void> {
  await cluster.apply(secret('taken', 'somebody else’s'));
  await cluster.apply(object('ApiKey', 'robot', { name: 'robot', scopes: ['project:read'], outputSecretRef: { name: 'taken' } }));
  tally.check('a Secret of somebody else is not written over', await becomes(cluster, 'ApiKey', 'robot', isSaid('operator.secret_taken', /taken/)), await said(cluster, 'ApiKey', 'robot'));
  await cluster.apply(object('ApiKey', 'robot', { name: 'robot', scopes: ['project:read'], outputSecretRef: { name: 'robot-key' } }));
  await becomes(cluster, 'ApiKey', 'robot', isReady);
  const { data } = JSON.parse(await cluster.kubectl(['get', 'secret', 'robot-key', '-n', 'shop', '-o', 'json'])) as { data: { key: string } };
  const key = Buffer.from(data.key, 'base64').toString();
  markers.push(key);
  tally.check('a key that is shown once is in the Secret, and works', await createClient({ url: hub.url, key }).projects.list().then(() => true, () => false));
  await gone(cluster, 'apikey.patchbay.io/robot', 'secret/taken', 'secret/robot-key');
}

const busy = { status: 503, headers: { 'retry-after': '0' }, body: { code: 'hub.overloaded', detail: 'The hub is busy', status: 503, fix: 'Try again later.' } };
const limited = { status: 429, headers: { 'retry-after': '1' }, body: { code: 'rate.limited', detail: 'Too many calls', status: 429, fix: 'Wait.' } };
const pending = { status: 409, body: { code: 'approval.pending', detail: 'It waits for somebody to decide', status: 409, fix: 'Wait.', approval_id: 'apr_01jd8xk3v2q4r6t8w0y2a4c6e8' } };
const changed = { status: 412, body: { code: 'resource.changed', detail: 'It changed', status: 412, fix: 'Read it again.' } };

async function hubFails({ cluster, tally, gate, world }: Ground): Promise<void> {
  gate.asked.clear();
  gate.spoil = (method, _, count) => (method !== 'POST' ? undefined : count === 1 ? busy : count === 2 ? limited : undefined);
  await cluster.apply(project('busy'));
  tally.check('a hub that is busy or asks to wait is asked again', await becomes(cluster, 'Project', 'busy', isReady) && (gate.asked.get('POST /v1/projects') ?? 0) >= 3, await said(cluster, 'Project', 'busy'));
  gate.spoil = () => busy;
  await cluster.apply(project('busy', { defaultBranch: 'dev' }));
  tally.check('then it is told, with code and fix', await becomes(cluster, 'Project', 'busy', (found) => isSaid('hub.overloaded', /Try again later/)(found) && !isReady(found)), await said(cluster, 'Project', 'busy'));
  gate.spoil = () => undefined;
  tally.check('and done when it can be', await becomes(cluster, 'Project', 'busy', isReady), await said(cluster, 'Project', 'busy'));
  gate.asked.clear();
  gate.spoil = (method, _, count) => (method === 'PATCH' && count === 1 ? changed : undefined);
  await cluster.apply(project('busy', { defaultBranch: 'main' }));
  const { id } = (await world.owner.projects.find('busy'))!;
  tally.check('a change at the same time is met again, on what is there now', await becomes(cluster, 'Project', 'busy', isReady) && (gate.asked.get(`PATCH /v1/projects/${id}`) ?? 0) === 2, String(gate.asked.get(`PATCH /v1/projects/${id}`)));
  gate.spoil = () => undefined;
  await gone(cluster, 'project.patchbay.io/busy');
}

async function apiServerDies({ cluster, tally }: Ground): Promise<void> {
  await cluster.kill();
  await cluster.restart();
  await cluster.apply(project('after'));
  tally.check('an API server that was killed is watched again', await becomes(cluster, 'Project', 'after', isReady), await said(cluster, 'Project', 'after'));
  await gone(cluster, 'project.patchbay.io/after');
}

/** At the worst moment: the hub has made it, and nobody has noted that. */
async function diesWhileItCreates({ cluster, tally, gate, world, hub }: Ground): Promise<void> {
  for (const [slug, then] of [['orphan', 'kept'], ['doomed', 'deleted']] as const) {
    gate.asked.clear();
    gate.spoil = (method, path, count) => (method === 'POST' && path === '/v1/projects' && count === 1 ? 'hold the answer' : undefined);
    const first = await cluster.operator(`first-${slug}`, hub, { args: ['--lease', '3'] });
    await cluster.apply(project(slug));
    await until(async () => (await world.owner.projects.find(slug)) !== undefined, 'the hub has it');
    await first.kill();
    const { id } = (await world.owner.projects.find(slug))!;
    if (then === 'deleted') await cluster.kubectl(['delete', '-n', 'shop', '--wait=false', `project.patchbay.io/${slug}`]);
    const second = await cluster.operator(`second-${slug}`, hub, { args: ['--lease', '3'] });
    if (then === 'kept') {
      tally.check('what an operator made that died before it noted that is found again, not made twice', await becomes(cluster, 'Project', slug, (found) => isReady(found) && found.status?.id === id), await said(cluster, 'Project', slug));
      await gone(cluster, `project.patchbay.io/${slug}`);
    } else {
      tally.check('and is no orphan when it is deleted meanwhile', await until(async () => (await world.owner.projects.find(slug)) === undefined, 'it is gone').then(() => true, () => false));
      await until(async () => !(await cluster.all()).some(({ metadata }) => metadata.name === slug), 'the object is gone');
    }
    await second.stop();
  }
}

async function handsOver({ cluster, tally, hub }: Ground): Promise<void> {
  const leads = async (operator: { metrics(): Promise<string> }): Promise<boolean> => /^patchbay_operator_leader 1$/m.test(await operator.metrics());
  const first = await cluster.operator('one', hub, { args: ['--lease', '3'] });
  await until(() => leads(first), 'the first leads');
  const second = await cluster.operator('two', hub, { args: ['--lease', '3'] });
  const third = await cluster.operator('three', hub, { args: ['--lease', '3'] });
  await cluster.apply(project('led'));
  tally.check('one of several operators works', await becomes(cluster, 'Project', 'led', isReady) && !(await leads(second)) && !(await leads(third)));
  const code = await first.stop();
  const took = await until(async () => (await leads(second)) || (await leads(third)), 'another one leads');
  console.log(`kubernetes: another operator led ${took.toFixed(0)} ms after the first one was gone`);
  tally.check('one that ends hands over', code === 0 && (await leads(second)) !== (await leads(third)), first.said());
  const [leader, other] = (await leads(second)) ? [second, third] : [third, second];
  await leader.kill();
  await cluster.apply(project('led', { name: 'Led by the last' }));
  tally.check('one that dies is followed when its lease has run out', await until(() => leads(other), 'the last leads').then(() => true, () => false));
  tally.check('and the work goes on', await becomes(cluster, 'Project', 'led', isReady), await said(cluster, 'Project', 'led'));
  await gone(cluster, 'project.patchbay.io/led');
  await other.stop();
}

/** With rights in one namespace only; and with no more rights than it needs anywhere. */
async function looksWhereItMay({ cluster, tally, hub }: Ground): Promise<void> {
  const account = `system:serviceaccount:${NAMESPACE}:narrow`;
  await cluster.kubectl(['create', 'namespace', 'narrow']);
  await cluster.kubectl(['create', 'rolebinding', 'narrow', '-n', 'narrow', '--clusterrole=patchbay-operator', `--serviceaccount=${NAMESPACE}:narrow`]);
  await cluster.kubectl(['create', 'rolebinding', 'narrow', '-n', NAMESPACE, '--role=patchbay-operator-lease', `--serviceaccount=${NAMESPACE}:narrow`]);
  const operator = await cluster.operator('narrow', hub, { account, args: ['--namespace', 'narrow'] });
  await cluster.apply(project('outside'));
  await cluster.apply(project('inside'), 'narrow');
  tally.check('an operator of one namespace needs rights only there', await until(async () => isReady(await cluster.get('Project', 'inside', 'narrow')), 'it is ready').then(() => true, () => false), operator.said());
  await sleep(300);
  tally.check('and leaves the others alone', (await cluster.get('Project', 'outside')).status === undefined);
  await cluster.kubectl(['delete', '-n', 'narrow', '--timeout=30s', 'project.patchbay.io/inside']);
  await gone(cluster, 'project.patchbay.io/outside');
  await operator.stop();
  const may = (...args: readonly string[]): Promise<boolean> => cluster.kubectl([...args, '-n', 'shop', `--token=${cluster.token(ACCOUNT)}`]).then(() => true, (error: Error) => { if (/forbidden/i.test(error.message)) return false; throw error; });
  const rights = [await may('get', 'projects.patchbay.io'), await may('get', 'secrets'), await may('get', 'configmaps'), await may('delete', 'secret', 'any'), await may('delete', 'project.patchbay.io', 'any'), await may('create', 'configmap', 'any')];
  tally.check('its account has no more rights than it needs', rights.join() === 'true,true,false,false,false,false', rights.join());
}
