/** GraphQL on a whole hub: the same catalog, the same answers, and no more statements than the query has levels. */
import { defineResource, immutable, reference, type ResourceDefinition, hubResources, slug } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { startTestHub, type TestHub } from '../doubles/hub.ts';

const author = defineResource({ name: 'author', plural: 'authors', prefix: 'aut', title: 'Author', description: 'Who writes.', fields: { slug: slug.meta({ description: 'Short name.' }) }, key: ['slug'] });
const book = defineResource({
  name: 'book', plural: 'books', prefix: 'bok', title: 'Book', description: 'What is written.',
  fields: { title: z.string().min(1).max(100).meta({ description: 'Its title.' }), author: immutable(reference('author', 'aut')).meta({ description: 'Who wrote it.' }), editor: reference('author', 'aut').optional().meta({ description: 'Who edited it.' }) },
  key: ['title'],
});

interface Body { readonly data?: Record<string, unknown> | null; readonly errors?: readonly { readonly path?: readonly string[]; readonly extensions: Record<string, unknown> }[] }

let hub: TestHub;
const statements: string[] = [];
const authors: string[] = [];

beforeAll(async () => {
  hub = await startTestHub({ store: 'sqlite', ports: { definitions: [...hubResources, author as unknown as ResourceDefinition, book as unknown as ResourceDefinition], around: counted } });
  for (let n = 0; n < 20; n++) authors.push(String((await mutate('author', `{ slug: "author-${n}" }`))['id']));
  for (let n = 0; n < 60; n++) await mutate('book', `{ title: "Book ${n}", author: "${authors[n % 20]}", editor: "${authors[(n + 7) % 20]}" }`);
}, 60_000);
afterAll(() => hub.stop());

/** Every one of these methods of the store is one statement. */
function counted(store: Store): Store {
  const count = (what: string, collection: string): void => void statements.push(`${what} ${collection}`);
  return {
    ...store,
    get: (collection, ...rest) => { count('get', collection); return store.get(collection, ...rest); },
    getMany: (collection, ...rest) => { count('getMany', collection); return store.getMany(collection, ...rest); },
    find: (collection, ...rest) => { count('find', collection); return store.find(collection, ...rest); },
    list: (collection, ...rest) => { count('list', collection); return store.list(collection, ...rest); },
  };
}

async function ask(query: string, variables: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<{ status: number; body: Body }> {
  const response = await fetch(`${hub.url}/graphql`, { method: 'POST', headers: { authorization: `Bearer ${hub.key}`, 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query, variables }) });
  return { status: response.status, body: (await response.json()) as Body };
}

async function mutate(resource: string, input: string): Promise<Record<string, unknown>> {
  const { body } = await ask(`mutation { ${resource}_create(input: ${input}) { id version } }`);
  expect(body.errors).toBeUndefined();
  return body.data?.[`${resource}_create`] as Record<string, unknown>;
}

const codes = ({ body }: { body: Body }): unknown[] => (body.errors ?? []).map((error) => error.extensions['code']);
const rest = async (path: string): Promise<unknown> => (await fetch(`${hub.url}${path}`, { headers: { authorization: `Bearer ${hub.key}` } })).json();

