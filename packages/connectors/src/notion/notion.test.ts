import type { Json, JsonObject } from '@patchbay/sdk';
import { createHarness, type HarnessOptions } from '@patchbay/sdk/testing';
import { expect, test } from 'vitest';
import { blocksOf, written } from './blocks.ts';
import { plugin } from './plugin.ts';
import { richText } from './rich-text.ts';

const ID = '59833787-2cf9-4fdf-8782-e53db20768a5';
const OTHER = '59833787-2cf9-4fdf-8782-e53db20768a6';
const answering = (answer: NonNullable<HarnessOptions['answer']>) => createHarness(plugin, { config: { base_url: 'https://api.notion.com' }, answer });
const contentOf = (pieces: readonly JsonObject[]): string[] => pieces.map((piece) => (piece['text'] as { content: string }).content);

test('text becomes blocks, and comes back as it was', () => {
  const text = '# What happened\n\nSince 09:30\nand on.\n\n- drain\n- restart\n1. first\n- [x] told the team\n- [ ] wrote it down\n\n> It was DNS.\n> Again.\n\n---\n\n```sh\nkubectl get pods\n\n# not a heading\n```\n\n### Later';
  const blocks = blocksOf(text);
  expect(blocks.map(({ type }) => type)).toEqual(['heading_1', 'paragraph', 'bulleted_list_item', 'bulleted_list_item', 'numbered_list_item', 'to_do', 'to_do', 'quote', 'divider', 'code', 'heading_3']);
  const seen = blocks.map((each) => { const { rich_text = [], checked = false, language = '' } = each[String(each['type'])] as { rich_text?: JsonObject[]; checked?: boolean; language?: string }; return { type: String(each['type']), text: contentOf(rich_text).join(''), level: 0, checked, language }; });
  expect(written(seen)).toBe(text.replace('```sh', '```shell'));
});

test('a fence that nothing closes is text, and a language that Notion does not know is none', () => {
  expect(blocksOf('```sh\nls').map(({ type }) => type)).toEqual(['paragraph']);
  expect(blocksOf('```brainfuck\n+\n```')[0]).toMatchObject({ code: { language: 'plain text' } });
  expect(blocksOf('```TS\nlet a;\n```')[0]).toMatchObject({ code: { language: 'typescript' } });
});

test('long text is cut into pieces that Notion takes, and never within a character', () => {
  const text = `${'x'.repeat(1999)}🚑${'y'.repeat(2500)}`;
  const pieces = contentOf(richText(text));
  expect(pieces.join('')).toBe(text);
  expect(pieces.map((piece) => piece.length)).toEqual([1999, 2000, 502]);
});

test('addresses become links, and nothing else is markup', () => {
  expect(richText('See https://hub.example.com/a?b=c. **Not** [this](javascript:alert(1))')).toEqual([
    { type: 'text', text: { content: 'See ' } }, { type: 'text', text: { content: 'https://hub.example.com/a?b=c', link: { url: 'https://hub.example.com/a?b=c' } } }, { type: 'text', text: { content: '. **Not** [this](javascript:alert(1))' } },
  ]);
  expect(richText(Array.from({ length: 80 }, (_, row) => `https://a.example/${row}`).join(' '))).toHaveLength(1);
});

const columns: JsonObject = { Name: { type: 'title' }, Status: { type: 'status' }, Tags: { type: 'multi_select' }, Due: { type: 'date' }, Owner: { type: 'people' }, Paged: { type: 'checkbox' }, Points: { type: 'number' }, Link: { type: 'url' }, Made: { type: 'created_time' }, Sum: { type: 'formula' } };
const saved = (): ReturnType<typeof answering> => answering(({ method, json }) => ({ body: method === 'GET' ? { properties: columns } : { id: ID, properties: (json as JsonObject)['properties'] ?? {} } }));
const sentBy = async (properties: Readonly<Record<string, Json>>): Promise<unknown> => {
  const harness = saved();
  await harness.action('update_page', { id: ID, properties });
  return (harness.requests.at(-1)!.json as JsonObject)['properties'];
};

test('values are written in the form of their property', async () => {
  expect(await sentBy({ Status: 'Done', Tags: 'shop', Due: { start: '2026-11-20', end: '2026-11-21' }, Owner: [ID], Paged: false, Points: null, Link: 'https://example.com', Name: 'x' })).toEqual({
    Status: { status: { name: 'Done' } }, Tags: { multi_select: [{ name: 'shop' }] }, Due: { date: { start: '2026-11-20', end: '2026-11-21' } }, Owner: { people: [{ object: 'user', id: ID }] }, Paged: { checkbox: false }, Points: { number: null }, Link: { url: 'https://example.com' },
    Name: { title: [{ type: 'text', text: { content: 'x' } }] },
  });
  expect(await sentBy({ Status: { status: { id: 'st1' } } })).toEqual({ Status: { status: { id: 'st1' } } });
});

