import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Library, openLibrary, type Posted } from './fixture.ts';

let library: Library;
beforeAll(async () => { library = await openLibrary(); });
beforeEach(() => { library.calls.length = 0; library.reports.length = 0; });
afterAll(() => library.stop());

/** The first time a document is interpreted, the second time compiled: both must say the same. */
async function ask(query: string, variables?: Record<string, unknown>): Promise<Posted> {
  const first = await library.post(query, variables);
  library.calls.length = 0;
  const second = await library.post(query, variables);
  expect(withoutRequestIds(second.body)).toEqual(withoutRequestIds(first.body));
  return second;
}

const withoutRequestIds = (body: unknown): unknown => JSON.parse(JSON.stringify(body, (key, value: unknown) => (key === 'request_id' ? undefined : value)));
const codes = ({ body }: Posted): unknown[] => (body.errors ?? []).map((error) => error.extensions['code']);

describe('a query', () => {
  it('reads one resource by its id, with nested fields as the catalog names them', async () => {
    const { body, status } = await ask('query ($id: ID!) { book(id: $id) { id version title genre binding size { pages words } notes created_at } }', { id: library.ids.books[0] });
    expect(status).toBe(200);
    expect(body).toEqual({ data: { book: { id: library.ids.books[0], version: 1, title: 'Book 1', genre: 'play', binding: 'hard-cover', size: { pages: 100, words: 3_000_000_000 }, notes: { first: 0 }, created_at: '2026-11-20T09:30:00.000Z' } } });
    expect(library.calls.map((call) => [call.action, call.input, call.via])).toEqual([['book_get', { id: library.ids.books[0] }, 'graphql']]);
  });

  it('answers null, and no error, for what is not there', async () => {
    expect((await ask('{ book(id: "bok_nothing") { title } node(id: "xyz_1") { id } }')).body).toEqual({ data: { book: null, node: null } });
  });

  it('finds anything by its id through node', async () => {
    const { body } = await ask('query ($a: ID!, $b: ID!) { a: node(id: $a) { __typename id ... on Author { slug } } b: node(id: $b) { __typename ... on Book { title author_node { slug } } } }', { a: library.ids.authors[1], b: library.ids.books[1] });
    expect(body.data).toEqual({ a: { __typename: 'Author', id: library.ids.authors[1], slug: 'author-2' }, b: { __typename: 'Book', title: 'Book 2', author_node: { slug: 'author-2' } } });
  });

  it('reads what a whole page refers to in one call', async () => {
    const { body } = await ask('{ books(first: 7) { nodes { title author author_node { slug } translators_nodes { slug born } } } }');
    const { nodes } = (body.data as unknown as { books: { nodes: { author_node: { slug: string }; translators_nodes: { slug: string }[] }[] } }).books;
    expect(nodes.map((node) => [node.author_node.slug, node.translators_nodes[0]?.slug])).toContainEqual(['author-1', 'author-2']);
    expect(library.calls.map((call) => call.action)).toEqual(['book_list', 'author_list']);
    expect((library.calls[1]!.input as { ids: string[] }).ids.toSorted()).toEqual([...library.ids.authors].sort());
  });

  it('reads several resources of one kind in one call', async () => {
    const [a, b] = library.ids.authors;
    const { body } = await ask('query ($a: ID!, $b: ID!) { a: author(id: $a) { slug } again: author(id: $a) { slug } b: author(id: $b) { slug } none: author(id: "aut_none") { slug } }', { a, b });
    expect(body.data).toEqual({ a: { slug: 'author-1' }, again: { slug: 'author-1' }, b: { slug: 'author-2' }, none: null });
    expect(library.calls).toHaveLength(1);
  });

  it('is told of a page size that does not fit by the name that it gave it', async () => {
    for (const first of [0, 501]) {
      const { errors = [] } = (await ask(`{ books(first: ${first}) { nodes { id } } }`)).body;
      expect(errors[0]?.extensions).toMatchObject({ code: 'input.invalid', issues: [{ path: 'first' }] });
      expect(errors[0]?.message).toContain('at first:');
    }
    const { errors = [] } = (await ask('{ books(after: "") { nodes { id } } }')).body;
    expect(errors[0]?.extensions).toMatchObject({ code: 'input.invalid', issues: [{ path: 'after' }] });
  });

  it('goes through pages with first and after, and hands filters and sort to the list', async () => {
    const titles: string[] = [];
    let after: string | null = null;
    do {
      const { body } = await library.post('query ($after: String) { books(first: 3, after: $after, title: "any", sort: "-title") { edges { cursor node { title } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }', { after });
      const page = (body.data as unknown as { books: { edges: { cursor: string | null; node: { title: string } }[]; pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null } } }).books;
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
      expect(page.edges.at(-1)?.cursor).toBe(page.pageInfo.endCursor);
      expect(page.pageInfo.hasNextPage).toBe(page.pageInfo.endCursor !== null);
      titles.push(...page.edges.map((edge) => edge.node.title));
      after = page.pageInfo.endCursor;
    } while (after !== null);
    expect(titles).toEqual(Array.from({ length: 7 }, (_, n) => `Book ${n + 1}`));
    expect(library.calls[1]?.input).toEqual({ limit: 3, cursor: '3', title: 'any', sort: '-title' });
  });

  it('calls the actions that only read', async () => {
    expect((await ask('{ whoami { principal tenant scopes } word_count(input: { text: { line: "a b c" } }) { words } }')).body.data).toEqual({ whoami: { principal: 'key_1', tenant: 'ten_1', scopes: ['*'] }, word_count: { words: 3 } });
  });

  it('takes a variable within free-form JSON, also the second time', async () => {
    expect((await ask('query ($line: String!) { word_count(input: { text: { line: $line } }) { words } }', { line: 'one two' })).body.data).toEqual({ word_count: { words: 2 } });
  });

  it('never becomes code by what is written in it', async () => {
    const mark = '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d'; // graphql-jit writes what follows it into the code that it generates
    const code = `${mark}(globalThis.intruded=true)`;
    for (const field of [`author(id: "${code}") { slug }`, `word_count(input: { text: { line: """${code}""" } }) { words }`, `word_count(input: { text: { ${mark}0: 1, __x: 2 } }) { words }`, `books(title: "${code}") { nodes { id } }`]) await ask(`{ ${field} }`);
    await ask(`query ($id: ID! = "${code}") { node(id: $id) { id } }`);
    expect('intruded' in globalThis).toBe(false);
  });

  it('includes a fragment under the condition of each place where it is spread', async () => {
    const query = 'query ($yes: Boolean!, $no: Boolean!, $id: ID!) { a: book(id: $id) { ...facts @include(if: $yes) id } b: book(id: $id) { ...facts @include(if: $no) id } } fragment facts on Book { title }';
    const id = library.ids.books[0];
    expect((await ask(query, { yes: true, no: false, id })).body.data).toEqual({ a: { title: 'Book 1', id }, b: { id } });
    expect((await ask(query, { yes: false, no: true, id })).body.data).toEqual({ a: { id }, b: { title: 'Book 1', id } });
  });

  it('runs the operation that is named', async () => {
    const query = 'query One { whoami { tenant } } query Two { whoami { principal } }';
    const send = (operationName?: string) => library.server.inject({ method: 'POST', url: '/graphql', headers: { authorization: 'Bearer good' }, payload: { query, operationName } });
    for (let times = 0; times < 3; times++) expect((await send('Two')).json()).toEqual({ data: { whoami: { principal: 'key_1' } } });
    expect((await send('One')).json()).toEqual({ data: { whoami: { tenant: 'ten_1' } } });
    expect((await send()).json()).toMatchObject({ errors: [{ extensions: { code: 'query.malformed' } }] });
    expect((await send('Three')).statusCode).toBe(400);
  });

  it('acts in the tenant that the request picks', async () => {
    expect((await library.post('{ whoami { tenant } }', undefined, { 'x-tenant-id': 'ten_2' })).body.data).toEqual({ whoami: { tenant: 'ten_2' } });
  });

  it('tells what is left of the rate limit', async () => {
    expect((await library.post('{ whoami { tenant } books { nodes { id } } }')).headers).toMatchObject({ ratelimit: '"principal";r=98;t=3', 'ratelimit-policy': '"principal";q=100;w=60' });
  });
});

