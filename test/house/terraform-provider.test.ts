// What newer Terraform asks of the provider and the one in CI does not, against a whole hub.
import { randomUUID } from 'node:crypto';
import { type ClientHttp2Session, connect } from 'node:http2';
import { connect as connectSocket } from 'node:net';
import { createClient, type Client } from '@patchbay/client';
import { call, type TypeOf } from '@patchbay/grpc';
import { type Attached, calls, createProvider, fromWire, loadCatalog, serveAttached, streams, toWire, type Type } from '@patchbay/terraform';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';

let hub: TestHub;
let client: Client;
let provider: Attached;
let session: ClientHttp2Session;

beforeAll(async () => {
  hub = await startTestHub({ store: 'sqlite' });
  client = createClient({ url: hub.url, key: hub.key });
  const upgrades = { patchbay_project: [(old: Readonly<Record<string, unknown>>) => ({ ...old, slug: old['short_name'] })] };
  const routes = createProvider({ loadCatalog, env: { PATCHBAY_URL: hub.url, PATCHBAY_KEY: hub.key }, now: Date.now, newKey: randomUUID }, { version: '0.0.0', upgrades });
  provider = await serveAttached('test/test/patchbay', routes, process.pid);
  const { 'test/test/patchbay': at } = JSON.parse(provider.env.TF_REATTACH_PROVIDERS) as Record<string, { Addr: { String: string } }>;
  session = connect('http://localhost', { createConnection: () => connectSocket(at!.Addr.String) });
  await ask('ConfigureProvider', { config: toWire({}, ['object', {}]) });
});
afterAll(async () => {
  session.destroy();
  provider.close();
  await hub.stop();
});

type All = typeof calls & typeof streams;
const table: All = { ...calls, ...streams };
const every = <K extends keyof All>(name: K, request: TypeOf<All[K]['request']>): Promise<TypeOf<All[K]['response']>[]> => call(session, `/tfplugin6.Provider/${name}`, table[name] as never, request as never) as never; // one entry of the table
async function ask<K extends keyof All>(name: K, request: TypeOf<All[K]['request']>): Promise<TypeOf<All[K]['response']>> {
  return (await every(name, request))[0]!;
}

const id: Type = ['object', { id: 'string' }];
const typeOf = async (kind: 'resources' | 'actions', name: string): Promise<Type> => {
  const schema = await ask('GetProviderSchema', {});
  const found = kind === 'resources' ? schema.resources?.[name] : schema.actions?.[name]?.schema;
  const attributes = (found?.block?.attributes ?? []) as unknown as { name: string; type?: Uint8Array; nestedType?: Nested }[]; // attributes contain attributes
  return ['object', Object.fromEntries(attributes.map((each) => [each.name, wire(each)]))];
};
interface Nested { readonly nesting: number; readonly attributes: readonly { name: string; type?: Uint8Array; nestedType?: Nested }[] }
function wire({ type, nestedType }: { type?: Uint8Array; nestedType?: Nested }): Type {
  if (nestedType === undefined) return JSON.parse(Buffer.from(type!).toString()) as Type;
  const inner: Type = ['object', Object.fromEntries(nestedType.attributes.map((each) => [each.name, wire(each)]))];
  return nestedType.nesting === 1 ? inner : [nestedType.nesting === 2 ? 'list' : 'map', inner];
}

test('the schema has every declared resource, its lookups, its list and its identity', async () => {
  const { resources: declared } = await loadCatalog();
  const names = declared.filter(({ kind }) => kind === 'resource').map(({ name }) => `patchbay_${name}`);
  const [schema, metadata, identities] = [await ask('GetProviderSchema', {}), await ask('GetMetadata', {}), await ask('GetResourceIdentitySchemas', {})];
  expect(names.length).toBeGreaterThan(20);
  for (const all of [schema.resources, schema.lists, identities.schemas]) expect(Object.keys(all ?? {}).sort()).toEqual([...names].sort());
  expect(Object.keys(schema.dataSources ?? {})).toHaveLength(names.length * 2);
  expect(metadata.resources?.map(({ typeName }) => typeName).sort()).toEqual([...names].sort());
  expect(Object.keys(schema.functions ?? {})).toEqual(['verify_signature', 'render_template', 'parse_id']);
  expect(Object.keys(schema.ephemeral ?? {})).toEqual(['patchbay_api_key', 'patchbay_token']);
});

describe('a list', () => {
  test('streams what is there, with identities and whole objects, and obeys its limit and its filters', async () => {
    for (const slug of ['l1', 'l2', 'l3']) await client.projects.create({ slug, name: slug });
    const config = toWire({ slug: null, uid: null }, ['object', { slug: 'string', uid: 'string' }]);
    expect(await every('ListResource', { typeName: 'patchbay_project', config, limit: 2 })).toHaveLength(2);
    const all = await every('ListResource', { typeName: 'patchbay_project', config, includeResource: true });
    expect(all.map(({ displayName }) => displayName)).toEqual(['l1', 'l2', 'l3']);
    expect(fromWire(all[0]?.resource, await typeOf('resources', 'patchbay_project'))).toMatchObject({ slug: 'l1', default_branch: 'main' });
    expect(fromWire(all[0]?.identity?.data, id)).toEqual({ id: expect.stringMatching(/^prj_/) as string });
    expect(await every('ListResource', { typeName: 'patchbay_project', config: toWire({ slug: 'l2', uid: null }, ['object', { slug: 'string', uid: 'string' }]) })).toHaveLength(1);
    await expect(every('ListResource', { typeName: 'patchbay_nothing' })).rejects.toMatchObject({ code: 3 });
  });
});

