/** What goes wrong in Pulumi, and what only Pulumi does. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tally } from '../tally.ts';
import { openGate, type Spoil } from '../terraform/gate.ts';
import { markers } from '../terraform/specimens.ts';
import type { World } from '../terraform/world.ts';
import { nameIn, type Engine } from './engine.ts';
import { isSecret, opened } from './state.ts';
import { get, list, make, type Message, provider, struct, text } from './stubs.ts';
import type { Declared, Workshop } from './workshop.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Trial {
  readonly world: World;
  readonly workshop: Workshop;
  readonly check: (what: string, held: boolean, found?: string) => void;
  readonly config: Fields;
}

export async function pulumiTrials(world: World, workshop: Workshop, tally: Tally): Promise<void> {
  const trial: Trial = { world, workshop, check: (what, held, found) => tally.check(`pulumi: ${what}`, held, found), config: { url: world.hub.url, key: world.key } };
  for (const each of [wrongInputs, programs, keepsTrying, stops, halfCreated, conflicts, waitsForApproval]) await each(trial);
}

const project = (slug: string, more: Fields = {}, options: Fields = {}): Declared => ({ name: slug, class: 'Project', args: { slug, name: 'Trial', ...more }, options });
const idOf = ({ state }: Engine, name: string): string | undefined => [...state.values()].find(({ urn }) => nameIn(urn) === name)?.id;
const outputsOf = ({ state }: Engine, name: string): Fields => [...state.values()].find(({ urn }) => nameIn(urn) === name)?.outputs ?? {};
const urnOf = (type: string, name = 'it'): string => `urn:pulumi:dev::p::patchbay:index:${type}::${name}`;
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function wrongInputs({ workshop, check, config }: Trial): Promise<void> {
  const { plugin, stop } = await workshop.engine('wrong', config);
  const failures = (answer: Message): string[] => (list(answer, 'Failures') as Message[]).map((failure) => `${text(failure, 'Property')}: ${text(failure, 'Reason')}`);
  const endpoint = { name: 'e', url: 'https://e.example' };
  const cases: readonly [string, string, Fields, RegExp][] = [
    ['a URL that is none', 'Endpoint', { ...endpoint, url: 'nonsense' }, /^url: expected a URL/],
    ['a value deep inside', 'Endpoint', { ...endpoint, retry: { delays: [1, -1] } }, /^retry\.delays\[1\]: expected at least 0/],
    ['a word that is not one of the list', 'Flag', { name: 'f', type: 'colour' }, /^type: expected one of boolean, string, number, json/],
    ['a property that is none', 'Endpoint', { ...endpoint, event_types: [] }, /^event_types: there is no such field; expected one of .*eventTypes/],
    ['a property that is missing', 'Endpoint', { name: 'e' }, /^url: is required/],
    ['a secret that is missing', 'Secret', { name: 's' }, /^value: is required/],
    ['another type than it takes', 'Endpoint', { ...endpoint, headers: ['x'] }, /^headers: expected a map, but got a list/],
  ];
  for (const [name, type, news, says] of cases) {
    const answer = await plugin.call('check', make(provider['CheckRequest'], { Urn: urnOf(type), News: struct(news) }));
    check(`${name} is refused by the check, at its property`, failures(answer).some((failure) => says.test(failure)), failures(answer).join('\n'));
  }
  const rule = await plugin.call('create', make(provider['CreateRequest'], { Urn: urnOf('Endpoint'), Properties: struct({ ...endpoint, signature: { profile: 'hmac' } }), Preview: true })).then(() => '', wordsOf);
  check('a rule over several properties, which is the hub’s, is told by the preview', /signature\.header: .*\(input\.invalid/s.test(rule), rule);
  const settings = await plugin.call('checkConfig', make(provider['CheckRequest'], { Urn: 'urn:pulumi:dev::p::pulumi:providers:patchbay::default', News: struct({ url: 'ftp://hub', timeout: '"soon"' }) }));
  check('a configuration that can’t be is refused at its settings', /url: expected http.*\n.*key: is required.*\n.*timeout: expected a number/s.test(failures(settings).join('\n')), failures(settings).join('\n'));
  const invoke = (token: string, args: Fields): Promise<Message> => plugin.call('invoke', make(provider['InvokeRequest'], { Tok: `patchbay:index:${token}`, Args: struct(args) }));
  check('a lookup by nothing is refused', /^id: expected either id or slug/.test(failures(await invoke('getProject', {})).join()));
  check('a lookup of nobody says so', /nothing has slug "nobody"/.test(await invoke('getProject', { slug: 'nobody' }).then(() => '', wordsOf)));
  check('parameters are refused clearly', /takes no parameters/.test(await plugin.call('parameterize', make(provider['ParameterizeRequest'])).then(() => '', wordsOf)));
  check('a type that is none is refused', /there is no resource/.test(await plugin.call('check', make(provider['CheckRequest'], { Urn: urnOf('Nothing') })).then(() => '', wordsOf)));
  const schema = JSON.parse(text(await plugin.call('getSchema', make(provider['GetSchemaRequest'])), 'Schema')) as { resources: Fields; functions: Fields };
  check('the schema has every resource, and functions to look them up', Object.keys(schema.resources).length > 20 && Object.keys(schema.functions).length === 2 * Object.keys(schema.resources).length);
  await stop();
}

/** Two programs, one after the other: what stays, what changes, and what is put out. */
async function programs({ world, workshop, check, config }: Trial): Promise<void> {
  const engine = await workshop.engine('programs', { ...config, approvalWait: '60' });
  const [marker, next] = ['secret0marker0of0the0first', 'secret0marker0of0the0second'];
  markers.push(marker, next);
  const shop = project('lookups');
  const kept = await world.owner.projects.create({ slug: 'kept', name: 'Kept' });
  const first: Declared[] = [
    shop,
    { name: 'e', class: 'Endpoint', args: { name: 'trial', url: 'https://trial.example/a', timeout: 20, headers: { 'X-One': '1', 'X-Two': '2' }, description: { $secret: 'not for all eyes' } } },
    { name: 't', class: 'EventType', args: { name: 'trial.happened' } },
    project('dependant', { metadata: { type: { $ref: 't' } } }),
    { name: 'k', class: 'ApiKey', args: { name: 'trial', scopes: ['project:read', 'event:read'] } },
    { name: 's', class: 'Secret', args: { name: 'trial/rotated', value: { $secret: marker } } },
    { name: 'other', class: 'Provider', args: { url: world.hub.url, key: { $secret: world.key }, maxRetries: 2, checkOnPreview: false } },
    { ...project('by-another'), options: { provider: 'other' } },
  ];
  const lookups = ['patchbay.getProjectOutput({ id: made.lookups.id }).slug', 'patchbay.getProjectsOutput({ slug: made.lookups.slug }).ids.length', 'patchbay.Project.get("got", "kept").name'];
  const made = await workshop.up(engine, first, { lookups });
  check('lookups answer by id, in lists, and by name', ['lookups', 1, 'Kept'].every((value) => Object.values(opened(made.outputs) as Fields).includes(value)), `${made.said} ${JSON.stringify(made.outputs)}`);
  check('what was secret stays secret', isSecret(outputsOf(engine, 'e')['description']));
  const { key } = opened(outputsOf(engine, 'k')) as { key?: string };
  check('a key that is shown once is a secret output', isSecret(outputsOf(engine, 'k')['key']) && /^pb_/.test(key ?? ''));
  check('a secret is in no output', !JSON.stringify(outputsOf(engine, 's')).includes(marker) && !('value' in outputsOf(engine, 's')));
  check('what the hub made up for an endpoint is a secret output', isSecret(outputsOf(engine, 'e')['signingSecret']));
  await engine.refresh();
  check('and all of it outlives a refresh', opened(outputsOf(engine, 'k')['key']) === key && (await workshop.up(engine, first, { preview: true })).ops.every((op) => op.startsWith('same ')));

  const second: Declared[] = [
    shop,
    { name: 'e', class: 'Endpoint', args: { name: 'trial', url: 'https://trial.example/b', headers: { 'X-One': 'other', 'X-Two': '3' }, description: { $secret: 'not for all eyes' } }, options: { ignoreChanges: ['url', 'headers["X-One"]'] } },
    { name: 't', class: 'EventType', args: { name: 'trial.was_done' } },
    project('dependant', { metadata: { type: { $ref: 't' } } }),
    { name: 'k', class: 'ApiKey', args: { name: 'trial', scopes: ['project:read'] } },
    { name: 's', class: 'Secret', args: { name: 'trial/rotated', value: { $secret: next } } },
  ];
  const wanted = ['same lookups', 'update[headers["X-Two"]:update,timeout:update] e', 'replace[name] t', 'update[metadata.type:update] dependant', 'replace[scopes] k', 'update[value:update] s', 'delete by-another'];
  for (const preview of [true, false]) {
    const { ops, said } = await workshop.up(engine, second, { preview });
    for (const op of wanted) check(`${preview ? 'previewed' : 'done'}: ${op}`, ops.includes(op), `${ops.join()} ${said}`);
  }
  const endpoint = await world.owner.endpoints.find('trial');
  check('ignoreChanges leaves alone what it names, also within a map', endpoint?.url === 'https://trial.example/a' && endpoint.headers?.['X-One'] === '1' && endpoint.headers['X-Two'] === '3', JSON.stringify(endpoint));
  check('a property that is removed has its default again', endpoint?.timeout !== 20);
  check('a secret is rotated', (await world.owner.secrets.find('trial/rotated'))?.value_version === 2);
  check('a dependant has the new id', (await world.owner.projects.find('dependant'))?.metadata?.['type'] === idOf(engine, 't'));
  const ask = (token = ''): Promise<Message[]> => engine.plugin.stream('list', make(provider['ListRequest'], { Token: 'patchbay:index:Project', Query: struct({}), Limit: 1, ContinuationToken: token }));
  const [page, more] = await ask();
  const found = page === undefined ? undefined : get(page, 'Result') as Message;
  check('what could be imported is listed, page by page', found !== undefined && /^prj_/.test(text(found, 'Id')) && more !== undefined && (await ask(text(get(more, 'Continuation') as Message, 'ContinuationToken'))).length > 0);
  const bad = await workshop.up(engine, [project('bad', { defaultBranch: 7 })]);
  check('a program with a wrong property fails, and says where', bad.code !== 0 && /defaultBranch: expected text, but got 7/.test(bad.said), bad.said);
  const wrong = await workshop.up(engine, [...second, project('imported', {}, { import: 'nobody-has-this' })]);
  check('an import of nothing says what was expected', wrong.code !== 0 && /There is no project nobody-has-this.*Expected an id \(prj_…\) or <slug>/s.test(wrong.said), wrong.said);
  await engine.destroy();
  await world.owner.projects.delete(kept.id);
  check('what is destroyed is gone', (await world.owner.endpoints.find('trial')) === undefined);
  await engine.stop();
}

