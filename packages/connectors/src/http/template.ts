/** `{{order.id}}` in paths, headers and bodies, filled from the `values` of a call. */
import { at, type Json, type JsonObject, PluginError } from '@patchbay/sdk';

const PLACE = /\{\{\s*([A-Za-z0-9_.-]+)\s*\}\}/g;
const ONLY_PLACE = /^\{\{\s*([A-Za-z0-9_.-]+)\s*\}\}$/;

/** In a path or URL each value is one encoded segment, so that it never leads elsewhere. */
export const fillPath = (template: string, values: JsonObject): string => template.replaceAll(PLACE, (_, name: string) => {
  const value = textOf(name, values);
  if (value === '.' || value === '..') throw new PluginError('invalid', `values.${name} is ${value}, which a path would follow`, { field: `values.${name}` });
  return encodeURIComponent(value);
});

export const fillText = (template: string, values: JsonObject): string => template.replaceAll(PLACE, (_, name: string) => textOf(name, values));

/** A string that is nothing but a placeholder becomes the value itself: numbers stay numbers, objects stay objects. */
export function fillJson(template: Json, values: JsonObject): Json {
  if (typeof template === 'string') {
    const only = ONLY_PLACE.exec(template)?.[1];
    return only === undefined ? fillText(template, values) : valueOf(only, values);
  }
  if (Array.isArray(template)) return (template as readonly Json[]).map((each) => fillJson(each, values));
  return typeof template === 'object' && template !== null ? Object.fromEntries(Object.entries(template).map(([name, each]) => [name, fillJson(each as Json, values)])) : template;
}

export const fillTexts = (templates: Readonly<Record<string, string>>, values: JsonObject): Record<string, string> => Object.fromEntries(Object.entries(templates).map(([name, template]) => [name, fillText(template, values)]));

function valueOf(name: string, values: JsonObject): Json {
  const value = at(values, name);
  if (value === undefined) throw new PluginError('invalid', `The template names {{${name}}}: expected it in values, which has ${Object.keys(values).join(', ') || 'nothing'}`, { field: `values.${name}` });
  return value as Json;
}

function textOf(name: string, values: JsonObject): string {
  const value = valueOf(name, values);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
