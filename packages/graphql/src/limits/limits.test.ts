import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Library, openLibrary } from '../fixture.ts';

let library: Library;
beforeAll(async () => { library = await openLibrary({ maxDepth: 6, maxCost: 500, maxLength: 4000, maxTokens: 700, maxAliases: 10, maxRootFields: 5 }); });
afterAll(() => library.stop());

async function refusal(query: string, variables?: Record<string, unknown>): Promise<Record<string, unknown> | undefined> {
  library.calls.length = 0;
  const { body, status } = await library.post(query, variables);
  expect(status).toBe(body.errors === undefined ? 200 : 400);
  if (body.errors !== undefined) expect(library.calls).toEqual([]);
  return body.errors?.[0]?.extensions;
}

describe('depth', () => {
  it('counts levels of fields, and takes as many as are allowed', async () => {
    expect(await refusal('{ books(first: 1) { edges { node { author_node { slug } } } } }')).toBeUndefined(); // 5
    expect(await refusal('{ a: node(id: "bok_1") { id } books(first: 1) { edges { node { author_node { ... on Node { ... on Author { ... on Node { id } } } } } } } }')).toBeUndefined();
  });

  it('refuses more, also through fragments, and says the limit and the actual depth', async () => {
    const query = '{ books(first: 1) { ...a } } fragment a on BookConnection { edges { ...b } } fragment b on BookEdge { node { size { pages { x { y } } } } }';
    expect(await refusal(query)).toMatchObject({ code: 'query.too_deep', status: 400, limit: 6, actual: 7 });
  });

  it('refuses brackets that would overflow the parser', async () => {
    expect(await refusal(`{ word_count(input: { text: ${'['.repeat(300)}1${']'.repeat(300)} }) { words } }`)).toMatchObject({ code: 'query.too_deep', limit: 100 });
  });
});

describe('cost', () => {
  it('multiplies the fields of a page by its size', async () => {
    expect(await refusal('{ books(first: 100) { nodes { id title author } } }')).toBeUndefined(); // 1 + 1 + 300
    expect(await refusal('{ books(first: 200) { nodes { id title author } } }')).toMatchObject({ code: 'query.too_costly', limit: 500, actual: 602 });
    expect(await refusal('{ books { nodes { id title author_node { slug } version created_at updated_at genre binding author } } }')).toMatchObject({ actual: 502 }); // 50 when not told
  });

  it('reads the page size out of a variable, or its default', async () => {
    const query = 'query ($n: Int = 300) { books(first: $n) { nodes { id title } } }';
    expect(await refusal(query, { n: 10 })).toBeUndefined();
    expect(await refusal(query, { n: 400 })).toMatchObject({ code: 'query.too_costly', actual: 802 });
    expect(await refusal(query)).toMatchObject({ actual: 602 });
    expect(await refusal(query, { n: 10 })).toBeUndefined();
  });

  it('counts aliases, fragments and lists of references', async () => {
    expect(await refusal('{ a: books(first: 60) { ...f } b: books(first: 60) { ...f } c: books(first: 60) { ...f } } fragment f on BookConnection { nodes { id title ... on Book { version } } }')).toMatchObject({ actual: 546 });
    expect(await refusal('{ books(first: 30) { nodes { translators_nodes { id slug } } } }')).toMatchObject({ actual: 632 });
  });

  it('counts a fragment that is spread many times, without walking it each time', async () => {
    const doubling = Array.from({ length: 25 }, (_, n) => `fragment f${n} on Book { ...f${n + 1} ...f${n + 1} }`).join(' ');
    expect(await refusal(`{ book(id: "bok_1") { ...f0 } } ${doubling} fragment f25 on Book { id }`)).toMatchObject({ code: 'query.too_costly', actual: 2 ** 25 + 1 });
  });

  it('charges for describing the schema', async () => {
    expect(await refusal('{ __schema { queryType { name } } }')).toMatchObject({ code: 'query.too_costly', actual: 1000 });
  });
});

describe('a document', () => {
  it('may not be longer, have more tokens, aliases or root fields than allowed', async () => {
    expect(await refusal(`{ whoami { name } } #${' '.repeat(4000)}`)).toMatchObject({ code: 'query.too_costly', limit: 4000, counted: 'characters' });
    expect(await refusal(`{ whoami { ${'name '.repeat(700)} } }`)).toMatchObject({ code: 'query.too_costly', limit: 700, actual: 701, counted: 'tokens' });
    expect(await refusal(`{ whoami { ${Array.from({ length: 11 }, (_, n) => `n${n}: name`).join(' ')} } }`)).toMatchObject({ counted: 'aliases', limit: 10, actual: 11 });
    expect(await refusal(`{ ${Array.from({ length: 6 }, (_, n) => `n${n}: __typename`).join(' ')} }`)).toMatchObject({ counted: 'root fields', limit: 5, actual: 6 });
    expect(await refusal('{ ...f ...f ...f } fragment f on Query { whoami { name } author(id: "1") { id } }')).toMatchObject({ counted: 'root fields', actual: 6 });
  });

  it('may not have fragments that contain themselves', async () => {
    expect(await refusal('{ book(id: "1") { ...a } } fragment a on Book { ...b } fragment b on Book { author_node { id } ...a }')).toMatchObject({ code: 'query.malformed', detail: 'The fragment a contains itself' });
  });

  it('may not repeat fields so often that checking it takes long', async () => {
    const wide = await openLibrary();
    try {
      expect((await wide.post(`{ book(id: "1") { ${'size { pages } '.repeat(700)} } }`)).body.errors?.[0]?.extensions).toMatchObject({ code: 'query.too_costly' });
    } finally {
      await wide.stop();
    }
  });

  it('may not use names that a JSON object swallows', async () => {
    expect(await refusal('{ __proto__: whoami { name } }')).toMatchObject({ code: 'query.malformed' });
  });
});
