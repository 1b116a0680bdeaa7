/** What people get wrong in a deployment is refused before anything happens, and nothing secret is told with it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fields } from '@patchbay/reconcile';
import type { World } from '../terraform/world.ts';
import type { Deployed } from './deployment.ts';

type Check = (what: string, held: boolean, found?: unknown) => void;
type Run = (given: Fields) => Promise<Deployed>;

export async function mistakes(world: World, check: Check, run: Run): Promise<void> {
  await spelling(world, check, run);
  await schemas(world, check, run);
  await replacing(world, check, run);
  await told(world, check, run);
  await secrets(world, check, run);
  await connection(world, check, run);
}

async function spelling({ owner }: World, check: Check, run: Run): Promise<void> {
  const refused = async (what: string, given: Fields, says: RegExp): Promise<void> => {
    const { code, log } = await run(given);
    check(what, code === 1 && says.test(log), log);
  };
  const project = (label: string, slug: string, more: object = {}): object => ({ resource: 'project', label, fields: { slug, name: slug }, ...more });
  await refused('a state that is none is refused, and not taken for present', { declarations: [project('a', 'mistaken', { state: 'Absent' })] }, /a: expected the state present or absent, but got "Absent"/);
  await refused('a word that is none is refused', { declarations: [project('a', 'mistaken', { resets: ['default_branch'] })] }, /a: there is no resets; expected resource, label/);
  await refused('two of one label are refused: a reference would name the wrong one', { declarations: [project('shop', 'mistaken'), project('shop', 'mistaken-too')] }, /Several declarations have the label shop/);
  await refused('secrets of a label that nothing has are refused', { declarations: [project('shop', 'mistaken')], secrets: { shpo: { signing_secret: 'x' } } }, /There are secrets for shpo/);
  for (const [what, declarations, says] of [
    ['a text in place of a declaration', ['project'], /Expected declaration 1 to be an object, but it is text/],
    ['a list of fields', [{ resource: 'project', label: 'a', fields: ['slug'] }], /Expected fields of declaration 1 to be an object, but it is a list/],
    ['a label that is no text', [project('a', 'mistaken'), { resource: 'project', label: ['b'], fields: {} }], /Expected label of declaration 2 to be text, but it is a list/],
    ['one field to reset in place of a list', [project('a', 'mistaken', { reset: 'default_branch' })], /Expected reset of declaration 1 to be a list, but it is text/],
    ['a text in place of whether it may be replaced', [project('a', 'mistaken', { replace: 'false' })], /Expected replace of declaration 1 to be true or false, but it is text/],
  ] as const) await refused(`${what} is refused, and not by a trace of Python`, { declarations }, says);
  await refused('secrets that are no object are refused without a word of them', { declarations: [project('a', 'mistaken')], secrets: { a: 'quoted-nowhere' } }, /^(?!.*(?:quoted-nowhere|Traceback)).*Expected secrets of a to be an object, but it is text/s);
  check('and nothing was made', (await owner.projects.find('mistaken')) === undefined && (await owner.projects.find('mistaken-too')) === undefined);
}

/** A JSON schema refers within itself by the same word. */
async function schemas({ owner }: World, check: Check, run: Run): Promise<void> {
  const schema = { type: 'object', properties: { price: { $ref: '#/$defs/money' } }, $defs: { money: { type: 'number' } } };
  const declarations = [{ resource: 'event_type', label: 'o', fields: { name: 'schema.within', schema } }];
  const made = await run({ declarations });
  const there = await owner.event_types.find('schema.within');
  check('a reference within a JSON schema is no reference to a label', made.code === 0 && JSON.stringify(there?.schema) === JSON.stringify(schema), made.log);
  check('and twice changes nothing', (await run({ declarations })).outputs?.changed === 0);
  if (there !== undefined) await owner.event_types.delete(there.id);
}

/** What is there is deleted only for what can be made. */
async function replacing({ owner }: World, check: Check, run: Run): Promise<void> {
  const kept = await owner.secrets.create({ name: 'precious', value: 'a value' });
  const wrong = await run({ declarations: [{ resource: 'secret', label: 's', replace: true, fields: { name: 'precious', store: 'vault' } }], approvalWait: 60 });
  check('nothing is deleted for what can’t be made', wrong.code === 1 && (await owner.secrets.find('precious'))?.id === kept.id, wrong.log);
  await run({ declarations: [{ resource: 'secret', label: 's', state: 'absent', fields: { name: 'precious' } }], approvalWait: 60 });

  const { id } = await owner.flags.create({ name: 'precious', type: 'boolean' });
  const replaced = (type: string, more: Fields = {}): Promise<Deployed> => run({ declarations: [{ resource: 'flag', label: 'f', replace: true, fields: { name: 'precious', type } }], ...more });
  const would = await replaced('string', { dryRun: true });
  check('a replacement is rehearsed', would.code === 0 && would.outputs?.changes[0]?.['change'] === 'replace' && (await owner.flags.find('precious'))?.id === id, would.log);
  const done = await replaced('string', { approvalWait: 60 });
  check('and done', done.code === 0 && (await owner.flags.find('precious'))?.type === 'string', done.log);
  await run({ declarations: [{ resource: 'flag', label: 'f', state: 'absent', fields: { name: 'precious' } }], approvalWait: 60 });
}