describe('a mutation', () => {
  it('creates, changes and deletes, and shows once what is shown once', async () => {
    const created = await library.post('mutation ($input: BookCreateInput!) { book_create(input: $input) { id title receipt genre author_node { slug } } }', { input: { title: 'New', author: library.ids.authors[0] } });
    const { id } = (created.body.data as unknown as { book_create: { id: string } }).book_create;
    expect(created.body.data).toEqual({ book_create: { id, title: 'New', receipt: 'r-1', genre: 'novel', author_node: { slug: 'author-1' } } });
    expect((await library.post('mutation ($id: ID!) { book_update(input: { id: $id, title: "Newer", binding: null }) { version title } }', { id })).body.data).toEqual({ book_update: { version: 2, title: 'Newer' } });
    expect(library.calls.at(-1)?.input).toEqual({ id, title: 'Newer', binding: null });
    expect((await library.post('mutation ($id: ID!) { book_delete(input: { id: $id, if_version: 2 }) { id deleted } }', { id })).body.data).toEqual({ book_delete: { id, deleted: true } });
  });

  it('hands on the idempotency key, the approval and the dry run', async () => {
    const reply = await library.post('mutation ($id: ID!) { book_burn(input: { id: $id }, idempotency_key: "again", approval_id: "apr_1", dry_run: true) { ashes } }', { id: library.ids.books[6] });
    expect(reply.body.data).toEqual({ book_burn: { ashes: 1 } });
    expect(library.calls[0]).toMatchObject({ idempotencyKey: 'again', approvalId: 'apr_1', dryRun: true });
    expect(reply.headers['idempotent-replayed']).toBe('true');
  });

  it('runs one after the other, and reads anew what was changed between', async () => {
    const id = library.ids.authors[2];
    const query = 'mutation ($id: ID!, $book: ID!) { one: book_update(input: { id: $book, title: "Book 3" }) { author_node { born } } author_update(input: { id: $id, born: 1999 }) { born } two: book_update(input: { id: $book, title: "Book 3" }) { author_node { born } } }';
    expect((await library.post(query, { id, book: library.ids.books[2] })).body.data).toEqual({ one: { author_node: { born: 1702 } }, author_update: { born: 1999 }, two: { author_node: { born: 1999 } } });
  });

  it('calls any action by its name', async () => {
    const { body } = await library.post('mutation ($input: JSON) { callTool(name: "whoami") unknown: callTool(name: "nothing_at_all", input: $input) }', { input: { a: 1 } });
    expect(body.data).toEqual({ callTool: { principal: 'key_1', name: 'tests', tenant: 'ten_1', scopes: ['*'] }, unknown: null });
    expect(body.errors).toMatchObject([{ path: ['unknown'], extensions: { code: 'action.not_found', status: 404 } }]);
  });
});

