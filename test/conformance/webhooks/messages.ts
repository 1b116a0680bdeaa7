/** Messages: what is sent is what came, byte for byte; who gets it; how it is found again; what happens to repetitions. */
import { isDeepStrictEqual } from 'node:util';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import type { World } from './world.ts';

const BODIES = ['{"a":1}', '{"a": 1.0, "b" : 1e3,\r\n "c":[ ] }', '{"big":12345678901234567890,"n":-0,"x":0.10}', '{"name":"Straße 🚀 \\u00e9","same":1,"same":2}', '{}', `{"long":"${'x'.repeat(100_000)}"}`];

/** What the hub's own door tells of the only event of a type. */
async function contentUntil({ hub }: World, type: string): Promise<number> {
  const answer = await fetch(`${hub.url}/v1/events?type=${type}`, { headers: { authorization: `Bearer ${hub.key}` } });
  const { items } = (await answer.json()) as { readonly items: readonly { readonly content_until?: string }[] };
  return Date.parse(items[0]?.content_until ?? '');
}

export async function checkMessages(world: World): Promise<void> {
  const { svix, tally, raw, expectRefused, sink, at, eventually } = world;
  const app = await svix.application.create({ name: 'Messages', uid: 'messages-app' });
  const endpoint = await svix.endpoint.create(app.id, { url: `${sink.url}/all` });
  await svix.endpoint.setHeaders(app.id, endpoint.id, { headers: { 'X-CamelCase': 'kept', Authorization: 'Bearer secret' } });
  const { key } = await svix.endpoint.getSecret(app.id, endpoint.id);

  const sent = await svix.message.create(app.id, { eventType: 'unknown.type', payload: { hello: 'world' }, eventId: 'order-1', channels: ['eu'], payloadRetentionPeriod: 30 });
  tally.expect(/^msg_[0-9A-Za-z]{27}$/.test(sent.id), `a message id is a KSUID: ${sent.id}`);
  tally.expect(Math.abs((await contentUntil(world, sent.eventType)) - sent.timestamp.getTime() - 30 * 86_400_000) < 60_000, 'the payload of a message is kept as long as it says');
  tally.expect(sent.eventId === 'order-1' && sent.eventType === 'unknown.type' && sent.channels?.join() === 'eu' && sent.timestamp instanceof Date, 'a message comes back as it was sent, also of an unknown type');
  const [first] = await eventually(() => at('/all'), (found) => found.length > 0);
  const headers = first!.headers as Record<string, string>;
  tally.expect(headers['svix-id'] === sent.id && headers['webhook-id'] === sent.id, 'svix-id and webhook-id are the id of the message');
  for (const name of ['id', 'timestamp', 'signature']) tally.expect(headers[`svix-${name}`] === headers[`webhook-${name}`] && headers[`svix-${name}`] !== undefined, `svix-${name} and webhook-${name} are the same`);
  tally.expect(first!.method === 'POST' && headers['content-type'] === 'application/json' && headers['accept'] === '*/*' && typeof headers['user-agent'] === 'string', `a delivery is a POST of JSON: ${JSON.stringify(headers)}`);
  tally.expect(first!.rawHeaders.includes('X-CamelCase') && headers['x-camelcase'] === 'kept' && headers['authorization'] === 'Bearer secret', 'custom headers come in their own spelling, also those that nobody may read');
  await checkVerifiers(world, first!.body.toString(), headers, key);

  for (const [n, body] of BODIES.entries()) {
    const { status } = await raw('POST', `/app/${app.id}/msg`, `{ "eventType": "bytes.${n}", "payload": ${body} }`);
    const received = await eventually(() => at('/all').find((each) => each.body.toString() === body), (found) => found !== undefined);
    tally.expect(status === 202 && received !== undefined, `a payload arrives byte for byte: ${body.slice(0, 60)}`);
    if (received !== undefined) await checkVerifiers(world, body, received.headers as Record<string, string>, key);
  }
  await svix.message.create(app.id, { eventType: 'raw.payload', payload: {}, transformationsParams: { rawPayload: 'not <even> json', headers: { 'x': 'y' } } });
  tally.expect((await eventually(() => at('/all').some((each) => each.body.toString() === 'not <even> json'), Boolean)), 'rawPayload is sent in place of the payload');
  tally.expect((await raw('POST', `/app/${app.id}/msg`, { eventType: 'older.client', data: { older: true } })).status === 202 && (await eventually(() => at('/all').some((each) => each.body.toString() === '{"older":true}'), Boolean)), 'data is the older name of payload');

  for (const [input, loc] of [[{ payload: {} }, 'eventType'], [{ eventType: 'a.b' }, 'payload'], [{ eventType: 'a.b', payload: [] }, 'payload'], [{ eventType: 'a.b', payload: 'x' }, 'payload'], [{ eventType: 'a b', payload: {} }, 'eventType'], [{ eventType: 'a.b', payload: {}, channels: ['a', 'b', 'c', 'd', 'e', 'f'] }, 'channels'], [{ eventType: 'a.b', payload: {}, channels: [] }, 'channels'], [{ eventType: 'a.b', payload: {}, eventId: 'msg_1' }, 'eventId'], [{ eventType: 'a.b', payload: {}, payloadRetentionPeriod: 4 }, 'payloadRetentionPeriod'], [{ eventType: 'a.b', payload: {}, payloadRetentionPeriod: 91 }, 'payloadRetentionPeriod']] as const) {
    const { status, body } = await raw('POST', `/app/${app.id}/msg`, input);
    tally.expect(status === 422 && (body as { detail: { loc: string[] }[] }).detail[0]?.loc[1] === loc, `${JSON.stringify(input)} is refused at ${loc}: ${status} ${JSON.stringify(body).slice(0, 120)}`);
  }
  await expectRefused(svix.message.create('nobody', { eventType: 'a.b', payload: {} }), 404, 'not_found', 'a message to an application that is not there');

  await checkIdempotency(world, app.id);
  await checkMatching(world);
  await checkImplicit(world);
  await checkLists(world);

  tally.expect((await svix.message.get(app.id, 'order-1')).id === sent.id && JSON.stringify((await svix.message.get(app.id, sent.id, { withContent: true })).payload) === '{"hello":"world"}', 'a message is found by id and by its eventId');
  tally.expect(JSON.stringify((await svix.message.get(app.id, sent.id, { withContent: false })).payload) === '{}', 'with_content=false shows no payload');
  await svix.message.expungeContent(app.id, sent.id);
  tally.expect(JSON.stringify((await svix.message.get(app.id, sent.id, { withContent: true })).payload) === '{"expired":true}', 'an expunged payload reads as expired');
  await expectRefused(svix.messageAttempt.resend(app.id, sent.id, endpoint.id), 400, 'missing_payload', 'a resend of what was expunged');
  await expectRefused(svix.message.get(app.id, 'nobody'), 404, 'not_found', 'a message that is not there');
}