describe('an import', () => {
  test('takes an identity, and a configuration can be written from what it found', async () => {
    const made = await client.projects.create({ slug: 'imported', name: 'Imported', repository: { provider: 'github', owner: 'acme', name: 'shop' } });
    const { imported } = await ask('ImportResourceState', { typeName: 'patchbay_project', identity: { data: toWire({ id: made.id }, id) } });
    const type = await typeOf('resources', 'patchbay_project');
    expect(fromWire(imported?.[0]?.state, type)).toMatchObject({ id: made.id, slug: 'imported' });
    const { config } = await ask('GenerateResourceConfig', { typeName: 'patchbay_project', state: imported?.[0]?.state });
    expect(fromWire(config, type)).toMatchObject({ slug: 'imported', name: 'Imported', repository: { owner: 'acme' }, default_branch: null, id: null, version: null });
  });

  test('of what is not there says how to name it', async () => {
    const { diagnostics } = await ask('ImportResourceState', { typeName: 'patchbay_project', id: 'nobody' });
    expect(diagnostics).toMatchObject([{ severity: 1, summary: 'There is no project nobody' }]);
  });
});

describe('a state', () => {
  test('of an older schema goes through each step, loses what is no more and gains what is new', async () => {
    const raw = { json: Buffer.from(JSON.stringify({ id: 'prj_1', short_name: 'old', gone: true })) };
    const { state } = await ask('UpgradeResourceState', { typeName: 'patchbay_project', version: 0, raw });
    expect(fromWire(state, await typeOf('resources', 'patchbay_project'))).toMatchObject({ id: 'prj_1', slug: 'old', name: null });
    const { diagnostics } = await ask('UpgradeResourceState', { typeName: 'patchbay_project', version: 99, raw });
    expect(diagnostics?.[0]?.summary).toBe('The state is of a newer provider');
  });
});

describe('an action', () => {
  test('calls the hub, tells its progress, and ends once', async () => {
    const type = await typeOf('actions', 'patchbay_event_publish');
    const config = toWire({ type: 'order.paid', subject: 'order 1', data: '{"amount":5}' }, type);
    expect(await ask('ValidateActionConfig', { typeName: 'patchbay_event_publish', config })).toEqual({});
    const said = await every('InvokeAction', { action: 'patchbay_event_publish', config });
    expect(said).toEqual([{ progress: { message: 'calling event_publish' } }, { completed: {} }]);
    const { items } = await client.events.list({ type: 'order.paid' });
    expect(items).toMatchObject([{ data: { amount: 5 } }]);
  });

  test('of any plugin goes by its id, and what fails keeps code and fix', async () => {
    const config = toWire({ action: 'nobody_knows', input: '{}' }, await typeOf('actions', 'patchbay_call'));
    const [, last] = await every('InvokeAction', { action: 'patchbay_call', config });
    expect(last?.completed?.diagnostics?.[0]?.detail).toMatch(/\(action\.not_found/);
  });
});

describe('functions', () => {
  const run = async (name: string, ...args: readonly unknown[]) => ask('CallFunction', { name, arguments: args.map((each) => toWire(each, typeof each === 'string' ? 'string' : 'dynamic')) });

  test('verify a signature, fill a template, read an id', async () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const good = await run('verify_signature', secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', '1614265330', '{"test": 2432232314}', 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
    expect(fromWire(good.result, 'bool')).toBe(true);
    expect(fromWire((await run('verify_signature', secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', '1614265330', '{"test": 1}', 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')).result, 'bool')).toBe(false);
    expect((await run('verify_signature', 'whsec_short', 'a', '1', 'b', 'v1,c')).error?.argument).toBe(0);
    expect(fromWire((await run('render_template', 'Hello {{who.name}}, {{n}} of {{missing}}', { who: { name: 'you' }, n: 2 })).result, 'string')).toBe('Hello you, 2 of ');
    const channel = 112_233_445_566_778_899n;
    for (const [template, filled] of [['{{channel}}', '112233445566778899'], ['to {{all}}', 'to ["112233445566778899"]']] as const) expect(fromWire((await run('render_template', template, { channel, all: [channel] })).result, 'string')).toBe(filled);
    expect(fromWire((await run('parse_id', 'prj_01jd8xk3v2q4r6t8w0y2a4c6e8')).result, ['object', { resource: 'string', prefix: 'string', created_at: 'string' }])).toEqual({ resource: 'project', prefix: 'prj', created_at: expect.stringMatching(/^20\d\d-/) as string });
    expect((await run('parse_id', 'nonsense')).error).toMatchObject({ argument: 0 });
  });
});
