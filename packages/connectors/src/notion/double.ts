/** Notion on loopback: a data source with rows, pages with blocks, comments and people; it remembers, and refuses as Notion does. */
import { at, type Json, type JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, startVendor, type Vendor } from '../testing/index.ts';
import { type Columns, fits, shownText, valuesOf, wrongBlocks, wrongText } from './double-rules.ts';

const TOKEN = 'ntn_0123456789abcdefghijklmnop';
const idOf = (kind: string, number: number): string => `${kind}${String(number).padStart(6, '0')}-0000-4000-8000-000000000000`;
const PAGE = 'a0';
const BLOCK = 'b0';
const USER = 'c0';
export const DATABASE = idOf('d0', 1);
export const ROWS = idOf('e0', 1);
/** A page of its own, with a text on it. */
export const RUNBOOK = idOf(PAGE, 900_000);
export const ADA = idOf(USER, 1);
export const rowId = (number: number): string => idOf(PAGE, number);
export const blockId = (number: number): string => idOf(BLOCK, number);
export const NOBODY = idOf('f0', 9);

const refused = (status: number, code: string, message: string): Answer => ({ status, json: { object: 'error', status, code, message, request_id: idOf('99', 1) } });
const invalid = (message: string): Answer => refused(400, 'validation_error', message);
const none = (kind: string, id: string): Answer => refused(404, 'object_not_found', `Could not find ${kind} with ID: ${id}. Make sure the relevant pages and databases are shared with your integration.`);
const TRASHED = invalid("Can't edit block that is archived. You must unarchive the block before editing.");
const field = (asked: Asked, path: string): Json | undefined => at(asked.body, path) as Json | undefined;
const NOW = '2026-11-20T09:30:00.000Z';

const columns: Columns = {
  Name: { id: 'title', type: 'title' }, Status: { id: 'st', type: 'status', options: ['Not started', 'In progress', 'Done'] }, Tags: { id: 'tg', type: 'multi_select', options: ['shop', 'checkout'] }, Due: { id: 'du', type: 'date' },
  Points: { id: 'po', type: 'number' }, Paged: { id: 'pg', type: 'checkbox' }, Owner: { id: 'ow', type: 'people' }, Notes: { id: 'no', type: 'rich_text' }, Blocks: { id: '<~b:', type: 'relation' }, Created: { id: 'cr', type: 'created_time' },
};
const ofPage: Columns = { title: { id: 'title', type: 'title' } };

interface Thing { readonly page?: JsonObject; readonly block?: JsonObject; children: string[]; trashed: boolean }

