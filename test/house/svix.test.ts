// The door for clients that were written for another webhook service. `npm run conformance webhooks` walks every operation; here is what must never break.
import { afterEach, expect, test } from 'vitest';
import { Svix, Webhook } from 'svix';
import { caller, type EventHub, openEventHub } from './event-hub.ts';

let open: EventHub | undefined;

afterEach(async () => {
  await open?.stop();
  open = undefined;
});

async function start(): Promise<EventHub & { readonly svix: Svix; client(token: string): Svix }> {
  open = await openEventHub();
  const { url, key } = open.hub;
  const client = (token: string): Svix => new Svix(token, { serverUrl: url });
  return { ...open, client, svix: client(key) };
}

const refusal = (call: Promise<unknown>): Promise<unknown> => call.then(() => undefined, (error: { code: number; body: unknown }) => [error.code, error.body]);

test('a message of the npm client reaches its endpoint byte for byte, under the id that the client got', async () => {
  const { svix, sink, hub } = await start();
  await svix.application.create({ name: 'Customer', uid: 'customer-1' });
  const endpoint = await svix.endpoint.create('customer-1', { url: `${sink.url}/hooks` });
  const { key } = await svix.endpoint.getSecret('customer-1', endpoint.id);
  const payload = '{"amount": 1.0, "big": 12345678901234567890,\n "ok":true}';
  const sent = await (await fetch(`${hub.url}/api/v1/app/customer-1/msg`, { method: 'POST', headers: { authorization: `Bearer ${hub.key}` }, body: `{"eventType":"invoice.paid","payload":${payload}}` })).json() as { id: string };
  const [received] = await sink.until(1, AbortSignal.timeout(5000));
  expect([received!.body.toString(), received!.headers['svix-id'], received!.headers['webhook-id']]).toEqual([payload, sent.id, sent.id]);
  expect(() => new Webhook(key).verify(received!.body.toString(), received!.headers as Record<string, string>)).not.toThrow();
});

test('what one door makes the other sees: there is one engine and one store', async () => {
  const { svix, call, tool, sink } = await start();
  const app = await svix.application.create({ name: 'Customer', uid: 'customer-1', metadata: { plan: 'gold' } });
  const { items: [project] } = await call<{ items: { id: string; uid: string; metadata: object }[] }>('GET', 'projects?uid=customer-1');
  expect(project).toMatchObject({ uid: 'customer-1', metadata: { plan: 'gold' } });
  const declared = await call<{ id: string }>('POST', 'endpoints', { name: 'declared', url: `${sink.url}/declared`, project: project!.id, uid: 'declared', event_types: ['invoice.*'] });
  expect((await svix.endpoint.get(app.id, 'declared')).eventTypes).toEqual(['invoice.*']);
  const { id } = await tool<{ id: string }>('event_publish', { type: 'invoice.paid', subject: 'i-1', project: project!.id, own_id: 'invoice-1', data: { n: 1 } });
  expect((await svix.message.list(app.id, { withContent: true })).data).toMatchObject([{ eventType: 'invoice.paid', payload: { n: 1 }, eventId: 'invoice-1' }]);
  expect((await sink.until(1, AbortSignal.timeout(5000)))[0]!.headers['webhook-id']).toBe(id);
  await svix.endpoint.delete(app.id, 'declared');
  expect(await call('GET', `endpoints/${declared.id}`)).toMatchObject({ status_code: 404 });
});

test('a token for one application sees that application here, and nothing at the other doors', async () => {
  const { svix, client, hub } = await start();
  await svix.application.create({ name: 'Mine', uid: 'mine' });
  await svix.application.create({ name: 'Theirs', uid: 'theirs' });
  const { token } = await svix.authentication.appPortalAccess('mine', {});
  const portal = client(token);
  expect((await portal.application.get('mine')).name).toBe('Mine');
  expect(await refusal(portal.application.get('theirs'))).toMatchObject([404, { code: 'not_found' }]);
  expect(await refusal(portal.application.list())).toMatchObject([403, { code: 'insufficient access' }]);
  expect(await refusal(portal.message.create('mine', { eventType: 'a.b', payload: {} }))).toMatchObject([403, {}]);
  const rest = caller(hub.url, token);
  for (const path of ['endpoints', 'projects', 'events', 'whoami', 'api_keys']) expect([403, 404]).toContain((await rest('GET', path)).status_code);
  expect(await rest('POST', 'tools/event_publish', { type: 'a.b', subject: 'x' })).toMatchObject({ status_code: 403, code: 'caller.forbidden' });
  await portal.authentication.logout();
  expect(await refusal(portal.application.get('mine'))).toMatchObject([401, { code: 'authentication_failed' }]);
});

