/** Applications: create, find, change, page, delete; uids that are taken; what a wrong request hears. */
import { Ordering } from 'svix';
import type { World } from './world.ts';

export async function checkApplications(world: World): Promise<void> {
  const { svix, tally, raw, expectRefused } = world;
  const app = await svix.application.create({ name: 'First', uid: 'first-1', metadata: { plan: 'gold' }, throttleRate: 100 });
  tally.expect(/^app_[0-9A-Za-z]{27}$/.test(app.id), `an application id is a KSUID: ${app.id}`);
  tally.expect(app.uid === 'first-1' && app.name === 'First' && app.metadata['plan'] === 'gold' && app.throttleRate === 100, 'an application comes back as it was made');
  tally.expect(app.createdAt instanceof Date && !Number.isNaN(app.createdAt.getTime()) && !Number.isNaN(app.updatedAt.getTime()), 'an application has its dates');
  tally.expect((await svix.application.get(app.id)).uid === 'first-1' && (await svix.application.get('first-1')).id === app.id, 'an application is found by id and by uid');
  tally.expect((await raw('POST', '/app', { name: 'status' })).status === 201, 'a creation answers 201');

  await expectRefused(svix.application.create({ name: 'Other', uid: 'first-1' }), 409, 'conflict', 'a uid that is taken');
  const again = await svix.application.getOrCreate({ name: 'Changed', uid: 'first-1' });
  tally.expect(again.id === app.id && again.name === 'First', 'get_if_exists answers the old one unchanged');
  tally.expect((await raw('POST', '/app?get_if_exists=true', { name: 'x', uid: 'first-1' })).status === 200, 'get_if_exists answers 200');

  const put = await svix.application.upsert('first-1', { name: 'Second name', uid: 'first-1' });
  tally.expect(put.id === app.id && put.name === 'Second name' && Object.keys(put.metadata).length === 0 && put.throttleRate === undefined, 'PUT replaces everything');
  tally.expect((await raw('PUT', '/app/brand-new', { name: 'New', uid: 'brand-new' })).status === 201, 'PUT of a new uid answers 201');
  tally.expect((await raw('PUT', '/app/brand-new', { name: 'Newer' })).status === 200 && (await svix.application.get('brand-new')).name === 'Newer', 'PUT again answers 200 and keeps the uid');
  const prefixed = await raw('PUT', '/app/app_x', { name: 'x' });
  tally.expect(prefixed.status === 422 && (prefixed.body as { detail: { loc: string[] }[] }).detail[0]?.loc.join() === 'path,app_id', `PUT makes no uid that begins as an id does: ${JSON.stringify(prefixed.body)}`);
  tally.expect((await raw('PUT', `/app/${app.id}`, { name: 'By its id', uid: 'first-1' })).status === 200, 'PUT on an id answers 200');
  const patched = await svix.application.patch('first-1', { name: 'Third name', throttleRate: 7 });
  tally.expect(patched.name === 'Third name' && patched.uid === 'first-1' && patched.throttleRate === 7, 'PATCH keeps what is absent');
  const cleared = (await raw('PATCH', `/app/${app.id}`, { uid: null, throttleRate: null })).body as Record<string, unknown>;
  tally.expect(!('uid' in cleared) && !('throttleRate' in cleared) && cleared['name'] === 'Third name', 'PATCH with null clears uid and throttleRate');
  tally.expect((await raw('PATCH', `/app/${app.id}`, { name: null })).status === 422, 'PATCH with null elsewhere is 422');
  await expectRefused(svix.application.patch(app.id, { uid: 'brand-new' }), 409, 'conflict', 'PATCH to a uid that is taken');
  await expectRefused(svix.application.upsert(app.id, { name: 'x', uid: 'brand-new' }), 409, 'conflict', 'PUT to a uid that is taken');
  const aliased = (await raw('PUT', `/app/${app.id}`, { name: 'Aliased', rateLimit: 12, unknownField: [1], uid: 'first-1' })).body as Record<string, unknown>;
  tally.expect(aliased['throttleRate'] === 12 && aliased['rateLimit'] === 12, 'the older name of a field counts, and unknown fields are ignored');

  await checkRefusals(world);
  await checkPages(world);

  const headers = { authorization: `Bearer ${world.hub.key}`, 'content-type': 'application/json' };
  const { items: [project] } = await (await fetch(`${world.hub.url}/v1/projects?uid=first-1`, { headers })).json() as { items: { id: string }[] };
  await svix.endpoint.create('first-1', { url: world.sink.url });
  const rule = await (await fetch(`${world.hub.url}/v1/rules`, { method: 'POST', headers, body: JSON.stringify({ name: 'notice', project: project!.id, event_types: ['build.failed'], kind: 'action', action: { action: 'event_publish', input: { type: 'notice.made', subject: 'shop' } } }) })).json() as { id: string };
  await expectRefused(svix.application.delete('first-1'), 409, 'conflict', 'a project with a rule is not deleted here');
  tally.expect((await svix.endpoint.list('first-1')).data.length === 1, 'and keeps its endpoints');
  await fetch(`${world.hub.url}/v1/rules/${rule.id}`, { method: 'DELETE', headers });
  await svix.application.delete('first-1');
  await expectRefused(svix.application.get('first-1'), 404, 'not_found', 'a deleted application');
  await expectRefused(svix.application.get(app.id), 404, 'not_found', 'a deleted application by id');
  tally.expect((await svix.application.create({ name: 'After', uid: 'first-1' })).id !== app.id, 'a deletion frees the uid');
}