describe('a query that comes again word for word', () => {
  const query = 'query One($id: ID!) { author(id: $id) { slug version } }';

  test('tells a change at once, and a deletion', async () => {
    const { id } = await mutate('author', '{ slug: "twice" }');
    const asked = () => ask(query, { id });
    for (let again = 0; again < 4; again++) expect((await asked()).body).toEqual({ data: { author: { slug: 'twice', version: 1 } } });
    await ask(`mutation { author_update(input: { id: "${String(id)}", slug: "thrice" }) { id } }`);
    for (let again = 0; again < 3; again++) expect((await asked()).body).toEqual({ data: { author: { slug: 'thrice', version: 2 } } });
    expect((await fetch(`${hub.url}/v1/authors/${String(id)}`, { method: 'DELETE', headers: { authorization: `Bearer ${hub.key}` } })).ok).toBe(true);
    expect((await asked()).body).toEqual({ data: { author: null } });
  });

  test('is refused for who may not read, whoever asked before', async () => {
    const { id } = await mutate('author', '{ slug: "closed" }');
    for (let again = 0; again < 3; again++) await ask(query, { id });
    const made = (await (await fetch(`${hub.url}/v1/api_keys`, { method: 'POST', headers: { authorization: `Bearer ${hub.key}`, 'content-type': 'application/json' }, body: JSON.stringify({ name: 'blind', scopes: ['project:read'] }) })).json()) as { key: string };
    expect(codes(await ask(query, { id }, { authorization: `Bearer ${made.key}` }))).toEqual(['caller.forbidden']);
    expect((await ask(query, { id })).body).toEqual({ data: { author: { slug: 'closed', version: 1 } } });
  });

  test('is answered with another text where it asks for other fields of the same resource', async () => {
    for (let again = 0; again < 3; again++) {
      expect((await ask('query ($id: ID!) { author(id: $id) { slug } }', { id: authors[0] })).body).toEqual({ data: { author: { slug: 'author-0' } } });
      expect((await ask('query ($id: ID!, $v: Boolean!) { author(id: $id) { slug version @include(if: $v) } }', { id: authors[0], v: again % 2 === 0 })).body).toEqual({ data: { author: { slug: 'author-0', ...(again % 2 === 0 ? { version: 1 } : {}) } } });
    }
  });

  test('is run again and again when it writes', async () => {
    const { id } = await mutate('author', '{ slug: "busy" }');
    for (let version = 2; version < 6; version++) expect((await ask('mutation ($id: ID!, $slug: String!) { author_update(input: { id: $id, slug: $slug }) { version } }', { id, slug: 'busy' })).body).toMatchObject({ data: { author_update: { version: expect.any(Number) } } });
  });
});