const busy: Spoil = { status: 503, headers: { 'retry-after': '0' }, body: { code: 'hub.overloaded', detail: 'The hub is busy', status: 503, fix: 'Try again later.' } };
const limited: Spoil = { status: 429, headers: { 'retry-after': '1' }, body: { code: 'rate.limited', detail: 'Too many calls', status: 429, fix: 'Wait.' } };

async function keepsTrying({ world, workshop, check, config }: Trial): Promise<void> {
  const gate = await openGate(world.hub.url);
  const engine = await workshop.engine('busy', { ...config, url: gate.url, maxRetries: '2' });
  gate.spoil = (method, _, count) => (method !== 'POST' ? undefined : count === 1 ? busy : count === 2 ? limited : undefined);
  const tried = await workshop.up(engine, [project('busy')]);
  check('a hub that is busy or asks to wait is asked again', tried.code === 0 && gate.asked.get('POST /v1/projects') === 3, tried.said);
  gate.spoil = () => busy;
  const refused = await workshop.up(engine, [project('busy', { name: 'Other' })]);
  check('then it is reported, with code and fix', refused.code !== 0 && /Could not update the project busy: The hub is busy.*Try again later.*\(hub\.overloaded/s.test(refused.said), refused.said);
  gate.stop();
  const gone = await workshop.up(engine, [project('busy', { name: 'Other' })]);
  check('a hub that is down is reported, and what to look at', gone.code !== 0 && /Could not reach the hub at .*\(client\.unreachable\)/s.test(gone.said), gone.said);
  await engine.stop();
  await world.owner.projects.delete((await world.owner.projects.find('busy'))!.id);
}

/** Ctrl-C while something is created: before the hub did it, and after. */
async function stops({ world, workshop, check, config }: Trial): Promise<void> {
  const gate = await openGate(world.hub.url);
  const hung = await workshop.engine('stopped', { ...config, url: gate.url });
  gate.spoil = (method) => (method === 'POST' ? 'hold the request' : undefined);
  const running = workshop.up(hung, [project('stopped')]);
  await gate.seen('POST /v1/projects');
  const at = performance.now();
  await hung.plugin.cancel();
  for (let waited = 0; gate.aborted === 0 && waited < 3000; waited += 5) await sleep(5);
  check('a cancel gives up the request at once', gate.aborted > 0 && performance.now() - at < 1000);
  check('and the run says that it was stopped', /\(client\.unsettled\)/.test((await running).said), (await running).said);
  check('nothing was created', (await world.owner.projects.find('stopped')) === undefined);
  const change = { Urn: urnOf('Project'), Id: 'prj_00000000000000000000000000', Olds: struct({ slug: 'a', name: 'A' }), News: struct({ slug: 'a', name: 'B' }), OldInputs: struct({}) };
  const stopped = await hung.plugin.call('update', make(provider['UpdateRequest'], change)).then(() => '', wordsOf);
  check('a change after a cancel is not begun', stopped === 'Could not update the project a: Pulumi was told to stop', stopped);
  const late = await workshop.up(hung, [project('stopped')]);
  check('after a cancel nothing is begun', late.code !== 0 && (await world.owner.projects.find('stopped')) === undefined, late.said);
  await hung.stop();
  gate.spoil = (method) => (method === 'PATCH' ? 'hold the request' : undefined);
  const slow = await workshop.engine('slow', { ...config, url: gate.url });
  const tooLong = await slow.plugin.call('update', make(provider['UpdateRequest'], { ...change, Timeout: 0.3 })).then(() => '', wordsOf);
  check('what takes longer than its customTimeouts allow is given up, and says so', /it took longer than customTimeouts allow/.test(tooLong), tooLong);
  await slow.stop();

  gate.asked.clear();
  gate.spoil = (method, _, count) => (method === 'POST' && count === 1 ? 'hold the answer' : undefined);
  const cut = await workshop.engine('orphan', { ...config, url: gate.url });
  const cutting = workshop.up(cut, [project('orphan')]);
  for (let waited = 0; (await world.owner.projects.find('orphan')) === undefined && waited < 20_000; waited += 50) await sleep(50);
  await cut.plugin.cancel();
  await cutting;
  const there = await world.owner.projects.find('orphan');
  check('a creation that was cut off while the hub had done it is in the state', there !== undefined && idOf(cut, 'orphan') === there.id, String(idOf(cut, 'orphan')));
  await cut.stop();
  await world.owner.projects.delete(there?.id ?? '');
  gate.stop();
}

async function halfCreated({ world, workshop, check, config }: Trial): Promise<void> {
  const gate = await openGate(world.hub.url);
  const engine = await workshop.engine('half', { ...config, url: gate.url });
  gate.spoil = (method, _, count) => (method === 'POST' && count === 1 ? 'garble the answer' : undefined);
  const once = await workshop.up(engine, [project('garbled')]);
  check('an answer that can’t be read is asked for again', once.code === 0 && idOf(engine, 'garbled') === (await world.owner.projects.find('garbled'))?.id, once.said);
  gate.spoil = (method) => (method === 'POST' ? 'garble the answer' : undefined);
  const twice = await workshop.up(engine, [project('garbled'), project('half')]);
  const there = await world.owner.projects.find('half');
  check('what was created and can’t be read is in the state, and the run fails', twice.code !== 0 && there !== undefined && idOf(engine, 'half') === there.id, twice.said);
  gate.spoil = () => undefined;
  const repaired = await workshop.up(engine, [project('garbled'), project('half')]);
  check('and the next run makes it whole', repaired.ops.includes('update[] half') && outputsOf(engine, 'half')['version'] === 1, `${repaired.ops.join()} ${repaired.said}`);
  await engine.destroy();
  check('so that nothing is left', (await world.owner.projects.find('half')) === undefined && (await world.owner.projects.find('garbled')) === undefined);
  await engine.stop();
  gate.stop();
}

async function conflicts({ world, workshop, check, config }: Trial): Promise<void> {
  const engine = await workshop.engine('conflict', config);
  await workshop.up(engine, [project('conflict')]);
  const id = idOf(engine, 'conflict') ?? '';
  await world.owner.projects.update(id, { name: 'Theirs' });
  const ours = [project('conflict', { defaultBranch: 'ours' })];
  const refused = await workshop.up(engine, ours);
  check('a conflicting edit is detected', refused.code !== 0 && /somebody else changed name of prj_.*pulumi refresh.*\(resource\.changed\)/s.test(refused.said) && (await world.owner.projects.get(id)).default_branch === 'main', refused.said);
  await engine.refresh();
  const repaired = await workshop.up(engine, ours);
  check('and repaired after a refresh', repaired.code === 0 && (await world.owner.projects.get(id)).default_branch === 'ours' && (await world.owner.projects.get(id)).name === 'Trial', repaired.said);
  const twin = await workshop.engine('twin', config);
  const twice = await workshop.up(twin, [project('conflict')]);
  check('what exists is not created again, and how to import it is said', twice.code !== 0 && twice.said.includes(`pulumi import patchbay:index:Project <name> ${id}`), twice.said);
  await twin.stop();
  await engine.destroy();
  await engine.stop();
}

async function waitsForApproval({ world, workshop, check, config }: Trial): Promise<void> {
  const engine = await workshop.engine('approval', config);
  await workshop.up(engine, [{ name: 'a', class: 'Tenant', args: { slug: 'approval-pulumi', name: 'A' } }]);
  const refused = await world.unapproved(() => engine.destroy().then(() => '', wordsOf));
  check('a destructive change names the approval that it waits for', /patchbay approvals approve apr_/.test(refused), refused);
  for (let tries = 0; tries < 30 && engine.state.size > 0; tries++) await sleep(200).then(() => engine.destroy().catch(() => undefined));
  check('and is done by the run after it was given', engine.state.size === 0 && (await world.owner.tenants.find('approval-pulumi')) === undefined);
  await engine.stop();
}
