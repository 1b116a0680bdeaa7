/** Tokens: of the organisation, and of one application, which sees nothing else. */
import type { World } from './world.ts';

export async function checkAuthentication(world: World): Promise<void> {
  const { svix, tally, raw, client, expectRefused, sink, hub, at, eventually } = world;
  const mine = await svix.application.create({ name: 'Mine', uid: 'mine' });
  const theirs = await svix.application.create({ name: 'Theirs', uid: 'theirs' });
  const foreign = await svix.endpoint.create(theirs.id, { url: sink.url, uid: 'foreign' });
  for (const [name, featureFlag] of [['auth.open', undefined], ['auth.beta', 'beta'], ['auth.secret', 'secret']] as const) await svix.eventType.create({ name, description: 'x', ...(featureFlag === undefined ? {} : { featureFlags: [featureFlag] }) });
  const access = await svix.authentication.appPortalAccess('mine', { featureFlags: ['beta'] });
  tally.expect(URL.canParse(access.url) && access.token.length > 20, 'portal access is a URL and a token');
  const portal = client(access.token);
  tally.expect((await portal.application.get('mine')).id === mine.id, 'an application token sees its application');
  const own = await portal.endpoint.create('mine', { url: `${sink.url}/portal`, uid: 'own' });
  tally.expect((await portal.endpoint.list(mine.id)).data.map(({ id }) => id).join() === own.id, 'it looks after its endpoints');
  tally.expect((await portal.endpoint.getSecret('mine', 'own')).key.startsWith('whsec_'), 'it may read the key of its endpoint');
  await portal.endpoint.rotateSecret('mine', 'own', {});
  await portal.endpoint.setHeaders('mine', 'own', { headers: { 'X-Own': '1' } });
  tally.expect((await portal.endpoint.patch('mine', 'own', { description: 'changed' })).description === 'changed', 'it may change it');
  const message = await svix.message.create('mine', { eventType: 'auth.open', payload: {} });
  const foreignMessage = await svix.message.create('theirs', { eventType: 'auth.open', payload: {} });
  await eventually(() => at('/portal').length, (count) => count > 0);
  tally.expect((await portal.message.list('mine')).data.map(({ id }) => id).join() === message.id && (await portal.message.get('mine', message.id)).id === message.id, 'it sees its messages');
  const attempts = await eventually(async () => (await portal.messageAttempt.listByEndpoint('mine', 'own')).data, (found) => found.length > 0);
  tally.expect(attempts.length === 1 && (await portal.messageAttempt.get('mine', message.id, attempts[0]!.id)).id === attempts[0]!.id, 'it sees its attempts');
  await portal.messageAttempt.resend('mine', message.id, 'own');
  await portal.endpoint.recover('mine', 'own', { since: new Date(Date.now() - 1000) });
  tally.expect((await portal.endpoint.getStats('mine', 'own')).fail === 0, 'it may count and send again');
  const types = (await portal.eventType.list({ limit: 250 })).data.map(({ name }) => name);
  tally.expect(types.includes('auth.open') && types.includes('auth.beta') && !types.includes('auth.secret'), 'it sees event types without a flag, and behind its own');
  await expectRefused(portal.eventType.get('auth.secret'), 404, 'not_found', 'a type behind another flag');

  for (const [what, call] of Object.entries({
    'another application': () => portal.application.get('theirs'), 'another application by id': () => portal.application.get(theirs.id), 'endpoints of another application': () => portal.endpoint.list('theirs'), 'an endpoint of another application': () => portal.endpoint.get('theirs', foreign.id),
    'an endpoint of another under its own': () => portal.endpoint.get('mine', foreign.id), 'a message of another application': () => portal.message.get('mine', foreignMessage.id), 'attempts of another’s message': () => portal.messageAttempt.listByMsg('mine', foreignMessage.id), 'the messages of another': () => portal.message.list('theirs'),
  })) await expectRefused(call(), 404, 'not_found', what);
  for (const [what, call] of Object.entries({
    'list applications': () => portal.application.list(), 'create an application': () => portal.application.create({ name: 'x' }), 'change its application': () => portal.application.patch('mine', { name: 'x' }), 'delete its application': () => portal.application.delete('mine'), 'upsert an application': () => portal.application.upsert('mine', { name: 'x' }),
    'send a message': () => portal.message.create('mine', { eventType: 'a.b', payload: {} }), 'expunge a message': () => portal.message.expungeContent('mine', message.id), 'expunge an attempt': () => portal.messageAttempt.expungeContent('mine', message.id, attempts[0]!.id), 'send an example': () => portal.endpoint.sendExample('mine', 'own', { eventType: 'svix.ping' }),
    'create an event type': () => portal.eventType.create({ name: 'x.y', description: 'x' }), 'change an event type': () => portal.eventType.patch('auth.open', { description: 'x' }), 'delete an event type': () => portal.eventType.delete('auth.open'), 'upsert an event type': () => portal.eventType.upsert('auth.open', { description: 'x' }), 'give out tokens': () => portal.authentication.appPortalAccess('mine', {}),
  })) await expectRefused(call(), 403, 'insufficient access', `an application token may not ${what}`);
  await checkElsewhere(world, hub.url, access.token);

  tally.expect((await raw('POST', '/auth/app-portal-access/brand-new-portal', { application: { name: 'New', uid: 'brand-new-portal' } })).status === 200 && (await svix.application.get('brand-new-portal')).name === 'New', 'portal access may bring its application along');
  await expectRefused(svix.authentication.appPortalAccess('not-there', {}), 404, 'not_found', 'portal access to what is not there');
  await portal.authentication.logout();
  await expectRefused(portal.application.get('mine'), 401, 'authentication_failed', 'a token after logout');
  const second = (await svix.authentication.appPortalAccess('mine', {})).token;
  tally.expect((await client(second).application.get('mine')).id === mine.id, 'another token is not touched by it');
  await svix.authentication.expireAll('mine', {});
  await expectRefused(client(second).application.get('mine'), 401, 'authentication_failed', 'a token after all have expired');
  await svix.authentication.logout();
  tally.expect((await svix.application.get('mine')).id === mine.id, 'logout of an organisation token ends nothing');
}

/** The same key is good nowhere else in the hub. */
async function checkElsewhere({ tally }: World, url: string, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  for (const path of ['projects', 'endpoints', 'events', 'attempts', 'event_types', 'whoami', 'tools/event_publish', 'events/stream']) {
    const post = path.startsWith('tools/');
    const { status } = await fetch(`${url}/v1/${path}`, { method: post ? 'POST' : 'GET', headers, ...(post ? { body: '{"type":"a.b","subject":"x"}' } : {}) });
    tally.expect(status === 403 || status === 404, `an application token at /v1/${path}: ${status}`);
  }
  const graphql = await (await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query: '{ endpoints { edges { node { id } } } }' }) })).json() as { errors?: { extensions?: { code?: string } }[] };
  tally.expect(graphql.errors?.[0]?.extensions?.code === 'caller.forbidden', `an application token at /graphql: ${JSON.stringify(graphql)}`);
}