/** The log and the outputs say what was done, and nothing else. */
async function told(world: World, check: Check, run: Run): Promise<void> {
  const { owner } = world;
  const one = (more: object, fields: object = {}): Fields => ({ declarations: [{ resource: 'secret', label: 'told', fields: { name: 'told', ...fields }, ...more }], secrets: { told: { value: 'a value' } } });
  const would = await run({ ...one({}), dryRun: true });
  check('what was not made has no id', would.outputs?.ids['told'] === 'unknown', would.outputs);
  await run(one({}));
  const waiting = await world.unapproved(() => run(one({ state: 'absent' })));
  check('what waits for an approval is not told as deleted', waiting.code === 1 && /approval\.(required|pending)/.test(waiting.log) && !waiting.log.includes('delete told'), waiting.log);
  const refused = await run(one({}, { description: 'x'.repeat(100_000) }));
  check('nor what the hub refused as changed', refused.code === 1 && !refused.log.includes('update told'), refused.log.slice(0, 500));
  await run({ ...one({ state: 'absent' }), approvalWait: 60 });
  await owner.flags.create({ name: 'told', type: 'boolean' });
  const replaced = await run({ declarations: [{ resource: 'flag', label: 'f', replace: true, fields: { name: 'told', type: 'string' } }], approvalWait: 60 });
  check('what was replaced is told as replaced', replaced.outputs?.changes[0]?.['change'] === 'replace' && replaced.log.includes('replace f'), replaced.log);
  await run({ declarations: [{ resource: 'flag', label: 'f', state: 'absent', fields: { name: 'told' } }], approvalWait: 60 });
}

async function secrets({ owner }: World, check: Check, run: Run): Promise<void> {
  const endpoint = { resource: 'endpoint', label: 'e', fields: { name: 'headed', url: 'https://a.example.com' } };
  await run({ declarations: [endpoint], secrets: { e: { secret_headers: { 'X-Key': 'a value' } } } });
  const { id, version } = (await owner.endpoints.find('headed'))!;
  const quiet = await run({ declarations: [{ ...endpoint, reset: ['secret_headers'] }] });
  check('a secret is not left where it shall go, without a word', quiet.code === 1 && /reset names secret_headers.*Set updateSecrets/.test(quiet.log), quiet.log);
  const done = await run({ declarations: [{ ...endpoint, reset: ['secret_headers'] }], updateSecrets: true });
  check('and is taken away when all secrets are sent', done.outputs?.changes[0]?.['change'] === 'update' && (await owner.endpoints.get(id)).version > version, done.log);
  await owner.endpoints.delete(id);
}

async function connection({ key, hub, owner }: World, check: Check, run: Run): Promise<void> {
  const declarations = [{ resource: 'project', label: 'p', state: 'absent', fields: { slug: 'connected' } }];
  const lined = await run({ declarations, hubKey: `${key}\n` });
  check('a key with the end of its line is taken', lined.code === 0, lined.log);
  const broken = await run({ declarations, hubKey: `${key}\nmore` });
  check('a key that can’t be sent is told without a word of it', broken.code === 1 && /client\.misused/.test(broken.log) && !broken.log.includes(key), broken.log.replaceAll(key, '•••'));
  const somebody = await run({ declarations, hubUrl: hub.url.replace('://', '://somebody:password@') });
  check('an address with a password is told without it', somebody.code === 1 && /client\.misused/.test(somebody.log) && !somebody.log.includes('password@'), somebody.log);
  const { key: narrow, id } = await owner.api_keys.create({ name: 'narrow', scopes: ['project:read'] });
  const forbidden = await run({ declarations: [{ resource: 'project', label: 'p', fields: { slug: 'forbidden', name: 'Forbidden' } }], hubKey: narrow });
  check('a key that may not is told what it needs', forbidden.code === 1 && /needs: project:write\..*\(caller\.forbidden/.test(forbidden.log) && !forbidden.log.includes(narrow), forbidden.log);
  await owner.api_keys.delete(id);
  const server = createServer((_, response) => void response.end('<html>Welcome</html>'));
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const page = await run({ declarations, hubUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  server.close();
  check('an address where a page answers is told', page.code === 1 && /Expected JSON.*Check hubUrl.*client\.not_a_hub/.test(page.log) && !page.log.includes('Traceback'), page.log);
}
