/** Texts in which `{{path}}` stands for a value. What is put into HTML is escaped, what is put into a subject stays on its line. */
import { at, type JsonObject, PluginError } from '@patchbay/sdk';

export interface Template { readonly subject: string; readonly text: string; readonly html?: string | undefined }
export interface Rendered { readonly subject: string; readonly text: string; readonly html?: string; /** Paths that the values lack; they became nothing. */ readonly missing: readonly string[] }

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;
const PATH = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_-]+)*$/;

export function render({ subject, text, html }: Template, values: JsonObject): Rendered {
  const missing = new Set<string>();
  const fill = (template: string, escape: (value: string) => string): string => template.replaceAll(PLACEHOLDER, (whole, path: string) => {
    if (!PATH.test(path)) throw new PluginError('invalid', `${whole.slice(0, 100)} is no placeholder; expected a path such as {{deployment.environment}}`, { field: 'template' });
    const value = at(values, path);
    if (value === undefined || value === null) missing.add(path);
    return escape(wordOf(value));
  });
  return { subject: fill(subject, oneLine), text: fill(text, same), ...(html === undefined ? {} : { html: fill(html, escaped) }), missing: [...missing] };
}

const wordOf = (value: unknown): string => (value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));
const same = (value: string): string => value;
const oneLine = (value: string): string => value.replaceAll(/[\r\n\u0000]+/g, ' ');
const escaped = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
