import { hubActions, hubResources } from '@patchbay/contracts';
import { describe, expect, it } from 'vitest';
import { libraryCatalog } from '../fixture.ts';
import { sdlOf } from '../generators.ts';
import { validateSchema } from '../graphql-js.ts';
import { pascal } from './names.ts';
import { schemaFrom } from './schema.ts';
import { shapeOf } from './shape.ts';

const sdl = sdlOf(libraryCatalog);
const block = (head: string): string => sdl.slice(sdl.indexOf(`\n${head} {`) + 1).split('\n}')[0]!.replaceAll(/^ *""".*?"""$/gms, '').replaceAll(/\n\s*\n/g, '\n');

describe('the schema of a catalog', () => {
  it('has the fields of a resource by their own names, and what they refer to beside them', () => {
    expect(block('type Book implements Node').split('\n').map((line) => line.trim()).slice(1)).toEqual([
      'id: ID!', 'version: Int!', 'created_at: DateTime!', 'updated_at: DateTime!', 'title: String!', 'author: ID!', 'author_node: Author', 'translators: [ID!]!', 'translators_nodes: [Author]',
      'genre: BookGenre!', 'binding: String', 'size: BookSize', 'notes: JSON!',
    ]);
    expect(block('type BookSize').split('\n').map((line) => line.trim()).slice(1)).toEqual(['pages: Int!', 'words: Long']);
    expect(block('enum BookGenre')).toContain('poem');
  });

  it('shows once what is shown once', () => {
    expect(block('type BookCreated')).toContain('receipt: String!');
    expect(block('type Book implements Node')).not.toContain('receipt');
    expect(sdl).toMatch(/ book_create\([^)]*\): BookCreated/);
    expect(sdl).toMatch(/ author_create\([^)]*\): Author\n/);
  });

  it('shares nested types between what goes in', () => {
    expect(block('input BookCreateInput')).toContain('size: BookSizeInput');
    expect(block('input BookUpdateInput')).toContain('size: BookSizeInput');
    expect(block('input BookUpdateInput')).toMatch(/id: ID!\n {2}if_version: Int\n {2}title: String\n/);
  });

  it('tells what is planned', () => {
    expect(sdl).toContain('Planned: this hub declares it');
  });

  it('is valid for the hub’s own catalog, and has every resource and every action', () => {
    const schema = schemaFrom({ resources: hubResources, actions: hubActions });
    expect(validateSchema(schema)).toEqual([]);
    const query = schema.getQueryType()!.getFields();
    const mutation = schema.getMutationType()!.getFields();
    for (const each of hubResources) {
      expect(String(query[each.name]?.type)).toBe(pascal(each.name));
      expect(String(query[each.plural]?.type)).toBe(`${pascal(each.name)}Connection`);
    }
    const others = hubActions.filter((action) => action.resource?.verb !== 'get' && action.resource?.verb !== 'list');
    expect(others.length).toBeGreaterThan(20);
    expect(others.filter((action) => (action.safety === 'safe' ? query : mutation)[action.id] === undefined)).toEqual([]);
  });
});

describe('a JSON schema', () => {
  it.each([
    [{ type: 'integer', minimum: 0, maximum: 2 ** 31 - 1 }, 'Int'],
    [{ type: 'integer', minimum: 0, maximum: 2 ** 31 }, 'Long'],
    [{ type: 'integer' }, 'Long'],
    [{ type: 'number' }, 'Float'],
    [{ type: 'boolean', const: true }, 'Boolean'],
    [{ anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] }, 'DateTime'],
    [{ anyOf: [{ type: 'string' }, { type: 'number' }] }, 'JSON'],
    [{ type: 'object', additionalProperties: { type: 'string' } }, 'JSON'],
    [{ type: 'object', properties: { 'x-y': { type: 'string' } } }, 'JSON'],
    [{ type: 'string', enum: ['a-b'] }, 'String'],
    [{}, 'JSON'],
  ])('%j is shown as %s', (schema, name) => {
    expect(shapeOf(schema)).toEqual({ kind: 'scalar', name });
  });
});
