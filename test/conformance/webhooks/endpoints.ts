/** Endpoints: what they take, how they are changed, headers, and keys that rotate. */
import { Ordering } from 'svix';
import type { World } from './world.ts';

const KEY = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const PAIR = 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==';
const PUBLIC = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=';

export async function checkEndpoints(world: World): Promise<void> {
  const { svix, tally, raw, expectRefused, sink } = world;
  const app = await svix.application.create({ name: 'Endpoints', uid: 'endpoints-app' });
  const other = await svix.application.create({ name: 'Other' });
  await svix.eventType.create({ name: 'ep.one', description: 'x' });
  await svix.eventType.create({ name: 'ep.old', description: 'x' });
  const made = await svix.endpoint.create('endpoints-app', { url: `${sink.url}/one`, description: 'first', uid: 'one', eventTypes: ['ep.one', 'ep.old'], channels: ['eu', 'us'], throttleRate: 500, metadata: { 'any key!': 'value' }, secret: KEY });
  tally.expect(/^ep_[0-9A-Za-z]{27}$/.test(made.id), `an endpoint id is a KSUID: ${made.id}`);
  tally.expect(made.url === `${sink.url}/one` && made.description === 'first' && made.uid === 'one' && made.disabled === false && made.eventTypes?.join() === 'ep.old,ep.one' && made.channels?.join() === 'eu,us' && made.throttleRate === 500 && made.metadata['any key!'] === 'value', 'an endpoint comes back as it was made');
  tally.expect((await svix.endpoint.get(app.id, 'one')).id === made.id && (await svix.endpoint.get(app.uid!, made.id)).uid === 'one', 'an endpoint is found by id and by uid');
  await expectRefused(svix.endpoint.get(other.id, made.id), 404, 'not_found', 'an endpoint of another application');
  await expectRefused(svix.endpoint.create(app.id, { url: sink.url, uid: 'one' }), 409, 'conflict', 'a uid that is taken');
  tally.expect((await svix.endpoint.create(other.id, { url: sink.url, uid: 'one' })).uid === 'one', 'a uid counts within its application');
  const bare = (await raw('POST', `/app/${app.id}/endpoint`, { url: `${sink.url}/bare` })).body as Record<string, unknown>;
  tally.expect(bare['description'] === '' && bare['eventTypes'] === null && bare['channels'] === null && bare['throttleRate'] === null && bare['uid'] === null && bare['version'] === 1 && bare['filterTypes'] === null && 'rateLimit' in bare, `what is not there is null: ${JSON.stringify(bare)}`);
  tally.expect((await raw('POST', `/app/${app.id}/endpoint`, { url: `${sink.url}/?${'q'.repeat(8000)}`, disabled: true })).status === 201 && (await raw('POST', `/app/${app.id}/endpoint`, { url: `${sink.url}/?${'q'.repeat(8200)}` })).status === 422, 'a URL may have 8,192 characters');
  tally.expect((await raw('POST', `/app/${app.id}/endpoint`, { url: `${sink.url}/off`, disabled: true, filterTypes: ['ep.one'], rateLimit: 3, deliverAt: 'x' })).status === 201, 'an endpoint is made switched off, with the older names of fields');

  for (const [input, loc] of [
    [{}, 'url'], [{ url: 'ftp://example.com' }, 'url'], [{ url: 'not a url' }, 'url'], [{ url: 'https://example.com', eventTypes: [] }, 'eventTypes'], [{ url: 'https://example.com', eventTypes: ['not.there'] }, 'eventTypes'],
    [{ url: 'https://example.com', channels: [] }, 'channels'], [{ url: 'https://example.com', channels: Array.from({ length: 11 }, (_, n) => `c${n}`) }, 'channels'], [{ url: 'https://example.com', uid: 'ep_x' }, 'uid'], [{ url: 'https://example.com', throttleRate: 0 }, 'throttleRate'],
    [{ url: 'https://example.com', secret: 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }, 'secret'], [{ url: 'https://example.com', secret: 'whsec_c2hvcnQ=' }, 'secret'], [{ url: 'http://169.254.169.254/latest' }, 'url'], [{ url: 'http://[::ffff:10.0.0.1]/' }, 'url'],
  ] as const) {
    const { status, body } = await raw('POST', `/app/${app.id}/endpoint`, input);
    const found = (body as { detail?: { loc: string[] }[] }).detail;
    tally.expect(status === 422 && Array.isArray(found) && found[0]?.loc[0] === 'body' && found[0].loc[1] === loc, `${JSON.stringify(input).slice(0, 80)} is refused at ${loc}: ${status} ${JSON.stringify(body).slice(0, 160)}`);
  }

  const put = await svix.endpoint.upsert(app.id, 'one', { url: `${sink.url}/put`, uid: 'one' });
  tally.expect(put.id === made.id && put.url === `${sink.url}/put` && put.description === '' && put.eventTypes === null && put.channels === null && put.throttleRate === null && Object.keys(put.metadata).length === 0, 'PUT replaces everything');
  tally.expect((await raw('PUT', `/app/${app.id}/endpoint/upserted`, { url: sink.url })).status === 201 && (await raw('PUT', `/app/${app.id}/endpoint/upserted`, { url: `${sink.url}/again` })).status === 200, 'PUT answers 201, then 200');
  const prefixed = await raw('PUT', `/app/${app.id}/endpoint/ep_x`, { url: sink.url });
  tally.expect(prefixed.status === 422 && (prefixed.body as { detail: { loc: string[] }[] }).detail[0]?.loc.join() === 'path,endpoint_id', `PUT makes no uid that begins as an id does: ${JSON.stringify(prefixed.body)}`);
  tally.expect((await raw('PUT', `/app/${app.id}/endpoint/${made.id}`, { url: `${sink.url}/put`, uid: 'one' })).status === 200, 'PUT on an id answers 200');
  tally.expect((await svix.endpoint.getSecret(app.id, 'upserted')).key.startsWith('whsec_'), 'an endpoint made by PUT has a key');
  const patched = await svix.endpoint.patch(app.id, made.id, { channels: ['eu'], eventTypes: ['ep.one', 'ep.old'] });
  tally.expect(patched.url === `${sink.url}/put` && patched.channels?.join() === 'eu', 'PATCH keeps what is absent');
  await svix.eventType.delete('ep.old');
  tally.expect((await svix.endpoint.patch(app.id, made.id, { eventTypes: ['ep.one', 'ep.old'], description: 'x' })).eventTypes?.join() === 'ep.old,ep.one', 'a type that was archived since may stay');
  await expectRefused(svix.endpoint.create(app.id, { url: sink.url, eventTypes: ['ep.old'] }), 422, undefined, 'an archived event type');
  const cleared = (await raw('PATCH', `/app/${app.id}/endpoint/one`, { uid: null, eventTypes: null, channels: null, throttleRate: null })).body as Record<string, unknown>;
  tally.expect(cleared['uid'] === null && cleared['eventTypes'] === null && cleared['channels'] === null, 'PATCH with null clears');
  for (const field of ['url', 'description', 'disabled', 'metadata']) tally.expect((await raw('PATCH', `/app/${app.id}/endpoint/${made.id}`, { [field]: null })).status === 422, `PATCH of ${field} with null is 422`);
  await svix.endpoint.patch(app.id, made.id, { uid: 'one' });
  await expectRefused(svix.endpoint.patch(app.id, 'one', { uid: 'upserted' }), 409, 'conflict', 'PATCH to a uid that is taken');

  await checkLists(world, app.id);
  await checkHeaders(world, app.id);
  await checkUsers(world);
  await checkSecrets(world, app.id);

  await svix.endpoint.delete(app.id, 'one');
  await expectRefused(svix.endpoint.get(app.id, made.id), 404, 'not_found', 'a deleted endpoint');
  tally.expect((await svix.endpoint.create(app.id, { url: sink.url, uid: 'one' })).uid === 'one', 'a deletion frees the uid');
}