test('a token lasts as long as was asked for, and one that can’t is refused', async () => {
  const { svix, call } = await start();
  const { id: app } = await svix.application.create({ name: 'Customer' });
  for (const expiry of [60, 604_801]) expect(await refusal(svix.authentication.appPortalAccess(app, { expiry }))).toMatchObject([422, { detail: [{ loc: ['body', 'expiry'], msg: 'expected 3600 to 604800 seconds' }] }]);
  expect(await call('GET', 'api_keys')).toMatchObject({ items: [{ name: 'first' }] });
  await svix.authentication.appPortalAccess(app, { expiry: 3600 });
  const { items: [made] } = await call<{ items: { expires_at: string; created_at: string }[] }>('GET', 'api_keys?sort=-id&limit=1');
  expect((Date.parse(made!.expires_at) - Date.parse(made!.created_at)) / 1000).toBeCloseTo(3600, 0);
});

test('an endpoint of an application gets its messages, and nothing that the hub tells of itself', async () => {
  const { svix, sink } = await start();
  const app = await svix.application.create({ name: 'Customer' });
  const endpoint = await svix.endpoint.create(app.id, { url: `${sink.url}/hooks` });
  await svix.application.patch(app.id, { name: 'Renamed' });
  await svix.endpoint.patch(app.id, endpoint.id, { description: 'changed' });
  const { id } = await svix.message.create(app.id, { eventType: 'project.renamed', payload: { mine: true } });
  expect((await sink.until(1, AbortSignal.timeout(5000))).map((each) => each.headers['svix-id'])).toEqual([id]);
});

test('a repetition with the same idempotency key is answered as before, and the same eventId is a conflict', async () => {
  const { svix, sink } = await start();
  const app = await svix.application.create({ name: 'Customer' });
  await svix.endpoint.create(app.id, { url: `${sink.url}/hooks` });
  const message = { eventType: 'a.b', payload: {}, eventId: 'order-1' };
  const [one, two] = [await svix.message.create(app.id, message, { idempotencyKey: 'k' }), await svix.message.create(app.id, { ...message, payload: { other: 1 } }, { idempotencyKey: 'k' })];
  expect(two).toEqual(one);
  expect(await refusal(svix.message.create(app.id, message))).toMatchObject([409, { code: 'conflict' }]);
  await sink.until(1, AbortSignal.timeout(5000));
  expect(sink.received).toHaveLength(1);
});

test('an event type that was brought back is answered as before, when the request comes again', async () => {
  const { svix } = await start();
  const type = { name: 'a.b', description: 'first' };
  await svix.eventType.create(type);
  await svix.eventType.delete('a.b');
  const [one, two] = [await svix.eventType.create({ ...type, description: 'risen' }, { idempotencyKey: 'k' }), await svix.eventType.create({ ...type, description: 'again' }, { idempotencyKey: 'k' })];
  expect([two, (await svix.eventType.get('a.b')).description]).toEqual([one, 'risen']);
  expect(await refusal(svix.eventType.create(type, { idempotencyKey: 'j' }))).toMatchObject([409, { code: 'event_type_exists' }]);
});

