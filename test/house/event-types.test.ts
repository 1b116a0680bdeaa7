// Event types end to end: what is declared is what may be published, at once and on every hub.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHub } from '@patchbay/hub';
import { afterEach, describe, expect, test } from 'vitest';
import { startPostgres } from '../doubles/postgres.ts';
import { caller, CONFIG, type EventHub, eventually, openEventHub } from './event-hub.ts';

let open: EventHub | undefined;
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await open?.stop();
  open = undefined;
  for (const close of closing.splice(0).reverse()) await close();
});

const start = async (...options: Parameters<typeof openEventHub>): Promise<EventHub> => (open = await openEventHub(...options));
const schema = { type: 'object', properties: { number: { type: 'integer' }, tags: { items: { type: 'string' } } }, required: ['number'] };
const bad = { data: { number: '7', tags: ['a', 1] } };
const issues = [{ path: 'data.number', message: 'expected a whole number, got a text' }, { path: 'data.tags.1', message: 'expected a text, got a number' }];
const type = ({ call }: EventHub, fields: object = {}) => call<{ id: string }>('POST', 'event_types', { name: 'build.finished', schema, ...fields });

describe('data that does not fit the schema of its type', () => {
  test('is refused with the path of everything that is wrong, where the type says reject', async () => {
    const house = await start();
    await house.declare();
    await type(house, { enforcement: 'reject' });
    expect(await house.publish(bad)).toMatchObject({ status_code: 422, code: 'event_type.mismatch', issues });
    expect(await house.tool('event_publish_batch', { events: [{ type: 'build.finished', subject: 'a', data: { number: 1 } }, { type: 'build.finished', subject: 'b', data: {} }] })).toMatchObject({ status_code: 422, code: 'event_type.mismatch', issues: [{ path: 'events.1.data.number', message: 'is missing' }] });
    const fine = await house.publish({ data: { number: 7 } });
    expect(fine).toEqual({ status_code: 200, id: fine.id });
    expect((await house.sink.until(1, AbortSignal.timeout(5000))).map(({ headers }) => headers['webhook-id'])).toEqual([fine.id]);
  });

  test('is published with a warning, where the type says warn, and without one, where it says off', async () => {
    const house = await start();
    const { id } = await type(house, { enforcement: 'warn' });
    expect(await house.publish(bad)).toMatchObject({ status_code: 200, warnings: issues });
    await house.call('PATCH', `event_types/${id}`, { enforcement: 'off' });
    expect(await house.publish(bad)).not.toHaveProperty('warnings');
  });
});

test('a change of a type counts from the next event on, on every hub of the store', async () => {
  const database = await startPostgres();
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-types-'));
  closing.push(() => rm(dataDir, { recursive: true, force: true }), () => database.stop());
  const options = { ...CONFIG, listen: { port: 0 }, observe: { level: 'silent' as const }, keeping: { databaseUrl: database.url, dataDir } };
  const [here, there] = [await startHub(options), await startHub(options)];
  closing.push(() => here.stop(), () => there.stop());
  const [one, other] = [here, there].map(({ url }) => caller(url, here.firstKey!)) as [ReturnType<typeof caller>, ReturnType<typeof caller>];
  const publish = (call: typeof one) => call('POST', 'tools/event_publish', { type: 'build.finished', subject: 'shop', ...bad });
  const { id } = await one<{ id: string }>('POST', 'event_types', { name: 'build.finished', schema, enforcement: 'reject' });
  expect(await publish(one)).toMatchObject({ status_code: 422 });
  expect(await eventually(() => publish(other), ({ status_code }) => status_code === 422)).toMatchObject({ code: 'event_type.mismatch' });
  await other('PATCH', `event_types/${id}`, { schema: { type: 'object' } });
  expect(await publish(other)).toMatchObject({ status_code: 200 });
  expect(await eventually(() => publish(one), ({ status_code }) => status_code === 200)).toMatchObject({ status_code: 200 });
  await one('PATCH', `event_types/${id}`, { schema });
  expect(await publish(one)).toMatchObject({ status_code: 422 });
  await one('DELETE', `event_types/${id}`);
  expect(await publish(one)).toMatchObject({ status_code: 200 });
  expect(await eventually(() => publish(other), ({ status_code }) => status_code === 200)).toMatchObject({ status_code: 200 });
}, 60_000);

