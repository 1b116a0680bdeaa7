/** What Notion's double refuses in what is written: blocks, text and properties that are not as Notion wants them. */
import { at, type Json, type JsonObject } from '@patchbay/sdk';

const TYPES = new Set(['paragraph', 'heading_1', 'heading_2', 'heading_3', 'bulleted_list_item', 'numbered_list_item', 'to_do', 'toggle', 'quote', 'callout', 'code', 'divider', 'bookmark', 'embed', 'image', 'equation', 'table', 'table_row', 'table_of_contents']);
const WITH_TEXT = new Set(['paragraph', 'heading_1', 'heading_2', 'heading_3', 'bulleted_list_item', 'numbered_list_item', 'to_do', 'toggle', 'quote', 'callout', 'code']);
const LANGUAGES = new Set(['plain text', 'shell', 'json', 'yaml', 'typescript', 'javascript', 'python', 'go', 'sql', 'diff', 'docker']);

const objects = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? (value as readonly JsonObject[]) : []);

/** The first thing that is wrong with blocks, or nothing. Two levels of them go in at once. */
export function wrongBlocks(children: Json | undefined, where = 'body.children', levels = 2): string | undefined {
  if (!Array.isArray(children)) return `${where} should be an array, instead was \`${JSON.stringify(children)}\`.`;
  if (children.length > 100) return `${where}.length should be ≤ \`100\`, instead was \`${children.length}\`.`;
  for (const [at_, each] of objects(children).entries()) {
    const type = each['type'];
    const body = typeof type === 'string' ? each[type] : undefined;
    if (typeof type !== 'string' || !TYPES.has(type) || typeof body !== 'object' || body === null) return `${where}[${at_}] should define the block of its type, instead was \`${JSON.stringify(each).slice(0, 60)}\`.`;
    if (WITH_TEXT.has(type)) {
      const wrong = wrongText(at(body, 'rich_text') as Json | undefined, `${where}[${at_}].${type}.rich_text`);
      if (wrong !== undefined) return wrong;
    }
    if (type === 'code' && !LANGUAGES.has(String(at(body, 'language')))) return `${where}[${at_}].code.language should be one of the languages, instead was \`"${String(at(body, 'language'))}"\`.`;
    const inner = at(body, 'children') as Json | undefined;
    if (inner === undefined) continue;
    if (levels === 0) return `${where}[${at_}].${type}.children should be not present, instead was an array.`;
    const wrong = wrongBlocks(inner, `${where}[${at_}].${type}.children`, levels - 1);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

export function wrongText(pieces: Json | undefined, where: string): string | undefined {
  if (!Array.isArray(pieces)) return `${where} should be an array, instead was \`${JSON.stringify(pieces)}\`.`;
  if (pieces.length > 100) return `${where}.length should be ≤ \`100\`, instead was \`${pieces.length}\`.`;
  for (const [at_, piece] of objects(pieces).entries()) {
    const [content, url] = [at(piece, 'text.content'), at(piece, 'text.link.url')];
    if (typeof content !== 'string') return `${where}[${at_}].text.content should be defined, instead was \`undefined\`.`;
    if (content.length > 2000) return `${where}[${at_}].text.content.length should be ≤ \`2000\`, instead was \`${content.length}\`.`;
    if (/[\ud800-\udbff](?![\udc00-\udfff])|\u0000/.test(content)) return `${where}[${at_}].text.content contains characters that are not allowed.`;
    if (url !== undefined && !/^https?:\/\/[^\s]{1,2000}$/.test(String(url))) return 'Invalid URL for link.';
  }
  return undefined;
}

/** As Notion shows text that was written. */
export const shownText = (pieces: Json | undefined): JsonObject[] => objects(pieces).map((piece) => ({ ...piece, plain_text: String(at(piece, 'text.content')), href: (at(piece, 'text.link.url') ?? null) as Json, annotations: { bold: false, code: false } }));

/** Columns: the type of each, and the options that there are. */
interface Column { readonly id: string; readonly type: string; readonly options?: readonly string[] }
export type Columns = Readonly<Record<string, Column>>;

/** Values as they are kept, by their names; or what is wrong with them. */
export function valuesOf(written: Json | undefined, columns: Columns): JsonObject | string {
  const made: Record<string, Json> = {};
  for (const [said, value] of Object.entries((written ?? {}) as JsonObject)) {
    const [name, column] = Object.entries(columns).find(([each, { id }]) => each === said || id === said) ?? [];
    if (name === undefined || column === undefined) return `${said} is not a property that exists.`;
    const form = at(value, column.type) as Json | undefined;
    if (form === undefined) return `${said} is expected to be ${column.type}.`;
    const wrong = wrongValue(said, column, form);
    if (wrong !== undefined) return wrong;
    made[name] = { id: column.id, type: column.type, [column.type]: column.type === 'title' || column.type === 'rich_text' ? shownText(form) : form };
  }
  return made;
}

function wrongValue(name: string, { type, options = [] }: Column, form: Json): string | undefined {
  const where = `body.properties.${name}.${type}`;
  if (type === 'title' || type === 'rich_text') return wrongText(form, where);
  if (type === 'status') return form === null || options.includes(String(at(form, 'name'))) ? undefined : `Invalid status option. Status option "${String(at(form, 'name'))}" does not exist`;
  if (type === 'multi_select' || type === 'select') return (Array.isArray(form) ? objects(form) : form === null ? [] : [form]).every((each) => typeof at(each, 'name') === 'string' && !String(at(each, 'name')).includes(',')) ? undefined : `${where}.name should not contain a comma.`;
  if (type === 'number') return form === null || typeof form === 'number' ? undefined : `${where} should be a number.`;
  if (type === 'checkbox') return typeof form === 'boolean' ? undefined : `${where} should be a boolean.`;
  if (type === 'date') return form === null || /^\d{4}-\d{2}-\d{2}(T.+)?$/.test(String(at(form, 'start'))) ? undefined : `${where}.start should be a valid ISO 8601 date string, instead was \`"${String(at(form, 'start'))}"\`.`;
  if (type === 'people' || type === 'relation') return objects(form).every((each) => /^[0-9a-f-]{32,36}$/.test(String(each['id']))) ? undefined : `${where}[0].id should be a valid uuid, instead was \`"${String(objects(form)[0]?.['id'])}"\`.`;
  return undefined;
}

/** Whether a row fits a filter; a text says what is wrong with the filter. */
export function fits(filter: Json | undefined, values: JsonObject, columns: Columns): boolean | string {
  if (filter === undefined) return true;
  for (const [word, all] of [['and', true], ['or', false]] as const) {
    const parts = at(filter, word);
    if (!Array.isArray(parts)) continue;
    const found = (parts as Json[]).map((part) => fits(part, values, columns));
    return found.find((each) => typeof each === 'string') ?? (all ? found.every(Boolean) : found.some(Boolean));
  }
  const name = String(at(filter, 'property'));
  const column = columns[name];
  if (column === undefined) return `Could not find property with name or id: ${name}`;
  const condition = at(filter, column.type);
  if (typeof condition !== 'object' || condition === null) return `database property ${column.type} does not match filter`;
  const value = at(values[name], `${column.type}.name`) ?? at(values[name], column.type);
  if ('equals' in condition) return value === condition.equals;
  if ('is_empty' in condition) return (value ?? null) === null;
  return `body.filter.${column.type}.equals should be defined, instead was \`undefined\`.`;
}