async function checkVerifiers({ tally }: World, body: string, headers: Record<string, string>, key: string): Promise<void> {
  const family = (name: string): Record<string, string> => Object.fromEntries(Object.entries(headers).filter(([header]) => header.startsWith(`${name}-`)));
  if (body.startsWith('{')) await tally.accepts(() => new StandardWebhook(key).verify(body, family('webhook')), 'standardwebhooks');
  for (const name of ['webhook', 'svix']) {
    await tally.accepts(() => new SvixWebhook(key).verify(body, family(name)), `svix by ${name}-*`);
    await tally.refuses(() => new SvixWebhook(key).verify(`${body} `, family(name)), `svix by ${name}-*, another body`);
  }
}

async function checkIdempotency({ svix, tally, raw, expectRefused, at, eventually }: World, app: string): Promise<void> {
  await expectRefused(svix.message.create(app, { eventType: 'a.b', payload: { hello: 'world' }, eventId: 'order-1' }), 409, 'conflict', 'an eventId that was sent before, with other content');
  await expectRefused(svix.message.create(app, { eventType: 'unknown.type', payload: { hello: 'world' }, eventId: 'order-1', channels: ['eu'] }), 409, 'conflict', 'an eventId that was sent before, with the same content');
  const other = await svix.application.create({ name: 'Another', uid: 'another-app' });
  tally.expect((await svix.message.create(other.id, { eventType: 'a.b', payload: {}, eventId: 'order-1' })).eventId === 'order-1', 'an eventId counts within its application');
  const one = await svix.message.create(app, { eventType: 'idem.potent', payload: { n: 1 } }, { idempotencyKey: 'the-key' });
  const two = await svix.message.create(app, { eventType: 'idem.potent', payload: { n: 2 } }, { idempotencyKey: 'the-key' });
  tally.expect(one.id === two.id, 'the same idempotency key gets the same answer, whatever the body');
  const sent = async (body: object): Promise<unknown> => (await raw('POST', `/app/${app}/msg?with_content=true`, body, { 'idempotency-key': 'with content' })).body;
  const whole = [await sent({ eventType: 'idem.one', payload: { n: 1 }, eventId: 'one', channels: ['eu'] }), await sent({ eventType: 'idem.two', payload: { n: 2 } })];
  tally.expect(isDeepStrictEqual(whole[0], whole[1]), `and all of it: ${JSON.stringify(whole)}`);
  const many = await Promise.all(Array.from({ length: 5 }, async () => svix.message.create(app, { eventType: 'idem.potent', payload: { n: 3 } }, { idempotencyKey: 'together' })));
  tally.expect(new Set(many.map(({ id }) => id)).size === 1, 'requests with one key at the same time are one');
  tally.expect((await svix.message.create('another-app', { eventType: 'idem.potent', payload: { n: 4 } }, { idempotencyKey: 'the-key' })).id !== one.id, 'the key counts for its path');
  const named = { eventType: 'idem.potent', payload: { n: 5 }, eventId: 'named-5' };
  const repeated = [await svix.message.create(app, named, { idempotencyKey: 'named' }), await svix.message.create(app, named, { idempotencyKey: 'named' })];
  tally.expect(repeated[0]?.id === repeated[1]?.id, 'a repetition with the same key is no conflict');
  const apps = [await raw('POST', '/app', { name: 'once', uid: 'once' }, { 'idempotency-key': 'app-once' }), await raw('POST', '/app', { name: 'once', uid: 'once' }, { 'idempotency-key': 'app-once' })];
  tally.expect(apps.every(({ status }) => status === 201) && (apps[0]!.body as { id: string }).id === (apps[1]!.body as { id: string }).id, 'a repeated creation answers 201 again');
  const refusedOnce = [await raw('POST', '/app', { name: '' }, { 'idempotency-key': 'refused' }), await raw('POST', '/app', { name: 'fine' }, { 'idempotency-key': 'refused' })];
  tally.expect(refusedOnce[0]?.status === 422 && refusedOnce[1]?.status === 201, 'a refusal is not kept');
  await eventually(() => at('/all').filter((each) => each.headers['svix-id'] === one.id).length, (count) => count > 0);
  tally.expect(at('/all').filter((each) => each.headers['svix-id'] === one.id).length === 1, 'and it is delivered once');
}

