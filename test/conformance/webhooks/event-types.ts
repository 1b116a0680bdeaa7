/** Event types: the catalogue, its versions of schemas, archiving and expunging. */
import { isDeepStrictEqual } from 'node:util';
import type { World } from './world.ts';

export async function checkEventTypes({ svix, tally, raw, expectRefused }: World): Promise<void> {
  const schemas = { 1: { type: 'object', title: 'first', properties: { n: { type: 'integer' } }, examples: [{ n: 7 }] }, 2: { type: 'object', title: 'second' } };
  const made = await svix.eventType.create({ name: 'user.signup', description: 'Somebody signed up', schemas });
  tally.expect(made.name === 'user.signup' && made.description === 'Somebody signed up' && made.archived === false && made.deprecated === false, 'an event type comes back as it was made');
  tally.expect(JSON.stringify((await svix.eventType.get('user.signup')).schemas) === JSON.stringify(schemas), 'all versions of a schema are kept');
  tally.expect((await raw('POST', '/event-type', { name: 'a', description: '' })).status === 201, 'a creation answers 201, also of a name of one letter and without words');
  for (const name of ['UserCreated', 'user-created', 'Ümlaut', 'a b', '', 'a'.repeat(257), '.dots..everywhere.', 'UPPER_CASE']) {
    const { status } = await raw('POST', '/event-type', { name, description: 'x' });
    tally.expect(status === (/^[a-zA-Z0-9\-_.]{1,256}$/.test(name) ? 201 : 422), `the name ${JSON.stringify(name.slice(0, 30))}: ${status}`);
  }
  await expectRefused(svix.eventType.create({ name: 'user.signup', description: 'again' }), 409, 'event_type_exists', 'a name that is taken');
  tally.expect((await raw('POST', '/event-type', { name: 'x.y' })).status === 422, 'a description is needed');

  for (const version of [{ type: 7 }, { properties: { n: { type: 'text' } } }, { required: 'n' }]) {
    for (const [method, path] of [['POST', '/event-type'], ['PUT', '/event-type/user.signup'], ['PATCH', '/event-type/user.signup']] as const) {
      const { status, body } = await raw(method, path, { name: 'no.schema', description: 'x', schemas: { 1: version } });
      tally.expect(status === 422 && (body as { detail: { loc: string[] }[] }).detail[0]?.loc.join().startsWith('body,schemas,1,') === true, `${method} refuses what is no schema of draft 7: ${status} ${JSON.stringify(body)}`);
    }
  }

  const put = await svix.eventType.upsert('user.signup', { description: 'Second', deprecated: true, featureFlags: ['beta'] });
  tally.expect(put.description === 'Second' && put.deprecated && put.featureFlag === 'beta' && put.featureFlags?.join() === 'beta' && put.schemas === null, 'PUT replaces everything');
  tally.expect((await raw('PUT', '/event-type/put.new', { description: 'new' })).status === 201 && (await raw('PUT', '/event-type/put.new', { description: 'newer' })).status === 200, 'PUT answers 201, then 200');
  const patched = await svix.eventType.patch('user.signup', { deprecated: false, featureFlags: null, schemas });
  tally.expect(!patched.deprecated && patched.featureFlags?.length === 0 && patched.description === 'Second' && patched.schemas !== null, 'PATCH keeps what is absent, and null clears the flag');
  tally.expect(((await raw('PATCH', '/event-type/user.signup', { schemas: null })).body as { schemas: unknown }).schemas === null, 'PATCH with null clears the schemas');
  tally.expect(((await raw('PATCH', '/event-type/user.signup', { featureFlag: 'old' })).body as { featureFlags: string[] }).featureFlags.join() === 'old' && ((await raw('PATCH', '/event-type/user.signup', { featureFlag: null })).body as { featureFlag: unknown }).featureFlag === null, 'the flag of older clients counts, and null clears it');
  tally.expect((await raw('PATCH', '/event-type/user.signup', { description: null })).status === 422, 'PATCH with null elsewhere is 422');
  await svix.eventType.patch('user.signup', { schemas });
  await expectRefused(svix.eventType.get('not.there'), 404, 'not_found', 'an event type that is not there');

  await checkLists({ svix, tally, raw } as World);

  await svix.eventType.delete('put.new');
  tally.expect((await svix.eventType.get('put.new')).archived === true, 'a deletion archives');
  const names = async (archived: boolean): Promise<string[]> => (await svix.eventType.list({ limit: 250, includeArchived: archived })).data.map(({ name }) => name);
  tally.expect(!(await names(false)).includes('put.new') && (await names(true)).includes('put.new'), 'archived ones are listed only when asked for');
  const rise = async (): ReturnType<World['raw']> => raw('POST', '/event-type', { name: 'put.new', description: 'risen' }, { 'idempotency-key': 'rise' });
  const [risen, ...repeated] = [...await Promise.all([rise(), rise()]), await rise()] as const;
  tally.expect(risen.status === 201 && (risen.body as { archived: boolean; description: string }).description === 'risen' && !(risen.body as { archived: boolean }).archived, 'a creation over an archived one brings it back');
  tally.expect(repeated.every(({ status, body }) => status === 201 && isDeepStrictEqual(body, risen.body)), 'and a repetition of that request, at once or later, is answered as before');
  await svix.eventType.delete('put.new', { expunge: true });
  await expectRefused(svix.eventType.get('put.new'), 404, 'not_found', 'an expunged event type');
}

async function checkLists({ svix, tally, raw }: World): Promise<void> {
  const all = (await svix.eventType.list({ limit: 250 })).data;
  const names = all.map(({ name }) => name);
  tally.expect(names.toSorted().join() === names.join(), 'event types come by name');
  tally.expect(all.every(({ schemas }) => schemas === null), 'a list without content has no schemas');
  tally.expect((await svix.eventType.list({ limit: 250, withContent: true })).data.some(({ schemas }) => schemas !== null), 'a list with content has them');
  const first = await svix.eventType.list({ limit: 2 });
  tally.expect(first.iterator === names[1] && !first.done, 'the iterator is a name');
  const second = await svix.eventType.list({ limit: 2, iterator: first.iterator! });
  tally.expect(second.data.map(({ name }) => name).join() === names.slice(2, 4).join(), 'pages follow one another');
  const back = (await raw('GET', `/event-type?limit=2&iterator=${second.prevIterator}`)).body as { data: { name: string }[] };
  tally.expect(back.data.map(({ name }) => name).join() === names.slice(0, 2).join(), 'prevIterator leads back');
  tally.expect((await raw('GET', '/event-type?iterator=not.there')).status === 422, 'an iterator of nobody’s is 422');
}