test('an example goes to an endpoint that takes it, and is answered once for one key', async () => {
  const { svix, call, sink } = await start();
  const app = await svix.application.create({ name: 'Customer', uid: 'customer-1' });
  const { items: [project] } = await call<{ items: { id: string }[] }>('GET', 'projects?uid=customer-1');
  for (const [uid, types] of [['invoices', ['invoice.*']], ['orders', ['order.*']]] as const) await call('POST', 'endpoints', { name: uid, url: `${sink.url}/${uid}`, project: project!.id, uid, event_types: types });
  await svix.eventType.create({ name: 'invoice.paid', description: 'x', schemas: { 1: { examples: [{ n: 1 }] } } });
  const send = (uid: string): ReturnType<typeof svix.endpoint.sendExample> => svix.endpoint.sendExample(app.id, uid, { eventType: 'invoice.paid' }, { idempotencyKey: 'k' });
  const [one, two] = [await send('invoices'), await send('invoices')];
  expect(two).toEqual(one);
  expect((await send('orders')).id).toMatch(/^msg_/);
  expect(sink.received.map(({ path }) => path)).toEqual(['/invoices']);
});

test('what only the hosted service does answers 501 in JSON', async () => {
  const { svix } = await start();
  expect(await refusal(svix.streaming.stream.list())).toMatchObject([501, '{"code":"not_implemented","detail":"/stream is not offered by this server"}']);
});

test('an example is sent only where the filter of the endpoint takes it, and is answered all the same', async () => {
  const { svix, call, sink } = await start();
  const { id: app } = await svix.application.create({ name: 'Customer', uid: 'customer-1' });
  await svix.eventType.create({ name: 'invoice.paid', description: 'Paid', schemas: { 1: { examples: [{ tier: 'test' }] } } });
  const { items: [project] } = await call<{ items: { id: string }[] }>('GET', 'projects?uid=customer-1');
  const declare = (uid: string, tier: string) => call('POST', 'endpoints', { name: uid, url: `${sink.url}/${uid}`, project: project!.id, uid, filter: { 'data.tier': tier } });
  await declare('other', 'production');
  await declare('wanted', 'test');
  for (const uid of ['other', 'wanted']) expect(await svix.endpoint.sendExample(app, uid, { eventType: 'invoice.paid' })).toMatchObject({ eventType: 'invoice.paid', id: expect.stringMatching(/^msg_/) as string });
  expect(sink.received.map(({ path }) => path)).toEqual(['/wanted']);
});

test('an endpoint that was declared with patterns is written back as it was read, and gets no new one', async () => {
  const { svix, call } = await start();
  const { id: app } = await svix.application.create({ name: 'Customer', uid: 'customer-1' });
  const { items: [project] } = await call<{ items: { id: string }[] }>('GET', 'projects?uid=customer-1');
  await call('POST', 'endpoints', { name: 'declared', url: 'https://example.com/', project: project!.id, uid: 'declared', event_types: ['invoice.*', 'order.paid'] });
  const { eventTypes } = await svix.endpoint.get(app, 'declared');
  expect((await svix.endpoint.patch(app, 'declared', { url: 'https://example.com/new', eventTypes: eventTypes ?? [] })).eventTypes).toEqual(['invoice.*', 'order.paid']);
  expect((await svix.endpoint.upsert(app, 'declared', { url: 'https://example.com/newer', eventTypes: eventTypes ?? [] })).url).toBe('https://example.com/newer');
  const refused = [422, { detail: [{ loc: ['body', 'eventTypes'], msg: expect.stringContaining('refund.*') as string }] }];
  expect(await refusal(svix.endpoint.patch(app, 'declared', { eventTypes: ['refund.*'] }))).toMatchObject(refused);
});

test('a change of an endpoint that is refused replaces no secret', async () => {
  const { svix, hub } = await start();
  const { id: app } = await svix.application.create({ name: 'Customer' });
  await svix.endpoint.create(app, { url: 'https://example.com/', uid: 'taken' });
  const { id } = await svix.endpoint.create(app, { url: 'https://example.com/' });
  const before = await svix.endpoint.getSecret(app, id);
  const key = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const patch = async (fields: object): Promise<number> => (await fetch(`${hub.url}/api/v1/app/${app}/endpoint/${id}`, { method: 'PATCH', headers: { authorization: `Bearer ${hub.key}` }, body: JSON.stringify(fields) })).status; // older clients send it
  expect(await patch({ secret: key, uid: 'taken' })).toBe(409);
  expect(await svix.endpoint.getSecret(app, id)).toEqual(before);
  expect(await patch({ secret: key, uid: 'free' })).toBe(200);
  expect(await svix.endpoint.getSecret(app, id)).toEqual({ key });
});
