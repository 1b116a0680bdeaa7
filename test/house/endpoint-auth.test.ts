// How the hub shows a receiver who it is by what it sends along. OAuth and client certificates are among what endpoints can do.
import { afterEach, expect, test } from 'vitest';
import type { Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { Received } from '../doubles/sink.ts';
import { type EventHub, eventually, openEventHub } from './event-hub.ts';

interface Attempts { readonly items: readonly object[] }

let open: EventHub | undefined;

afterEach(async () => {
  await open?.stop();
  open = undefined;
});

const start = async (...options: Parameters<typeof openEventHub>): Promise<EventHub> => (open = await openEventHub(...options));
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const received = async ({ sink }: EventHub, count: number): Promise<Received> => (await sink.until(count, AbortSignal.timeout(8000))).at(-1)!;
/** With its spelling, as often as it came. */
const sent = ({ rawHeaders }: Received, header: string): unknown[] =>
  rawHeaders.flatMap((name, at) => (at % 2 === 0 && name.toLowerCase() === header.toLowerCase() ? [[name, rawHeaders[at + 1]]] : []));

test.each([
  ['a user and password', { kind: 'basic', username: 'Ädä' }, 'pass:wörd hunter2', 'authorization', `Basic ${base64('Ädä:pass:wörd hunter2')}`],
  ['a user whose password is empty', { kind: 'basic', username: 'ada' }, '', 'authorization', `Basic ${base64('ada:')}`],
  ['a token', { kind: 'bearer' }, 'hunter2', 'authorization', 'Bearer hunter2'],
  ['a header of its own', { kind: 'header', header: 'X-Partner-Key' }, 'hunter2 as it is', 'X-Partner-Key', 'hunter2 as it is'],
])('%s goes out with every delivery, and is shown to nobody', async (_, auth, auth_secret, header, value) => {
  const house = await start();
  house.sink.usually({ status: 500 });
  const { id } = await house.declare({ auth, auth_secret, retry: { delays: [0], jitter: 0 } });
  await house.publish();
  await received(house, 2);
  for (const delivery of house.sink.received) expect(sent(delivery, header)).toEqual([[header, value]]);
  const { items } = await eventually(() => house.call<Attempts>('GET', 'attempts'), (found) => found.items.length === 2);
  for (const attempt of items) expect(attempt).toMatchObject({ outcome: 'failed', request: { headers: { [header]: '•••' } } });
  const shown = JSON.stringify([items, await house.call('GET', `endpoints/${id}`), await house.call('GET', 'events'), await house.call('GET', 'audit_entries')]);
  for (const secret of ['hunter2', value]) expect(shown).not.toContain(secret);
});

test('another way, another secret and none at all count from the next delivery on', async () => {
  const house = await start();
  const { id } = await house.declare({ auth: { kind: 'basic', username: 'ada' }, auth_secret: 'first' });
  const seen: unknown[] = [];
  for (const change of [{}, { auth_secret: 'second' }, { auth: { kind: 'header', header: 'X-Partner-Key' }, auth_secret: 'third' }, { auth: null, auth_secret: null }]) {
    await house.call('PATCH', `endpoints/${id}`, change);
    await house.publish();
    const { headers } = await received(house, seen.length + 1);
    seen.push(headers['authorization'] ?? headers['x-partner-key']);
  }
  expect(seen).toEqual([`Basic ${base64('ada:first')}`, `Basic ${base64('ada:second')}`, 'third', undefined]);
});

test.each([
  [{ auth: { kind: 'basic' }, auth_secret: 'x' }, 'auth.username'], [{ auth: { kind: 'header' }, auth_secret: 'x' }, 'auth.header'], [{ auth: { kind: 'header', header: 'webhook-id' }, auth_secret: 'x' }, 'auth.header'],
  [{ auth: { kind: 'basic', username: 'ada:lovelace' }, auth_secret: 'x' }, 'auth.username'], [{ auth: { kind: 'basic', username: 'ada' } }, 'auth_secret'], [{ auth: { kind: 'header', header: 'X-Partner-Key' }, auth_secret: '' }, 'auth_secret'],
])('%j is refused at %s', async (fields, path) => {
  const house = await start();
  expect(await house.declare(fields)).toMatchObject({ status_code: 422, code: 'input.invalid', issues: [{ path }] });
});

test('a user with a colon is refused by a change too, and read where the store has one', async () => {
  let kept: Store | undefined;
  const house = await start({ ports: { around: (opened) => (kept = opened) } });
  const { id } = await house.declare({ auth: { kind: 'basic', username: 'ada' }, auth_secret: 'x' });
  const auth = { kind: 'basic', username: 'ada:lovelace', scopes: [] };
  expect(await house.call('PATCH', `endpoints/${id}`, { auth })).toMatchObject({ status_code: 422, issues: [{ path: 'auth.username', message: expect.stringContaining('no colon') as string }] });
  const [{ tenant, version, body }] = await kept!.list('endpoint', { limit: 1 }) as [Row];
  await kept!.commit([{ op: 'update', in: 'endpoint', tenant, id, version, body: { ...body, auth }, at: 0 }]);
  expect(await house.call('GET', `endpoints/${id}`)).toMatchObject({ status_code: 200, auth });
});

const HMAC = { profile: 'hmac', header: 'X-Mac', headers: { 'X-Kind': '{type}' } };

test.each<[string, object, object, string]>([
  ['a user and password', { secret_headers: { Authorization: 'x' } }, { auth: { kind: 'basic', username: 'ada' }, auth_secret: 'x' }, 'Authorization'],
  ['a token', { secret_headers: { authorization: 'x' } }, { auth: { kind: 'bearer' }, auth_secret: 'x' }, 'authorization'],
  ['a header of auth', { secret_headers: { 'x-partner-key': 'x' } }, { auth: { kind: 'header', header: 'X-Partner-Key' }, auth_secret: 'x' }, 'x-partner-key'],
  ['the header of a signature', { secret_headers: { 'x-mac': 'x' } }, { signature: HMAC, signing_secret: 'a plain key' }, 'x-mac'],
  ['a further header of a signature', { secret_headers: { 'X-Kind': 'x' } }, { signature: HMAC, signing_secret: 'a plain key' }, 'X-Kind'],
  ['the headers of a CloudEvent', { secret_headers: { 'ce-note': 'x' } }, { payload_format: 'cloudevents_binary' }, 'ce-note'],
  ['a header that everybody may read', { secret_headers: { 'x-team': 'x' } }, { headers: { 'X-Team': 'payments' } }, 'x-team'],
])('%s and a secret header of the same name are refused together, whichever comes later', async (_, hidden, fields, name) => {
  const house = await start();
  const refusal = { status_code: 422, code: 'input.invalid', issues: [{ path: `secret_headers.${name}`, message: expect.stringMatching(/already|twice/) as string }] };
  const change = async (first: object, then: object): Promise<unknown> => {
    const { id } = await house.declare({ name: JSON.stringify(first).slice(0, 60), ...first });
    return house.call('PATCH', `endpoints/${id}`, then);
  };
  expect(await change(hidden, fields)).toMatchObject(refusal);
  expect(await change(fields, hidden)).toMatchObject(refusal);
  expect(await change({ ...hidden, description: 'x' }, { ...fields, secret_headers: null })).toMatchObject({ status_code: 200, secret_header_names: [] });
  expect(await change({ ...hidden, description: 'y' }, { description: 'z' })).toMatchObject({ status_code: 200, secret_header_names: [name] });
});

const SIGNED = (header: string, headers: object = {}): object => ({ signature: { profile: 'hmac', header, headers }, signing_secret: 'a plain key' });
const TOKEN = { auth: { kind: 'bearer' }, auth_secret: 'x' };
const PARTNER = { auth: { kind: 'header', header: 'X-Partner-Key' }, auth_secret: 'x' };

test.each<[string, object, object, string]>([
  ['a signature and a token', SIGNED('Authorization'), TOKEN, 'auth.kind'],
  ['a signature and a header of auth', SIGNED('x-partner-key'), PARTNER, 'auth.header'],
  ['a further header of a signature and a header of auth', SIGNED('X-Mac', { 'X-PARTNER-KEY': '{timestamp}' }), PARTNER, 'auth.header'],
  ['a signature and a header of its own', SIGNED('X-Mac', { 'x-mac': '{timestamp}' }), {}, 'signature.headers.x-mac'],
  ['a signature and the headers of a CloudEvent', SIGNED('ce-mac'), { payload_format: 'cloudevents_binary' }, 'signature.header'],
  ['a header of auth and those of a CloudEvent', { auth: { kind: 'header', header: 'ce-key' }, auth_secret: 'x' }, { payload_format: 'cloudevents_binary' }, 'auth.header'],
])('%s of the same name are refused together, at once and by a change', async (_, one, other, path) => {
  const house = await start();
  const refusal = { status_code: 422, code: 'input.invalid', issues: [{ path, message: expect.stringContaining('already') as string }] };
  expect(await house.declare({ ...one, ...other })).toMatchObject(refusal);
  const first = await house.declare({ name: 'first', ...other });
  expect(await house.call('PATCH', `endpoints/${first.id}`, one)).toMatchObject(refusal);
  if (path.startsWith('signature.headers')) return;
  const second = await house.declare({ name: 'second', ...one });
  expect(await house.call('PATCH', `endpoints/${second.id}`, other)).toMatchObject(refusal);
});
