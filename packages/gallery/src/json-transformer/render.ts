/**
 * A template is JSON in which text may name places of the input: `{{user.name}}`. Text that is nothing but one place becomes the value itself.
 * `{ "$each": "items", "$as": … }` makes a list, `{ "$if": "place", "$then": …, "$else": … }` chooses, and a property that comes to nothing is left out.
 */
import { type Json, PluginError } from '@patchbay/sdk';

const PLACE = /\{\{\s*([^{}|]+?)\s*(?:\|\s*([a-z]+)\s*)?\}\}/g;
const WHOLE = /^\{\{\s*([^{}|]+?)\s*(?:\|\s*([a-z]+)\s*)?\}\}$/;
const DEEPEST = 50;

export function render(template: Json, input: Json, depth = 0): Json | undefined {
  if (depth > DEEPEST) throw new PluginError('invalid', `The template is deeper than ${DEEPEST} levels`);
  if (typeof template === 'string') return text(template, input);
  if (typeof template !== 'object' || template === null) return template;
  if (Array.isArray(template)) return template.map((each: Json) => render(each, input, depth + 1) ?? null);
  const { $each, $as, $if, $then, $else } = template as Record<string, Json | undefined>;
  if (typeof $each === 'string') return each($each, $as ?? '{{.}}', input, depth);
  if (typeof $if === 'string') return chosen(find($if, input) ? $then : $else, input, depth);
  return Object.fromEntries(Object.entries(template).flatMap(([name, value]) => {
    const made = render(value, input, depth + 1);
    return made === undefined ? [] : [[name, made]];
  }));
}

function each(path: string, template: Json, input: Json, depth: number): Json {
  const list = find(path, input);
  if (!Array.isArray(list)) throw new PluginError('invalid', `${path} is no list`);
  return list.map((item: Json) => render(template, item, depth + 1) ?? null);
}

const chosen = (template: Json | undefined, input: Json, depth: number): Json | undefined => (template === undefined ? undefined : render(template, input, depth + 1));

function text(template: string, input: Json): Json | undefined {
  const [, path, filter] = WHOLE.exec(template) ?? [];
  if (path !== undefined) return filtered(find(path, input), filter);
  return template.replaceAll(PLACE, (_, place: string, by?: string) => { const value = filtered(find(place, input), by); return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value); });
}

/** `a.b.0.c`; `.` is the input itself. */
function find(path: string, input: Json): Json | undefined {
  if (path === '.') return input;
  let value: Json | undefined = input;
  for (const name of path.split('.')) value = typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, Json>)[name] : undefined;
  return value;
}

function filtered(value: Json | undefined, filter: string | undefined): Json | undefined {
  switch (filter) {
    case undefined: return value;
    case 'upper': return String(value ?? '').toUpperCase();
    case 'lower': return String(value ?? '').toLowerCase();
    case 'number': return Number(value);
    case 'text': return typeof value === 'string' ? value : JSON.stringify(value ?? null);
    case 'count': return Array.isArray(value) || typeof value === 'string' ? value.length : Object.keys(value ?? {}).length;
    case 'json': return typeof value === 'string' ? parsed(value) : (value ?? null);
    default: throw new PluginError('invalid', `There is no filter ${filter}; expected upper, lower, number, text, count or json`);
  }
}

/** Engines word what is wrong differently. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new PluginError('invalid', `${text.slice(0, 60)} is no JSON`);
  }
}