describe('a refusal', () => {
  it('is an error of its field, with the problem details', async () => {
    const { body, status } = await library.post('mutation { book_burn(input: { id: "bok_1" }) { ashes } whoami: callTool(name: "whoami") }');
    expect(status).toBe(200);
    expect(body.data?.['whoami']).toMatchObject({ principal: 'key_1' });
    expect(body.errors).toMatchObject([{ message: 'It waits for an approval', path: ['book_burn'], extensions: { code: 'approval.required', status: 409, approval_id: 'apr_1', fix: expect.stringContaining('Approval-Id') as string, request_id: expect.any(String) as string } }]);
  });

  it('names the fields of an input that is not valid', async () => {
    const reply = await library.post('mutation { author_create(input: { slug: "Not A Slug" }) { id } }');
    expect(reply.body.errors).toMatchObject([{ extensions: { code: 'input.invalid', issues: [{ path: 'slug' }] } }]);
  });

  it('says that a planned resource is planned', async () => {
    expect(codes(await ask('{ shelf(id: "shf_1") { id } shelves { nodes { slug } } }'))).toEqual(['action.planned', 'action.planned']);
    expect(codes(await library.post('mutation { shelf_create(input: { slug: "a" }) { id } }'))).toEqual(['action.planned']);
  });

  it('shows nothing of a fault of the hub, and reports it', async () => {
    const reply = await ask('{ roof_fall { ok } }');
    expect(codes(reply)).toEqual(['hub.internal']);
    expect(JSON.stringify(reply.body)).not.toContain('10.0.0.7');
    expect(library.reports.map(String)).toEqual(['Error: the roof at 10.0.0.7 fell in', 'Error: the roof at 10.0.0.7 fell in']);
  });

  it('of a document that does not fit is a 400, and a 200 for who only reads application/json', async () => {
    for (const query of ['{', '{ nothing }', 'query ($id: ID!) { book(id: $id) { title } }', '{ books(genre: opera) { nodes { id } } }', 'fragment f on Book { id }']) {
      const reply = await library.post(query);
      expect([query, reply.status, codes(reply)[0], 'data' in reply.body]).toEqual([query, 400, 'query.malformed', false]);
      expect(reply.headers['content-type']).toBe('application/graphql-response+json; charset=utf-8');
      const plain = await library.post(query, undefined, { accept: 'application/json' });
      expect([query, plain.status, codes(plain)[0], plain.headers['content-type']]).toEqual([query, 200, 'query.malformed', 'application/json; charset=utf-8']);
    }
    expect(library.calls).toEqual([]);
  });

  it('of variables that do not fit is the same, interpreted or compiled', async () => {
    const query = 'query ($id: ID!, $first: Int) { book(id: $id) { title } books(first: $first) { nodes { id } } }';
    await ask(query, { id: 'bok_1', first: 1 });
    const reply = await library.post(query, { id: null, first: 'three' });
    expect([reply.status, codes(reply)]).toEqual([400, ['query.malformed', 'query.malformed']]);
    expect(codes(await library.post('mutation ($input: BookCreateInput!) { book_create(input: $input) { id } }', { input: { title: 'x', author: 'y', colour: 'red' } }))).toEqual(['query.malformed']);
  });

  it('names what does not fit and never repeats a value: it may be a secret', async () => {
    const told = async (query: string, variables?: Record<string, unknown>) => {
      const { body } = await ask(query, variables);
      expect(JSON.stringify(body)).not.toContain('hunter2');
      return body.errors?.map(({ message }) => message);
    };
    const create = 'mutation ($input: BookCreateInput!) { book_create(input: $input) { id } }';
    expect(await told(create, { input: { title: 'hunter2', author: 'a', colour: 'hunter2' } })).toEqual(['Variable "$input" does not fit: Field "colour" is not defined by type "BookCreateInput".']);
    expect(await told(create, { input: { title: ['hunter2; at "x"; '], author: 'a' } })).toEqual(['Variable "$input" does not fit at "input.title": String cannot represent a non string value']);
    expect(await told(create, { input: { title: 'a', author: 'a', genre: 'hunter2' } })).toEqual(['Variable "$input" does not fit at "input.genre": This value does not exist in "BookGenre" enum.']);
    expect(await told(create, { input: 'hunter2' })).toEqual(['Variable "$input" does not fit: Expected type "BookCreateInput" to be an object.']);
    expect(await told('mutation { book_create(input: { title: { a: "hunter2" }, author: "a" }) { id } }')).toEqual(['String cannot represent a non string value']);
    expect(await told('mutation { book_create(input: "hunter2") { id } }')).toEqual(['Expected value of type "BookCreateInput!"']);
    expect(await told('mutation { book_create(input: { title "hunter2" }) { id } }')).toEqual(['Syntax Error: Expected ":", found String.']);
    expect(await told('subscription ($after: Long) { events(after: $after) { seq } }', { after: 'hunter2' })).toEqual([expect.stringContaining('Accept: text/event-stream')]);
    expect(await told('query ($first: Int) { books(first: $first) { nodes { id } } }', { first: 'hunter2' })).toEqual(['Variable "$first" does not fit: Int cannot represent non-integer value']);
  });

  it('of the request itself goes to the server', async () => {
    const send = async (payload: unknown, headers: Record<string, string> = {}) => {
      const reply = await library.server.inject({ method: 'POST', url: '/graphql', headers: { authorization: 'Bearer good', ...headers }, payload: payload as object });
      return [reply.statusCode, reply.json<{ code: string }>().code];
    };
    expect(await send({ query: '{ whoami { name } }' }, { authorization: 'Bearer bad' })).toEqual([401, 'credential.invalid']);
    expect(await send({ qeury: '{ whoami { name } }' })).toEqual([400, 'request.malformed']);
    expect(await send({ query: 7 })).toEqual([400, 'request.malformed']);
    expect(await send({ query: '{ whoami { name } }', variables: [1] })).toEqual([400, 'request.malformed']);
    expect(await send([{ query: '{ whoami { name } }' }])).toEqual([400, 'request.malformed']);
    expect(await send({ query: '{ whoami { name } }' }, { accept: 'text/html' })).toEqual([406, 'request.not_acceptable']);
    expect(await send({ query: '{ whoami { name } }' }, { accept: 'text/html, */*;q=0.1' })).toEqual([200, undefined]);
  });

  it('of a subscription without a stream says how to get one', async () => {
    expect((await library.post('subscription { events { seq } }')).body.errors).toMatchObject([{ extensions: { code: 'query.malformed' }, message: expect.stringContaining('text/event-stream') as string }]);
  });
});