test('a value that does not fit says what its property takes', async () => {
  await expect(sentBy({ Points: 'five' })).rejects.toMatchObject({ code: 'invalid', message: 'Points is of the type number; expected a number, got "five"' });
  await expect(sentBy({ Nothing: 1 })).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('expected one of Name, Status') });
  await expect(sentBy({ Made: '2026-11-20' })).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('Notion fills in itself') });
});

test('a row takes no properties without its data source', async () => {
  await expect(saved().action('create_page', { title: 'x' })).rejects.toMatchObject({ code: 'invalid' });
  await expect(saved().action('create_page', { title: 'x', page: ID, data_source: OTHER })).rejects.toMatchObject({ code: 'invalid' });
  await expect(saved().action('create_page', { title: 'x', page: ID, properties: { Status: 'Done' } })).rejects.toMatchObject({ code: 'invalid', details: { field: 'properties' } });
});

test('what a page says of itself comes in plain words', async () => {
  const properties = {
    Name: { type: 'title', title: [{ plain_text: 'Out' }, { plain_text: 'age' }] }, Status: { type: 'status', status: { name: 'Done' } }, Tags: { type: 'multi_select', multi_select: [{ name: 'a' }, { name: 'b' }] }, Due: { type: 'date', date: { start: '2026-11-20', end: null } },
    Sum: { type: 'formula', formula: { type: 'number', number: 7 } }, All: { type: 'rollup', rollup: { type: 'array', array: [{ type: 'number', number: 1 }, { type: 'title', title: [{ plain_text: 'x' }] }] } }, No: { type: 'unique_id', unique_id: { prefix: 'INC', number: 12 } }, None: { type: 'select', select: null },
  };
  expect(await answering(() => ({ body: { id: ID, parent: { type: 'data_source_id', data_source_id: OTHER }, archived: false, properties } })).query('get_page', { id: ID })).toMatchObject({
    title: 'Outage', parent: OTHER, parent_type: 'data_source', properties: { Status: 'Done', Tags: ['a', 'b'], Due: '2026-11-20', Sum: 7, All: [1, 'x'], No: 'INC-12', None: null },
  });
});

test('a write that met another one is tried once more', async () => {
  const conflicts = (times: number) => { let left = times; return answering(() => (left-- > 0 ? { status: 409, body: { object: 'error', code: 'conflict_error', message: 'Conflict occurred while saving.' } } : { body: { id: ID } })); };
  expect(await conflicts(1).action('add_comment', { page: ID, text: 'x' })).toMatchObject({ id: ID });
  await expect(conflicts(2).action('add_comment', { page: ID, text: 'x' })).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('Conflict occurred') });
});

test('each hundred of blocks goes behind the one before', async () => {
  let last = 0;
  const harness = answering(({ json }) => ({ body: { results: ((json as JsonObject)['children'] as Json[]).map(() => ({ id: `b${++last}` })) } }));
  await harness.action('append', { to: ID, text: Array.from({ length: 201 }, (_, row) => `- ${row}`).join('\n'), after: OTHER });
  expect(harness.requests.map(({ json }) => [((json as JsonObject)['children'] as Json[]).length, (json as JsonObject)['after']])).toEqual([[100, OTHER], [100, 'b100'], [1, 'b200']]);
  await harness.action('append', { to: ID, text: '- at the end' });
  expect(harness.requests.at(-1)!.json).not.toHaveProperty('after');
});

test('a page that is in the trash is not moved there again', async () => {
  const harness = answering(() => ({ body: { id: ID, in_trash: true, properties: {} } }));
  expect(await harness.action('trash_page', { id: ID })).toMatchObject({ in_trash: true });
  expect(harness.requests).toHaveLength(1);
});

test('pages that stand on a page are named, not read', async () => {
  const harness = answering(({ url }) => ({ body: { results: url.includes(ID) ? [{ id: OTHER, type: 'child_page', has_children: true, child_page: { title: 'Below' } }] : [] } }));
  expect(await harness.query('get_content', { id: ID, limit: 10, depth: 3 })).toMatchObject({ items: [{ type: 'child_page', text: 'Below' }], complete: true });
  expect(harness.requests).toHaveLength(1);
});

test('when part of the text fails, the page that is there already is named', async () => {
  const harness = answering(({ method }) => (method === 'POST' ? { body: { id: ID, properties: {} } } : { status: 503, body: { code: 'service_unavailable', message: 'Try again later.' } }));
  await expect(harness.action('create_page', { page: OTHER, title: 'x', text: Array.from({ length: 101 }, (_, row) => `- ${row}`).join('\n') })).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining(`The page ${ID} was made`), details: { page: ID } });
});