async function checkRefusals({ raw, tally, expectRefused, client, svix }: World): Promise<void> {
  for (const [input, loc] of [[{}, 'name'], [{ name: '' }, 'name'], [{ name: 'x', uid: 'not allowed' }, 'uid'], [{ name: 'x', uid: 'app_1' }, 'uid'], [{ name: 'x', uid: 'a'.repeat(257) }, 'uid'], [{ name: 'x', throttleRate: 0 }, 'throttleRate'], [{ name: 'x', throttleRate: 65_536 }, 'throttleRate'], [{ name: 'x', metadata: { a: 'b'.repeat(4096) } }, 'metadata'], [{ name: 'x', metadata: { a: 1 } }, 'metadata'], [{ name: 'a\u0000b' }, 'name']] as const) {
    const { status, body } = await raw('POST', '/app', input);
    const [first] = (body as { detail: { loc: string[]; msg: string; type: string }[] }).detail;
    tally.expect(status === 422 && first?.loc[0] === 'body' && first.loc[1] === loc && typeof first.msg === 'string' && first.type.startsWith('value_error'), `${JSON.stringify(input).slice(0, 60)} is refused at ${loc}: ${status} ${JSON.stringify(body).slice(0, 200)}`);
  }
  for (const text of ['{', '', '[]', '"x"', 'null', '{"name":"x",}', '\u0000']) tally.expect((await raw('POST', '/app', text)).status === 422, `the body ${JSON.stringify(text)} is 422`);
  tally.expect(((await raw('POST', '/app', '{"name"')).body as { detail: { type: string }[] }).detail[0]?.type === 'value_error.jsondecode', 'what is no JSON is value_error.jsondecode');
  tally.expect((await raw('POST', '/app', `{"name":"${'x'.repeat(1_100_000)}"}`)).status === 413, 'a body that is too large is 413');
  await expectRefused(client('pb_wrong').application.list(), 401, 'authentication_failed', 'a wrong token');
  tally.expect((await raw('GET', '/app', undefined, { authorization: '' })).status === 401, 'no token');
  await expectRefused(svix.application.get('nobody'), 404, 'not_found', 'an application that is not there');
  const nowhere = await raw('GET', '/nowhere');
  tally.expect(nowhere.status === 404 && (nowhere.body as { code: string }).code === 'not_found', 'a path that is not there is 404 in this protocol’s form');
}

/** Forward, back, and in both orders. */
async function checkPages({ svix, tally, raw, expectRefused }: World): Promise<void> {
  for (let n = 0; n < 7; n++) await svix.application.create({ name: `page ${n}` });
  const all = (await svix.application.list({ limit: 250 })).data.map(({ id }) => id);
  tally.expect(all.toSorted().join() === all.join(), 'applications come in ascending order');
  const found: string[] = [];
  let iterator: string | null | undefined;
  let previous: string | null | undefined;
  for (let done = false; !done;) {
    const page = await svix.application.list({ limit: 3, ...(iterator == null ? {} : { iterator }) });
    found.push(...page.data.map(({ id }) => id));
    tally.expect(page.iterator === page.data.at(-1)?.id && page.prevIterator === `-${page.data[0]?.id}`, 'an iterator is the id of the last, and with a minus that of the first');
    ({ iterator, done } = page);
    previous = page.prevIterator;
  }
  tally.expect(found.join() === all.join(), 'pages put together are the whole list');
  const back = await svix.application.list({ limit: 3, iterator: previous! });
  tally.expect(back.data.map(({ id }) => id).join() === all.slice(0, all.indexOf(previous!.slice(1))).slice(-3).join(), 'prevIterator leads back');
  const reversed = (await svix.application.list({ limit: 250, order: Ordering.Descending })).data.map(({ id }) => id);
  tally.expect(reversed.join() === all.toReversed().join(), 'order=descending turns the list round');
  const beyond = (await raw('GET', `/app?iterator=${all.at(-1)}`)).body as { data: unknown[]; iterator: unknown; done: boolean };
  tally.expect(beyond.data.length === 0 && beyond.iterator === null && beyond.done && !('prevIterator' in beyond), 'an empty page has no iterator');
  for (const limit of ['251', '0']) tally.expect((await raw('GET', `/app?limit=${limit}`)).status === 422, `limit=${limit} is 422`);
  tally.expect((await raw('GET', '/app?limit=many')).status === 400, 'a limit that is no number is 400');
  await expectRefused(svix.application.list({ iterator: 'garbage' }), 422, undefined, 'an iterator of nobody’s');
}