describe('a document', () => {
  it('counts against the limits also when it is refused', async () => {
    const counted = await openLibrary({}, { documents: 999 });
    try {
      expect(codes(await counted.post('{ nonsense }'))).toEqual(['query.malformed']);
      const refused = await counted.server.inject({ method: 'POST', url: '/graphql', headers: { authorization: 'Bearer good' }, payload: { query: '{ nonsense }' } });
      expect([refused.statusCode, refused.json()]).toMatchObject([429, { code: 'rate.limited' }]);
    } finally {
      await counted.stop();
    }
  });
});

describe('the schema', () => {
  it('is there to read, and to be introspected', async () => {
    expect((await library.server.inject('/graphql/schema')).body).toContain('type Book implements Node {');
    expect((await ask('{ __schema { queryType { name } } __type(name: "Book") { fields { name } } }')).body.data).toMatchObject({ __schema: { queryType: { name: 'Query' } } });
  });

  it('is not, where introspection is off', async () => {
    const closed = await openLibrary({ introspection: false });
    try {
      expect((await closed.server.inject('/graphql/schema')).statusCode).toBe(404);
      expect(codes(await closed.post('{ __schema { queryType { name } } }'))).toEqual(['query.malformed', 'query.malformed']);
      const { body } = await closed.post('{ boks { nodes { id } } }');
      expect(body.errors?.[0]?.message).toBe('Cannot query field "boks" on type "Query".');
      expect((await closed.post('{ whoami { __typename } }')).body.data).toEqual({ whoami: { __typename: 'WhoamiResult' } });
    } finally {
      await closed.stop();
    }
  });
});
