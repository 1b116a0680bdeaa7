/**
 * Texts in which `{{path}}` stands for a value: of an event, a call or an environment. No logic, no functions: who needs those writes a plugin.
 * A text that is one placeholder and nothing else becomes the value as it is; within a text, a value becomes text, and one that is missing nothing.
 */
import type { Broken } from './cross-field.ts';
import type { Document } from './unit.ts';

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;
const PATH = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_-]+)*$/;

/** Every text in a value, with its placeholders filled. `escape` makes what is put in fit for where it goes. */
export function render(template: unknown, values: Document, escape: (text: string) => string = (text) => text): unknown {
  if (typeof template === 'string') return renderText(template, values, escape);
  if (Array.isArray(template)) return template.map((each) => render(each, values, escape));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, render(value, values, escape)]));
}

function renderText(text: string, values: Document, escape: (text: string) => string): unknown {
  const [only] = [...text.matchAll(PLACEHOLDER)];
  if (only === undefined) return text;
  if (only[0] === text) return valueAt(values, only[1]!) ?? null;
  return text.replaceAll(PLACEHOLDER, (_, path: string) => escape(wordOf(valueAt(values, path))));
}

function valueAt(values: Document, path: string): unknown {
  let value: unknown = values;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Document)[key];
  }
  return value;
}

const wordOf = (value: unknown): string => (value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));

/** What is wrong with the placeholders of a template, each at its place. `roots`: where a path may begin. */
export function templateIssues(template: unknown, roots: readonly string[], path = ''): Broken[] {
  if (typeof template === 'string') return textIssues(template, roots).map((message) => ({ path, message }));
  if (typeof template !== 'object' || template === null) return [];
  return Object.entries(template).flatMap(([key, value]) => templateIssues(value, roots, path === '' ? key : `${path}.${key}`));
}

function textIssues(text: string, roots: readonly string[]): string[] {
  const paths = [...text.matchAll(PLACEHOLDER)].map(([, path = '']) => path);
  const wrong = paths.filter((path) => !PATH.test(path) || !roots.includes(path.split('.')[0]!)).map((path) => `{{${path.slice(0, 100)}}} leads nowhere; expected a path that begins with ${roots.join(' or ')}`);
  const left = text.replaceAll(PLACEHOLDER, '');
  return left.includes('{{') || left.includes('}}') ? [...wrong, 'expected each {{ to have its }}'] : wrong;
}