async function checkLists({ svix, tally }: World, app: string): Promise<void> {
  const ids = (await svix.endpoint.list(app, { limit: 250 })).data.map(({ id }) => id);
  tally.expect(ids.length >= 4 && ids.toSorted().toReversed().join() === ids.join(), 'endpoints come in descending order');
  const up = (await svix.endpoint.list(app, { limit: 250, order: Ordering.Ascending })).data.map(({ id }) => id);
  tally.expect(up.join() === ids.toReversed().join(), 'order=ascending turns the list round');
  const first = await svix.endpoint.list(app, { limit: 2 });
  const second = await svix.endpoint.list(app, { limit: 2, iterator: first.iterator! });
  tally.expect([...first.data, ...second.data].map(({ id }) => id).join() === ids.slice(0, 4).join(), 'pages follow one another');
  const back = await svix.endpoint.list(app, { limit: 2, iterator: second.prevIterator! });
  tally.expect(back.data.map(({ id }) => id).join() === ids.slice(0, 2).join() && back.done, 'prevIterator leads back');
}

async function checkHeaders({ svix, tally, raw, expectRefused }: World, app: string): Promise<void> {
  await svix.endpoint.create(app, { url: 'https://example.com', uid: 'with-headers', headers: { 'X-Team': 'a', 'X-Api-Key': 'b' } });
  const born = await svix.endpoint.getHeaders(app, 'with-headers');
  tally.expect(born.headers['X-Team'] === 'a' && born.sensitive.join() === 'X-Api-Key', 'an endpoint is born with its headers');
  await svix.endpoint.delete(app, 'with-headers');
  await svix.endpoint.setHeaders(app, 'one', { headers: { 'X-Team': 'payments', 'X-API-Key': 'secret value', Authorization: 'Bearer x' } });
  const read = await svix.endpoint.getHeaders(app, 'one');
  tally.expect(read.headers['X-Team'] === 'payments' && Object.keys(read.headers).length === 1 && read.sensitive.toSorted().join() === 'Authorization,X-API-Key', `headers that tell a secret are only named: ${JSON.stringify(read)}`);
  await svix.endpoint.patchHeaders(app, 'one', { headers: { 'x-team': 'billing', 'x-auth-token': 'another', 'X-New': 'n' } });
  const patched = await svix.endpoint.getHeaders(app, 'one');
  tally.expect(patched.headers['x-team'] === 'billing' && patched.headers['X-New'] === 'n' && patched.sensitive.toSorted().join() === 'Authorization,X-API-Key,x-auth-token', `PATCH merges: ${JSON.stringify(patched)}`);
  tally.expect((await raw('PATCH', `/app/${app}/endpoint/one/headers`, { headers: { 'X-New': null, authorization: null } })).status === 204, 'PATCH answers 204');
  const removed = await svix.endpoint.getHeaders(app, 'one');
  tally.expect(!('X-New' in removed.headers) && removed.sensitive.toSorted().join() === 'X-API-Key,x-auth-token', 'PATCH with null removes');
  for (const name of ['user-agent', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailers', 'transfer-encoding', 'upgrade', 'age', 'cache-control', 'clear-site-data', 'expires', 'pragma', 'warning', 'content-length', 'content-type', 'content-encoding', 'content-language', 'content-location', 'x-amz-date', 'x-amzn-trace', 'x-google-a', 'x-goog-a', 'x-gfe-a', 'x-azure-a', 'x-fd-a', 'x-svix-a', 'svix-id', 'webhook-id', 'bad name', 'Host']) {
    const { status, body } = await raw('PUT', `/app/${app}/endpoint/one/headers`, { headers: { [name]: 'x' } });
    tally.expect(status === 422 && (body as { detail: { loc: string[] }[] }).detail[0]?.loc.slice(0, 2).join() === 'body,headers', `the header ${name} is refused at body.headers: ${status} ${JSON.stringify(body).slice(0, 120)}`);
  }
  tally.expect((await raw('PUT', `/app/${app}/endpoint/one/headers`, { headers: { 'X-Long': 'x'.repeat(4097) } })).status === 422, 'a value beyond 4,096 bytes is 422');
  tally.expect((await raw('PUT', `/app/${app}/endpoint/one/headers`, { headers: { 'X-Long': 'x'.repeat(4096) } })).status === 204, 'a value of 4,096 bytes is taken');
  await expectRefused(svix.endpoint.getHeaders(app, 'nobody'), 404, 'not_found', 'headers of an endpoint that is not there');
}

async function checkUsers({ svix, tally, raw, sink, at, eventually }: World): Promise<void> {
  const app = await svix.application.create({ name: 'Users', uid: 'users-app' });
  const withUser = (user: string, path: string): string => `${sink.url.replace('//', `//${user}@`)}${path}`;
  const users = [['/of-both', 'ada:p%40ss%3Aw%25', 'ada:p@ss:w%'], ['/of-one', 'ada', 'ada:'], ['/of-words', '%C3%84da:pass%20word', 'Äda:pass word']] as const;
  for (const [path, user] of users) {
    const made = await svix.endpoint.create(app.id, { url: withUser(user, path), uid: path.slice(1) });
    tally.expect(made.url === `${sink.url}${path}`, `a URL reads back without its user: ${made.url}`);
  }
  await svix.endpoint.patch(app.id, 'of-both', { url: `${sink.url}/of-both`, description: 'written back as it was read' });
  await svix.message.create(app.id, { eventType: 'a.b', payload: {} });
  for (const [path, , text] of users) {
    const [received] = await eventually(() => at(path), (found) => found.length > 0);
    tally.expect(received?.headers['authorization'] === `Basic ${Buffer.from(text).toString('base64')}`, `the user in the URL of ${path} is sent as Basic: ${received?.headers['authorization']}`);
  }
  for (const user of [':word', 'a%3Ab:word', 'ada:w%0Ard', 'ada:w%FFrd']) {
    const { status, body } = await raw('POST', `/app/${app.id}/endpoint`, { url: withUser(user, '/refused') });
    tally.expect(status === 422 && (body as { detail: { loc: string[] }[] }).detail[0]?.loc.join() === 'body,url', `the user ${user} is refused at url: ${status} ${JSON.stringify(body).slice(0, 120)}`);
  }
}

async function checkSecrets({ svix, tally, raw, expectRefused, sink }: World, app: string): Promise<void> {
  tally.expect((await svix.endpoint.getSecret(app, 'one')).key === KEY, 'the key of an endpoint can be read');
  tally.expect((await raw('POST', `/app/${app}/endpoint/one/secret/rotate`, {})).status === 204, 'a rotation answers 204');
  const fresh = (await svix.endpoint.getSecret(app, 'one')).key;
  tally.expect(fresh !== KEY && /^whsec_[A-Za-z0-9+/]+=*$/.test(fresh), 'a rotation without a key makes one');
  await svix.endpoint.rotateSecret(app, 'one', { key: PAIR });
  tally.expect((await svix.endpoint.getSecret(app, 'one')).key === PUBLIC, 'of a key pair only the public key is shown');
  await svix.endpoint.rotateSecret(app, 'one', { key: KEY, gracePeriodSeconds: 0 });
  tally.expect((await svix.endpoint.getSecret(app, 'one')).key === KEY, 'a shared key takes the place of a pair again');
  for (const input of [{ key: 'whsec_x' }, { key: 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }, { gracePeriodSeconds: -1 }, { gracePeriodSeconds: 604_801 }]) tally.expect((await raw('POST', `/app/${app}/endpoint/one/secret/rotate`, input)).status === 422, `${JSON.stringify(input)} is 422`);
  await svix.endpoint.create(app, { url: sink.url, uid: 'rotating' });
  for (let n = 0; n < 10; n++) await svix.endpoint.rotateSecret(app, 'rotating', { gracePeriodSeconds: 3600 });
  await expectRefused(svix.endpoint.rotateSecret(app, 'rotating', { gracePeriodSeconds: 3600 }), 400, 'limit_reached', 'more than ten old keys');
}
