// Customers of another webhook service have the user and password of a receiver in its URL. Here they arrive as they did there, and nothing keeps or tells them.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Svix } from 'svix';
import { afterEach, expect, test } from 'vitest';
import { type Sink, startSink } from '../doubles/sink.ts';
import { type Call, caller, eventually } from './event-hub.ts';

const PATCHBAY = join(import.meta.dirname, '../../packages/cli/src/bin.ts');
const PASSWORD = 'correct-horse/battery:staple';
const BASIC = `Basic ${Buffer.from(`ada:${PASSWORD}`).toString('base64')}`;
/** As it is written in a URL, as it is, and as it is sent. */
const TOLD = /correct-horse|Y29ycmVjd|YWRhOmNvcnJlY3|OmNvcnJlY3Q/;

let folder = '';
let hub: ChildProcess | undefined;
let sink: Sink | undefined;
let said = '';

afterEach(async () => {
  await stop();
  await sink?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A hub that logs all that it can. */
async function start(): Promise<{ readonly svix: Svix; readonly call: Call; readonly withUser: (path: string) => string }> {
  sink = await startSink();
  folder = await mkdtemp(join(tmpdir(), 'patchbay-users-'));
  said = '';
  hub = spawn(process.execPath, [PATCHBAY, 'start', '--port', '0', '--data', folder, '--log-level', 'trace', '--output', 'json'], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PATCHBAY_EGRESS_ALLOW: '127.0.0.0/8' } });
  for (const stream of [hub.stdout!, hub.stderr!]) stream.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  const line = await eventually(async () => said.split('\n').find((each) => each.includes('first_key')), (found) => found !== undefined);
  const { url, first_key: key } = JSON.parse(line!) as { url: string; first_key: string };
  return { svix: new Svix(key, { serverUrl: url }), call: caller(url, key), withUser: (path) => `${sink!.url.replace('//', `//ada:${encodeURIComponent(PASSWORD)}@`)}${path}` };
}

async function stop(): Promise<void> {
  if (hub === undefined || hub.exitCode !== null) return;
  hub.kill('SIGTERM');
  await once(hub, 'exit');
}

/** All that the hub wrote: its store, its journal, its keys. */
async function written(): Promise<string> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  return (await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')))).join('\n');
}

const authorizations = async (count: number): Promise<unknown[]> => (await sink!.until(count, AbortSignal.timeout(10_000))).map(({ path, headers }) => [path, headers['authorization']]);

test('the user and password in the URL of an endpoint authorize its deliveries, and are in nothing that is shown, stored or logged', async () => {
  const { svix, call, withUser } = await start();
  sink!.usually(({ path }) => ({ status: path === '/failing' ? 500 : 200 }));
  await svix.application.create({ name: 'Customer', uid: 'customer' });
  const made = [await svix.endpoint.create('customer', { url: withUser('/first'), uid: 'first' }, { idempotencyKey: 'once' }), await svix.endpoint.create('customer', { url: withUser('/first'), uid: 'first' }, { idempotencyKey: 'once' })];
  expect(made.map(({ url }) => url)).toEqual([`${sink!.url}/first`, `${sink!.url}/first`]);
  await svix.endpoint.create('customer', { url: sink!.url, uid: 'second' });
  expect((await svix.endpoint.patch('customer', 'second', { url: withUser('/failing') })).url).toBe(`${sink!.url}/failing`);
  expect((await svix.endpoint.upsert('customer', 'third', { url: withUser('/third') })).url).toBe(`${sink!.url}/third`);
  await svix.message.create('customer', { eventType: 'invoice.paid', payload: { n: 1 } });
  expect((await authorizations(3)).sort()).toEqual([['/failing', BASIC], ['/first', BASIC], ['/third', BASIC]]);
  const { items } = await eventually(() => call<{ items: object[] }>('GET', 'attempts'), (found) => found.items.length === 3);
  const shown = JSON.stringify([made, items, await svix.endpoint.list('customer'), await svix.endpoint.getHeaders('customer', 'second'), await call('GET', 'endpoints'), await call('GET', 'events'), await call('GET', 'audit_entries')]);
  await stop();
  expect(shown).not.toMatch(TOLD);
  expect(shown).toContain('"username":"ada"');
  expect(await written()).toContain('"username":"ada"');
  expect(await written()).not.toMatch(TOLD);
  expect(said).toContain('the hub is ready');
  expect(said).not.toMatch(TOLD);
});

test('on the hub’s own API such a URL is refused with what to send instead, and nothing of it is told', async () => {
  const { call, withUser } = await start();
  const { id } = await call<{ id: string }>('POST', 'endpoints', { name: 'billing', url: `${sink!.url}/own`, event_types: ['invoice.*'] });
  const refusals = [
    await call('POST', 'endpoints', { name: 'other', url: withUser('/own') }), await call('PATCH', `endpoints/${id}`, { url: withUser('/own') }),
    await call('POST', 'tools/endpoint_update', { id, url: withUser('/own') }), await call('PATCH', `endpoints/${id}`, { url: withUser('/own'), auth: { kind: 'bearer' }, auth_secret: 'x' }),
  ];
  for (const refusal of refusals) expect(refusal).toMatchObject({ status_code: 422, code: 'input.invalid', issues: [{ path: 'url', message: expect.stringMatching(/`auth` .*basic.*`auth_secret`/) as string }] });
  expect(JSON.stringify(refusals)).not.toMatch(TOLD);
  expect(await call('PATCH', `endpoints/${id}`, { auth: { kind: 'basic', username: 'ada' }, auth_secret: PASSWORD })).toMatchObject({ status_code: 200, url: `${sink!.url}/own` });
  await call('POST', 'tools/event_publish', { type: 'invoice.paid', subject: 'i-1' });
  expect(await authorizations(1)).toEqual([['/own', BASIC]]);
  await stop();
  expect(await written()).not.toMatch(TOLD);
  expect(said).not.toMatch(TOLD);
});

test('a URL of another host takes no user along, and one beside an Authorization header is refused', async () => {
  const { svix, call, withUser } = await start();
  await svix.application.create({ name: 'Customer', uid: 'customer' });
  await svix.endpoint.create('customer', { url: withUser('/hooks'), uid: 'moving' });
  const auth = async () => (await call<{ items: { auth: object }[] }>('GET', 'endpoints?uid=moving')).items[0]!.auth;
  await svix.endpoint.upsert('customer', 'moving', { url: `${sink!.url}/elsewhere`, uid: 'moving' });
  expect(await auth()).toMatchObject({ kind: 'basic', username: 'ada' });
  await svix.endpoint.patch('customer', 'moving', { url: 'https://example.com/hooks' });
  expect(await auth()).toMatchObject({ kind: 'none' });
  const refused = (body: unknown) => expect.objectContaining({ code: 422, body }) as unknown;
  const atUrl = refused({ detail: [expect.objectContaining({ loc: ['body', 'url'], msg: expect.stringContaining('Authorization header') as string })] });
  await expect(svix.endpoint.create('customer', { url: withUser('/hooks'), headers: { authorization: 'Bearer own' } })).rejects.toEqual(atUrl);
  await svix.endpoint.setHeaders('customer', 'moving', { headers: { Authorization: 'Bearer own' } });
  await expect(svix.endpoint.patch('customer', 'moving', { url: withUser('/hooks') })).rejects.toEqual(atUrl);
});