test('a type is known again after a restart', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-types-'));
  closing.push(() => rm(dataDir, { recursive: true, force: true }));
  const options = { ...CONFIG, listen: { port: 0 }, observe: { level: 'silent' as const }, keeping: { dataDir } };
  const before = await startHub(options);
  await caller(before.url, before.firstKey!)('POST', 'event_types', { name: 'build.finished', schema, enforcement: 'reject' });
  await before.stop();
  const after = await startHub(options);
  closing.push(() => after.stop());
  expect(await caller(after.url, before.firstKey!)('POST', 'tools/event_publish', { type: 'build.finished', subject: 'shop', ...bad })).toMatchObject({ status_code: 422, code: 'event_type.mismatch' });
});

test('a deprecated type is published with a warning, an archived one is not published', async () => {
  const house = await start();
  const { id } = await type(house, { deprecated: true });
  expect(await house.publish()).toMatchObject({ status_code: 200, warnings: [{ path: 'type', message: 'build.finished is deprecated' }] });
  await house.call('PATCH', `event_types/${id}`, { archived: true });
  expect(await house.publish()).toMatchObject({ status_code: 422, code: 'event_type.archived' });
});

test.each([['accept', 200], ['warn', 200], ['refuse', 422]] as const)('an event of a type that nobody declared: %s', async (unknownTypes, status) => {
  const house = await start({ config: { events: { unknownTypes } } });
  const answer = await house.publish();
  expect(answer.status_code).toBe(status);
  if (unknownTypes === 'warn') expect(answer).toMatchObject({ warnings: [{ path: 'type' }] });
  if (unknownTypes === 'refuse') expect(answer).toMatchObject({ code: 'event_type.unknown', issues: [{ path: 'type' }] });
  await type(house);
  expect(await house.publish()).toEqual({ status_code: 200, id: expect.any(String) });
});

describe('a type is refused', () => {
  test.each([
    ['with a schema that is none', { schema: { type: 'objct' } }, 'schema.type'],
    ['with a reference to elsewhere', { schema: { $ref: 'https://169.254.169.254/latest' } }, 'schema.$ref'],
    ['with a pattern that can’t be bounded', { schema: { properties: { name: { pattern: '(a+)\\1' } } } }, 'schema.properties.name.pattern'],
    ['with a schema that never ends', { schema: { allOf: [{ $ref: '#' }] } }, 'schema'],
    ['with an example that does not fit', { enforcement: 'reject', example: { number: 'x' } }, 'example.number'],
    ['with enforcement and no schema', { schema: undefined, enforcement: 'warn' }, 'schema'],
    ['under a name of the hub’s own', { name: 'endpoint.created' }, 'name'],
  ])('%s', async (_, fields, path) => {
    const house = await start();
    expect(await type(house, fields)).toMatchObject({ status_code: 422, code: 'input.invalid', issues: [{ path }] });
    const { id } = await type(house);
    if (path !== 'name' && path !== 'schema') expect(await house.call('PATCH', `event_types/${id}`, fields)).toMatchObject({ status_code: 422, issues: [{ path }] });
  });
});

test('a pattern that would keep Node busy for years is answered at once', async () => {
  const house = await start();
  await type(house, { schema: { properties: { name: { pattern: '^(([a-z])+.)+[A-Z]([a-z])+$' } } }, enforcement: 'reject' });
  expect(await house.publish({ data: { name: 'a'.repeat(5000) } })).toMatchObject({ status_code: 422, code: 'event_type.mismatch' });
  expect(await house.publish({ data: { name: 'aaaXaaaBccc' } })).toMatchObject({ status_code: 200 });
});

test('a type may say when its events are tried again, in place of the endpoint', async () => {
  const house = await start();
  house.sink.usually({ status: 500 });
  await house.declare({ retry: { delays: [3600] } });
  await type(house, { retry_delays: [0, 0] });
  await house.publish();
  await house.publish({ type: 'build.started' });
  const { items } = await eventually(() => house.call<{ items: { type: string; attempts: number }[] }>('GET', 'dead_letters'), (found) => found.items.length > 0);
  expect(items).toMatchObject([{ type: 'build.finished', attempts: 3 }]);
});