export function startNotion(): Promise<Vendor> {
  const things = new Map<string, Thing>();
  const comments: JsonObject[] = [];
  const people = Array.from({ length: 130 }, (_, number) => ({ object: 'user', id: idOf(USER, number), name: number === 1 ? 'Ada' : `Person ${number}`, type: number === 0 ? 'bot' : 'person', ...(number === 0 ? { bot: { workspace_name: 'Acme' } } : { person: { email: `p${number}@example.com` } }) }));
  let last = 1000;

  const empty = Object.fromEntries(Object.entries(columns).map(([name, { id, type }]) => [name, { id, type, [type]: type === 'created_time' ? NOW : ['multi_select', 'people', 'relation', 'title', 'rich_text'].includes(type) ? [] : type === 'checkbox' ? false : null }]));
  function addPage(id: string, parent: JsonObject, values: JsonObject): JsonObject {
    const page = { object: 'page', id, created_time: NOW, last_edited_time: NOW, parent, url: `https://www.notion.so/${id.replaceAll('-', '')}`, properties: parent['type'] === 'data_source_id' ? { ...empty, ...values } : values };
    things.set(id, { page, children: [], trashed: false });
    return shown(id);
  }
  function addBlock(to: string, said: JsonObject, behind?: string): string {
    const [id, type] = [idOf(BLOCK, ++last), String(said['type'])];
    const { children, rich_text, ...rest } = said[type] as JsonObject;
    const block = { object: 'block', id, type, parent: { type: 'page_id', page_id: to }, created_time: NOW, last_edited_time: NOW, [type]: { ...rest, ...(rich_text === undefined ? {} : { rich_text: shownText(rich_text) }) } };
    things.set(id, { block, children: [], trashed: false });
    const siblings = things.get(to)!.children;
    siblings.splice(behind === undefined ? siblings.length : siblings.indexOf(behind) + 1, 0, id);
    for (const each of (children ?? []) as readonly JsonObject[]) addBlock(id, each);
    return id;
  }
  function shown(id: string): JsonObject {
    const { page, block, children, trashed } = things.get(id)!;
    return { ...short(page ?? block!), archived: trashed, in_trash: trashed, ...(block === undefined ? {} : { has_children: children.length > 0 }) };
  }

  /** Of a relation a page shows 25, and says that there are more. */
  function short(thing: JsonObject): JsonObject {
    const all = Object.entries((thing['properties'] ?? {}) as JsonObject).map(([name, value]) => {
      const related = at(value, 'relation');
      return [name, Array.isArray(related) ? { ...(value as JsonObject), relation: related.slice(0, 25) as Json[], has_more: related.length > 25 } : value];
    });
    return thing['properties'] === undefined ? thing : { ...thing, properties: Object.fromEntries(all) as JsonObject };
  }

  for (let number = 1; number <= 230; number++) {
    const values = valuesOf({ Name: { title: [{ text: { content: `Task ${number}` } }] }, Status: { status: { name: number % 2 === 0 ? 'Done' : 'In progress' } }, Points: { number }, ...(number === 3 ? { Blocks: { relation: Array.from({ length: 130 }, (_, row) => ({ id: rowId(row + 10) })) } } : {}) }, columns);
    addPage(rowId(number), { type: 'data_source_id', data_source_id: ROWS, database_id: DATABASE }, values as JsonObject);
  }
  addPage(RUNBOOK, { type: 'workspace', workspace: true }, valuesOf({ title: { title: [{ text: { content: 'Runbook of shop' } }] } }, ofPage) as JsonObject);
  for (let number = 0; number < 110; number++) addBlock(RUNBOOK, { type: 'to_do', to_do: { rich_text: [{ text: { content: `Step ${number}` } }], checked: false, ...(number === 0 ? { children: [{ type: 'paragraph', paragraph: { rich_text: [{ text: { content: 'First of all.' } }] } }] } : {}) } });

  /** Ids come with dashes or without. */
  const read = (text: string): string | undefined => (/^[0-9a-f]{32}$/i.test(text.replaceAll('-', '')) ? text.replaceAll('-', '').toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : undefined);
  const within = (kind: 'page' | 'block', answer: (id: string, thing: Thing, asked: Asked) => Answer) => (asked: Asked): Answer => {
    const id = read(asked.params['id']!);
    if (id === undefined) return invalid(`path failed validation: path.${kind}_id should be a valid uuid, instead was \`"${asked.params['id']!}"\`.`);
    const thing = things.get(id);
    return thing === undefined || (kind === 'page' && thing.page === undefined) ? none(kind, id) : answer(id, thing, asked);
  };

  function create(asked: Asked): Answer {
    const children = field(asked, 'children');
    const [rows, above] = [field(asked, 'parent.data_source_id'), read(String(field(asked, 'parent.page_id') ?? ''))];
    if (field(asked, 'properties') === undefined) return invalid('body failed validation: body.properties should be defined, instead was `undefined`.');
    if (rows !== undefined ? rows !== ROWS : above === undefined || things.get(above)?.page === undefined) return none(rows === undefined ? 'page' : 'data_source', String(rows ?? above));
    if (above !== undefined && things.get(above)!.trashed) return TRASHED;
    const values = valuesOf(field(asked, 'properties'), rows === undefined ? ofPage : columns);
    const wrong = typeof values === 'string' ? values : children === undefined ? undefined : wrongBlocks(children);
    if (wrong !== undefined) return invalid(wrong);
    const page = addPage(idOf(PAGE, ++last), rows === undefined ? { type: 'page_id', page_id: above! } : { type: 'data_source_id', data_source_id: ROWS, database_id: DATABASE }, values as JsonObject);
    for (const each of (children ?? []) as readonly JsonObject[]) addBlock(String(page['id']), each);
    return { json: page };
  }

  function update(id: string, thing: Thing, asked: Asked): Answer {
    const trash = field(asked, 'in_trash');
    if (thing.trashed && trash !== false) return TRASHED;
    const values = valuesOf(field(asked, 'properties'), at(thing.page, 'parent.type') === 'data_source_id' ? columns : ofPage);
    if (typeof values === 'string') return invalid(values);
    things.set(id, { ...thing, page: { ...thing.page, properties: { ...(thing.page!['properties'] as JsonObject), ...values } }, trashed: typeof trash === 'boolean' ? trash : thing.trashed });
    return { json: shown(id) };
  }

  function append(id: string, thing: Thing, asked: Asked): Answer {
    const wrong = wrongBlocks(field(asked, 'children'));
    if (thing.trashed) return TRASHED;
    if (wrong !== undefined) return invalid(`body failed validation: ${wrong}`);
    let behind = field(asked, 'after') === undefined ? undefined : read(String(field(asked, 'after')));
    if (field(asked, 'after') !== undefined && !thing.children.includes(behind ?? '')) return invalid('Block to append children after is not a child of the parent block.');
    const made = (field(asked, 'children') as readonly JsonObject[]).map((each) => { const one = addBlock(id, each, behind); if (behind !== undefined) behind = one; return one; });
    return { json: { object: 'list', results: made.map(shown), has_more: false, next_cursor: null } };
  }

  function change(id: string, thing: Thing, asked: Asked): Answer {
    const type = String(thing.block?.['type']);
    const fields = field(asked, type);
    if (thing.block === undefined) return invalid('Updating pages via the blocks endpoint is not supported.');
    if (thing.trashed) return TRASHED;
    if (typeof fields !== 'object' || fields === null) return invalid(`body failed validation: body.${type} should be defined, instead was \`undefined\`.`);
    const said = at(fields, 'rich_text') as Json | undefined;
    const wrong = said === undefined ? undefined : wrongText(said, `body.${type}.rich_text`);
    if (wrong !== undefined) return invalid(wrong);
    if (at(fields, 'checked') !== undefined && type !== 'to_do') return invalid(`body failed validation: body.${type}.checked should be not present, instead was \`true\`.`);
    things.set(id, { ...thing, block: { ...thing.block, [type]: { ...(thing.block[type] as JsonObject), ...(fields as JsonObject), ...(said === undefined ? {} : { rich_text: shownText(said) }) } } });
    return { json: shown(id) };
  }

  function remove(id: string, thing: Thing): Answer {
    if (thing.trashed) return TRASHED;
    thing.trashed = true;
    return { json: shown(id) };
  }

  function comment(asked: Asked): Answer {
    const page = read(String(field(asked, 'parent.page_id')));
    if (page === undefined || things.get(page)?.page === undefined) return none('page', String(field(asked, 'parent.page_id')));
    const wrong = wrongText(field(asked, 'rich_text'), 'body.rich_text');
    if (wrong !== undefined) return invalid(`body failed validation: ${wrong}`);
    comments.push({ object: 'comment', id: idOf('a1', comments.length), parent: { type: 'page_id', page_id: page }, discussion_id: idOf('a2', comments.length), created_time: NOW, created_by: { object: 'user', id: idOf(USER, 0) }, rich_text: shownText(field(asked, 'rich_text')) });
    return { json: comments.at(-1)! };
  }

  /** By a cursor that is told once, 100 at most. */
  function cut(all: readonly JsonObject[], size: unknown, cursor: unknown): Answer {
    const most = Number(size ?? 100);
    if (!(most >= 1 && most <= 100)) return invalid(`page_size should be ≤ \`100\`, instead was \`${String(size)}\`.`);
    const from = cursor === undefined ? 0 : all.findIndex(({ id }) => id === cursor);
    if (from < 0) return invalid(`The start_cursor provided is invalid: ${String(cursor)}`);
    return { json: { object: 'list', results: all.slice(from, from + most), has_more: from + most < all.length, next_cursor: all[from + most]?.['id'] ?? null } };
  }
  const listed = (all: readonly JsonObject[], { query }: Asked): Answer => cut(all, query['page_size'], query['start_cursor']);
  const searched = (all: readonly JsonObject[], asked: Asked): Answer => cut(all, field(asked, 'page_size'), field(asked, 'start_cursor'));
  const pages = (): JsonObject[] => [...things].filter(([, { page, trashed }]) => page !== undefined && !trashed).map(([id]) => shown(id));
  const rowsShown = { object: 'data_source', id: ROWS, title: shownText([{ text: { content: 'Tasks' } }]), parent: { type: 'database_id', database_id: DATABASE }, url: 'https://www.notion.so/tasks', last_edited_time: NOW, properties: Object.fromEntries(Object.entries(columns).map(([name, { id, type, options }]) => [name, { id, name, type, [type]: options === undefined ? {} : { options: options.map((each) => ({ name: each })) } }])) };

  function ask(asked: Asked): Answer {
    if (read(asked.params['id']!) !== ROWS) return none('data_source', asked.params['id']!);
    const found = pages().filter((each) => at(each, 'parent.data_source_id') === ROWS).map((each) => ({ each, is: fits(field(asked, 'filter'), each['properties'] as JsonObject, columns) }));
    const wrong = found.find(({ is }) => typeof is === 'string')?.is ?? ((field(asked, 'sorts') ?? []) as readonly JsonObject[]).map(({ property }) => String(property)).find((name) => columns[name] === undefined);
    if (wrong !== undefined) return invalid(String(wrong));
    const sort = field(asked, 'sorts.0') as JsonObject | undefined;
    const key = (each: JsonObject): number => Number(at(each['properties'], `${String(sort!['property'])}.number`));
    const rows = found.filter(({ is }) => is === true).map(({ each }) => each);
    return searched(sort === undefined ? rows : rows.toSorted((a, b) => (key(a) - key(b)) * (sort['direction'] === 'descending' ? -1 : 1)), asked);
  }

  function search(asked: Asked): Answer {
    const [words, kind] = [String(field(asked, 'query') ?? '').toLowerCase(), field(asked, 'filter.value')];
    if (words.includes('\u0000')) return invalid('body failed validation: body.query contains characters that are not allowed.');
    const named = (each: JsonObject): string => JSON.stringify(at(each, 'title') ?? at(each, 'properties.Name.title') ?? at(each, 'properties.title.title')).toLowerCase();
    return searched([rowsShown, ...pages()].filter((each) => (kind === undefined || each.object === kind) && named(each as JsonObject).includes(words)) as JsonObject[], asked);
  }

  return startVendor({
    routes: {
      'POST /v1/pages': create,
      'GET /v1/pages/:id': within('page', (id) => ({ json: shown(id) })),
      'PATCH /v1/pages/:id': within('page', update),
      'GET /v1/pages/:id/properties/:property': within('page', (_, { page }, asked) => {
        const property = Object.values((page!['properties'] ?? {}) as JsonObject).find((each) => at(each, 'id') === asked.params['property']);
        if (property === undefined) return none('property', asked.params['property']!);
        return listed(((at(property, 'relation') ?? []) as readonly JsonObject[]).map(({ id }) => ({ object: 'property_item', id: id!, type: 'relation', relation: { id: id! } })), asked);
      }),
      'GET /v1/blocks/:id': within('block', (id) => ({ json: shown(id) })),
      'PATCH /v1/blocks/:id': within('block', change),
      'DELETE /v1/blocks/:id': within('block', remove),
      'GET /v1/blocks/:id/children': within('block', (_, { children }, asked) => listed(children.filter((each) => !things.get(each)!.trashed).map(shown), asked)),
      'PATCH /v1/blocks/:id/children': within('block', append),
      'GET /v1/data_sources/:id': ({ params }) => (read(params['id']!) === ROWS ? { json: rowsShown as unknown as Json } : none('data_source', params['id']!)),
      'POST /v1/data_sources/:id/query': ask,
      'GET /v1/databases/:id': ({ params }) => (read(params['id']!) === DATABASE ? { json: { object: 'database', id: DATABASE, title: shownText([{ text: { content: 'Tasks' } }]), url: 'https://www.notion.so/tasks', data_sources: [{ id: ROWS, name: 'Tasks' }] } } : none('database', params['id']!)),
      'POST /v1/search': search,
      'GET /v1/comments': (asked) => (things.has(read(asked.query['block_id'] ?? '') ?? '') ? listed(comments.filter((each) => at(each, 'parent.page_id') === read(asked.query['block_id']!)), asked) : none('block', String(asked.query['block_id']))),
      'POST /v1/comments': comment,
      'GET /v1/users': (asked) => listed(people, asked),
      'GET /v1/users/me': () => ({ json: people[0]! }),
      'GET /v1/users/:id': ({ params }) => { const found = people.find(({ id }) => id === read(params['id']!)); return found === undefined ? none('user', params['id']!) : { json: found }; },
    },
    authorize({ headers }) {
      if (headers['authorization'] !== `Bearer ${TOKEN}`) return refused(401, 'unauthorized', 'API token is invalid.');
      return headers['notion-version'] === '2025-09-03' ? undefined : refused(400, 'missing_version', 'Notion-Version header failed validation: Notion-Version header should be `"2025-09-03"`.');
    },
    limited: { status: 429, headers: { 'retry-after': '2' }, json: { object: 'error', status: 429, code: 'rate_limited', message: 'You have been rate limited. Please try again in a few minutes.' } },
    expired: refused(401, 'unauthorized', 'API token is invalid.'),
    unknown: refused(400, 'invalid_request_url', 'Invalid request URL.'),
    config: (url) => ({ base_url: url }),
    secrets: { token: TOKEN, webhook_secret: 'secret_0123456789abcdef' },
  });
}