describe('a query', () => {
  test('answers what REST answers', async () => {
    const { id } = await mutate('project', '{ slug: "shop", name: "Web shop", repository: { provider: github, owner: "acme", name: "shop" } }');
    const fields = 'id version created_at updated_at slug name default_branch repository { provider owner name }';
    expect((await ask(`query ($id: ID!) { project(id: $id) { ${fields} } }`, { id })).body).toEqual({ data: { project: await rest(`/v1/projects/${String(id)}`) } });
    expect((await ask(`query ($id: ID!) { node(id: $id) { ... on Project { ${fields} } } }`, { id })).body.data).toEqual({ node: await rest(`/v1/projects/${String(id)}`) });
    expect((await ask('{ project(id: "prj_nothing") { id } }')).body).toEqual({ data: { project: null } });
  });

  test('goes through all pages of a connection, each thing once', async () => {
    const titles: string[] = [];
    let after: string | null = null;
    let pages = 0;
    do {
      const { body } = await ask('query ($after: String) { books(first: 7, after: $after, sort: "-title") { edges { node { title } } pageInfo { hasNextPage endCursor } } }', { after });
      const { edges, pageInfo } = body.data!['books'] as { edges: { node: { title: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
      expect(pageInfo.hasNextPage).toBe(pageInfo.endCursor !== null);
      titles.push(...edges.map((edge) => edge.node.title));
      after = pageInfo.endCursor;
      pages++;
    } while (after !== null);
    expect(pages).toBe(9);
    expect(titles).toEqual(Array.from({ length: 60 }, (_, n) => `Book ${n}`).sort().toReversed());
  });

  test('filters as the list does, and refuses a cursor of another question', async () => {
    const { body } = await ask('query ($author: ID!) { books(author: $author, first: 2) { nodes { title } pageInfo { endCursor } } }', { author: authors[3] });
    const { nodes, pageInfo } = body.data!['books'] as { nodes: { title: string }[]; pageInfo: { endCursor: string } };
    expect(nodes.map((node) => node.title)).toEqual(['Book 3', 'Book 23']);
    expect(codes(await ask('query ($after: String) { books(after: $after) { nodes { title } } }', { after: pageInfo.endCursor }))).toEqual(['cursor.invalid']);
  });

  test('needs one statement for a page and one for all that it refers to, however many there are', async () => {
    const query = 'query ($first: Int!) { books(first: $first) { nodes { title author_node { slug } editor_node { slug } } } }';
    for (const first of [2, 20, 60]) {
      for (const how of ['interpreted', 'compiled', 'cached']) {
        statements.length = 0;
        const { body } = await ask(query, { first });
        const { nodes } = body.data!['books'] as { nodes: { author_node: { slug: string }; editor_node: { slug: string } }[] };
        expect([how, nodes.length, nodes[1]!.author_node.slug, nodes[1]!.editor_node.slug]).toEqual([how, first, 'author-1', 'author-8']);
        expect(statements.filter((each) => each.endsWith(' book') || each.endsWith(' author'))).toEqual(['list book', 'getMany author']);
      }
    }
  });

  test('reads each thing once in a request, wherever it is asked for', async () => {
    statements.length = 0;
    await ask('query ($a: ID!, $b: ID!) { a: author(id: $a) { slug } b: author(id: $b) { slug } again: node(id: $a) { id } books(author: $a) { nodes { author_node { slug } } } }', { a: authors[0], b: authors[1] });
    expect(statements.filter((each) => each.endsWith(' author'))).toEqual(['getMany author']);
  });
});

describe('a mutation', () => {
  test('is done once for one idempotency key', async () => {
    const query = 'mutation ($input: ProjectCreateInput!) { project_create(input: $input, idempotency_key: "only-once") { id } }';
    const input = { slug: 'once', name: 'Once' };
    const [first, second] = [await ask(query, { input }), await ask(query, { input })];
    expect(second.body).toEqual(first.body);
    expect(codes(await ask(query, { input: { ...input, name: 'Twice' } }))).toEqual(['idempotency.key_reused']);
  });

  test('changes only the version that it names', async () => {
    const { id } = await mutate('project', '{ slug: "versioned", name: "One" }');
    const update = (version: number) => ask('mutation ($input: ProjectUpdateInput!) { project_update(input: $input) { version name } }', { input: { id, if_version: version, name: `After ${version}` } });
    expect((await update(1)).body.data).toEqual({ project_update: { version: 2, name: 'After 1' } });
    expect(codes(await update(1))).toEqual(['resource.changed']);
    expect((await ask('mutation ($id: ID!) { project_delete(input: { id: $id }) { id deleted } }', { id })).body.data).toEqual({ project_delete: { id, deleted: true } });
  });

  test('shows a key once, and it works', async () => {
    const { body } = await ask('mutation { api_key_create(input: { name: "reader", scopes: ["project:read", "self:read"] }) { id key } }');
    const { id, key } = body.data!['api_key_create'] as { id: string; key: string };
    const asReader = { authorization: `Bearer ${key}` };
    expect((await ask('{ whoami { principal scopes } }', {}, asReader)).body.data).toEqual({ whoami: { principal: id, scopes: ['project:read', 'self:read'] } });
    const refused = await ask('mutation { project_create(input: { slug: "no", name: "No" }) { id } }', {}, asReader);
    expect(refused.body).toMatchObject({ data: { project_create: null }, errors: [{ path: ['project_create'], extensions: { code: 'caller.forbidden', needs: 'project:write' } }] });
    expect(codes(await ask('{ projects { nodes { id } } books { nodes { id } } }', {}, asReader))).toEqual(['caller.forbidden']);
  });

  test('says in a dry run what would happen, and changes nothing', async () => {
    expect((await ask('mutation { project_create(input: { slug: "dry", name: "Dry" }, dry_run: true) { slug } }')).body.data).toEqual({ project_create: { slug: 'dry' } });
    expect((await ask('{ projects(slug: "dry") { nodes { id } } }')).body.data).toEqual({ projects: { nodes: [] } });
  });

  test('calls any action by its name', async () => {
    expect((await ask('mutation { callTool(name: "event_publish", input: { type: "build.finished", subject: "shop", data: { number: 7 } }) }')).body.data?.['callTool']).toMatchObject({ id: expect.stringMatching(/^evt_/) as string });
  });

  test('of a planned resource says so', async () => {
    const planned = hubResources.find((each) => each.state === 'planned' && each.kind === 'resource');
    expect(planned).toBeDefined();
    expect(codes(await ask(`{ ${planned!.plural} { nodes { id } } }`))).toEqual(['action.planned']);
  });
});

describe('limits', () => {
  test('refuse a query that is too deep or too costly, before anything is read', async () => {
    const refusal = async (query: string) => {
      statements.length = 0;
      const { status, body } = await ask(query);
      expect([status, statements.filter((each) => each.endsWith(' book'))]).toEqual([400, []]);
      return body.errors?.[0]?.extensions;
    };
    expect(await refusal(`{ books { nodes { author_node { ${nested(9)} } } } }`)).toMatchObject({ code: 'query.too_deep', limit: 12 });
    expect(await refusal('{ books(first: 500) { nodes { id title author_node { id slug version created_at updated_at } editor_node { id slug version created_at updated_at } version created_at } edges { node { id title version created_at } } } }')).toMatchObject({ code: 'query.too_costly', limit: 10_000 });
    expect(await refusal('{ books { nodes { ...a } } } fragment a on Book { id ...b } fragment b on Book { ...a }')).toMatchObject({ code: 'query.malformed' });
    expect(await refusal('{ books { nodes { id ')).toMatchObject({ code: 'query.malformed' });
  });
});

/** Levels that the schema does not have: depth is looked at before the schema. */
const nested = (levels: number): string => `${'more { '.repeat(levels)}id${' }'.repeat(levels)}`;

describe('a subscription', () => {
  async function follow(after: number | undefined, count: number, during: () => Promise<unknown> = () => Promise.resolve()): Promise<{ seq: number; type: string; subject: string }[]> {
    const client = new AbortController();
    const response = await fetch(`${hub.url}/graphql`, {
      method: 'POST', signal: client.signal, headers: { authorization: `Bearer ${hub.key}`, 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription ($after: Long) { events(types: ["author.*"], after: $after) { seq type subject } }', ...(after === undefined ? {} : { variables: { after } }) }),
    });
    let text = '';
    const seen = () => [...text.matchAll(/^data: (\{"data".*)$/gm)].map((match) => (JSON.parse(match[1]!) as { data: { events: { seq: number; type: string; subject: string } } }).data.events);
    const reading = (async () => {
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream() as never) as unknown as AsyncIterable<string>) text += chunk;
    })().catch(() => undefined); // ends with the abort
    await during();
    await vi.waitFor(() => expect(seen().length).toBeGreaterThanOrEqual(count), { timeout: 10_000 });
    client.abort();
    await reading;
    return seen();
  }

  test.each([['that is no event type', ['project.*', '((('], 0, 'input.invalid'], ['too many', Array.from({ length: 101 }, (_, n) => `a${n}`), 0, 'input.invalid'], ['behind no place', [], -1, 'cursor.invalid']])('to something %s is refused', async (_, types, after, code) => {
    const response = await fetch(`${hub.url}/graphql`, {
      method: 'POST', headers: { authorization: `Bearer ${hub.key}`, 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription ($types: [String!], $after: Long) { events(types: $types, after: $after) { seq } }', variables: { types, after } }),
    });
    expect(await response.text()).toContain(`"code":"${code}"`);
  });

  test('tells what happens, and goes on where it stopped: nothing twice, nothing missed', async () => {
    const [first] = await follow(undefined, 1, () => mutate('author', '{ slug: "live-1" }'));
    expect(first).toMatchObject({ type: 'author.created' });
    for (const name of ['live-2', 'live-3', 'live-4']) await mutate('author', `{ slug: "${name}" }`);
    const missed = await follow(first!.seq, 3);
    expect(missed.map((event) => event.type)).toEqual(['author.created', 'author.created', 'author.created']);
    const [last] = await follow(missed[1]!.seq, 1);
    expect(last).toEqual(missed[2]);
  });
});