/** Who gets what. */
async function checkMatching({ svix, tally, sink, at, eventually }: World): Promise<void> {
  const app = await svix.application.create({ name: 'Matching' });
  for (const name of ['match.a', 'match.b']) await svix.eventType.create({ name, description: 'x' });
  const path = (name: string): string => `/match-${name}`;
  const add = async (name: string, fields: object): Promise<void> => void await svix.endpoint.create(app.id, { url: `${sink.url}${path(name)}`, ...fields });
  await add('everything', {});
  await add('a', { eventTypes: ['match.a'] });
  await add('eu', { channels: ['eu', 'us'] });
  await add('a-eu', { eventTypes: ['match.a'], channels: ['eu'] });
  await add('off', { disabled: true });
  const doomed = await svix.endpoint.create(app.id, { url: `${sink.url}${path('deleted')}` });
  await svix.endpoint.delete(app.id, doomed.id);
  await svix.application.patch(app.id, { name: 'Matching, renamed' }); // what the hub tells of itself is nobody's message
  const send = async (eventType: string, channels?: string[]): Promise<string> => (await svix.message.create(app.id, { eventType, payload: {}, ...(channels === undefined ? {} : { channels }) })).id;
  const sent = { plain: await send('match.a'), eu: await send('match.b', ['eu']), both: await send('match.a', ['eu', 'asia']), other: await send('match.c', ['asia']) };
  const expected: Readonly<Record<string, readonly string[]>> = { everything: Object.values(sent), a: [sent.plain, sent.both], eu: [sent.eu, sent.both], 'a-eu': [sent.both], off: [], deleted: [] };
  const total = Object.values(expected).flat().length;
  await eventually(() => Object.keys(expected).flatMap((name) => at(path(name))).length, (count) => count >= total);
  for (const [name, ids] of Object.entries(expected)) tally.expect(at(path(name)).map((each) => each.headers['svix-id']).toSorted().join() === ids.toSorted().join(), `the endpoint ${name} gets what it takes and nothing else`);
}

async function checkImplicit({ svix, tally, raw }: World): Promise<void> {
  const message = (application?: object): object => ({ eventType: 'a.b', payload: {}, ...(application === undefined ? {} : { application }) });
  const typeOf = (body: unknown): string | undefined => (body as { detail: { type: string }[] }).detail[0]?.type;
  tally.expect((await raw('POST', '/app/implicit/msg', message({ name: 'Implicit', uid: 'implicit' }))).status === 202 && (await svix.application.get('implicit')).name === 'Implicit', 'a message may bring its application along');
  tally.expect((await raw('POST', '/app/implicit/msg', message({ name: 'ignored', uid: 'something-else' }))).status === 202 && (await svix.application.get('implicit')).name === 'Implicit', 'once it is there, what the message says of it does not count');
  tally.expect(typeOf((await raw('POST', '/app/implicit-2/msg', message({ name: 'x' }))).body) === 'application_uid_missing', 'an application without a uid is application_uid_missing');
  tally.expect(typeOf((await raw('POST', '/app/implicit-2/msg', message({ name: 'x', uid: 'y' }))).body) === 'application_uid_mismatch', 'another uid is application_uid_mismatch');
  tally.expect((await raw('POST', '/app/implicit-2/msg', message())).status === 404, 'without one it is 404');
}

async function checkLists({ svix, tally, raw }: World): Promise<void> {
  const app = await svix.application.create({ name: 'Lists' });
  const ids: string[] = [];
  const times: Date[] = [];
  for (let n = 0; n < 12; n++) {
    const { id, timestamp } = await svix.message.create(app.id, { eventType: `list.${n % 3}`, payload: { n }, channels: [n % 2 === 0 ? 'even' : 'odd'] });
    ids.push(id);
    times.push(timestamp);
    await new Promise((resolve) => { setTimeout(resolve, 3); });
  }
  const newest = ids.toReversed();
  const list = async (options: object = {}): Promise<string[]> => (await svix.message.list(app.id, { limit: 250, ...options })).data.map(({ id }) => id);
  tally.expect((await list()).join() === newest.join(), 'messages come newest first');
  tally.expect((await list({ eventTypes: ['list.1'] })).length === 4 && (await list({ eventTypes: ['list.1', 'list.2'] })).length === 8, 'messages are found by types');
  tally.expect((await list({ channel: 'even' })).length === 6 && (await list({ channel: 'even', eventTypes: ['list.0'] })).length === 2, 'messages are found by channel, and by both');
  for (const query of ['event_types=list.1,list.2', 'event_types=list.1&event_types=list.2', 'event_types[]=list.1&event_types[]=list.2', 'event_types[0]=list.1&event_types[1]=list.2']) tally.expect(((await raw('GET', `/app/${app.id}/msg?limit=250&${query}`)).body as { data: unknown[] }).data.length === 8, `${query} names two types`);
  const first = await svix.message.list(app.id, { limit: 5 });
  const second = await svix.message.list(app.id, { limit: 5, iterator: first.iterator! });
  const third = await svix.message.list(app.id, { limit: 5, iterator: second.iterator! });
  tally.expect([first, second, third].flatMap(({ data }) => data.map(({ id }) => id)).join() === newest.join() && !first.done && !second.done && third.done, 'pages put together are the whole list');
  const back = await svix.message.list(app.id, { limit: 5, iterator: third.prevIterator! });
  tally.expect(back.data.map(({ id }) => id).join() === newest.slice(5, 10).join(), 'prevIterator leads back');
  tally.expect((await list({ before: times[6] })).join() === newest.filter((id) => ids.indexOf(id) < 6).join(), 'before: older than');
  tally.expect((await list({ after: times[6] })).join() === newest.filter((id) => ids.indexOf(id) > 6).join(), 'after: newer than');
  tally.expect((await list({ after: times[2], limit: 3 })).join() === [ids[5], ids[4], ids[3]].join(), 'after alone picks the oldest page behind it, and shows it newest first');
  tally.expect((await svix.message.list(app.id, { withContent: false })).data.every(({ payload }) => JSON.stringify(payload) === '{}') && (await svix.message.list(app.id, { withContent: true })).data.every(({ payload }) => 'n' in payload), 'with_content decides about payloads');
  tally.expect((await raw('GET', `/app/${app.id}/msg?before=yesterday`)).status === 400, 'an instant that is none is 400');
  tally.expect((await raw('GET', `/app/${app.id}/msg?iterator=msg_nothing`)).status === 422, 'an iterator of nobody’s is 422');
}
